"""`fengshao learn`, `parse --model` and `area suggest`: from a table to a reading, and every fault in one line."""

from __future__ import annotations

import builtins
import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.commands.models import write_model
from tests.benchmarks.learning import grounds, history
from tests.reading.models import a_model, an_alias

BOOK = Path(__file__).parents[2] / "examples" / "huangshan" / "area.toml"


def run(*args: str | Path, given: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], input=given)


def write_history(path: Path, rows: int = 400) -> Path:
    """Categories that are made up, and tickets of two units."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("text", "category", "unit"))
        table.writerows((row.text, row.category, "") for row in history.made_up(rows))
        for text, unit in grounds.made_up(rows, places=30, units=2):
            table.writerow((text, "", ("longxi", "pingdong")[int(unit[-1])]))
        table.writerow(("什么都不是", "nonsense", "nowhere"))
    return path


def test_a_history_becomes_a_model_that_parse_reads_with(tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="the extra `learn` is not installed")
    table, model = write_history(tmp_path / "h.csv"), tmp_path / "m.bin"
    result = run("learn", table, "--area", BOOK, "--model", model)
    assert result.exit_code == 0, result.output
    assert "1 rows name categories that the book does not have: nonsense (1)" in result.stdout
    assert "1 rows name units that the book does not have: nowhere (1)" in result.stdout
    assert "8 categories (大类), " in result.stdout
    assert "2 units" in result.stdout
    result = run("parse", "--area", BOOK, "--model", model, "--json", given="龙西小区3栋垃圾桶满了\n")
    (problem,) = json.loads(result.stdout)["problems"]
    assert any(why.startswith("learned:") for why in problem["why"])
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_without_the_extra_it_says_which_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **more: Any) -> Any:
        if name.split(".")[0] == "sklearn":
            raise ImportError(name)
        return real(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    result = run("learn", write_history(tmp_path / "h.csv", 20), "--area", BOOK, "--model", tmp_path / "m.bin")
    assert result.exit_code == 1
    assert result.output.splitlines()[-1].endswith("install the extra `learn` (pip install 'fengshao[learn]')")
    assert not (tmp_path / "m.bin").exists()


def test_a_model_is_read_without_the_extra(tmp_path: Path) -> None:
    write_model(tmp_path / "m.bin", a_model(aliases=[an_alias("锦绣坊", "longxi")]))
    result = run("parse", "--area", BOOK, "--model", tmp_path / "m.bin", "--json", given="锦绣坊3栋井盖坏了\n")
    assert json.loads(result.stdout)["problems"][0]["unit_code"] == "longxi"


@pytest.mark.parametrize("data", [b"", b"PNG", b"fengshao learned model\n{}\n"])
def test_a_broken_or_foreign_file_is_refused_in_one_line(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "m.bin").write_bytes(data)
    result = run("parse", "--area", BOOK, "--model", tmp_path / "m.bin", given="x\n")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(f"{tmp_path / 'm.bin'}: ")
    assert result.stderr.count("\n") == 1


def test_a_model_of_another_area_is_refused(tmp_path: Path) -> None:
    write_model(tmp_path / "m.bin", a_model({"枝": "wood", "灯": "light"}))
    result = run("parse", "--area", BOOK, "--model", tmp_path / "m.bin", given="x\n")
    assert result.exit_code == 2
    assert "was learned for another area" in result.stderr


@pytest.mark.parametrize("table", ["", "words\nx\n"])
def test_a_table_that_is_no_history_is_a_fault_of_usage(tmp_path: Path, table: str) -> None:
    (tmp_path / "h.csv").write_text(table)
    assert run("learn", tmp_path / "h.csv", "--area", BOOK, "--model", tmp_path / "m.bin").exit_code == 2
    assert run("learn", tmp_path / "none.csv", "--area", BOOK, "--model", tmp_path / "m.bin").exit_code == 2


def test_learning_again_replaces_the_file_and_a_failure_leaves_it(tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="the extra `learn` is not installed")
    model = tmp_path / "m.bin"
    assert run("learn", write_history(tmp_path / "h.csv", 100), "--area", BOOK, "--model", model).exit_code == 0
    first = model.read_bytes()
    (tmp_path / "few.csv").write_text("text,category\n井盖坏了,facilities\n", encoding="utf-8")
    result = run("learn", tmp_path / "few.csv", "--area", BOOK, "--model", model)
    assert result.exit_code == 1
    assert "two categories, or of two units" in result.stderr
    assert model.read_bytes() == first
    assert run("learn", write_history(tmp_path / "h.csv", 150), "--area", BOOK, "--model", model).exit_code == 0
    assert model.read_bytes() != first


def test_suggestions_come_with_their_evidence_in_words_json_and_toml(tmp_path: Path) -> None:
    write_model(tmp_path / "m.bin", a_model(aliases=[an_alias("锦绣坊", "longxi", 12), an_alias("龙西小区", "longxi")]))
    given = ("area", "suggest", "--model", tmp_path / "m.bin", "--area", BOOK)
    assert run(*given).stdout == "锦绣坊 → 龙西社区: 12 tickets, 0 of other units, 99.0% sure; a new place\n"
    assert json.loads(run(*given, "--json").stdout) == {
        "word": "锦绣坊",
        "unit_code": "longxi",
        "unit": "龙西社区",
        "tickets": 12,
        "of_others": 0,
        "confidence": 0.99,
        "place": None,
        "contradicts": None,
    }
    assert 'name = "锦绣坊"\nunit = "longxi"\n' in run(*given, "--toml").stdout


@pytest.mark.parametrize("more", [(), ("--area", BOOK, "--config", "c.toml"), ("--area", BOOK, "--toml", "--json")])
def test_suggestions_want_one_area_and_one_form(tmp_path: Path, more: tuple[str | Path, ...]) -> None:
    assert run("area", "suggest", "--model", tmp_path / "m.bin", *more).exit_code == 2


def test_check_config_tells_of_a_model_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(f'[area]\nbook = "{BOOK}"\nmodel = "m.bin"\n', encoding="utf-8")
    result = run("check-config", tmp_path / "config.toml")
    assert result.exit_code == 2
    assert f"{tmp_path / 'm.bin'}: no such file" in result.stderr
    write_model(tmp_path / "m.bin", a_model())
    assert run("check-config", tmp_path / "config.toml").exit_code == 0
