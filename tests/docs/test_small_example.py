"""The small example, for an operator who reads no English: good as it stands, and with its comments taken off."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.commands.books import read_book
from bot.commands.check_config import warnings
from bot.config import Config, load_config
from bot.domain.area_doubts import doubts
from bot.domain.areas import Area
from bot.domain.readings import Kind
from bot.reading.reader import Reader
from tests.bot.serving import prepare
from tests.docs.pages import ROOT, blocks, text

SMALL = ROOT / "examples" / "small"
BOOK = SMALL / "area.toml"
_COMMENTED_OUT = re.compile(r"^# (?=\[\[|[a-z_]+ = )", re.MULTILINE)


@pytest.fixture
def area() -> Area:
    return read_book(BOOK)


def test_it_is_small_and_beyond_doubt(area: Area) -> None:
    assert len(area.units) + len(area.places) < 20
    assert list(doubts(area)) == []
    assert {unit.kind.value for unit in area.units} == {"area", "street", "community", "department"}


def test_what_it_has_commented_out_is_good_too(tmp_path: Path) -> None:
    """Each section stands there, and whoever copies its made-up person or chat unchanged is warned."""
    written = BOOK.read_text(encoding="utf-8")
    book = tmp_path / "area.toml"
    book.write_text(_COMMENTED_OUT.sub("", written), encoding="utf-8")
    whole = read_book(book)
    assert (len(whole.categories), len(whole.people), len(whole.chats)) == (2, 1, 1)
    assert len(list(doubts(whole))) == 2
    assert set(tomllib.loads(book.read_text(encoding="utf-8"))) == {
        "area",
        "unit",
        "place",
        "category",
        "route",
        "person",
        "chat",
    }


def test_every_key_of_the_book_is_explained(area: Area) -> None:
    written = BOOK.read_text(encoding="utf-8")
    models = [type(rows[0]) for rows in (area.units, area.places, area.routes)]
    keys = {field.alias or name for model in models for name, field in model.model_fields.items()}
    keys |= {"class", "limit", "keywords", "telegram_id", "role", "topic"}
    told = {
        key.strip() for line in re.findall(r"^# {3}([a-z_, ]+?) {2}", written, re.MULTILINE) for key in line.split(",")
    }
    assert keys - told == set()


@pytest.mark.parametrize("name", ["area.toml", "config.toml"])
def test_its_comments_are_chinese(name: str) -> None:
    comments = re.findall(r"^# (.*)", (SMALL / name).read_text(encoding="utf-8"), re.MULTILINE)
    said = [line for line in comments if re.search("[a-z]{3}", line) and not re.match(r"-+$|\[\[|[a-z_]+ = ", line)]
    assert [line for line in said if not re.search("[\u4e00-\u9fff]", line)] == []


def test_its_config_is_complete_but_for_the_token(tmp_path: Path) -> None:
    for name in ("area.toml", "config.toml"):
        (tmp_path / name).write_bytes((SMALL / name).read_bytes())
    (tmp_path / "token").write_text("123456789:abcdefghijklmnopqrstuvwxyz012345678\n")
    config: Config = load_config(tmp_path / "config.toml", {})
    told = list(warnings(config, read_book(config.area.book), datetime(2025, 3, 1, tzinfo=UTC)))
    assert [line.split(":")[0] for line in told] == [
        "5 units have neither a chat nor a secretary (和美街道、阳光社区、春风社区、区城市管理局、区交警大队)",
        "the book names no chat of kind report",
    ]


def test_it_is_imported(tmp_path: Path) -> None:
    config = prepare(tmp_path, lambda tx: None)
    order = ["area", "import", str(BOOK), "--config", str(config), "--yes"]
    said = [CliRunner().invoke(main, order).stdout.splitlines()[-1] for _ in range(2)]
    assert said == ["Applied; the area is at version 2.", "The book says what the database holds: nothing to do."]


def test_the_readme_copies_it_and_its_trial_post_is_understood(area: Area) -> None:
    lines = blocks(text("README.zh-CN.md"))
    assert "cp examples/small/area.toml area.toml" in lines
    assert any(line.startswith("cp examples/small/config.toml config.toml") for line in lines)
    trial = re.search('echo "([^"]+)" . fengshao parse', text("README.zh-CN.md"))
    assert trial is not None
    reading = Reader(area).read(trial[1])
    assert reading.kind is Kind.REPORT
    assert [problem.unit_code for problem in reading.problems] == ["yangguang"]
