"""Copies of a database that is in use, and the way back from one."""

import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from storage.errors import BackupDamaged, BackupFailed, translating
from storage.ownership import Ownership

# What may hold part of the database besides the file itself (https://sqlite.org/tempfiles.html).
_PARTS = ("", "-wal", "-journal")

_CHOOSE_UNREAD = """
CREATE TEMP TABLE chosen AS
SELECT id, state AS kind FROM old.inbox AS came WHERE state IN ('waiting', 'quarantined')
AND NOT EXISTS (SELECT 1 FROM main.inbox AS kept WHERE kept.bot_id = came.bot_id AND kept.update_id = came.update_id)
"""
# The messages of posts that are gathering, of parts that were joined to them, and their edits. What was forgotten has
# left no JSON behind.
_CHOOSE_GATHERING = """
INSERT INTO chosen SELECT id, 'gathering' FROM old.inbox AS came WHERE state = 'done'
AND NOT EXISTS (SELECT 1 FROM main.inbox AS kept WHERE kept.bot_id = came.bot_id AND kept.update_id = came.update_id)
AND EXISTS (
    SELECT 1 FROM old.posts AS post LEFT JOIN old.posts AS whole ON whole.id = post.joined_to
    WHERE post.chat_id = came.lane AND 'gathering' IN (post.state, whole.state)
    AND post.message_id = CASE WHEN json_valid(came.raw) THEN coalesce(
        json_extract(came.raw, '$.message.message_id'), json_extract(came.raw, '$.edited_message.message_id')
    ) END
)
"""
# All in the order in which they came: of an album one message may be read and the next wait.
_TAKE_UPDATES = """
INSERT INTO main.inbox (bot_id, update_id, lane, raw, received_at, state, attempts, error, settled_at)
SELECT bot_id, update_id, lane, raw, received_at,
    iif(kind = 'quarantined', state, 'waiting'), iif(kind = 'quarantined', attempts, 0),
    iif(kind = 'quarantined', error, NULL), iif(kind = 'quarantined', settled_at, NULL)
FROM old.inbox JOIN chosen USING (id) ORDER BY id
"""


def backup(source: Path, target: Path) -> Path:
    """Copy the database `source` to the new file `target` while it is in use, and check the copy.

    The copy is one moment of the source, a single file, and appears under its name only when it is whole.
    Raises BackupFailed, BackupDamaged (the source itself is), StorageFull, StorageReadOnly, ….
    """
    if not source.is_file():
        raise BackupFailed(path=target, reason=f"there is no database {source}")
    if target.exists():
        raise BackupFailed(path=target, reason="a file of that name is there already")
    unfinished = target.with_name(target.name + ".part")
    try:
        with translating(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            unfinished.unlink(missing_ok=True)
            _private(unfinished)
            _copy(source, unfinished)
            check(unfinished)
            _settle(unfinished, target)
    finally:
        for part in (*_PARTS, "-shm"):
            with suppress(OSError):
                Path(f"{unfinished}{part}").unlink(missing_ok=True)
    return target


def restore(
    source: Path, database: Path, *, verify: bool = True, finish: Callable[[Path], None] = lambda unfinished: None
) -> Path | None:
    """Put the backup `source` in the place of `database`.

    Gives the path where the old database was kept (None when there was none). Until the last step the old one
    stays in place; `finish` is called before that with the copy that will take it, and may change it.
    Raises DatabaseOwned while a process uses it, BackupDamaged, BackupFailed, StorageFull, ….
    """
    database = database.resolve()
    if not source.is_file():
        raise BackupFailed(path=source, reason="there is no such file")
    check_alone(source)
    if verify:
        check(source)
    unfinished = database.with_name(database.name + ".part")
    with translating(database):
        database.parent.mkdir(parents=True, exist_ok=True)
        owner = Ownership.take(database)
        try:
            unfinished.unlink(missing_ok=True)
            _private(unfinished)
            shutil.copyfile(source, unfinished)
            finish(unfinished)
            _fold(database)
            kept = _set_aside(database)
            _settle(unfinished, database)
        finally:
            unfinished.unlink(missing_ok=True)
            owner.release()
    return kept


def skip_numbers(restored: Path, old: Path) -> int | None:
    """Let ticket numbers go on behind those that the old database had given out.

    Cards of tickets made since the backup still stand in the chats: their buttons must never find another ticket. So
    do the numbers of pseudonyms, which must never be two people.
    Returns the last number that will not be given again; None where the old database cannot tell.
    """
    try:
        with closing(sqlite3.connect(f"{old.resolve().as_uri()}?mode=ro", uri=True)) as before:
            given = dict(before.execute("SELECT name, seq FROM sqlite_sequence"))
        last = int(given["tickets"])
    except (sqlite3.DatabaseError, KeyError):
        return None
    with closing(sqlite3.connect(restored)) as connection, connection:
        kept = dict(connection.execute("SELECT name, seq FROM sqlite_sequence"))
        for table in ("tickets", "forgettings"):
            number = max(given.get(table, 0), kept.get(table, 0))
            connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
            connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, number))
    return last


