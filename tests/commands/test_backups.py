"""`fengshao backup`, `restore` and `migrate` on real files, with a running bot and without."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.desk import forgetting
from storage import forgettings, people
from storage.database import MIGRATIONS
from storage.migrating import load
from storage.transaction import Tx
from tests.bot.serving import a_shell, prepare, serving


def run(config: Path, *args: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, args), "--config", str(config)])


def told(config: Path, *args: str | Path) -> str:
    result = run(config, *args)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def area_name(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        name: str = connection.execute("SELECT name FROM area").fetchone()[0]
        return name


def rename(path: Path, name: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE area SET name = ?", [name])


def test_there_and_back_while_the_bot_runs(tmp_path: Path) -> None:
    config = prepare(tmp_path, lambda tx: None)
    with serving(tmp_path):
        told(config, "backup", "--to", tmp_path / "kept.db")
        refused = run(config, "restore", tmp_path / "kept.db")
        assert (refused.exit_code, refused.stdout) == (1, "")
        assert "stop the bot first" in refused.stderr
    rename(tmp_path / "bot.db", "别处")
    said = told(config, "restore", tmp_path / "kept.db", "--verify")
    assert "the same byte by byte" in said
    assert area_name(tmp_path / "bot.db") == "黄山区"
    assert area_name(tmp_path / "bot.db.replaced-1") == "别处"


def test_numbers_given_out_since_the_backup_are_not_given_again(tmp_path: Path) -> None:
    """Their cards still stand in the chats: an old button must not find a new ticket."""
    config = prepare(tmp_path, lambda tx: None)
    told(config, "backup", "--to", tmp_path / "kept.db")
    with closing(sqlite3.connect(tmp_path / "bot.db")) as connection, connection:
        connection.execute("UPDATE sqlite_sequence SET seq = 1036 WHERE name = 'tickets'")
    assert "numbered from T1037" in told(config, "restore", tmp_path / "kept.db")
    with closing(sqlite3.connect(tmp_path / "bot.db")) as connection:
        (last,) = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'tickets'").fetchone()
    assert last == 1036


def test_updates_that_nobody_had_read_are_taken_over(tmp_path: Path) -> None:
    """They were acknowledged, so Telegram has forgotten them."""
    config = prepare(tmp_path, lambda tx: None)
    told(config, "backup", "--to", tmp_path / "kept.db")
    rows = [(1, "waiting"), (2, "done"), (3, "waiting"), (4, "ignored")]
    with closing(sqlite3.connect(tmp_path / "bot.db")) as connection, connection:
        connection.executemany(
            "INSERT INTO inbox (bot_id, update_id, lane, raw, received_at, state) VALUES (7, ?, 1, '{}', 0, ?)", rows
        )
    assert "2 updates that nobody had read yet were taken over" in told(config, "restore", tmp_path / "kept.db")
    assert _in(tmp_path / "bot.db", "SELECT update_id, state FROM inbox") == [(1, "waiting"), (3, "waiting")]


def test_updates_are_taken_over_though_posts_cannot_be_read(tmp_path: Path) -> None:
    """Why one restores at all may be a damaged page."""
    config = prepare(tmp_path, lambda tx: None)
    told(config, "backup", "--to", tmp_path / "kept.db")
    put = "INSERT INTO inbox (bot_id, update_id, lane, raw, received_at) VALUES (7, 1, 1, '{}', 0)"
    for sql in (put, "ALTER TABLE posts RENAME TO unreadable"):
        _in(tmp_path / "bot.db", sql)
    assert "1 updates that nobody had read yet were taken over" in told(config, "restore", tmp_path / "kept.db")
    assert _in(tmp_path / "bot.db", "SELECT update_id, state FROM inbox") == [(1, "waiting")]


def test_updates_in_quarantine_are_taken_over(tmp_path: Path) -> None:
    """A post may be among them. What the backup has as well stays as it has it."""
    config = prepare(tmp_path, lambda tx: None)
    put = "INSERT INTO inbox (bot_id, update_id, lane, raw, received_at, state, attempts, error, settled_at) VALUES "
    _in(tmp_path / "bot.db", put + "(7, 1, 1, '{}', 0, 'waiting', 0, NULL, NULL)")
    told(config, "backup", "--to", tmp_path / "kept.db")
    _in(tmp_path / "bot.db", "UPDATE inbox SET state = 'quarantined'")
    _in(tmp_path / "bot.db", put + "(7, 2, 1, '{}', 5, 'quarantined', 4, 'KeyError', 9)")
    said = told(config, "restore", tmp_path / "kept.db")
    assert "1 updates in quarantine were taken over from it" in said
    assert "nobody had read" not in said
    kept = _in(tmp_path / "bot.db", "SELECT update_id, received_at, state, attempts, error, settled_at FROM inbox")
    assert kept == [(1, 0, "waiting", 0, None, None), (2, 5, "quarantined", 4, "KeyError", 9)]


def test_reports_that_were_still_gathering_are_read_anew(tmp_path: Path) -> None:
    """With the parts that were joined to them and the edits, in the order they came; what was forgotten is no JSON."""
    config = prepare(tmp_path, lambda tx: None)
    told(config, "backup", "--to", tmp_path / "kept.db")
    posts = [(1, "gathering", 51, None), (2, "joined", 52, 1), (3, "reported", 53, None)]
    told_of = [("message", 51, -7), ("message", 52, -7), ("message", 53, -7), ("edited_message", 51, -7)]
    told_of.append(("message", 51, -8))  # of another chat
    rows = [(n, lane, json.dumps({kind: {"message_id": of}}), "done") for n, (kind, of, lane) in enumerate(told_of, 1)]
    rows += [(6, -7, "", "done"), (7, -7, "{}", "waiting")]
    with closing(sqlite3.connect(tmp_path / "bot.db")) as connection, connection:
        connection.executemany(
            "INSERT INTO posts (id, state, chat_id, message_id, joined_to, sender_id, sender_name, text, sent_at,"
            " kept_at) VALUES (?, ?, -7, ?, ?, 1, '', '', 0, 0)",
            posts,
        )
        connection.executemany(
            "INSERT INTO inbox (bot_id, update_id, lane, raw, received_at, state, settled_at) VALUES (7,?,?,?,0,?,0)",
            rows,
        )
    said = told(config, "restore", tmp_path / "kept.db")
    assert "3 updates of reports that were still gathering were taken over from it" in said
    assert "1 updates that nobody had read yet" in said
    kept = _in(tmp_path / "bot.db", "SELECT update_id, state, settled_at FROM inbox ORDER BY id")
    assert kept == [(number, "waiting", None) for number in (1, 2, 4, 7)]


def test_a_restore_can_be_undone(tmp_path: Path) -> None:
    """The database of before, and a copy made by hand of one that was closed, want a -wal to be read, and have none."""
    config = prepare(tmp_path, lambda tx: None)
    told(config, "backup", "--to", tmp_path / "kept.db")
    by_hand, before = tmp_path / "by hand.db", tmp_path / "bot.db.replaced-1"
    shutil.copy(tmp_path / "bot.db", by_hand)
    rename(tmp_path / "bot.db", "别处")
    told(config, "restore", tmp_path / "kept.db")
    for file, name in ((before, "别处"), (by_hand, "黄山区"), (before, "别处")):
        told(config, "restore", file)
        assert area_name(tmp_path / "bot.db") == name
        assert not [one for one in tmp_path.iterdir() if one.name in {f"{file.name}-wal", f"{file.name}-shm"}]


def test_tickets_of_since_the_backup_are_named(tmp_path: Path) -> None:
    config = prepare(tmp_path, lambda tx: None)
    told(config, "backup", "--to", tmp_path / "kept.db")
    with closing(sqlite3.connect(tmp_path / "bot.db")) as connection, connection:
        columns = {row[1]: row for row in connection.execute("PRAGMA table_info(tickets)")}
        wanted = [name for name, row in columns.items() if row[3] and row[4] is None and name != "id"]
        values = ", ".join("0" if columns[name][2] == "INTEGER" else "''" for name in wanted)
        connection.execute(f"INSERT INTO tickets (id, {', '.join(wanted)}) VALUES (1036, {values})")
    said = told(config, "restore", tmp_path / "kept.db")
    assert "opened since the backup, and not in it: T1036; have them reported again" in said


def test_a_backup_names_itself(tmp_path: Path) -> None:
    config = prepare(tmp_path, lambda tx: None)
    path, _, rest = told(config, "backup").partition(": ")
    assert Path(path).parent == tmp_path / "backups"
    assert rest.endswith(" bytes, checked\n")
    assert area_name(Path(path)) == "黄山区"


def test_a_backup_overwrites_nothing(tmp_path: Path) -> None:
    config = prepare(tmp_path, lambda tx: None)
    (tmp_path / "mine").write_text("precious")
    result = run(config, "backup", "--to", tmp_path / "mine")
    assert result.exit_code == 1
    assert "a file of that name is there already" in result.stderr
    assert (tmp_path / "mine").read_text() == "precious"


@pytest.mark.parametrize(
    ("content", "code", "part"),
    [
        (None, 2, "no such file; fengshao backup makes one"),
        (b"", 1, "it is empty"),
        (b"this is not a database, though it is long enough to be looked at" * 20, 1, "cannot be used"),
        ("CREATE TABLE t (x)", 1, "is not a database of Fengshao"),
        ("PRAGMA journal_mode=WAL", 1, "it holds no table"),
    ],
)
def test_what_is_no_backup_replaces_nothing(tmp_path: Path, content: bytes | str | None, code: int, part: str) -> None:
    config = prepare(tmp_path, lambda tx: None)
    file = tmp_path / "file.db"
    if isinstance(content, str):
        with closing(sqlite3.connect(file)) as connection:
            connection.execute(content)
    elif content is not None:
        file.write_bytes(content)
    result = run(config, "restore", file)
    assert (result.exit_code, result.stdout) == (code, "")
    assert part in result.stderr
    assert result.stderr.count("\n") == 1
    assert area_name(tmp_path / "bot.db") == "黄山区"


def test_migrate_says_what_it_did(tmp_path: Path) -> None:
    config = prepare(tmp_path / "new", lambda tx: None)
    known = len(load(MIGRATIONS))
    (tmp_path / "new/bot.db").unlink()
    assert told(config, "migrate") == f"{tmp_path}/new/bot.db: made, schema {known}\n"
    assert told(config, "migrate") == f"{tmp_path}/new/bot.db: schema {known}, nothing to do\n"


def test_migrate_does_not_fill_an_empty_file(tmp_path: Path) -> None:
    config = prepare(tmp_path, lambda tx: None)
    (tmp_path / "bot.db").write_bytes(b"")
    result = run(config, "migrate")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert "restore the last backup" in result.stderr
    assert (tmp_path / "bot.db").stat().st_size == 0


def test_migrate_beside_a_running_bot(tmp_path: Path) -> None:
    config = prepare(tmp_path, lambda tx: None)
    with serving(tmp_path):
        result = run(config, "migrate")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "in use by process" in result.stderr


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    config = prepare(tmp_path, lambda tx: None)
    told(config, "backup", "--to", tmp_path / "newer.db")
    for path in (tmp_path / "bot.db", tmp_path / "newer.db"):
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("INSERT INTO schema_migrations VALUES (99, 'x', 'x', 0)")
    for args in (("migrate",), ("restore", tmp_path / "newer.db")):
        result = run(config, *args)
        assert result.exit_code == 1
        assert "was written by a newer Fengshao" in result.stderr


WANG, ZHAO = 7_654_321_001, 7_654_321_002


def _known(tx: Tx) -> None:
    for person, name in ((WANG, "王骑手"), (ZHAO, "赵骑手")):
        people.remember(tx, person, name, None)


def _in(path: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(sql).fetchall()


async def _forget(folder: Path, *wishes: int) -> None:
    """These ask, and the first of them is forgotten."""
    async with a_shell(folder) as shell:
        for person in wishes:
            await shell.do(lambda tx, office, now, person=person: forgettings.ask(tx, person, now))  # type: ignore[misc]
            while person == wishes[0] and await shell.do(forgetting.go_on):
                pass


def test_who_was_forgotten_since_the_backup_is_forgotten_again(tmp_path: Path) -> None:
    """One was forgotten, one had asked: neither is brought back. Pseudonyms are not given twice."""
    config = prepare(tmp_path, _known)
    told(config, "backup", "--to", tmp_path / "kept.db")
    asyncio.run(_forget(tmp_path, WANG, ZHAO))
    assert str(WANG) not in str(_in(tmp_path / "bot.db", "SELECT * FROM people"))
    result = run(config, "restore", tmp_path / "kept.db")
    assert result.exit_code == 0, result.output
    assert "2 who were forgotten since the backup are forgotten again" in result.stdout
    assert "looking for who was forgotten" in result.stderr
    assert _in(tmp_path / "bot.db", "SELECT person_id FROM forgettings ORDER BY person_id") == [(WANG,), (ZHAO,)]
    assert _in(tmp_path / "bot.db", "SELECT min(id) FROM forgettings") == [(3,)]
    asyncio.run(_forget(tmp_path, WANG))
    assert _in(tmp_path / "bot.db", "SELECT id, name FROM people WHERE name LIKE '王%'") == []


def test_who_came_back_before_the_backup_is_left_alone(tmp_path: Path) -> None:
    """They were forgotten, reported again, and have not asked since."""
    config = prepare(tmp_path, _known)
    asyncio.run(_forget(tmp_path, WANG))
    _in(tmp_path / "bot.db", f"INSERT INTO people (id, name) VALUES ({WANG}, '王骑手')")
    told(config, "backup", "--to", tmp_path / "kept.db")
    assert "0 who were forgotten" in told(config, "restore", tmp_path / "kept.db")
    assert _in(tmp_path / "bot.db", "SELECT * FROM forgettings") == []


def test_a_newer_database_may_tell_who_was_forgotten(tmp_path: Path) -> None:
    """The disk is gone, and so is the database of before; a newer backup is there, which one does not want back."""
    config = prepare(tmp_path, _known)
    told(config, "backup", "--to", tmp_path / "older.db")
    asyncio.run(_forget(tmp_path, WANG))
    told(config, "backup", "--to", tmp_path / "newer.db")
    (tmp_path / "bot.db").unlink()
    assert "give --forgotten FILE" in told(config, "restore", tmp_path / "older.db")
    assert _in(tmp_path / "bot.db", "SELECT * FROM forgettings") == []
    run(config, "restore", tmp_path / "older.db", "--forgotten", tmp_path / "newer.db")
    assert _in(tmp_path / "bot.db", "SELECT person_id FROM forgettings") == [(WANG,)]


def test_an_old_database_that_cannot_be_read_is_said_to_be(tmp_path: Path) -> None:
    config = prepare(tmp_path, _known)
    told(config, "backup", "--to", tmp_path / "kept.db")
    (tmp_path / "bot.db").write_bytes(b"no database" * 99)
    said = told(config, "restore", tmp_path / "kept.db")
    assert "it cannot be told who was forgotten since the backup, so they are back" in said
