"""Backups of a database in use, and the way back."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.backups import backup, check, restore
from storage.database import Database
from storage.errors import BackupDamaged, BackupFailed, DatabaseOwned
from tests.storage.notes import note, notes_database, on_disk, open_notes


def make(path: Path, *texts: str) -> Path:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE notes (text TEXT)")
        connection.executemany("INSERT INTO notes VALUES (?)", [(text,) for text in texts])
    return path


def texts(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT text FROM notes")]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def damage(path: Path) -> Path:
    """Overwrite a page in the middle."""
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096)
    return path


# Taking a backup.


async def test_a_backup_under_load_is_one_moment_and_holds_no_write_up(tmp_path: Path) -> None:
    copies = []
    async with notes_database(tmp_path) as database:
        stop = asyncio.Event()
        written = 0

        async def load() -> None:
            nonlocal written
            while not stop.is_set():
                pair = [note(f"{written}:{half}") for half in "ab"]
                await database.write(lambda tx: [write(tx) for write in pair])  # noqa: B023  (awaited here)
                written += 1

        writing = asyncio.ensure_future(load())
        for number in range(5):
            await database.write(lambda tx: None)  # some of the load goes first
            before = written
            copies.append(
                (
                    before,
                    await asyncio.to_thread(backup, database.path, tmp_path / "backups" / f"{number}.db"),
                )
            )
        stop.set()
        await writing
    for before, copy in copies:
        kept = texts(copy)
        assert len(kept) % 2 == 0  # never half a transaction
        assert len(kept) >= 2 * before  # all that was answered when it began


def test_a_backup_is_one_private_file(tmp_path: Path) -> None:
    source = make(tmp_path / "a.db", "灯不亮")
    target = tmp_path / "backups" / "one.db"
    assert backup(source, target) == target
    assert names(target.parent) == ["one.db"]
    assert target.stat().st_mode & 0o077 == 0
    assert target.read_bytes()[18:20] == b"\x01\x01"  # no WAL mode: it opens from a read-only medium, too
    assert texts(target) == ["灯不亮"]


async def test_a_backup_holds_what_only_the_wal_holds(tmp_path: Path) -> None:
    async with notes_database(tmp_path) as database:
        await database.write(note("a"))
        copy = await asyncio.to_thread(backup, database.path, tmp_path / "copy.db")
        assert texts(copy) == ["a"]


def test_a_backup_of_a_crashed_database_leaves_it_to_its_owner(tmp_path: Path) -> None:
    """No bot runs and a WAL lies about: the copy has what is in it, and it is not folded by a reader."""
    source = make(tmp_path / "a.db", "a")
    with closing(sqlite3.connect(source)) as running, running:
        running.execute("INSERT INTO notes VALUES ('in the wal')")
        running.commit()
        crashed = tmp_path / "crashed.db"
        for suffix in ("", "-wal"):
            Path(f"{crashed}{suffix}").write_bytes(Path(f"{source}{suffix}").read_bytes())
    wal = Path(f"{crashed}-wal").read_bytes()
    assert texts(backup(crashed, tmp_path / "copy.db")) == ["a", "in the wal"]
    assert Path(f"{crashed}-wal").read_bytes() == wal


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    source, target = make(tmp_path / "a.db", "new"), make(tmp_path / "b.db", "old")
    with pytest.raises(BackupFailed, match="there already"):
        backup(source, target)
    assert texts(target) == ["old"]


def test_a_missing_source_makes_no_empty_backup(tmp_path: Path) -> None:
    with pytest.raises(BackupFailed, match="there is no database"):
        backup(tmp_path / "a.db", tmp_path / "b.db")
    assert names(tmp_path) == []


def test_a_damaged_source_makes_no_backup(tmp_path: Path) -> None:
    source = damage(make(tmp_path / "a.db", *(str(number) * 100 for number in range(500))))
    with pytest.raises(BackupDamaged):
        backup(source, tmp_path / "b.db")
    assert not [name for name in names(tmp_path) if name.startswith("b.db")]


# Going back.


def test_a_restore_equals_its_source_and_the_old_is_kept(tmp_path: Path) -> None:
    database = make(tmp_path / "a.db", "old")
    copy = backup(database, tmp_path / "copy.db")
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("INSERT INTO notes VALUES ('mistake')")
    kept = restore(copy, database)
    assert database.read_bytes() == copy.read_bytes()
    assert texts(database) == ["old"]
    assert kept == tmp_path / "a.db.replaced-1"
    assert texts(kept) == ["old", "mistake"]
    assert restore(copy, database) == tmp_path / "a.db.replaced-2"
    assert not [name for name in names(tmp_path) if name.endswith(".part")]


def test_an_old_wal_is_kept_with_the_old_database_and_not_played_into_the_new(tmp_path: Path) -> None:
    database = make(tmp_path / "a.db", "old")
    copy = backup(database, tmp_path / "copy.db")
    with closing(sqlite3.connect(database)) as running, running:
        running.execute("INSERT INTO notes VALUES ('in the wal')")
        running.commit()
        files = {suffix: Path(f"{database}{suffix}").read_bytes() for suffix in ("", "-wal", "-shm")}
    for suffix, content in files.items():  # as a crash leaves them
        Path(f"{database}{suffix}").write_bytes(content)
    kept = restore(copy, database)
    assert kept is not None
    assert texts(database) == ["old"]
    assert texts(kept) == ["old", "in the wal"]


def test_the_old_database_is_one_file_before_its_journals_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A restore that is killed halfway leaves the old database, with all that was in its WAL."""
    database = make(tmp_path / "a.db", "old")
    copy = backup(database, tmp_path / "copy.db")
    with closing(sqlite3.connect(database)) as running, running:
        running.execute("INSERT INTO notes VALUES ('in the wal')")
        running.commit()
        files = {suffix: Path(f"{database}{suffix}").read_bytes() for suffix in ("", "-wal")}
    for suffix, content in files.items():
        Path(f"{database}{suffix}").write_bytes(content)

    def killed(*_: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("storage.backups._settle", killed)
    with pytest.raises(KeyboardInterrupt):
        restore(copy, database)
    assert texts(database) == ["old", "in the wal"]


def test_a_copy_is_finished_before_it_takes_its_place(tmp_path: Path) -> None:
    database = make(tmp_path / "a.db", "old")
    copy = backup(database, tmp_path / "copy.db")

    def finish(unfinished: Path) -> None:
        assert texts(database) == ["old"]
        with closing(sqlite3.connect(unfinished)) as connection, connection:
            connection.execute("INSERT INTO notes VALUES ('finished')")

    restore(copy, database, finish=finish)
    assert texts(database) == ["old", "finished"]


def test_a_restore_needs_no_old_database(tmp_path: Path) -> None:
    copy = make(tmp_path / "copy.db", "a")
    assert restore(copy, tmp_path / "new" / "a.db") is None
    assert texts(tmp_path / "new" / "a.db") == ["a"]


async def test_a_database_in_use_is_not_replaced(tmp_path: Path) -> None:
    async with notes_database(tmp_path) as database:
        await database.write(note("a"))
        copy = await asyncio.to_thread(backup, database.path, tmp_path / "copy.db")
        with pytest.raises(DatabaseOwned):
            await asyncio.to_thread(restore, copy, database.path)
        assert await database.write(note("b")) == 2
        assert on_disk(database) == ["a", "b"]


async def test_a_restored_database_opens_and_goes_on(tmp_path: Path) -> None:
    async with notes_database(tmp_path) as database:
        await database.write(note("a"))
        copy = await asyncio.to_thread(backup, database.path, tmp_path / "copy.db")
        await database.write(note("b"))
    await asyncio.to_thread(restore, copy, database.path)
    again: Database = await open_notes(tmp_path)
    assert await again.write(note("c")) == 2
    assert on_disk(again) == ["a", "c"]
    await again.close()


def test_a_damaged_backup_is_refused_before_anything_is_moved(tmp_path: Path) -> None:
    database = make(tmp_path / "a.db", "old")
    damaged = damage(make(tmp_path / "copy.db", *(str(number) * 100 for number in range(500))))
    (tmp_path / "text.db").write_text("not a database at all, and longer than a header of one hundred bytes" * 3)
    before = database.read_bytes()
    for bad in (damaged, tmp_path / "text.db"):
        with pytest.raises(BackupDamaged):
            restore(bad, database)
    with pytest.raises(BackupFailed):
        restore(tmp_path / "nowhere.db", database)
    assert database.read_bytes() == before
    restore(damaged, database, verify=False)
    assert database.read_bytes() == damaged.read_bytes()


def test_a_file_with_a_journal_beside_it_is_not_the_whole(tmp_path: Path) -> None:
    copied_by_hand = make(tmp_path / "copy.db", "a")
    (tmp_path / "copy.db-wal").write_bytes(b"pages")
    with pytest.raises(BackupFailed, match="journal"):
        restore(copied_by_hand, tmp_path / "a.db")


def test_an_empty_journal_holds_nothing_back(tmp_path: Path) -> None:
    """Whoever has only read the file has left it there."""
    copied_by_hand = make(tmp_path / "copy.db", "a")
    with closing(sqlite3.connect(f"{copied_by_hand.as_uri()}?mode=ro", uri=True)) as connection:
        connection.execute("SELECT * FROM notes")
    assert (tmp_path / "copy.db-wal").exists()
    restore(copied_by_hand, tmp_path / "a.db")
    assert texts(tmp_path / "a.db") == ["a"]


def test_an_empty_file_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    with pytest.raises(BackupDamaged):
        check(tmp_path / "empty.db")