def take_over_updates(restored: Path, old: Path) -> Counter[str]:
    """Take over from the old database what of Telegram's updates came to nothing yet: it does not hand them out again.

    They are those that wait, those in quarantine, and those of posts still gathering, which are read anew. One that
    the backup has as well stays as the backup has it. Returns how many were "waiting", "quarantined" and "gathering";
    nothing where the old database cannot tell.
    """
    with closing(sqlite3.connect(restored.resolve().as_uri(), uri=True)) as connection:
        try:
            connection.execute("ATTACH ? AS old", (f"{old.resolve().as_uri()}?mode=ro",))
            with connection:
                connection.execute(_CHOOSE_UNREAD)
                with suppress(sqlite3.DatabaseError):  # a damaged page of its posts takes nothing from the others
                    connection.execute(_CHOOSE_GATHERING)
                connection.execute(_TAKE_UPDATES)
                return Counter(dict(connection.execute("SELECT kind, count(*) FROM chosen GROUP BY kind")))
        except sqlite3.DatabaseError:
            return Counter()


def opened_since(restored: Path, old: Path) -> list[int]:
    """The numbers of tickets that the old database has and the backup does not; none where it cannot tell."""
    with closing(sqlite3.connect(restored.resolve().as_uri(), uri=True)) as connection:
        try:
            connection.execute("ATTACH ? AS old", (f"{old.resolve().as_uri()}?mode=ro",))
            found = connection.execute(
                "SELECT id FROM old.tickets WHERE id NOT IN (SELECT id FROM tickets) ORDER BY id"
            )
            return [row[0] for row in found]
        except sqlite3.DatabaseError:
            return []


def replaced_at(database: Path) -> float | None:
    """When a database that is still kept was last replaced by a backup (seconds since 1970); None: none is kept.

    Giving a file another name changes its inode, which nothing does after that. Raises OSError.
    """
    kept = [one for one in database.parent.iterdir() if one.name.startswith(f"{database.name}.replaced-")]
    return max((one.stat().st_ctime for one in kept), default=None)


def check_alone(path: Path) -> None:
    """Raise BackupFailed where a journal beside the file at `path` may hold a part of it."""
    # Whoever only reads a WAL database leaves an empty -wal beside it: nothing is missing there.
    if any(part.exists() and part.stat().st_size for part in (Path(f"{path}{end}") for end in _PARTS[1:])):
        raise BackupFailed(path=path, reason="a journal lies beside it, so that the file alone is not the whole")


def check(path: Path) -> None:
    """Raise BackupDamaged unless the file at `path` is a whole SQLite database. The file is not written."""
    if path.stat().st_size == 0:  # to SQLite a sound database without tables
        raise BackupDamaged(path=path, reason="it is empty")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            faults = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
    except sqlite3.DatabaseError as error:
        raise BackupDamaged(path=path, reason=error) from error
    if faults != ["ok"]:
        raise BackupDamaged(path=path, reason=faults[0])


def _copy(source: Path, target: Path) -> None:
    # The source is opened for reading only: a second connection that may checkpoint can corrupt a WAL
    # (SQLite before 3.51.3). All pages in one step: a copy in several starts over whenever somebody writes.
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")  # else the copy would want a -wal beside it


def _private(path: Path) -> None:
    """Make an empty file that only its owner may read: what couriers wrote is in it."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _fold(database: Path) -> None:
    """Let a database that a killed bot left behind be one file, where it can: were this process killed between taking
    its journals away and putting the copy in its place, what they hold would be missing.
    """
    if not any(Path(f"{database}{part}").exists() for part in _PARTS[1:]):
        return
    with suppress(sqlite3.Error), closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _set_aside(database: Path) -> Path | None:
    """Give every part of the database a second name; only then may its journals go."""
    if not database.exists():
        return None
    number = 1
    while (aside := database.with_name(f"{database.name}.replaced-{number}")).exists():
        number += 1
    for part in _PARTS:
        if Path(f"{database}{part}").exists():
            _second_name(Path(f"{database}{part}"), Path(f"{aside}{part}"))
    _sync(database.parent)
    # A journal of the old database would be played into the new one.
    for part in ("-wal", "-journal", "-shm"):
        Path(f"{database}{part}").unlink(missing_ok=True)
    return aside


def _second_name(path: Path, name: Path) -> None:
    try:
        name.hardlink_to(path)
    except OSError:  # a file system without hard links
        shutil.copy2(path, name)


def _settle(unfinished: Path, target: Path) -> None:
    """Give a finished file its name so that a power cut leaves either the old or the new under it."""
    _sync(unfinished)
    unfinished.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
