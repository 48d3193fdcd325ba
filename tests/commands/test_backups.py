"""`fengshao backup`, `restore` and `migrate` on real files, with a running bot and without."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from storage.database import MIGRATIONS
from storage.migrating import load
from tests.bot.serving import prepare, serving


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
