"""Bulletins at the edge: words where there is no picture, the rest after an end in between, one list for all."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.desk import registers as desk_registers
from bot.desk.shell import Shell
from bot.domain.areas import ChatKind
from bot.domain.periods import PeriodKind
from bot.domain.tickets import State
from bot.drawing.drawers import Drawable
from bot.drawing.process import NotDrawn
from bot.notices.pictures.bulletin import BulletinSheet
from bot.notices.pictures.register import RegisterPage
from bot.notices.pictures.workbook import Workbook
from handlers import bulletins
from handlers.bulletins import Teller
from handlers.pictures import Gallery
from handlers.printing import Printer
from storage import bulletins as stored
from storage import chats, registers, tickets
from storage.errors import StorageBusy
from storage.transaction import Tx
from tests.handlers.rooms import Failing, ask, until
from tests.storage.histories import a_ticket
from tests.stories.area import HALL

QUARTER = datetime(2026, 10, 1, 0, 30, tzinfo=UTC)


class Drawing:
    """Stands for the drawing process: what was asked for, and what it fails at."""

    def __init__(self) -> None:
        self.asked: list[Drawable] = []
        self.fails: tuple[type, ...] = ()

    async def draw(self, sheet: Drawable) -> bytes:
        self.asked.append(sheet)
        if isinstance(sheet, self.fails):
            raise NotDrawn("no ink")
        return f"{type(sheet).__name__} {len(self.asked)}".encode()


@pytest.fixture
def drawing() -> Drawing:
    return Drawing()


@pytest.fixture
def teller(shell: Shell, folder: Path, drawing: Drawing) -> Teller:
    return Teller(shell, Printer(shell, drawing.draw, Gallery(shell, folder), folder))


def _three_tickets(tx: Tx) -> None:
    tx.run(
        "INSERT INTO posts (id, state, chat_id, message_id, private, sender_id, sender_name, text, sent_at, kept_at)"
        " VALUES (1, 'done', -1001, 5, 0, 42, '王师傅', '垃圾桶坏了', 0, 0)"
    )
    for number, unit in enumerate(("xiyuan", None, "donghu")):
        created = datetime(2026, 8, 1, tzinfo=UTC) + timedelta(days=number)
        tickets.add(tx, a_ticket(created_at=created, unit_code=unit, state=State.ASSIGNED, due_at=created), [])


@pytest.fixture
async def claimed(shell: Shell) -> None:
    """A quarter with three tickets, whose bulletin is due."""
    await shell.do(lambda tx, office, now: _three_tickets(tx))
    await shell.do(lambda tx, office, now: stored.claim(tx, PeriodKind.QUARTER, "2026Q3", QUARTER))


async def sent(shell: Shell) -> list[tuple[int, str]]:
    rows = await ask(shell, "SELECT chat_id, call FROM notices WHERE key LIKE 'bulletin:%' ORDER BY id")
    return [(chat, call) for chat, call in rows]


async def state(shell: Shell) -> str:
    ((found,),) = await ask(shell, "SELECT state FROM bulletins")
    return str(found)


async def settled(shell: Shell) -> None:
    async with asyncio.timeout(20):
        while await state(shell) == "due":  # noqa: ASYNC110 - the worker tells nobody
            await asyncio.sleep(0.005)


@pytest.mark.usefixtures("claimed")
async def test_the_quarter_is_a_picture_pages_and_a_workbook(shell: Shell, teller: Teller, drawing: Drawing) -> None:
    await teller.tell_all()
    assert await sent(shell) == [(HALL, "sendPhoto"), (HALL, "sendDocument"), (HALL, "sendDocument")]
    assert await state(shell) == "told"
    (page,) = [sheet for sheet in drawing.asked if isinstance(sheet, RegisterPage)]
    assert [row[5] for row in page.rows] == ["东湖社区", "西苑社区", "未分派"]
    await teller.tell_all()
    assert len(await sent(shell)) == 3


@pytest.mark.usefixtures("claimed")
@pytest.mark.parametrize(
    ("fails", "calls"),
    [
        ((BulletinSheet,), ["sendMessage", "sendDocument", "sendDocument"]),
        ((RegisterPage,), ["sendPhoto", "sendDocument"]),
        ((Workbook,), ["sendPhoto", "sendDocument", "sendMessage"]),
        ((BulletinSheet, RegisterPage, Workbook), ["sendMessage", "sendMessage"]),
    ],
)
async def test_what_is_not_drawn_is_said(
    shell: Shell, teller: Teller, drawing: Drawing, fails: tuple[type, ...], calls: list[str]
) -> None:
    drawing.fails = fails
    await teller.tell_all()
    assert [call for _, call in await sent(shell)] == calls
    assert await state(shell) == "told"


@pytest.mark.usefixtures("claimed")
async def test_a_folder_that_takes_nothing_leaves_the_words(shell: Shell, drawing: Drawing, folder: Path) -> None:
    (folder / "file").write_bytes(b"")
    printer = Printer(shell, drawing.draw, Gallery(shell, folder / "file"), folder)
    await Teller(shell, printer).tell_all()
    assert [call for _, call in await sent(shell)] == ["sendMessage", "sendMessage"]


@pytest.mark.usefixtures("claimed")
async def test_an_end_after_the_first_reader_leaves_the_second(
    shell: Shell, teller: Teller, drawing: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shell.do(lambda tx, office, now: chats.bind(tx, -900, ChatKind.COORDINATORS, "jiedao", None, now))
    queue, left = bulletins._queue, 1

    def once(*given: object) -> None:
        nonlocal left
        if not left:
            raise asyncio.CancelledError
        left -= 1
        queue(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(bulletins, "_queue", once)
        with pytest.raises(asyncio.CancelledError):
            await teller.tell_all()
    assert {chat for chat, _ in await sent(shell)} == {HALL} and await state(shell) == "due"
    drawing.asked.clear()
    await teller.tell_all()
    found = await sent(shell)
    assert [chat for chat, _ in found] == [HALL] * 3 + [-900] * 3 and await state(shell) == "told"
    assert len([sheet for sheet in drawing.asked if isinstance(sheet, Workbook)]) == 1, "only what was still to be told"


@pytest.mark.usefixtures("claimed")
async def test_readers_of_one_ground_share_one_list(shell: Shell, teller: Teller, drawing: Drawing) -> None:
    await shell.do(lambda tx, office, now: chats.bind(tx, -901, ChatKind.COORDINATORS, None, None, now))
    await teller.tell_all()
    assert len(await sent(shell)) == 6
    assert len([sheet for sheet in drawing.asked if isinstance(sheet, Workbook)]) == 1


@pytest.mark.usefixtures("claimed")
async def test_the_worker_tries_again_after_a_fault(
    shell: Shell, teller: Teller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulletins, "_AGAIN", 0.01)
    failing = Failing(shell, StorageBusy(path=Path("x"), reason="locked"))
    failing.left = 2
    running = asyncio.create_task(teller.run())
    try:
        await until(lambda: failing.failed == 2)
        await settled(shell)
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
    assert len(await sent(shell)) == 3


async def test_what_is_claimed_while_it_waits_is_told(shell: Shell, teller: Teller) -> None:
    running = asyncio.create_task(teller.run())
    try:
        await asyncio.sleep(0)
        await shell.do(lambda tx, office, now: stored.claim(tx, PeriodKind.WEEK, "2026-W39", QUARTER))
        teller.claimed()
        await settled(shell)
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
    assert await state(shell) == "quiet" and not await sent(shell)


@pytest.mark.usefixtures("claimed")
async def test_a_list_that_is_too_long_says_what_it_leaves_out(
    shell: Shell, teller: Teller, drawing: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_registers, "MOST", 2)
    monkeypatch.setattr(registers, "PIECE", 1)
    await teller.tell_all()
    (page,) = [sheet for sheet in drawing.asked if isinstance(sheet, RegisterPage)]
    assert len(page.rows) == 2 and page.note == "其余 1 件见表格"
    (book,) = [sheet for sheet in drawing.asked if isinstance(sheet, Workbook)]
    assert "另有 1 件没有列出" in book.leaves[0].below and len(book.leaves[0].pieces) == 2
