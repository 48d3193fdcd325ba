"""Fault 6, what does not pass: a page of the database is damaged, or its WAL ends in the middle of a transaction.

A damaged page that the bot meets ends its intake, and it says to restore the last backup; then nothing is lost that
came since. One that it does not meet is found by `fengshao doctor`. A WAL that was cut is mended by the start.
"""

from __future__ import annotations

import itertools
import os
import re
import signal
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import httpx
from click.testing import CliRunner

from bot.cli import main as fengshao
from storage import lookups
from tests.torture.arena import Arena, opened, wait_until
from tests.torture.bots import StruckBot
from tests.torture.fault import Form
from tests.torture.host import Host, Reader, live_and_close
from tests.torture.tally import Finding, Sort, Tally

_REPORTS = 3
_PAGE = 4096
_TO_END = 10.0
_FLIPPED = {Form.SHORT: ("inbox",), Form.LONG: None}
"""Whose first page is overwritten; None: that of every table and index."""
_SAYS = "is damaged"
_REMEDY = "restore the last backup"
_CUTS = {Form.SHORT: (33, 1), Form.LONG: (1, 10_000)}
"""The step at which the first kill comes, and how many cuts at most."""
_EVENTS = (
    *("inbox.not_stored", "inbox.not_read", "inbox.storage_failed", "outbox.storage_failed", "outbox.not_settled"),
    *("clock.storage_failed", "media.storage_failed", "bulletin.storage_failed", "outbox.chat_failed"),
)
_FRAME = struct.Struct(">II16x")
_WAL_HEADER = 32
_NUMBER = re.compile(r"T(\d+)")


async def flip(form: Form, bot: StruckBot) -> Tally:
    tally, host = Tally(), Host()
    async with opened(0, http__listen=host.listen) as arena:
        backup, named = arena.folder / "kept.db", set[str]()
        for _ in range(_REPORTS):
            arena.report()
        await live_and_close(arena, bot)
        for name, page in _roots(arena, _FLIPPED[form]):
            backup.unlink(missing_ok=True)
            _order(arena, "backup", "--to", str(backup))
            sound = _overwrite(arena.file, page)
            arena.report()
            found = await _meet(name, arena, host, bot)
            if found is None:  # nobody has looked at this page
                found = _look_for(name, arena)
                _overwrite(arena.file, page, sound)
            else:
                named |= set(_NUMBER.findall(_order(arena, "restore", str(backup), "--verify")))
            await live_and_close(arena, bot)
            tally.judged(1, [*found, *_listed(arena, named)])
    return tally


async def cut(form: Form, bot: StruckBot) -> Tally:
    """Killed right after a COMMIT; then the last transaction of the WAL is cut or scrambled somewhere, as a power cut
    leaves it that comes while it is written."""
    tally = Tally()
    first, most = _CUTS[form]
    async with opened(0) as arena:
        arena.report()
        await live_and_close(arena, bot)
        for kill_at in itertools.count(first):
            arena.report()
            reader = Reader(arena)
            await bot.start(arena.config, kill_at)
            await wait_until(lambda: not bot.running or arena.settled(), bot.words)
            struck = not bot.running
            await bot.kill()
            torn = struck and reader.last_words()[-1].endswith("after COMMIT") and _tear(arena)
            await live_and_close(arena, bot)
            tally.judged(int(torn), arena.judge())
            if not struck or tally.injected >= most:
                return tally
    raise AssertionError


def _roots(arena: Arena, names: tuple[str, ...] | None) -> Iterator[tuple[str, int]]:
    found = {"sqlite_schema": 1} | {
        row["name"]: row["rootpage"]
        for row in arena.look("SELECT name, rootpage FROM sqlite_master WHERE rootpage > 0")
    }
    return iter([(name, page) for name, page in found.items() if names is None or name in names])


def _overwrite(file: Path, page: int, content: bytes = b"\xa5" * _PAGE) -> bytes:
    """What stood there."""
    with file.open("r+b") as opened_file:
        before = os.pread(opened_file.fileno(), _PAGE, (page - 1) * _PAGE)
        os.pwrite(opened_file.fileno(), content, (page - 1) * _PAGE)
    return before


