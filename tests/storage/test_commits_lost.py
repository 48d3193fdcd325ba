"""Group commit when the transaction is lost as a whole: a full disk, a failed commit, a foreign lock."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import storage.commits
from storage.database import Database
from storage.errors import StorageBusy, StorageFull, StorageReadOnly, TransactionEnded
from storage.transaction import Tx
from tests.storage.notes import fill, note, notes_database, on_disk, on_writer, small_disk, together, traced


@pytest.fixture(autouse=True)
def no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch ends by its number alone, so that a slow machine makes the same batches."""
    monkeypatch.setattr(storage.commits, "SECONDS_AT_MOST", 60.0)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with notes_database(tmp_path) as database:
        yield database


async def refuse_commit(database: Database, times: int) -> None:
    """Let the next `times` commits fail, as they would on a failing disk."""
    left = [times]

    def answer(action: int, operation: str | None, *_: Any) -> int:
        if action == sqlite3.SQLITE_TRANSACTION and operation == "COMMIT" and left[0] > 0:
            left[0] -= 1
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    await on_writer(database, lambda connection: connection.set_authorizer(answer))


async def test_a_full_disk_fails_the_one_that_does_not_fit(database: Database) -> None:
    await small_disk(database, 60)
    runs: list[str] = []
    lost: list[bool] = []

    def counted(name: str, fn: Callable[[Tx], Any]) -> Callable[[Tx], Any]:
        def run(tx: Tx) -> Any:
            runs.append(name)
            try:
                return fn(tx)
            except sqlite3.OperationalError:
                lost.append(not tx._connection.in_transaction)
                raise

        return run

    fns = [counted("a", note("a")), counted("big", fill(500)), counted("b", note("b"))]
    first, big, second = await together(database, *fns)
    assert lost[0], "this test is about SQLite rolling the whole transaction back"
    assert (first, second) == (1, 2)
    assert isinstance(big, StorageFull)
    assert isinstance(big.__cause__, sqlite3.OperationalError)
    assert on_disk(database) == ["a", "b"]
    assert runs == ["a", "big", "a", "big", "b"]
    assert await database.write(note("c")) == 3


async def test_on_a_full_disk_exactly_those_who_were_told_so_are_kept(database: Database) -> None:
    await small_disk(database, 80)
    sizes = [1, 9, 30, 2, 40, 1, 25, 3, 60, 1] * 4
    answers = await together(database, *(fill(size) for size in sizes))
    kept = {answer for answer in answers if isinstance(answer, int)}
    assert {type(answer) for answer in answers} == {int, StorageFull}
    assert len(on_disk(database)) == len(kept) == sum(isinstance(answer, int) for answer in answers)
    assert await database.read(lambda tx: {row["id"] for row in tx.rows("SELECT id FROM notes")}) == kept


async def test_a_function_cannot_go_on_after_its_transaction_was_lost(database: Database) -> None:
    """Else, outside any transaction, each of its statements would be committed by itself."""
    await small_disk(database, 60)

    def stubborn(tx: Tx) -> None:
        try:
            fill(500)(tx)
        except sqlite3.OperationalError:
            note("half")(tx)

    def careless(tx: Tx) -> str:
        try:
            fill(500)(tx)
        except sqlite3.OperationalError:
            return "all is well"
        return "it fitted"

    answers = await together(database, note("a"), stubborn, careless)
    assert answers[0] == 1
    assert isinstance(answers[1], TransactionEnded)
    assert isinstance(answers[2], TransactionEnded)
    assert on_disk(database) == ["a"]
    assert isinstance((await together(database, careless))[0], TransactionEnded)


async def test_a_refusal_that_rests_on_a_lost_write_is_taken_back(database: Database) -> None:
    """The second of two equal notes is refused; then the first is lost: the refusal was wrong."""
    await small_disk(database, 60)
    refusals: list[Exception] = []

    def first(tx: Tx) -> None:
        if refusals:
            raise LookupError("no longer wanted")
        note("same")(tx)

    def second(tx: Tx) -> int:
        try:
            return note("same")(tx)
        except sqlite3.IntegrityError as error:
            refusals.append(error)
            raise

    answers = await together(database, first, second, fill(500))
    assert len(refusals) == 1
    assert [type(answer) for answer in answers] == [LookupError, int, StorageFull]
    assert on_disk(database) == ["same"]


async def test_a_failed_commit_is_told_to_everybody(database: Database) -> None:
    await refuse_commit(database, times=4)
    answers = await together(database, note("a"), note("b"))
    alone = await together(database, note("c"))
    assert [type(answer) for answer in (*answers, *alone)] == [sqlite3.DatabaseError] * 3
    assert on_disk(database) == []
    assert not await on_writer(database, lambda connection: connection.in_transaction)  # nobody is kept waiting
    assert await database.write(note("d")) == 1


async def test_after_one_failed_commit_each_write_is_tried_alone(database: Database) -> None:
    await refuse_commit(database, times=1)
    statements = await traced(database)
    assert await together(database, note("a"), note("b")) == [1, 2]
    assert on_disk(database) == ["a", "b"]
    assert statements.count("ROLLBACK") == 1
    assert statements.count("COMMIT") == 2


async def test_one_that_makes_the_commit_fail_fails_alone(database: Database) -> None:
    """A deferred foreign key (we have none) is looked at only by COMMIT."""

    def orphan(tx: Tx) -> None:
        tx.run("INSERT INTO children (parent) VALUES (7)")

    answers = await together(database, note("a"), orphan, note("b"))
    assert [type(answer) for answer in answers] == [int, sqlite3.IntegrityError, int]
    assert on_disk(database) == ["a", "b"]


async def test_a_foreign_lock_is_told_to_all_who_wait_and_passes(database: Database) -> None:
    await on_writer(database, lambda connection: connection.execute("PRAGMA busy_timeout=20"))
    statements = await traced(database)
    with closing(sqlite3.connect(database.path, isolation_level=None)) as stranger:
        stranger.execute("BEGIN IMMEDIATE")
        answers = await together(database, *(note(str(n)) for n in range(50)))
        stranger.execute("ROLLBACK")
    assert {type(answer) for answer in answers} == {StorageBusy}
    assert statements.count("BEGIN IMMEDIATE") == 1  # they wait out the timeout together, not each in turn
    assert "locked" in str(answers[0])
    assert await database.write(note("a")) == 1


async def test_a_disk_that_turned_read_only_is_told(database: Database) -> None:
    await on_writer(database, lambda connection: connection.execute("PRAGMA query_only=ON"))
    with pytest.raises(StorageReadOnly, match=r"a\.db cannot be written"):
        await database.write(note("a"))


async def test_errors_of_the_program_are_left_alone(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        await database.write(lambda tx: tx.run("DELETE FROM nowhere"))
    with pytest.raises(sqlite3.ProgrammingError, match="binding"):
        await database.read(lambda tx: tx.value("SELECT :missing"))
