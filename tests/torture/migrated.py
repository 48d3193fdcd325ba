"""Fault 6, the schema: a migration is killed before each of its statements; a program is older than the database.

The migration is one of the next version, which makes the biggest tables anew, as the hardest ones do. Between two kills
the database is of the old version or of the new one, whole. The program that knows only the old one refuses the new.
"""

from __future__ import annotations

import hashlib
import itertools
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from storage.database import MIGRATIONS
from storage.migrating import load
from tests.torture.arena import PATIENCE, Arena, opened, wait_until
from tests.torture.bots import StruckBot
from tests.torture.fault import Form
from tests.torture.host import Host, Reader, live_and_close
from tests.torture.tally import Finding, Sort, Tally

_REPORTS = 5
_KNOWN = len(load(MIGRATIONS))
_EVERY = {Form.SHORT: 45, Form.LONG: 1}
_TIMES = {Form.SHORT: 1, Form.LONG: 10}
_NEXT = f"{_KNOWN + 1:04d}_next.sql"
_SQL = """
CREATE TABLE next_{table} AS SELECT * FROM {table};
UPDATE {table} SET {column} = {column};
DROP TABLE next_{table};
CREATE TABLE next_notes_{table} (id INTEGER PRIMARY KEY, words TEXT NOT NULL) STRICT;
"""
_REBUILT = {"notices": "key", "inbox": "raw", "ticket_events": "kind", "tickets": "state"}


async def kill(form: Form, bot: StruckBot) -> Tally:
    """First from nothing, with every migration there is, then from a database in use with the next one."""
    tally = Tally()
    async with opened(0) as arena:
        Host().settle(arena)
        for _ in range(_REPORTS):
            arena.report()
        await _kill_each(form, arena, bot, tally, str(MIGRATIONS), _KNOWN)
        await _kill_each(form, arena, bot, tally, str(_next_version(arena)), _KNOWN + 1)
    return tally


async def newer(form: Form, bot: StruckBot) -> Tally:
    tally, host = Tally(), Host()
    async with opened(0) as arena:
        migrations = str(_next_version(arena))
        host.settle(arena, migrations=migrations)
        arena.report()
        await live_and_close(arena, bot)
        for _ in range(_TIMES[form]):
            arena.report()
            waiting, before = len(arena.bot.updates.pending), _content(arena.file)
            host.forecast()
            reader = Reader(arena)
            await bot.start(arena.config)
            await wait_until(lambda: not bot.running, bot.words)
            code, said = await bot.ended(PATIENCE), reader.last_words()
            found = []
            if code != 1 or len(said) != 1 or "newer Fengshao" not in said[0] or "update the program" not in said[0]:
                found.append(Finding(Sort.BROKEN, f"on a newer database it ended with {code} and said {said}"))
            if _content(arena.file) != before:
                found.append(Finding(Sort.BROKEN, "an older program has changed a newer database"))
            if len(arena.bot.updates.pending) != waiting:
                found.append(Finding(Sort.LOST, "an older program has acknowledged something"))
            host.forecast(migrations=migrations)
            await live_and_close(arena, bot)
            tally.judged(1, [*found, *arena.judge()])
    return tally


async def _kill_each(form: Form, arena: Arena, bot: StruckBot, tally: Tally, migrations: str, target: int) -> None:
    """Until the schema is complete before the kill comes."""
    host = Host()
    for statement in itertools.count(1, _EVERY[form]):
        before = _schema(arena.file)
        host.settle(arena, migrations=migrations, statement=statement)
        await bot.start(arena.config)
        await wait_until(lambda: not bot.running or _schema(arena.file) == target, bot.words)
        struck = not bot.running
        await bot.kill()
        after, found = _schema(arena.file), arena.judge_at_any_time()
        if after not in {before, target}:
            found.append(Finding(Sort.BROKEN, f"killed before statement {statement}: schema {before} became {after}"))
        if struck and after != target:
            tally.judged(1, [*found, *_halves(arena)])
        if after == target:
            break
    host.settle(arena, migrations=migrations)
    await live_and_close(arena, bot)
    tally.judged(0, arena.judge())


def _schema(file: Path) -> int:
    """Its number; 0 where there is nothing yet, and -1 for tables without one."""
    if not file.is_file():
        return 0
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        if "schema_migrations" not in tables:
            return -1 if tables else 0
        number: int = connection.execute("SELECT max(number) FROM schema_migrations").fetchone()[0]
        return number


def _halves(arena: Arena) -> list[Finding]:
    """What a killed migration may not leave behind: damage, a table of the next version, a backup that is none."""
    found = []
    with closing(sqlite3.connect(f"file:{arena.file}?mode=ro", uri=True)) as connection:
        for row in connection.execute("PRAGMA integrity_check"):
            if row[0] != "ok":
                found.append(Finding(Sort.BROKEN, f"a killed migration: {row[0]}"))
        left = connection.execute("SELECT name FROM sqlite_master WHERE name LIKE 'next_%'").fetchall()
    found += [Finding(Sort.BROKEN, f"a killed migration left {row[0]}") for row in left]
    for backup in (arena.folder / "backups").glob("*.db"):
        if _schema(backup) != _KNOWN:
            found.append(Finding(Sort.BROKEN, f"the backup {backup.name} has schema {_schema(backup)}"))
    return found


def _next_version(arena: Arena) -> Path:
    folder = arena.folder / "migrations"
    shutil.copytree(MIGRATIONS, folder)
    sql = "".join(_SQL.format(table=table, column=column) for table, column in _REBUILT.items())
    (folder / _NEXT).write_text(sql, encoding="utf-8")
    return folder


def _content(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
