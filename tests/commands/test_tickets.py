"""`fengshao tickets` on a real file: one JSON a line, and a table of the newest."""

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from bot.commands import tickets as command
from bot.commands.tickets import tickets
from tests.commands.installation import NOW, set_up_area, with_database, write_config

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
    assert cut.stderr == "The newest 1 of 2; --json lists all.\n"


def test_no_tickets_are_no_lines(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    with_database(config, lambda: None, fill=set_up_area)
    assert run(config, "--json").stdout == ""


def test_before_the_first_start(tmp_path: Path) -> None:
    result = CliRunner().invoke(tickets, ["--config", str(write_config(tmp_path)), "--json"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "there is no database" in result.stderr
