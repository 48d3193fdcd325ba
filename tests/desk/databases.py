"""Databases in memory with the town in them, each opened once and used by one desk after the other."""

from __future__ import annotations

import atexit
import sqlite3
from contextlib import closing
from functools import cache

from bot.desk import areas
from storage.database import MIGRATIONS
from storage.migrating import load
from storage.transaction import Tx, end
from tests.desk.town import AREA, DAY, MONDAY

IDLE: dict[bool, list[sqlite3.Connection]] = {}
"""Databases that are as they were opened: what was done at a desk is rolled back. They keep the statements they know,
whose preparing is most of what a database in memory costs."""


def opened(book: bool) -> sqlite3.Connection:
    """Another one; without `book`, nobody holds a role and no chat is bound."""
    connection = sqlite3.connect(":memory:", isolation_level=None, cached_statements=1000)
    connection.deserialize(_furnished(book))
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys=ON")
    atexit.register(connection.close)
    return connection


@cache
def _furnished(book: bool) -> bytes:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        for migration in load(MIGRATIONS):
            connection.executescript(migration.sql)
        connection.execute("BEGIN")
        tx = Tx(connection)
        areas.import_book(tx, AREA if book else AREA.model_copy(update={"people": (), "chats": ()}), MONDAY - DAY)
        end(tx)
        connection.execute("COMMIT")
        return connection.serialize()
