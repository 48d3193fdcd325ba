"""The database as its callers see it: reads beside writes, opening and closing."""

import asyncio
import sqlite3
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from storage.database import Database, sqlite_path
from storage.errors import (
    DatabaseOwned,
    EmptyDatabase,
    StorageClosed,
    StorageCorrupt,
    StorageFull,
    StorageUnreachable,
    TransactionEnded,
    UnusableSQLite,
    UnusableURL,
)
from storage.transaction import Tx
from tests.patience import PATIENCE
from tests.storage.notes import (
    fill,
    held,
    note,
    notes_database,
    notes_migrations,
    now,
    on_disk,
    on_writer,
    open_notes,
    small_disk,
)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with notes_database(tmp_path) as database:
        yield database


async def test_the_reader_sees_what_is_committed_and_no_more(database: Database) -> None:
    await database.write(note("a"))
    written, go = threading.Event(), threading.Event()

    def slow(tx: Tx) -> None:
        note("b")(tx)
        written.set()
        go.wait(10)

    write = asyncio.ensure_future(database.write(slow))
    await asyncio.to_thread(written.wait, 10)
    count = "SELECT count(*) FROM notes"
    assert await database.read(lambda tx: tx.value(count)) == 1  # and does not wait for the writer
    go.set()
    await write
    assert await database.read(lambda tx: tx.value(count)) == 2


async def test_a_read_sees_one_moment_and_holds_no_write_up(database: Database) -> None:
    counted, go = threading.Event(), threading.Event()

    def twice(tx: Tx) -> tuple[int, int]:
        first = tx.value("SELECT count(*) FROM notes")
        counted.set()
        go.wait(10)
        return first, tx.value("SELECT count(*) FROM notes")

    read = asyncio.ensure_future(database.read(twice))
    await asyncio.to_thread(counted.wait, 10)
    await asyncio.wait_for(database.write(note("a")), PATIENCE)
    go.set()
    assert await read == (0, 0)


@pytest.mark.parametrize("sql", ["INSERT INTO notes (text) VALUES ('a')", "CREATE TABLE more (a)", "DELETE FROM notes"])
async def test_a_read_cannot_write(database: Database, sql: str) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await database.read(lambda tx: tx.run(sql))
    assert on_disk(database) == []


async def test_a_tx_is_dead_after_its_function(database: Database) -> None:
    for run in (database.write, database.read):
        tx = await run(lambda tx: tx)
        with pytest.raises(TransactionEnded):
            tx.value("SELECT 1")
    kept: list[Tx] = []
    await database.write(kept.append)
    with pytest.raises(TransactionEnded):
        await database.write(lambda tx: kept[0].run("INSERT INTO notes (text) VALUES ('in another name')"))


# Closing.


async def test_close_finishes_the_queue_and_refuses_what_comes_later(database: Database) -> None:
    async with held(database):
        tasks = [asyncio.ensure_future(database.write(note(str(n)))) for n in range(300)]
        await asyncio.sleep(0)
        closing_ = asyncio.ensure_future(database.close())
        await asyncio.sleep(0)
        for refused in (database.write(note("late")), database.read(lambda tx: None)):
            with pytest.raises(StorageClosed, match=r"a\.db is closed"):
                await refused
    await closing_
    assert [task.done() for task in tasks] == [True] * 300
    assert len(on_disk(database)) == 300
    await database.close()


async def test_a_cancelled_close_still_closes(database: Database, tmp_path: Path) -> None:
    async with held(database):
        write = asyncio.ensure_future(database.write(note("a")))
        await asyncio.sleep(0)
        first = asyncio.ensure_future(database.close())
        await asyncio.sleep(0)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
    await database.close()
    assert write.result() == 1
    again = await open_notes(tmp_path)
    await again.close()


async def test_close_does_not_wait_for_ever_for_a_read(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.database._SECONDS_FOR_READS", 0.05)
    endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

    def slow(tx: Tx) -> None:
        threading.Event().wait(0.15)  # no statement runs when the reads are cut first
        tx.value(endless)

    reads = [asyncio.ensure_future(database.read(slow)) for _ in range(3)]
    await asyncio.sleep(0)
    await asyncio.wait_for(database.close(), PATIENCE)
    for read in reads:
        assert isinstance(read.exception(), StorageClosed)


async def test_nothing_is_left_beside_a_closed_database(database: Database, tmp_path: Path) -> None:
    await database.write(note("a"))
    await database.close()
    left = await asyncio.to_thread(lambda: sorted(path.name for path in tmp_path.iterdir()))
    assert left == ["a.db", "a.db.lock", "migrations"]


async def test_what_was_answered_survives_kill_9(tmp_path: Path) -> None:
    program = f"""
import asyncio
from datetime import UTC, datetime
from pathlib import Path
from storage.database import Database

async def writer(database, name):
    step = 0
    while True:
        text = f"{{name}}:{{step}}"
        await database.write(lambda tx: tx.insert("INSERT INTO notes (text) VALUES (:text)", text=text))
        print(text, flush=True)
        step += 1

async def main():
    folder = Path({str(notes_migrations(tmp_path))!r})
    now = datetime.now(UTC)
    database = await Database.open("sqlite:///{tmp_path}/a.db", migrations=folder, now=lambda: now)
    await asyncio.gather(*(writer(database, name) for name in range(8)))

asyncio.run(main())
"""
    process = subprocess.Popen(  # noqa: ASYNC220  (nothing else runs here)
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    with process.stdout as output:
        answered = [output.readline().strip() for _ in range(100)]
        process.kill()
        answered += output.read().split("\n")[:-1]
    process.wait()
    database = await open_notes(tmp_path)
    assert set(answered) <= set(on_disk(database))
    assert await on_writer(database, lambda c: c.execute("PRAGMA integrity_check").fetchone()[0]) == "ok"
    await database.close()


# Opening.


async def test_the_connections_are_set_up_for_safety(database: Database) -> None:
    def settings(connection: sqlite3.Connection) -> dict[str, Any]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "query_only")
        return {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names}

    assert await on_writer(database, settings) == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "query_only": 0,
    }
    assert (await database._reader.run(settings))["query_only"] == 1
    assert database.path.stat().st_mode & 0o077 == 0


