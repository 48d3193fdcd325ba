"""Fault 11: backups are taken while the bot works, and put back; a backup and a restore are killed before each thing
that they do to files (tests/torture/touching.py).
"""

from __future__ import annotations

import asyncio
import itertools
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from click.testing import CliRunner

from bot.cli import main as fengshao
from storage.backups import backup, check
from tests.hatching.hatched import hatching
from tests.torture.arena import Arena, opened, wait_until
from tests.torture.bots import StruckBot
from tests.torture.fault import Form
from tests.torture.host import live_and_close
from tests.torture.invariant import judge_at_any_time
from tests.torture.tally import Finding, Sort, Tally

_ROOT = Path(__file__).parents[2]
_TIMES = {Form.SHORT: 2, Form.LONG: 60}
_FIRST, _EVERY = {Form.SHORT: 9, Form.LONG: 1}, {Form.SHORT: 60, Form.LONG: 1}
_HISTORIES = ("ticket_events", "audit", "posts")
"""What is only ever added to, or keeps what it says: a copy of a moment holds the first part of it."""


async def take(form: Form, bot: StruckBot) -> Tally:
    """Copies under load; the last one is put back, and the bot goes on with it."""
    tally = Tally()
    async with opened(0) as arena:
        kept = arena.folder / "kept"
        await live_and_close_with(arena, bot, reports=2)
        await bot.start(arena.config)
        for number in range(_TIMES[form]):
            for _ in range(3):
                arena.report()
            arena.accept()
            await asyncio.sleep(arena.chance.uniform(0, 0.3))
            assert bot.running, bot.words()[-2000:]
            least, copy = _sizes(arena.file), kept / f"{number}.db"
            await asyncio.to_thread(backup, arena.file, copy)
            found = [*judge_at_any_time(copy), *_whole(copy), *_first_part(copy, arena.file, least)]
            tally.judged(1, found)
            if number:
                (kept / f"{number - 1}.db").unlink()
        await wait_until(lambda: arena.settled() or not bot.running, bot.words)
        await bot.kill()
        last = kept / "last.db"
        _order(arena, "backup", "--to", str(last))
        found = _differences(last, arena.file)
        arena.file.write_bytes(b"")
        arena.report()
        _order(arena, "restore", str(last), "--verify")
        found += _differences(last, arena.file, besides=("sqlite_sequence",))
        await live_and_close(arena, bot)
        tally.judged(1, [*found, *arena.judge()])
    return tally


async def kill(form: Form, bot: StruckBot) -> Tally:
    """Of a bot that was killed: its WAL lies beside the database."""
    tally = Tally()
    async with opened(0) as arena:
        older, copy = arena.folder / "older.db", arena.folder / "copy.db"
        await live_and_close_with(arena, bot, reports=2)
        backup(arena.file, older)
        await bot.start(arena.config)
        arena.report()
        await wait_until(lambda: arena.settled() or not bot.running, bot.words)
        await bot.kill()
        for killed in _killed(form, arena, "backup", "--to", str(copy)):
            found = _differences(copy, arena.file) if copy.exists() else []
            tally.judged(int(killed), found)
            copy.unlink(missing_ok=True)
        newer = arena.folder / "newer.db"
        backup(arena.file, newer)
        for killed in _killed(form, arena, "restore", str(older), "--verify"):
            states = [_differences(state, arena.file, besides=("sqlite_sequence",)) for state in (newer, older)]
            tally.judged(int(killed), [] if [] in states else [*states[0], *states[1]])
            _order(arena, "restore", str(newer), "--verify")
        await live_and_close(arena, bot)
        tally.judged(0, arena.judge())
    return tally


async def live_and_close_with(arena: Arena, bot: StruckBot, reports: int) -> None:
    for _ in range(reports):
        arena.report()
    await live_and_close(arena, bot)


def _killed(form: Form, arena: Arena, *words: str) -> Iterator[bool]:
    """Once for each event; last for the run that came to its end before its kill."""
    for event in itertools.count(_FIRST[form], _EVERY[form]):
        child = [sys.executable, "-m", "tests.torture.touching", str(event), *words, "--config", str(arena.config)]
        with hatching():
            code = subprocess.run(child, cwd=_ROOT, capture_output=True, check=False).returncode
        assert code in (0, -signal.SIGKILL), code
        yield code != 0
        if code == 0:
            return


def _order(arena: Arena, *words: str) -> None:
    done = CliRunner().invoke(fengshao, [*words, "--config", str(arena.config)])
    assert done.exit_code == 0, done.output


def _whole(file: Path) -> list[Finding]:
    check(file)
    return []


def _tables(connection: sqlite3.Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]


def _sizes(file: Path) -> dict[str, int]:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _HISTORIES}


def _first_part(copy: Path, source: Path, least: dict[str, int]) -> Iterator[Finding]:
    """What was committed when the backup began is in it, and nothing that is not in its source."""
    with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as connection:
        connection.execute("ATTACH ? AS source", (f"file:{source}?mode=ro",))
        for table in _HISTORIES:
            number = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            if number < least[table]:
                yield Finding(Sort.LOST, f"a backup holds {number} rows of {table}; {least[table]} were there before")
            strange = connection.execute(
                f"SELECT count(*) FROM {table} WHERE id NOT IN (SELECT id FROM source.{table})"
            ).fetchone()[0]
            if strange:
                yield Finding(Sort.BROKEN, f"a backup holds {strange} rows of {table} that its source does not")


def _differences(one: Path, other: Path, besides: tuple[str, ...] = ()) -> list[Finding]:
    """Row for row, of every table."""
    found = []
    try:
        with (
            closing(sqlite3.connect(f"file:{one}?mode=ro", uri=True)) as first,
            closing(sqlite3.connect(f"file:{other}?mode=ro", uri=True)) as second,
        ):
            if (tables := _tables(first)) != _tables(second):
                return [Finding(Sort.BROKEN, f"{one.name} and {other.name} have different tables")]
            for table in set(tables) - set(besides):
                rows = [set(connection.execute(f"SELECT * FROM {table}")) for connection in (first, second)]
                if rows[0] != rows[1]:
                    words = f"{one.name} and {other.name} differ in {len(rows[0] ^ rows[1])} rows of {table}"
                    found.append(Finding(Sort.BROKEN, words))
    except sqlite3.DatabaseError as error:
        found.append(Finding(Sort.BROKEN, f"{one.name} and {other.name}: {error}"))
    return found
