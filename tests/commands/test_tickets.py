"""`fengshao tickets` on a real file: one JSON a line, and a table of the newest."""

import csv
import io
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from bot.commands import tickets as command
from bot.commands.tickets import tickets
from tests.commands.installation import HOUR, NOW, set_up_area, with_database, write_config

SHANGHAI = ZoneInfo("Asia/Shanghai")


def run(config: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(tickets, ["--config", str(config), *arguments])
    assert result.exit_code == 0, result.output
    return result


def test_one_json_a_line_while_the_bot_runs_and_after(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    said: list[str] = []
    with_database(config, lambda: said.append(run(config, "--json").stdout))
    said.append(run(config, "--json").stdout)
    for lines in said:
        first, second = map(json.loads, lines.splitlines())
        assert (first["no"], first["state"], second["no"], second["state"]) == ("T1001", "closed", "T1002", "assigned")
        assert (first["unit"], first["category"], first["subcategory"]) == ("龙西社区", "环境卫生", "垃圾桶")
        assert (first["closed_at"][:13], second["closed_at"]) == (f"{NOW.astimezone(SHANGHAI):%Y-%m-%dT%H}", None)
        assert first["closed_at"].endswith("+08:00")


def test_a_table_for_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = write_config(tmp_path)
    with_database(config, lambda: None)
    result = run(config)
    assert "T1001" in result.stdout
    assert "待受理" in result.stdout
    assert result.stderr == ""
    monkeypatch.setattr(command, "SHOWN", 1)
    cut = run(config)
    assert "T1001" not in cut.stdout
    assert "T1002" in cut.stdout
    assert cut.stderr == "The newest 1 of 2; --json or --csv lists all.\n"


def test_no_tickets_are_no_lines(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    with_database(config, lambda: None, fill=set_up_area)
    assert run(config, "--json").stdout == ""


def test_before_the_first_start(tmp_path: Path) -> None:
    result = CliRunner().invoke(tickets, ["--config", str(write_config(tmp_path)), "--json"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "there is no database" in result.stderr


def test_csv_for_spreadsheets(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    with_database(config, lambda: None)
    said = run(config, "--csv").stdout_bytes
    assert said.startswith("\ufeff工单,状态,上报时间,".encode())
    head, *rows = csv.reader(io.StringIO(said.decode("utf-8-sig"), newline=""))
    assert [dict(zip(head, row, strict=True))["工单"] for row in rows] == ["T1001", "T1002"]
    first = dict(zip(head, rows[0], strict=True))
    assert (first["状态"], first["责任单位"], first["类别"]) == ("已结案", "龙西社区", "环境卫生")
    assert first["结案时间"] == f"{NOW.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize(("period", "count"), [("today", 2), ("2019", 0)])
def test_a_period_holds_what_was_reported_in_it(tmp_path: Path, period: str, count: int) -> None:
    """An hour ago may be yesterday: the day is that of the report."""
    config = write_config(tmp_path)
    with_database(config, lambda: None)
    day = f"{(NOW - HOUR).astimezone(SHANGHAI):%Y-%m-%d}" if period == "today" else period
    assert len(run(config, "--json", "--period", day).stdout.splitlines()) == count
    assert len(run(config, "--csv", "--period", day).stdout.splitlines()) == count + 1
    assert ("T1001" in run(config, "--period", day).stdout) is bool(count)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("--json", "--csv"), "choose one of the two"), (("--period", "yesterday"), '"yesterday" is not a period')],
)
def test_what_cannot_be_asked(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    result = CliRunner().invoke(tickets, ["--config", str(write_config(tmp_path)), *arguments])
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
