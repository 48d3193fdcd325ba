"""A look into a database from outside: beside a writer, after it, and what it says where there is none to see."""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.database import Database
from storage.errors import EmptyDatabase, ForeignDatabase, NewerDatabase, StorageCorrupt, StorageError, UnusableURL
from storage.lookups import NoDatabase, OlderDatabase, damage, look, schema
from storage.transaction import Tx


def now() -> datetime:
    return datetime(2026, 11, 22, tzinfo=UTC)


def schedule(tx: Tx) -> None:
    tx.run("INSERT INTO schedules (name, next_at) VALUES ('digest', 1)")


def names(tx: Tx) -> list[str]:
    return [row["name"] for row in tx.rows("SELECT name FROM schedules")]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/bot.db"


async def test_it_sees_what_is_committed_while_the_bot_runs_and_after(url: str) -> None:
    database = await Database.open(url, now=now)
    assert look(url, names) == []
    await database.write(schedule)
    assert look(url, names) == ["digest"]
    await database.close()
    assert look(url, names) == ["digest"]


async def test_it_sees_one_moment_and_holds_up_no_writer(url: str) -> None:
    database = await Database.open(url, now=now)

    def twice(tx: Tx) -> tuple[list[str], list[str]]:
        before = names(tx)
        with closing(sqlite3.connect(database.path, timeout=0)) as other:
            other.execute("INSERT INTO schedules (name, next_at) VALUES ('digest', 1)")
            other.commit()
        return before, names(tx)

    assert look(url, twice) == ([], [])
    assert look(url, names) == ["digest"]
    await database.close()


async def test_it_cannot_write(url: str) -> None:
    await (await Database.open(url, now=now)).close()
    with pytest.raises(StorageError):
        look(url, schedule)
    assert look(url, names) == []


async def test_its_tx_ends_with_it(url: str) -> None:
    await (await Database.open(url, now=now)).close()
    kept = look(url, lambda tx: tx)
    with pytest.raises(StorageError):
        kept.rows("SELECT 1")


async def test_what_fn_raises_is_its_own(url: str) -> None:
    await (await Database.open(url, now=now)).close()

    def pipe_closed(tx: Tx) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        look(url, pipe_closed)


def test_no_database_is_not_made(url: str, tmp_path: Path) -> None:
    with pytest.raises(NoDatabase, match=re.escape(f"there is no database {tmp_path}/bot.db yet")):
        look(url, names)
    assert list(tmp_path.iterdir()) == []


def test_an_address_that_is_none() -> None:
    with pytest.raises(UnusableURL):
        look("postgresql://db", names)


@pytest.mark.parametrize(
    ("sql", "error"),
    [
        ("DELETE FROM schema_migrations", OlderDatabase),
        ("INSERT INTO schema_migrations VALUES (9999, 'x', 'x', 0)", NewerDatabase),
        ("DROP TABLE schema_migrations", ForeignDatabase),
    ],
)
async def test_a_schema_that_is_not_this_program_s(url: str, sql: str, error: type[StorageError]) -> None:
    database = await Database.open(url, now=now)
    await database.close()
    with closing(sqlite3.connect(database.path)) as connection:
        connection.execute(sql)
        connection.commit()
    with pytest.raises(error):
        look(url, names)


def test_an_empty_file_has_lost_what_it_held(url: str, tmp_path: Path) -> None:
    (tmp_path / "bot.db").touch()
    (tmp_path / "bot.db-wal").write_bytes(b"pages")
    for see in (lambda: look(url, names), lambda: schema(url), lambda: damage(url)):
        with pytest.raises(EmptyDatabase, match="restore the last backup"):
            see()
    assert (tmp_path / "bot.db-wal").exists(), "the last that is left of it"


def test_so_has_one_without_a_table(url: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "bot.db")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    assert (tmp_path / "bot.db").stat().st_size
    with pytest.raises(EmptyDatabase):
        look(url, names)


def test_a_file_that_is_no_database(url: str, tmp_path: Path) -> None:
    (tmp_path / "bot.db").write_text("not a database, but longer than its header of a hundred bytes. " * 3)
    with pytest.raises(StorageCorrupt):
        look(url, names)


async def test_damage_is_found_also_while_the_bot_runs(url: str) -> None:
    database = await Database.open(url, now=now)
    await database.write(schedule)
    assert damage(url) is None
    await database.close()
    with closing(sqlite3.connect(database.path)) as connection:
        query = "SELECT rootpage FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'posts'"
        (page,) = connection.execute(query).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with database.path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    assert damage(url) not in {None, "ok"}


def test_damage_without_a_database(url: str) -> None:
    with pytest.raises(NoDatabase):
        damage(url)
