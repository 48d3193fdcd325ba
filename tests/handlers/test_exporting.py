"""Files of the figures: made of what is there, in short looks, cleared up after, and said where they cannot be had."""

from __future__ import annotations

import asyncio
import csv
import io
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from bot.desk import exporting as desk_exporting
from bot.desk.exporting import Made, Wish
from bot.desk.shell import Shell
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Tap
from bot.domain.tickets import State
from bot.drawing.drawers import Drawable, drawn
from bot.drawing.process import NotDrawn
from handlers import exporting
from handlers.exporting import Exporter
from handlers.pictures import Gallery
from storage import events, exported_events, tickets
from storage.errors import StorageBusy
from storage.events import Event
from storage.transaction import Tx
from tests.handlers.rooms import ask
from tests.sandbox.conftest import Clock
from tests.storage.histories import a_ticket

CHEN, WANG = 301, 101
XLSX = Tap(CHEN, "陈协调", CHEN, 70, "statsfile:all:-:xlsx")
CSV = Tap(CHEN, "陈协调", CHEN, 70, "statsfile:all:-:csv")


class Drawing:
    """Draws beside the loop, unless it has no ink."""

    def __init__(self) -> None:
        self.has_ink = True

    async def draw(self, sheet: Drawable) -> bytes:
        if not self.has_ink:
            raise NotDrawn("no ink")
        return await asyncio.to_thread(drawn, sheet)


@pytest.fixture
def drawing() -> Drawing:
    return Drawing()


@pytest.fixture
def exporter(shell: Shell, folder: Path, drawing: Drawing) -> Exporter:
    return Exporter(shell, drawing.draw, Gallery(shell, folder))


@pytest.fixture
async def five(shell: Shell, clock: Clock) -> None:
    """Five tickets of 东湖社区, one of them with a formula for words."""

    def fill(tx: Tx) -> None:
        tx.run(
            "INSERT INTO posts (id, state, chat_id, message_id, private, sender_id, sender_name, text, sent_at,"
            " kept_at) VALUES (1, 'done', -1001, 5, 0, 42, '王师傅', '垃圾桶坏了', 0, 0)"
        )
        for number in range(5):
            created = clock() - timedelta(hours=number)
            text = "=HYPERLINK(1)" if number == 0 else f"第{number}处垃圾桶坏了"
            tickets.add(tx, a_ticket(created_at=created, unit_code="donghu", text=text, due_at=None), [])

    await shell.do(lambda tx, office, now: fill(tx))


async def wish(shell: Shell, tap: Tap = XLSX) -> Wish:
    return await shell.look(lambda tx, office, now: desk_exporting.wish(tx, office, tap, now))


def left_in(folder: Path) -> list[str]:
    """What was made and is still there."""
    return sorted(path.suffix for path in folder.rglob("made/**/*") if path.is_file())


@pytest.mark.usefixtures("five")
async def test_a_workbook(shell: Shell, drawing: Drawing, folder: Path) -> None:
    made = await Exporter(shell, drawing.draw, Gallery(shell, folder), piece=2).file(await wish(shell))
    assert made.path is not None
    assert (made.listed, made.left_out, left_in(folder)) == (5, 0, [".xlsx"])
    book = CalamineWorkbook.from_path(folder / made.path)
    assert [row[0] for row in book.get_sheet_by_name("工单").to_python()[3:]] == [
        f"T{number}" for number in (1005, 1004, 1003, 1002, 1001)
    ]


@pytest.mark.usefixtures("five")
async def test_a_table(shell: Shell, exporter: Exporter, folder: Path) -> None:
    made = await exporter.file(await wish(shell, CSV))
    assert made.path is not None
    written = (folder / made.path).read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""))
    assert [row[head.index("原文")] for row in rows][-1] == "'=HYPERLINK(1)"
    assert [row[head.index("收到")] for row in rows] == ["1"] * 5
    assert left_in(folder) == [".csv"]


@pytest.mark.usefixtures("five")
async def test_the_newest_stand_in_a_file_that_cannot_hold_all(shell: Shell, drawing: Drawing, folder: Path) -> None:
    made = await Exporter(shell, drawing.draw, Gallery(shell, folder), most=2).file(await wish(shell))
    assert made.path is not None
    assert (made.listed, made.left_out) == (2, 3)
    rows = CalamineWorkbook.from_path(folder / made.path).get_sheet_by_name("工单").to_python()
    assert [row[0] for row in rows[3:]] == ["T1005", "T1004"]
    assert "只列出最近的 2 件，另有 3 件没有列出" in str(rows[1][0])


@pytest.mark.usefixtures("five")
async def test_what_is_not_made_leaves_nothing_behind(
    shell: Shell, exporter: Exporter, drawing: Drawing, folder: Path
) -> None:
    drawing.has_ink = False
    assert await exporter.file(await wish(shell)) == Made(None)
    assert left_in(folder) == []


