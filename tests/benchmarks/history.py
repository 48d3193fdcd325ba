"""Five years of a county in a database: made once for each way of making it, upgraded once for each schema, kept."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from itertools import chain, islice
from pathlib import Path

from bot.desk import areas
from storage import measures, rollups
from storage.database import MIGRATIONS
from storage.migrating import Migration, load, migrate
from storage.transaction import Tx, end
from tests.benchmarks import county
from tests.desk.town import ZONE

_BEFORE = 3
"""The migrations before statistics: the county is an old installation that is upgraded."""
_BATCH = 20_000
_PHOTOS = 60_000
"""So many of the newest tickets still have their photo: older ones are expired."""
_POSTS = (
    "INSERT INTO posts (id, state, chat_id, message_id, sender_id, sender_name, text, sent_at, kept_at)"
    " SELECT id, 'done', chat_id, message_id, reporter_id, reporter_name, text, created_at, created_at FROM tickets"
)
_MEDIA = (
    "INSERT INTO media (post_id, ticket_id, purpose, kind, file_id, unique_id, size, chat_id, message_id, state, path,"
    " sha256) SELECT id, id, 'report', 'photo', printf('AgACAgUAAxkBAAIB%040d', id), printf('AQAD%012d', id), 171000,"
    " chat_id, message_id, 'stored', printf('%02x/%032x.jpg', id % 256, id), printf('%064x', id) FROM tickets"
    " WHERE id > (SELECT max(id) FROM tickets) - :photos"
)
_START = county.NOW - timedelta(days=365 * county.YEARS + 1)


def made() -> tuple[Path, dict[str, float]]:
    """The file, and how many seconds it took to upgrade it and to sum the months up."""
    folder = Path(tempfile.gettempdir()) / "fengshao-benchmarks"
    folder.mkdir(exist_ok=True)
    migrations = load(MIGRATIONS)
    old = folder / f"county-{_digest(migrations[:_BEFORE], __file__, county.__file__)}.db"
    file = folder / f"{old.stem}-{_digest(migrations[_BEFORE:], rollups.__file__, measures.__file__)}.db"
    if not old.exists():
        _clear(folder, "county-*")
        began = time.monotonic()
        _make(part := old.with_suffix(".part"), migrations[:_BEFORE])
        part.rename(old)
        print(f"  (made in {time.monotonic() - began:.0f} s: {old})", flush=True)
    if not file.exists():
        _clear(folder, f"{old.stem}-*")
        shutil.copyfile(old, part := file.with_suffix(".part"))
        file.with_suffix(".json").write_text(json.dumps(_upgrade(part, migrations)), encoding="ascii")
        part.rename(file)
    return file, json.loads(file.with_suffix(".json").read_text(encoding="ascii"))


def _clear(folder: Path, pattern: str) -> None:
    for old in folder.glob(pattern):
        old.unlink()


def _digest(migrations: Sequence[Migration], *modules: str) -> str:
    told = [one.checksum.encode() for one in migrations] + [Path(module).read_bytes() for module in modules]
    return hashlib.sha256(b"".join(told)).hexdigest()[:12]


def _upgrade(file: Path, migrations: Sequence[Migration]) -> dict[str, float]:
    """As the first start of a newer program does it."""
    with closing(_connected(file)) as connection:
        began = time.perf_counter()
        migrate(connection, file, migrations, county.NOW)
        upgraded = time.perf_counter()
        connection.execute("BEGIN")
        tx = Tx(connection)
        rollups.keep(tx, ZONE)
        end(tx)
        connection.execute("COMMIT")
        _clear(file.parent / "backups", "*")
        return {"upgraded": upgraded - began, "summed": time.perf_counter() - upgraded}


def _connected(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.row_factory = sqlite3.Row
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-262144"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _make(file: Path, migrations: Sequence[Migration]) -> None:
    file.unlink(missing_ok=True)
    with closing(_connected(file)) as connection:
        migrate(connection, file, migrations, _START)
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("BEGIN")
        tx = Tx(connection)
        areas.import_book(tx, county.area(), _START)
        end(tx)
        # Of a million rows it takes a fraction to sort them afterwards.
        indexes = {row["name"]: row["sql"] for row in connection.execute(_INDEXES)}
        for name in indexes:
            connection.execute(f"DROP INDEX {name}")
        _fill(connection)
        connection.execute(_POSTS)
        connection.execute(_MEDIA, {"photos": _PHOTOS})
        for index in indexes.values():
            connection.execute(index)
        connection.execute("COMMIT")


_INDEXES = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    " AND tbl_name IN ('tickets', 'ticket_events', 'posts', 'media', 'deadlines')"
)


def _fill(connection: sqlite3.Connection) -> None:
    ticket, event, clock = (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
        for table, columns in (("tickets", county.TICKET), ("ticket_events", county.EVENT), ("deadlines", county.CLOCK))
    )
    lives = county.lives()
    for batch in iter(lambda: [*islice(lives, _BATCH)], []):
        connection.executemany(ticket, (columns for columns, _, _ in batch))
        connection.executemany(event, chain.from_iterable(events for _, events, _ in batch))
        connection.executemany(clock, (columns for _, _, columns in batch if columns is not None))
