"""A database small enough to see through, and ways to catch its writing thread in the act."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from storage.database import Database
from storage.transaction import Tx

SCHEMA = """
CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE parents (id INTEGER PRIMARY KEY);
CREATE TABLE children (parent INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED);
"""
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def now() -> datetime:
    return NOON


def notes_migrations(tmp_path: Path) -> Path:
    """A folder with the one migration that makes the tables above."""
    folder = tmp_path / "migrations"
    folder.mkdir(exist_ok=True)
    (folder / "0001_notes.sql").write_text(SCHEMA)
    return folder


@asynccontextmanager
async def notes_database(tmp_path: Path) -> AsyncIterator[Database]:
    """An open database with the tables above."""
    database = await open_notes(tmp_path)
    yield database
    await database.close()


async def open_notes(tmp_path: Path, *, wait: bool = False) -> Database:
    return await Database.open(f"sqlite:///{tmp_path}/a.db", migrations=notes_migrations(tmp_path), now=now, wait=wait)


def note(text: str) -> Callable[[Tx], int]:
    return lambda tx: tx.insert("INSERT INTO notes (text) VALUES (:text)", text=text)


def on_disk(database: Database) -> list[str]:
    """What a process that came just now would find."""
    with closing(sqlite3.connect(f"{database.path.as_uri()}?mode=ro", uri=True)) as connection:
        return [row[0] for row in connection.execute("SELECT text FROM notes ORDER BY id")]


async def on_writer(database: Database, fn: Callable[[sqlite3.Connection], Any]) -> Any:
    return await database._commits._connection.run(fn)


@asynccontextmanager
async def held(database: Database) -> AsyncIterator[None]:
    """Within, the writing thread stands still, so that all writes queued here go into one batch."""
    go = threading.Event()
    standing = asyncio.ensure_future(on_writer(database, lambda _: go.wait(10)))
    await asyncio.sleep(0)
    try:
        yield
    finally:
        go.set()
        await standing


async def together(database: Database, *fns: Callable[[Tx], Any]) -> list[Any]:
    """The answers, errors among them, of writes that share a batch."""
    async with held(database):
        tasks = [asyncio.ensure_future(database.write(fn)) for fn in fns]
        await asyncio.sleep(0)
    return await asyncio.gather(*tasks, return_exceptions=True)


async def traced(database: Database) -> list[str]:
    """The list that fills with the statements that SQLite runs on the writer from now on."""
    statements: list[str] = []
    await on_writer(database, lambda connection: connection.set_trace_callback(statements.append))
    return statements


def fill(pages: int) -> Callable[[Tx], int]:
    return lambda tx: tx.insert("INSERT INTO notes (text) VALUES (hex(randomblob(:size)))", size=pages * 2000)


async def small_disk(database: Database, pages: int) -> None:
    await on_writer(database, lambda connection: connection.execute(f"PRAGMA max_page_count={pages}"))
