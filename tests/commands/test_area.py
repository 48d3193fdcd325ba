"""`fengshao area import|export`: the difference first, then the change; and back again as a book."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.commands import area as command
from bot.domain.area_book import read_area_book
from bot.domain.areas import ChatKind, Role
from bot.domain.tickets import State
from storage import chats, people
from storage.transaction import Tx
from tests.bot.serving import NOW, prepare, serving
from tests.storage.histories import Story, a_ticket, keep

BOOK = """\
[area]
name = "黄山区"

[[unit]]
code = "longxi"
name = "龙西社区"
kind = "community"

[[unit]]
code = "pingdong"
name = "平东社区"
kind = "community"

[[place]]
name = "广场花苑小区"
unit = "pingdong"

[[category]]
code = "sanitation"
name = "环境卫生"
class = "A"

[[category.sub]]
code = "bin"
name = "垃圾桶"

[[person]]
telegram_id = 7
name = "李书记"
role = "secretary"
unit = "pingdong"
"""
WITHOUT_LONGXI = BOOK.replace("longxi", "xin").replace("龙西社区", "新社区")


def run(config: Path, *args: str | Path, given: str | None = None) -> Result:
    return CliRunner().invoke(main, ["area", *map(str, args), "--config", str(config)], input=given)


def told(config: Path, *args: str | Path) -> str:
    result = run(config, *args)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def a_book(folder: Path, text: str = BOOK) -> Path:
    path = folder / "book.toml"
    path.write_text(text)
    return path


@pytest.mark.parametrize("running", [True, False])
def test_the_difference_then_the_change(tmp_path: Path, running: bool) -> None:
    config, book = prepare(tmp_path, lambda tx: None), a_book(tmp_path)
    expected = [
        "单位：新增 1",
        "  + 平东社区 (pingdong)",
        "点位：新增 1",
        "  + 广场花苑小区 → 平东社区",
        "人员：新增 1",
        "  + 李书记 平东社区书记",
    ]
    if running:
        with serving(tmp_path):
            said = told(config, "import", book, "--yes").splitlines()
    else:
        said = told(config, "import", book, "--yes").splitlines()
    assert said == [*expected, "Applied; the area is at version 2."]
    assert told(config, "import", book) == "The book says what the database holds: nothing to do.\n"


def test_without_a_word_nothing_is_changed(tmp_path: Path) -> None:
    config, book = prepare(tmp_path, lambda tx: None), a_book(tmp_path)
    result = run(config, "import", book, given="")
    assert result.exit_code == 1
    assert result.stderr == "nothing was changed; write --yes to apply this without a question\n"
    assert "平东社区" not in told(config, "export")


@pytest.mark.parametrize(("typed", "applied"), [("y", True), ("n", False), ("", False)])
def test_somebody_at_a_terminal_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, applied: bool
) -> None:
    config, book = prepare(tmp_path, lambda tx: None), a_book(tmp_path)
    monkeypatch.setattr(command, "at_a_terminal", lambda: True)
    result = run(config, "import", book, given=f"{typed}\n")
    assert result.exit_code == (0 if applied else 1)
    assert "Apply this?" in result.stderr
    assert ("nothing was changed" in result.stderr) is not applied
    assert ("平东社区" in told(config, "export")) is applied


def test_export_reads_back_with_roles_and_chats(tmp_path: Path) -> None:
    def live(tx: Tx) -> None:
        people.remember(tx, 5, '陈"主任"', "chen")
        people.grant(tx, 5, Role.COORDINATOR, None, None, NOW)
        people.grant(tx, 5, Role.SECRETARY, "longxi", None, NOW)
        people.grant(tx, 5, Role.GRID, "long-gone", None, NOW)
        chats.bind(tx, -100, ChatKind.REPORT, None, 5, NOW)
        chats.bind(tx, -200, ChatKind.UNIT, "longxi", 5, NOW, topic=12)

    config = prepare(tmp_path, live)
    area = read_area_book(told(config, "export"))
    assert [(p.telegram_id, p.name, p.role, p.unit) for p in area.people] == [
        (5, '陈"主任"', Role.COORDINATOR, None),
        (5, '陈"主任"', Role.SECRETARY, "longxi"),
    ]
    assert [(c.id, c.kind, c.unit, c.topic) for c in area.chats] == [
        (-200, ChatKind.UNIT, "longxi", 12),
        (-100, ChatKind.REPORT, None, None),
    ]
    said = told(config, "export", "--to", tmp_path / "out.toml")
    assert said.startswith(f"{tmp_path}/out.toml: 黄山区: 1 units")
    assert told(config, "import", tmp_path / "out.toml").startswith("The book says what the database holds")
    again = run(config, "export", "--to", tmp_path / "out.toml")
    assert (again.exit_code, again.stdout) == (1, "")
    assert "is there already; name a new file" in again.stderr


@pytest.mark.parametrize("running", [True, False])
def test_a_unit_in_use_is_not_removed(tmp_path: Path, running: bool) -> None:
    def busy(tx: Tx) -> None:
        tx.run(
            "INSERT INTO posts (id, state, chat_id, message_id, sender_id, sender_name, text, sent_at, kept_at)"
            " VALUES (1, 'reported', -100, 5, 42, '张三', '垃圾桶坏了', 0, 0)"
        )
        at = datetime(2026, 11, 19, tzinfo=UTC)
        keep(tx, [Story(a_ticket()), Story(a_ticket(state=State.CLOSED, closed_at=at))])
        chats.bind(tx, -200, ChatKind.UNIT, "longxi", 5, NOW)

    config, book = prepare(tmp_path, busy), a_book(tmp_path, WITHOUT_LONGXI)
    if running:
        with serving(tmp_path):
            result = run(config, "import", book, "--yes")
    else:
        result = run(config, "import", book, "--yes")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "龙西社区 (longxi) still has 1 open tickets: finish or transfer them, or keep the unit",
        "龙西社区 (longxi) still has the chat -200: bind it to another unit with /bind, or keep the unit",
    ]
    assert "longxi" in told(config, "export")


def test_roles_of_a_removed_unit_end_and_are_told_before(tmp_path: Path) -> None:
    def staffed(tx: Tx) -> None:
        people.remember(tx, 5, "王书记", "wang")
        people.grant(tx, 5, Role.SECRETARY, "longxi", None, NOW)
        people.grant(tx, 5, Role.COORDINATOR, None, None, NOW)

    config, book = prepare(tmp_path, staffed), a_book(tmp_path, WITHOUT_LONGXI)
    said = told(config, "import", book, "--yes").splitlines()
    assert "单位：新增 2，删除 1" in said
    assert "  - 龙西社区 (longxi)" in said
    assert "  - 王书记 龙西社区书记" in said
    kept = read_area_book(told(config, "export"))
    assert {(p.telegram_id, p.role) for p in kept.people} == {(5, Role.COORDINATOR), (7, Role.SECRETARY)}


def test_a_unit_of_which_the_config_tells_is_not_removed(tmp_path: Path) -> None:
    """The next start would be refused for it."""
    config, book = prepare(tmp_path, lambda tx: None), a_book(tmp_path, WITHOUT_LONGXI)
    config.write_text(config.read_text() + '[units.longxi]\ncount = "working"\n')
    result = run(config, "import", book, "--yes")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"units.longxi: {book} holds no such unit; keep it there, or take [units.longxi] out of the config first\n"
    )
    assert "longxi" in told(config, "export")


def test_check_config_knows_the_units_of_the_database(tmp_path: Path) -> None:
    """From the first start on it is the truth, not the book that the config names."""
    config = prepare(tmp_path, lambda tx: None)
    (tmp_path / "area.toml").write_text(WITHOUT_LONGXI)
    written = config.read_text()
    for code, exit_code in (("longxi", 0), ("xin", 2)):
        config.write_text(f"{written}[units.{code}]\n")
        result = CliRunner().invoke(main, ["check-config", str(config)])
        assert result.exit_code == exit_code, result.output
    assert result.stderr == "units.xin: no such unit in the area; write units.longxi\n"


def test_a_faulty_book_is_told_and_changes_nothing(tmp_path: Path) -> None:
    config = prepare(tmp_path, lambda tx: None)
    result = run(config, "import", a_book(tmp_path, BOOK.replace('unit = "pingdong"', 'unit = "nowhere"')), "--yes")
    assert (result.exit_code, result.stdout) == (2, "")
    assert 'unit "nowhere" does not exist' in result.stderr


def test_before_the_first_import(tmp_path: Path) -> None:
    config = prepare(tmp_path, lambda tx: tx.run("DELETE FROM area"))
    for args in (("export",), ("import", a_book(tmp_path), "--yes")):
        result = run(config, *args)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "there is no area yet: start the bot once" in result.stderr


RING = [[118.0, 30.0], [118.1, 30.0], [118.1, 30.1], [118.0, 30.0]]


def test_boundaries_come_with_the_book_and_are_exported_beside_it(tmp_path: Path) -> None:
    polygon = {"type": "Polygon", "coordinates": [RING]}
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "longxi.geojson").write_text(json.dumps(polygon))
    drawn = BOOK.replace('code = "longxi"\n', 'code = "longxi"\nboundary = "maps/longxi.geojson"\n', 1)
    config = prepare(tmp_path, lambda tx: None)
    assert "边界：新增 1" in told(config, "import", a_book(tmp_path, drawn), "--yes")
    out = tmp_path / "out"
    out.mkdir()
    told(config, "export", "--to", out / "area.toml")
    assert json.loads((out / "maps" / "longxi.geojson").read_text()) == polygon
    assert 'boundary = "maps/longxi.geojson"' in (out / "area.toml").read_text()
    assert "nothing to do" in told(config, "import", out / "area.toml", "--yes")


@pytest.mark.parametrize("running", [True, False])
def test_what_is_too_much_for_a_change_replaces_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, running: bool
) -> None:
    monkeypatch.setattr("bot.domain.area_changes.MOST", 0)
    config, book = prepare(tmp_path, lambda tx: None), a_book(tmp_path)
    if running:
        with serving(tmp_path):
            told(config, "import", book, "--yes")
    else:
        told(config, "import", book, "--yes")
    assert "广场花苑小区" in told(config, "export")