async def test_a_second_owner_is_refused_or_stands_by(database: Database, tmp_path: Path) -> None:
    with pytest.raises(DatabaseOwned):
        await open_notes(tmp_path)
    standby = asyncio.ensure_future(open_notes(tmp_path, wait=True))
    await asyncio.sleep(0.02)
    assert not standby.done()
    await database.close()
    second = await asyncio.wait_for(standby, PATIENCE)
    assert await second.write(note("a")) == 1
    await second.close()


async def test_an_open_that_failed_leaves_nothing_held(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"what a database is not " * 1000)
    for _ in range(2):  # the second would be refused by a lock that was left behind
        with pytest.raises(StorageCorrupt, match="not a database"):
            await open_notes(tmp_path)
    path.unlink()
    database = await open_notes(tmp_path)
    await database.close()


@pytest.mark.parametrize("has_header", [False, True])
async def test_an_empty_file_is_filled_only_where_that_is_meant(tmp_path: Path, has_header: bool) -> None:
    path, url = tmp_path / "bot.db", f"sqlite:///{tmp_path}/bot.db"
    with closing(sqlite3.connect(path)) as connection:
        if has_header:
            connection.execute("PRAGMA journal_mode=WAL")
    before = path.read_bytes()
    assert bool(before) is has_header
    with pytest.raises(EmptyDatabase):
        await Database.open(url, now=now, fill=False)
    assert path.read_bytes() == before
    for may in (True, False):  # it lets go of what it refuses, and takes what is not empty
        await (await Database.open(url, now=now, fill=may)).close()


async def test_a_flipped_page_is_told_as_damage(database: Database, tmp_path: Path) -> None:
    for size in range(20):
        await database.write(fill(1 + size % 3))
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
        await damaged.read(lambda tx: tx.rows("SELECT * FROM notes"))
    with pytest.raises(StorageCorrupt):
        await damaged.write(note("a"))
    await damaged.close()


async def test_a_folder_that_is_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageUnreachable):
        await Database.open(f"sqlite:///{tmp_path}/file/a.db", now=now)


async def test_an_old_sqlite_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    with pytest.raises(UnusableSQLite, match=r"older than 3\.37\.0"):
        await open_notes(tmp_path)


def test_the_path_of_an_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert sqlite_path("sqlite:///数据/a.db") == tmp_path / "数据" / "a.db"
    assert sqlite_path("sqlite:////var/lib/fengshao.db") == Path("/var/lib/fengshao.db")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://bot:hunter2@localhost/fengshao", "PostgreSQL"),
        ("mysql://localhost/x", "sqlite:///relative.db"),
        ("fengshao.db", "sqlite:///relative.db"),
        ("sqlite://fengshao.db", "sqlite:///relative.db"),
        ("sqlite:///", "names no file"),
        ("sqlite:///:memory:", "names no file"),
    ],
)
def test_an_unusable_url_is_refused_in_one_line(url: str, told: str) -> None:
    with pytest.raises(UnusableURL, match=told) as caught:
        sqlite_path(url)
    assert "\n" not in str(caught.value)
    assert "hunter2" not in str(caught.value)


async def test_once_a_page_is_found_damaged_nothing_more_is_written(tmp_path: Path) -> None:
    """Whatever went in would be lost when the last backup takes the file's place."""
    async with notes_database(tmp_path) as database:
        await database.write(lambda tx: [note(f"{number}:{'x' * 500}")(tx) for number in range(200)])
        path = database.path
    with path.open("r+b") as file:  # the leaves lie behind the schema's page
        file.seek(20 * 4096)
        file.write(b"\xff" * 8 * 4096)
    async with notes_database(tmp_path) as database:
        assert await database.write(note("nobody has looked yet"))
        with pytest.raises(StorageCorrupt):
            await database.read(lambda tx: tx.rows("SELECT * FROM notes WHERE text LIKE '%y%'"))
        for _ in range(2):
            with pytest.raises(StorageCorrupt, match="restore the last backup"):
                await database.write(note("lost"))
        assert isinstance(database.damage, StorageCorrupt)
        assert await database.read(lambda tx: tx.value("SELECT count(*) FROM parents")) == 0


async def test_a_refused_write_is_remembered_though_a_smaller_one_finds_room(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not database.has_refused_lately
    await small_disk(database, 40)
    with pytest.raises(StorageFull):
        await database.write(fill(100))
    assert await database.write(note("small"))
    assert database.has_refused_lately
    monkeypatch.setattr("storage.database._LATELY", 0.0)
    assert not database.has_refused_lately
