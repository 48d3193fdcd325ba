"""The migration runner: what is applied, what is refused, and that a failure changes nothing."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from storage.backups import check
from storage.database import MIGRATIONS, Database
from storage.errors import (
    BackupFailed,
    ForeignDatabase,
    MigrationChanged,
    MigrationFailed,
    NewerDatabase,
    StorageFull,
    translated,
)
from storage.migrating import load, migrate, statements
from storage.times import to_ms

NOW = datetime(2026, 11, 22, 4, 5, 6, tzinfo=UTC)
UNITS = "CREATE TABLE units (code TEXT PRIMARY KEY);\nINSERT INTO units VALUES ('longxi');\n"
PLACES = "CREATE TABLE places (id INTEGER PRIMARY KEY, unit TEXT NOT NULL REFERENCES units (code));\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "migrations", UNITS)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


@pytest.fixture
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=ON")
        yield connection


def write(folder: Path, *scripts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for number, sql in enumerate(scripts, start=1):
        (folder / f"{number:04d}_step.sql").write_text(sql, encoding="utf-8")
    return folder


def schema(connection: sqlite3.Connection) -> list[Any]:
    tables = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    rows = [connection.execute(f"SELECT * FROM {name}").fetchall() for name, sql in tables if sql]
    return [tables, rows, connection.execute("PRAGMA foreign_keys").fetchone()]


def backups(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.glob("backups/*"))


def test_an_empty_database_gets_everything_and_no_backup(
    connection: sqlite3.Connection, path: Path, folder: Path
) -> None:
    write(folder, UNITS, PLACES)
    assert migrate(connection, path, load(folder), NOW) == [1, 2]
    recorded = connection.execute("SELECT number, name, checksum, applied_at FROM schema_migrations").fetchall()
    assert [(row[0], row[1], len(row[2]), row[3]) for row in recorded] == [
        (1, "0001_step", 64, to_ms(NOW)),
        (2, "0002_step", 64, to_ms(NOW)),
    ]
    assert connection.execute("SELECT code FROM units").fetchall() == [("longxi",)]
    assert migrate(connection, path, load(folder), NOW) == []
    assert backups(path) == []


def test_an_older_database_is_backed_up_first(connection: sqlite3.Connection, path: Path, folder: Path) -> None:
    migrate(connection, path, load(folder), NOW)
    connection.execute("INSERT INTO units VALUES ('fenghuang')")
    write(folder, UNITS, PLACES)
    assert migrate(connection, path, load(folder), NOW) == [2]
    assert backups(path) == ["a-20261122T040506000000-0001.db"]
    copy = path.parent / "backups" / backups(path)[0]
    check(copy)
    with closing(sqlite3.connect(copy)) as old:
        assert old.execute("SELECT code FROM units ORDER BY code").fetchall() == [("fenghuang",), ("longxi",)]
        assert old.execute("SELECT max(number) FROM schema_migrations").fetchone() == (1,)


FAULTS = {
    "a statement that SQLite refuses": (
        "CREATE TABLE more (a);\nINSERT INTO nowhere VALUES (1);",
        "no such table",
    ),
    "a row that breaks a rule": ("CREATE TABLE more (a);\nINSERT INTO units VALUES ('longxi');", "UNIQUE"),
    "a row that refers to nothing": (
        PLACES + "INSERT INTO places (unit) VALUES ('nowhere');",
        "places refers to",
    ),
    "a commit of its own": ("CREATE TABLE more (a); COMMIT; CREATE TABLE yet_more (a);", "not steered"),
    "a last statement without an end": (
        "CREATE TABLE more (a); CREATE TABLE yet_more (a)",
        "no semicolon after",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_failure_leaves_the_database_as_it_was(
    connection: sqlite3.Connection, path: Path, folder: Path, fault: str
) -> None:
    """Even what the migrations before the faulty one did in the same start is undone."""
    migrate(connection, path, load(folder), NOW)
    before = schema(connection)
    sql, told = FAULTS[fault]
    write(folder, UNITS, "CREATE TABLE fine (a);", sql)
    for _ in range(2):
        with pytest.raises(MigrationFailed, match=f"migration 0003_step failed: .*{told}"):
            migrate(connection, path, load(folder), NOW)
        assert schema(connection) == before
    assert not connection.in_transaction
    assert backups(path) == []  # a service that restarts all night does not fill the disk


def test_a_failure_leaves_an_empty_database_empty(connection: sqlite3.Connection, path: Path, folder: Path) -> None:
    write(folder, UNITS, "CREATE TABLE units (again);")
    with pytest.raises(MigrationFailed):
        migrate(connection, path, load(folder), NOW)
    assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


def test_without_a_backup_nothing_is_migrated(connection: sqlite3.Connection, path: Path, folder: Path) -> None:
    migrate(connection, path, load(folder), NOW)
    before = schema(connection)
    write(folder, UNITS, PLACES)
    (path.parent / "backups").mkdir()
    (path.parent / "backups" / "a-20261122T040506000000-0001.db").touch()
    with pytest.raises(BackupFailed):
        migrate(connection, path, load(folder), NOW)
    assert schema(connection) == before


def test_a_full_disk_is_not_blamed_on_the_migration(connection: sqlite3.Connection, path: Path, folder: Path) -> None:
    migrate(connection, path, load(folder), NOW)
    before = schema(connection)
    connection.execute("PRAGMA max_page_count=20")
    write(folder, UNITS, "CREATE TABLE big (body);\nINSERT INTO big VALUES (zeroblob(1000000));")
    with pytest.raises(sqlite3.OperationalError, match="full") as caught:
        migrate(connection, path, load(folder), NOW)
    assert isinstance(translated(caught.value, path), StorageFull)
    assert schema(connection) == before


def test_a_table_can_be_rebuilt_without_losing_those_that_refer_to_it(
    connection: sqlite3.Connection, path: Path, folder: Path
) -> None:
    """As https://sqlite.org/lang_altertable.html#otheralter tells it: ON DELETE CASCADE must not fire."""
    cascading = PLACES.replace("(code)", "(code) ON DELETE CASCADE") + "INSERT INTO places (unit) VALUES ('longxi');"
    rebuilt = """
        CREATE TABLE new_units (code TEXT PRIMARY KEY, name TEXT NOT NULL DEFAULT '');
        INSERT INTO new_units (code) SELECT code FROM units;
        DROP TABLE units;
        ALTER TABLE new_units RENAME TO units;
    """
    migrate(connection, path, load(write(folder, UNITS, cascading)), NOW)
    assert migrate(connection, path, load(write(folder, UNITS, cascading, rebuilt)), NOW) == [3]
    assert connection.execute("SELECT unit FROM places").fetchall() == [("longxi",)]
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        connection.execute("INSERT INTO places (unit) VALUES ('nowhere')")