async def _meet(name: str, arena: Arena, host: Host, bot: StruckBot) -> list[Finding] | None:
    """What is wrong with how the bot takes it; None where it has taken in everything without meeting the page."""
    reader = Reader(arena)
    await bot.start(arena.config)

    def told() -> bool:
        return any(_SAYS in line["error"] for event in _EVENTS for line in reader.lines(event))

    def settled() -> bool:
        with suppress(sqlite3.DatabaseError):
            return arena.settled()
        return False

    await wait_until(lambda: not bot.running or told() or settled(), bot.words)
    try:
        if bot.running and not told():
            return None
        return await _last_line(name, reader, bot) if not bot.running else await host.complaints(_REMEDY)
    except httpx.TransportError:  # it was ending already
        return await _last_line(name, reader, bot)
    finally:
        bot.send(signal.SIGTERM)
        with suppress(TimeoutError):
            await bot.ended(_TO_END)
        await bot.kill()


async def _last_line(name: str, reader: Reader, bot: StruckBot) -> list[Finding]:
    """One, which says what to do."""
    code, said = await bot.ended(_TO_END), reader.last_words()
    if code == 1 and len(said) == 1 and _SAYS in said[0] and _REMEDY in said[0]:
        return []
    return [Finding(Sort.BROKEN, f"the first page of {name}: it ended with {code} and said {said}")]


def _look_for(name: str, arena: Arena) -> list[Finding]:
    if lookups.damage(f"sqlite:///{arena.file}") is None:
        return [Finding(Sort.BROKEN, f"the first page of {name} is damaged, and nobody finds that")]
    return []


def _order(arena: Arena, *words: str) -> str:
    done = CliRunner().invoke(fengshao, [*words, "--config", str(arena.config)])
    assert done.exit_code == 0, done.output
    return next((line for line in done.output.splitlines() if line.startswith("opened since")), "")


def _listed(arena: Arena, named: set[str]) -> list[Finding]:
    """What was done between the backup and the moment at which the page was met is not in the backup: the operator
    reads of it, ticket by ticket, when it is put back.
    """
    words = {f"#T{number}" for number in named}
    gone = set()
    for aside in arena.folder.glob("*.replaced-*"):
        for number, chat, message, update in _done_in(aside):
            if str(number) in named:
                gone.add((chat, message))
                words.add(f"update {update} ")
    arena.posts = [post for post in arena.posts if (post.chat.id, post.id_for(arena.bot)) not in gone]
    found = [
        Finding(Sort.LISTED, finding.words) if any(word in finding.words for word in words) else finding
        for finding in arena.judge()
    ]
    return [*found, *(Finding(Sort.LISTED, f"T{number} is not in the backup") for number in named)]


def _done_in(aside: Path) -> list[tuple[int, int, int, int]]:
    """Ticket, chat, message and update of each report in a database that was set aside, as far as it can be read."""
    sql = (
        "SELECT t.id, t.chat_id, t.message_id, i.update_id FROM tickets t JOIN inbox i ON i.lane = t.chat_id"
        " AND json_extract(i.raw, '$.message.message_id') = t.message_id"
    )
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(f"file:{aside}?mode=ro", uri=True)) as connection:
        return connection.execute(sql).fetchall()
    return []


def _tear(arena: Arena) -> bool:
    """Cut or scramble the last transaction of the WAL at any place. False where there is none."""
    wal = arena.file.with_name(f"{arena.file.name}-wal")
    content = bytearray(wal.read_bytes())
    ends = [
        place + _PAGE + 24
        for place in range(_WAL_HEADER, len(content) - _PAGE - 23, _PAGE + 24)
        if content[place + 8 : place + 16] == content[16:24] and _FRAME.unpack_from(content, place)[1]
    ]
    if not ends:
        return False
    start = ends[-2] if len(ends) > 1 else _WAL_HEADER
    place = arena.chance.randrange(start, ends[-1])
    if arena.chance.random() < 0.5:
        wal.write_bytes(content[:place])
    else:
        content[place : ends[-1]] = arena.chance.randbytes(ends[-1] - place)
        wal.write_bytes(content)
    return True
