"""`fengshao stats` on a real file: while the bot runs, after it, as JSON and as tables, and what goes wrong."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image
from python_calamine import CalamineWorkbook

from bot.commands.statistics import stats
from tests.commands.installation import with_database, write_config


def run(config: Path, *arguments: str) -> Result:
    return CliRunner().invoke(stats, ["--config", str(config), *arguments])


def told(config: Path, *arguments: str) -> str:
    result = run(config, *arguments)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return result.stdout


def test_json_while_the_bot_runs_and_after(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    said: list[str] = []
    with_database(config, lambda: said.append(told(config, "--period", "all", "--json")))
    said.append(told(config, "--period", "全部", "--json"))
    for figures in map(json.loads, said):
        assert (figures["area"], figures["received"], figures["closed"], figures["overdue"]) == ("黄山区", 2, 1, 1)
        assert (figures["on_time"], figures["missed"], figures["on_time_rate"]) == (1, 1, 0.5)
        timing = {"count": 1, "median": 3600, "p90": 3600}
        assert figures["response"] == timing | {"by_class": {"A": timing}}
        assert [(unit["name"], unit["received"]) for unit in figures["units"]] == [("龙西社区", 2)]
        assert figures["period"]["code"] == "all"


def test_tables_for_people(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    with_database(config, lambda: None)
    said = told(config, "--period", "all")
    lines = [" ".join(line.split()) for line in said.splitlines()]
    assert lines[0] == "黄山区 · 全部"
    assert "按期 1/2 (50%)" in lines
    assert "龙西社区 2 1 1 1 1/2 50% 0" in lines
    assert "环境卫生 2 1 1 1 1/2 50% 0" in lines
    assert "响应率 0/0 (–)" in lines
    assert "受理用时 1小时" in lines, "of one ticket there is no half"
    assert told(config, "--period", "昨天").startswith("黄山区 · 20")
    assert told(config).startswith("黄山区 · 20")  # this week


def test_a_picture(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    with_database(config, lambda: None)
    file = tmp_path / "figures.png"
    assert told(config, "--period", "all", "--png", str(file)).startswith(f"{file}: ")
    with Image.open(file) as picture:
        assert picture.format == "PNG"
        assert (picture.width, 1350 <= picture.height <= 1600) == (1080, True)
    assert {path.suffix for path in tmp_path.iterdir() if path.is_file()} <= {".png", ".toml"}


def test_a_picture_that_cannot_be_written(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    with_database(config, lambda: None)
    result = run(config, "--png", str(tmp_path / "nowhere" / "figures.png"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "figures.png cannot be written: No such file or directory" in result.stderr


def test_one_answer_at_a_time(tmp_path: Path) -> None:
    result = run(tmp_path / "fengshao.toml", "--json", "--png", "f.png")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--json, --png: choose one of them" in result.stderr
    result = run(tmp_path / "fengshao.toml", "--xlsx", "f.xlsx", "--geojson", "f.geojson")
    assert "--xlsx, --map or --geojson: choose one of them" in result.stderr


def test_a_workbook(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    with_database(config, lambda: None)
    file = tmp_path / "figures.xlsx"
    result = run(config, "--period", "all", "--xlsx", str(file))
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(f"{file}: ")
    book = CalamineWorkbook.from_path(file)
    assert book.sheet_names == ["汇总", "用时", "单位", "类别", "工单", "历程"]
    rows = book.get_sheet_by_name("工单").to_python()
    assert [row[0] for row in rows[2:]] == ["工单", "T1002", "T1001"]
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {"fengshao.toml", "figures.xlsx"}


def test_of_a_part(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    with_database(config, lambda: None)
    asked = ("--period", "all", "--json")
    for part, unit, category in (
        (("--unit", "longxi"), "龙西社区", None),
        (("--unit", "龙西社区"), "龙西社区", None),
        (("--category", "环境卫生"), None, "环境卫生"),
    ):
        figures = json.loads(told(config, *asked, *part))
        assert (figures["received"], figures["unit"], figures["category_name"]) == (2, unit, category)
    assert told(config, "--unit", "longxi").startswith("龙西社区 · ")


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (("--unit", "longxl"), "--unit: there is no longxl; did you mean longxi"),
        (("--category", "卫生"), "--category: there is no 卫生; did you mean 环境卫生"),
        (("--place", "天涯"), "--place: there is no 天涯"),
    ],
)
def test_of_nothing_that_there_is(tmp_path: Path, part: tuple[str, str], said: str) -> None:
    config = write_config(tmp_path)
    with_database(config, lambda: None)
    result = run(config, "--json", *part)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_an_empty_period_names_the_last_that_has_data(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    with_database(config, lambda: None)
    assert "最近有数据" in told(config, "--period", "2019")


def test_before_the_first_start(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    result = run(config, "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1
    assert f"there is no database {tmp_path}/data/bot.db yet: start the bot once" in result.stderr


def test_before_the_first_import(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    with_database(config, lambda: None, fill=lambda tx: None)
    result = run(config)
    assert result.exit_code == 1
    assert "holds no area yet" in result.stderr


@pytest.mark.parametrize("written", ["yesterday", "2026Q5", ""])
def test_a_bad_period_is_told_before_anything_is_opened(tmp_path: Path, written: str) -> None:
    result = run(write_config(tmp_path), "--period", written)
    assert result.exit_code == 2
    assert f'--period: "{written}" is not a period; write today, week' in result.stderr
    assert result.stderr.count("\n") == 1


def test_every_fault_of_the_config_is_told(tmp_path: Path) -> None:
    config = tmp_path / "fengshao.toml"
    config.write_text('[area]\nbook = 3\n[stoarge]\nurl = "x"\n')
    result = run(config)
    assert result.exit_code == 2
    assert "area.book = 3" in result.stderr
    assert "stoarge" in result.stderr
