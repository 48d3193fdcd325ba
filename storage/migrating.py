"""The migration runner: numbered SQL files, applied once each, in one transaction, after a backup."""

import hashlib
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from storage.backups import backup
from storage.errors import ForeignDatabase, MigrationChanged, MigrationFailed, NewerDatabase, translated
from storage.times import to_ms
from storage.transaction import COMMENT, refuse_control

_FILE_NAME: Final = re.compile(r"(\d{4})_[a-z0-9_]+\.sql", re.ASCII)
_TABLE: Final = """
    CREATE TABLE IF NOT EXISTS schema_migrations (
        number INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        checksum TEXT NOT NULL, -- SHA-256 of the file
        applied_at INTEGER NOT NULL
    )
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file `NNNN_name.sql`."""

    number: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


def load(folder: Path) -> list[Migration]:
    """The migrations of `folder`, numbered from 1 without a gap; else MigrationFailed is raised."""
    found = []
    for path in sorted(folder.glob("*.sql")):
        match = _FILE_NAME.fullmatch(path.name)
        if match is None:
            raise MigrationFailed(name=path.name, reason="its name is not NNNN_name.sql")
        # Line ends may differ between two checkouts of one file; read_text makes them the same.
        found.append(Migration(int(match[1]), path.stem, path.read_text(encoding="utf-8")))
    for number, migration in enumerate(found, start=1):
        if migration.number != number:
            raise MigrationFailed(name=migration.name, reason=f"number {number:04d} was expected here")
    if not found:
        raise MigrationFailed(name=folder, reason="no migrations in this folder")
    return found


def migrate(connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration], now: datetime) -> list[int]:
    """Bring the database at `path` up to the last of `migrations`; gives the numbers applied now.

    A database that holds anything is backed up to `backups/` beside it first. Either all that is missing is
    applied or nothing. `connection` is the writing one, in autocommit mode, without a transaction.
    Raises NewerDatabase, ForeignDatabase, MigrationChanged, MigrationFailed, sqlite3.Error, and as `backup`.
    """
    applied = _applied(connection, path)
    _compare(applied, migrations, path)
    missing = migrations[len(applied) :]
    if not missing:
        return []
    kept = backup(path, _backup_path(path, len(applied), now)) if applied else None
    # Rebuilding a table (https://sqlite.org/lang_altertable.html#otheralter) needs foreign keys off, which
    # SQLite allows outside a transaction only; they are checked before the commit instead.
    connection.execute("PRAGMA foreign_keys=OFF")
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(_TABLE)
        for migration in missing:
            _apply(connection, migration, now)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if kept is not None:
            kept.unlink()  # nothing changed, and a service that restarts all night must not fill the disk
        raise
    finally:
        connection.execute("PRAGMA foreign_keys=ON")
    return [migration.number for migration in missing]


def statements(sql: str) -> Iterator[str]:
    """The statements of a script, one by one. Raises ValueError when the last one has no semicolon."""
    start = end = 0
    while (end := sql.find(";", end) + 1) > 0:
        # Semicolons in strings, comments and trigger bodies complete nothing.
        if sqlite3.complete_statement(sql[start:end]):
            yield sql[start:end].strip()
            start = end
    rest = COMMENT.sub("", sql[start:]).strip()
    if rest:
        raise ValueError(f"no semicolon after: {rest}")


def _applied(connection: sqlite3.Connection, path: Path) -> dict[int, str]:
    """Number → checksum of what this database was built with; empty for an empty database."""
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return {}
    if "schema_migrations" not in tables:
        raise ForeignDatabase(path=path)
    return dict(connection.execute("SELECT number, checksum FROM schema_migrations ORDER BY number").fetchall())


def _compare(applied: dict[int, str], migrations: Sequence[Migration], path: Path) -> None:
    newest, known = max(applied, default=0), len(migrations)
    if newest > known:
        raise NewerDatabase(path=path, found=newest, known=known)
    for migration in migrations[:newest]:
        if applied.get(migration.number) != migration.checksum:
            raise MigrationChanged(name=migration.name)


def _apply(connection: sqlite3.Connection, migration: Migration, now: datetime) -> None:
    try:
        for statement in statements(migration.sql):
            refuse_control(statement)
            connection.execute(statement)
    except (sqlite3.Error, ValueError) as error:
        if isinstance(error, sqlite3.Error) and translated(error, migration.name):
            raise  # a full disk is not the migration's fault
        raise MigrationFailed(name=migration.name, reason=error) from error
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise MigrationFailed(name=migration.name, reason=f"table {broken[0]} refers to missing rows of {broken[2]}")
    connection.execute(
        "INSERT INTO schema_migrations VALUES (:number, :name, :checksum, :at)",
        {
            "number": migration.number,
            "name": migration.name,
            "checksum": migration.checksum,
            "at": to_ms(now),
        },
    )


def _backup_path(path: Path, number: int, now: datetime) -> Path:
    return path.parent / "backups" / f"{path.stem}-{now:%Y%m%dT%H%M%S%f}-{number:04d}{path.suffix}"
