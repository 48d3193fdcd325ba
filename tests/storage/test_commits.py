"""Group commit: who shares a transaction, who is answered when, and what one failure does to the others."""

import asyncio
import logging
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import storage.commits
from storage.database import Database
from storage.transaction import Tx
from tests.patience import PATIENCE
from tests.storage.notes import held, note, notes_database, on_disk, together, traced


@pytest.fixture(autouse=True)
def no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch ends by its number alone, so that a slow machine makes the same batches."""
    monkeypatch.setattr(storage.commits, "SECONDS_AT_MOST", 60.0)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with notes_database(tmp_path) as database:
        yield database


async def test_a_write_gives_its_result_and_is_on_the_disk(database: Database) -> None:
    assert await database.write(note("灯不亮")) == 1
    assert on_disk(database) == ["灯不亮"]


async def test_waiting_writes_share_one_commit_with_a_savepoint_each(database: Database) -> None:
    statements = await traced(database)
    assert await together(database, *(note(str(n)) for n in range(20))) == list(range(1, 21))
    assert statements.count("COMMIT") == 1
    assert statements.count("SAVEPOINT one") == statements.count("RELEASE one") == 20


async def test_nobody_is_answered_before_the_commit(database: Database) -> None:
    reached, go = threading.Event(), threading.Event()

    def last(tx: Tx) -> None:
        reached.set()
        go.wait(10)
        tx.run("INSERT INTO notes (text) VALUES ('last')")

    def refused(tx: Tx) -> None:
        raise LookupError("no such ticket")

    async with held(database):
        early = asyncio.ensure_future(database.write(note("early")))
        failed = asyncio.ensure_future(database.write(refused))
        late = asyncio.ensure_future(database.write(last))
        await asyncio.sleep(0)
    await asyncio.to_thread(reached.wait, 10)
    await asyncio.sleep(0.01)
    assert not early.done()
    assert not failed.done()
    assert on_disk(database) == []
    go.set()
    await asyncio.wait([early, failed, late])
    assert on_disk(database) == ["early", "last"]
    assert isinstance(failed.exception(), LookupError)


async def test_an_exception_undoes_its_own_write_and_reaches_its_own_caller(database: Database) -> None:
    def fails(tx: Tx) -> None:
        note("half")(tx)
        raise LookupError("no such ticket")

    answers = await together(database, note("a"), fails, note("b"), note("a"))
    assert [type(answer) for answer in answers] == [int, LookupError, int, sqlite3.IntegrityError]
    assert on_disk(database) == ["a", "b"]


@pytest.mark.parametrize("alone", [True, False])
async def test_stop_iteration_reaches_its_caller_wrapped(database: Database, alone: bool) -> None:
    def exhausted(tx: Tx) -> None:
        next(iter(tx.rows("SELECT * FROM notes WHERE id < 0")))

    fns = [exhausted] if alone else [note("a"), exhausted, note("b")]
    answers = await asyncio.wait_for(together(database, *fns), PATIENCE)
    error = answers[0 if alone else 1]
    assert isinstance(error, RuntimeError)
    assert isinstance(error.__cause__, StopIteration)
    with pytest.raises(RuntimeError, match="StopIteration"):
        await asyncio.wait_for(database.read(exhausted), PATIENCE)


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit, asyncio.CancelledError, MemoryError])
async def test_no_kind_of_exception_hangs_the_others(database: Database, kind: type[BaseException]) -> None:
    def stops(tx: Tx) -> None:
        note("half")(tx)
        raise kind

    async def caught() -> BaseException | None:
        try:
            await database.write(stops)
        except BaseException as error:  # the very kind that is asked for
            return error
        return None

    async with held(database):
        before = asyncio.ensure_future(database.write(note("before")))
        stopped = asyncio.ensure_future(caught())
        after = asyncio.ensure_future(database.write(note("after")))
        await asyncio.sleep(0)
    await asyncio.wait([before, stopped, after], timeout=5)
    assert isinstance(stopped.result(), kind)
    assert on_disk(database) == ["before", "after"]
    assert before.result() == 1


async def test_writes_run_in_the_order_they_were_asked_for(database: Database) -> None:
    """1,000 writers with three writes each: each caller's own order, and the order of arrival over all."""

    async def writer(name: int) -> None:
        for step in range(3):
            await database.write(note(f"{name}:{step}"))

    await asyncio.gather(*(writer(name) for name in range(1000)))
    written = on_disk(database)
    assert len(written) == 3000
    for name in (0, 1, 500, 999):
        assert [text for text in written if text.startswith(f"{name}:")] == [f"{name}:{step}" for step in range(3)]
    assert written[:1000] == [f"{name}:0" for name in range(1000)]


async def test_a_batch_has_a_greatest_number_of_writes(database: Database) -> None:
    statements = await traced(database)
    answers = await together(database, *[lambda tx: tx.value("SELECT 1")] * 600)
    assert answers == [1] * 600
    assert statements.count("COMMIT") == 3  # 256 + 256 + 88


async def test_a_batch_has_a_greatest_time(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage.commits, "SECONDS_AT_MOST", -1.0)
    statements = await traced(database)
    await together(database, *(note(str(n)) for n in range(5)))
    assert statements.count("COMMIT") == 5


async def test_a_cancelled_callers_write_is_still_done(database: Database) -> None:
    async with held(database):
        gone = asyncio.ensure_future(database.write(note("gone")))
        stays = asyncio.ensure_future(database.write(note("stays")))
        await asyncio.sleep(0)
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone  # at once, not after the write
    assert await stays == 2
    assert on_disk(database) == ["gone", "stays"]


async def test_the_failure_of_a_write_whose_caller_has_gone_is_logged(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    await database.write(note("a"))
    async with held(database):
        gone = asyncio.ensure_future(database.write(note("a")))
        await asyncio.sleep(0)
        gone.cancel()
    await database.write(note("b"))
    assert [(record.name, record.levelno) for record in caplog.records] == [("fengshao.storage", logging.ERROR)]
    assert "UNIQUE" in str(caplog.records[0].exc_info)
