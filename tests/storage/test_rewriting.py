"""Rewriting: nothing of what was deleted or overwritten can be read in the file, and no end waits for it."""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from storage.connection import connect_reader
from storage.database import Database
from storage.errors import StorageCorrupt
from storage.rewriting import Rewriting
from storage.transaction import Tx
from tests.storage.notes import note, notes_database, on_writer, open_notes

_MARK = re.compile(rb"TRACE\d+")


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with notes_database(tmp_path) as database:
        yield database


def _crowd(tx: Tx) -> None:
    """Rows that move from page to page as others are put in between; then the tenth part of them is forgotten."""
    chance = random.Random(1)
    for number in range(3000):
        mark = f"TRACE{number}" if number % 10 == 0 else ""
        note("".join(chance.choices("abcdefghij", k=8)) + mark + "x" * chance.randrange(300))(tx)
    tx.run("UPDATE notes SET text = 'gone' || id WHERE text LIKE '%TRACE%'")


def _traces(database: Database) -> int:
    """In the file and in all that lies beside it."""
    files = [path for path in database.path.parent.iterdir() if path.is_file()]
    return sum(len(_MARK.findall(path.read_bytes())) for path in files)


def _size_of_wal(database: Database) -> int:
    return Path(f"{database.path}-wal").stat().st_size


async def test_what_was_overwritten_is_nowhere_in_the_file(database: Database) -> None:
    await database.write(_crowd)
    assert _traces(database) > 0, "or this test looks for nothing"
    assert await database.rewrite()
    assert _traces(database) == 0
    assert await database.read(lambda tx: tx.value("SELECT count(*) FROM notes")) == 3000
    checked = await on_writer(database, lambda connection: connection.execute("PRAGMA integrity_check").fetchone()[0])
    assert checked == "ok"


async def test_the_log_of_writes_is_emptied(database: Database) -> None:
    await database.write(note("a"))
    assert _size_of_wal(database) > 0
    await database.fold()
    assert _size_of_wal(database) == 0
    assert await database.read(lambda tx: tx.value("SELECT count(*) FROM notes")) == 1


async def test_deleted_content_is_overwritten_also_where_sqlite_was_built_without(database: Database) -> None:
    assert await on_writer(database, lambda connection: connection.execute("PRAGMA secure_delete").fetchone()[0]) == 1


async def test_too_little_room_is_no_error(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(database.path.parent)
    size = database.path.stat().st_size
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=2 * size))
    assert not await database.rewrite()


async def test_who_closes_does_not_wait_for_it(database: Database) -> None:
    """The file is then as it was, and what waits is still written."""
    await database.write(_crowd)
    before = _traces(database)

    def interrupted(connection: sqlite3.Connection) -> Any:
        connection.set_progress_handler(database._rewriting.give_up, 500)

    await on_writer(database, interrupted)
    assert not await database.rewrite()
    assert _traces(database) == before
    await database.write(note("later"))
    assert await database.read(lambda tx: tx.value("SELECT count(*) FROM notes")) == 3001
    assert not await database.rewrite(), "and none is begun any more"


async def test_a_reader_beside_it_holds_up_nothing_but_the_emptying(database: Database) -> None:
    await database.write(_crowd)
    beside = connect_reader(database.path)
    try:
        beside.execute("BEGIN")
        before = beside.execute("SELECT count(*), min(text) FROM notes").fetchone()
        assert await database.rewrite()
        begun = time.monotonic()
        await database.fold()
        assert time.monotonic() - begun < 3, "writes wait as long as for another program's lock, which is five seconds"
        assert beside.execute("SELECT count(*), min(text) FROM notes").fetchone() == before
    finally:
        beside.close()
    assert await on_writer(database, lambda connection: connection.execute("PRAGMA busy_timeout").fetchone()[0]) == 5000
    assert _traces(database) > 0, "its moment is still in the file"
    await database.fold()
    assert _traces(database) == 0


async def test_a_full_disk_of_temporary_files_is_no_error(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    class Full:
        def execute(self, statement: str) -> None:
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error

    connection: Any = Full()
    assert not Rewriting().run(connection, database.path)
    assert "SQLITE_TMPDIR" in caplog.text


async def test_a_damaged_page_that_it_meets_ends_all_writing(database: Database, tmp_path: Path) -> None:
    """It reads every page, also those of rows that nobody asks for."""
    await database.write(_crowd)
    page = await on_writer(
        database,
        lambda connection: connection.execute("SELECT rootpage FROM sqlite_master WHERE name='notes'").fetchone()[0],
    )
    await database.close()
    with database.path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 100)
    damaged = await open_notes(tmp_path)
    with pytest.raises(StorageCorrupt):
        await damaged.rewrite()
    assert damaged.damage is not None
    assert not damaged.is_being_rewritten
    await damaged.close()