@pytest.mark.usefixtures("five")
async def test_a_disk_that_takes_no_file(shell: Shell, drawing: Drawing, folder: Path) -> None:
    (folder / "made").write_text("in the way")
    assert await Exporter(shell, drawing.draw, Gallery(shell, folder)).file(await wish(shell)) == Made(None)


@pytest.mark.usefixtures("five")
async def test_the_presser_hears_at_once_and_gets_the_file(shell: Shell, exporter: Exporter) -> None:
    said: list[str] = []

    async def tell(text: str) -> None:
        said.append(text)

    seen = await exporting.see_tap(shell, XLSX, exporter, tell)
    assert said == ["正在导出，好了发到这里。"]
    answer = await shell.do(lambda tx, office, now: exporting.press(tx, office, XLSX, seen, now))
    assert answer.text == ""
    assert await ask(shell, "SELECT call, chat_id FROM notices") == [("sendDocument", CHEN)]


async def test_nothing_to_export_is_said(shell: Shell, exporter: Exporter) -> None:
    async def tell(text: str) -> None:
        raise AssertionError(text)

    seen = await exporting.see_tap(shell, XLSX, exporter, tell)
    await shell.do(lambda tx, office, now: exporting.press(tx, office, XLSX, seen, now))
    assert await ask(shell, "SELECT call FROM notices") == [("sendMessage",)]


@pytest.mark.parametrize(
    ("person", "chat", "reason"),
    [(WANG, WANG, Refusal.OWN_FIGURES), (CHEN, -1001, Refusal.ONLY_IN_PRIVATE), (WANG, -1004, Refusal.NO_RIGHT)],
)
async def test_who_may_not_hears_why(shell: Shell, exporter: Exporter, person: int, chat: int, reason: Refusal) -> None:
    async def tell(text: str) -> None:
        raise AssertionError(text)

    tap = Tap(person, "谁", chat, 70, XLSX.data)
    seen = await exporting.see_tap(shell, tap, exporter, tell)
    assert seen is None
    with pytest.raises(Refused) as caught:
        await shell.do(lambda tx, office, now: exporting.press(tx, office, tap, seen, now))
    assert caught.value.reason is reason
    assert await ask(shell, "SELECT call FROM notices") == []


@pytest.mark.usefixtures("five")
async def test_without_an_exporter_there_is_no_file(shell: Shell) -> None:
    async def tell(text: str) -> None:
        raise AssertionError(text)

    seen = await exporting.see_tap(shell, XLSX, None, tell)
    assert seen is not None
    assert seen.made == Made(None)


@pytest.mark.usefixtures("five")
async def test_where_the_reading_fails_nothing_is_waited_for(
    shell: Shell, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other process would look for more rows until its patience ends."""
    ended: list[str] = []

    async def draw(sheet: Drawable) -> bytes:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise
        return b""

    def fail(*arguments: object) -> list[object]:
        raise StorageBusy(path=folder, reason="busy")

    wanted = await wish(shell)
    monkeypatch.setattr(exported_events, "events", fail)
    with pytest.raises(StorageBusy):
        await Exporter(shell, draw, Gallery(shell, folder)).file(wanted)
    assert (ended, left_in(folder)) == (["cancelled"], [])


@pytest.mark.usefixtures("five")
async def test_what_happens_while_it_is_read_has_no_room(
    shell: Shell, drawing: Drawing, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sheet was told how many lines it will have at most."""
    await shell.do(lambda tx, office, now: _note_each(tx, now))
    monkeypatch.setattr(exported_events, "count", lambda tx, some: 3)
    made = await Exporter(shell, drawing.draw, Gallery(shell, folder), piece=2).file(await wish(shell))
    assert made.path is not None
    rows = CalamineWorkbook.from_path(folder / made.path).get_sheet_by_name("历程").to_python()
    assert [row[0] for row in rows[3:]] == ["T1005", "T1004", "T1003"]


@pytest.mark.usefixtures("five")
async def test_what_happened_to_what_is_listed_fits_into_a_sheet(
    shell: Shell, drawing: Drawing, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "KEYS", 2)
    monkeypatch.setattr(exporting, "MOST_ROWS", 4)
    monkeypatch.setattr(exported_events, "count", lambda tx, some: len(some))
    made = await Exporter(shell, drawing.draw, Gallery(shell, folder)).file(await wish(shell))
    assert (made.listed, made.left_out) == (4, 1)


def _note_each(tx: Tx, now: datetime) -> None:
    for number in range(1001, 1006):
        events.append(tx, number, Event("note", State.ASSIGNED, now), now)


def test_of_many_numbers_the_newest_are_listed_and_each_once() -> None:
    found = exporting._Numbers()
    for some in ([5, 9000, 5], [4096, 1, 9000], []):
        found.add(some)
    assert (len(found), found.newest(3), found.newest(9)) == (4, [9000, 4096, 5], [9000, 4096, 5, 1])