def test_a_newer_database_is_refused_with_the_remedy(connection: sqlite3.Connection, path: Path, folder: Path) -> None:
    migrate(connection, path, load(write(folder, UNITS, PLACES)), NOW)
    known = load(folder)[:1]
    before = schema(connection)
    with pytest.raises(NewerDatabase, match=r"schema 2, this program knows 1\): update the program") as caught:
        migrate(connection, path, known, NOW)
    assert (caught.value.found, caught.value.known) == (2, 1)
    assert schema(connection) == before


def test_a_changed_migration_is_refused(connection: sqlite3.Connection, path: Path, folder: Path) -> None:
    migrate(connection, path, load(folder), NOW)
    with pytest.raises(MigrationChanged, match="0001_step differs"):
        migrate(connection, path, load(write(folder, UNITS + "-- later thoughts\n", PLACES)), NOW)
    (folder / "0002_step.sql").unlink()
    (folder / "0001_step.sql").write_bytes(UNITS.replace("\n", "\r\n").encode())  # another checkout's line ends
    assert migrate(connection, path, load(folder), NOW) == []


def test_somebody_elses_database_is_not_touched(connection: sqlite3.Connection, path: Path, folder: Path) -> None:
    connection.execute("CREATE TABLE bookmarks (url)")
    before = schema(connection)
    with pytest.raises(ForeignDatabase, match="not a database of Fengshao"):
        migrate(connection, path, load(folder), NOW)
    assert schema(connection) == before


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ([], "no migrations"),
        (["0002_late.sql"], "number 0001 was expected"),
        (["0001_a.sql", "0003_b.sql"], "number 0002 was expected"),
        (["0001_a.sql", "0001_b.sql"], "number 0002 was expected"),
        (["0001_a.sql", "notes.sql"], "not NNNN_name.sql"),
    ],
)
def test_a_folder_with_a_gap_or_a_stranger_is_refused(tmp_path: Path, names: list[str], told: str) -> None:
    for name in names:
        (tmp_path / name).touch()
    with pytest.raises(MigrationFailed, match=told):
        load(tmp_path)


def test_statements_are_split_where_sqlite_ends_them() -> None:
    script = """
        -- a comment; with a semicolon
        CREATE TABLE a (text TEXT DEFAULT ';'); CREATE TABLE "b;c" (d); /* another; one */
        CREATE TRIGGER t AFTER INSERT ON a BEGIN
            DELETE FROM a WHERE text = 'it''s;'; UPDATE a SET text = '1'; -- inside; too
        END;
        INSERT INTO a VALUES ('x')
        ;
        -- the end; really
    """
    found = list(statements(script))
    assert [statement.split("\n")[-1].strip()[:12] for statement in found] == [
        "CREATE TABLE",
        "CREATE TABLE",
        "END;",
        ";",
    ]
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in found:
            connection.execute(statement)
    assert list(statements("  \n -- nothing\n")) == []


async def test_the_packages_own_migrations_apply_and_come_back_the_same(tmp_path: Path) -> None:
    for _ in range(2):
        database = await Database.open(f"sqlite:///{tmp_path}/a.db", now=lambda: NOW)
        applied = await database.read(lambda tx: tx.rows("SELECT number, checksum FROM schema_migrations"))
        await database.close()
        assert [tuple(row) for row in applied] == [(one.number, one.checksum) for one in load(MIGRATIONS)]
        assert backups(tmp_path / "a.db") == []


async def test_a_migration_killed_in_the_middle_leaves_the_database_as_it_was(path: Path, folder: Path) -> None:
    async def opened() -> None:
        await (await Database.open(f"sqlite:///{path}", migrations=folder, now=lambda: NOW)).close()

    await opened()
    with closing(sqlite3.connect(path)) as connection:
        before = schema(connection)
    endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n;"
    write(folder, UNITS, PLACES + "INSERT INTO places (unit) VALUES ('longxi');" + endless)
    program = f"""
import asyncio
from datetime import UTC, datetime
from pathlib import Path
from storage.database import Database

now = datetime.now(UTC)
asyncio.run(Database.open("sqlite:///{path}", migrations=Path("{folder}"), now=lambda: now))
"""
    process = subprocess.Popen([sys.executable, "-c", program])  # noqa: ASYNC220  (nothing else runs here)
    try:
        async with asyncio.timeout(20):
            while not backups(path) or backups(path)[0].endswith(".part"):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)  # from the backup to the endless statement
    finally:
        process.kill()
        await asyncio.to_thread(process.wait)
    with closing(sqlite3.connect(path)) as connection:
        assert schema(connection) == before
    write(folder, UNITS, PLACES)
    await opened()
