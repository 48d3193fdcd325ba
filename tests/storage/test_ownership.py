"""One process owns a database, and its death frees it."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from storage.errors import DatabaseOwned
from storage.ownership import Ownership, written_owner
from tests.patience import PATIENCE

OWNER = """
import sys
from pathlib import Path
from storage.ownership import Ownership
owned = Ownership.take(Path(sys.argv[1]))
print("owned", flush=True)
sys.stdin.read()
"""


def another_process(database: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "owned\n"
    return process


def end(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.communicate()


def test_another_process_is_named_and_its_death_frees_the_database(tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    process = another_process(database)
    try:
        with pytest.raises(DatabaseOwned, match=f"in use by process {process.pid}: stop") as caught:
            Ownership.take(database)
        assert caught.value.pid == process.pid
    finally:
        end(process)  # as kill -9 does: nothing is tidied up
    Ownership.take(database).release()


def test_the_lock_file_names_the_owner_and_stays(tmp_path: Path) -> None:
    lock = tmp_path / "a.db.lock"
    owner = Ownership.take(tmp_path / "a.db")
    assert lock.read_text() == f"{os.getpid()}\n"
    owner.release()
    owner.release()
    assert lock.read_text() == ""
    assert lock.stat().st_mode & 0o077 == 0


def test_one_process_owns_it_once(tmp_path: Path) -> None:
    owner = Ownership.take(tmp_path / "a.db")
    with pytest.raises(DatabaseOwned):
        Ownership.take(tmp_path / "a.db")
    other = Ownership.take(tmp_path / "b.db")
    owner.release()
    Ownership.take(tmp_path / "a.db").release()
    other.release()


def test_another_name_of_the_same_file_is_the_same_database(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "b.db").symlink_to(tmp_path / "real" / "a.db")
    owner = Ownership.take(tmp_path / "real" / "a.db")
    for name in (tmp_path / "link" / "a.db", tmp_path / "b.db"):
        with pytest.raises(DatabaseOwned):
            Ownership.take(name)
    owner.release()


def test_a_lock_file_without_a_number_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "a.db.lock").write_text("what somebody wrote\n")
    owner = Ownership.take(tmp_path / "a.db")
    (tmp_path / "a.db.lock").write_text("nonsense")
    with pytest.raises(DatabaseOwned) as caught:
        Ownership.take(tmp_path / "a.db")
    assert caught.value.pid is None
    owner.release()


async def test_a_standby_takes_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.ownership._STANDBY_SECONDS", 0.01)
    first = Ownership.take(tmp_path / "a.db")
    standby = asyncio.ensure_future(Ownership.stand_by(tmp_path / "a.db"))
    await asyncio.sleep(0.03)
    assert not standby.done()
    first.release()
    second = await asyncio.wait_for(standby, PATIENCE)
    with pytest.raises(DatabaseOwned):
        Ownership.take(tmp_path / "a.db")
    second.release()


def test_the_written_owner_is_read_without_touching_the_lock(tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    assert written_owner(database) is None
    assert not list(tmp_path.iterdir())
    process = another_process(database)
    assert written_owner(database) == process.pid
    end(process)
    assert written_owner(database) == process.pid, "it had no time to take its name away"
    owner = Ownership.take(database)
    assert written_owner(database) == os.getpid()
    owner.release()
    assert written_owner(database) is None
    (tmp_path / "a.db.lock").write_text("nonsense")
    assert written_owner(database) is None
