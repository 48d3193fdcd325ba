"""Group commit: waiting writes share a transaction, a savepoint each, and are answered after its COMMIT."""

import asyncio
import logging
import sqlite3
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from storage.connection import Connection
from storage.errors import TransactionEnded, translated
from storage.transaction import Tx, end

LOG = logging.getLogger("fengshao.storage")

WRITES_AT_MOST: Final = 256
SECONDS_AT_MOST: Final = 0.05  # the first of a batch waits for the last: no longer than this and one write


class Write:
    """One function that waits to be run and, later, what came of it."""

    __slots__ = ("error", "fn", "future", "value")

    def __init__(self, fn: Callable[[Tx], Any], future: asyncio.Future[Any]) -> None:
        self.fn = fn
        self.future = future
        self.value: Any = None
        self.error: BaseException | None = None


class GroupCommit:
    """The queue in front of the one writing connection.

    Functions may run more than once (alone, after their batch was lost), so they have no effect outside tx.
    """

    def __init__(self, connection: Connection, loop: asyncio.AbstractEventLoop) -> None:
        self._connection = connection
        self._loop = loop
        self._waiting: deque[Write] = deque()
        self._draining = False

    def put(self, fn: Callable[[Tx], Any]) -> asyncio.Future[Any]:
        """Queue `fn`; the future is answered after the commit. Cancelling it stops nothing."""
        future: asyncio.Future[Any] = self._loop.create_future()
        self._waiting.append(Write(fn, future))
        if not self._draining:
            self._draining = True
            self._connection.post(self._drain)
        return future

    # From here on: on the connection's thread.

    def _drain(self, connection: sqlite3.Connection) -> None:
        # No lock: `put` appends before it looks at the flag, and this looks at the queue after lowering it,
        # so one of the two sees the other. Should both, the second drain finds nothing and lowers it again.
        while True:
            while self._waiting:
                self._answer(self._batch(connection))
            self._draining = False
            if not self._waiting:
                return

    def _batch(self, connection: sqlite3.Connection) -> list[Write]:
        batch: list[Write] = []
        try:
            _begin(connection)
        except BaseException as failure:
            # Whatever stops one BEGIN stops the next (another program's lock, after the whole busy timeout).
            while self._waiting and len(batch) < WRITES_AT_MOST:
                batch.append(self._waiting.popleft())
            for write in batch:
                self._fail(write, failure)
            return batch
        try:
            until = time.monotonic() + SECONDS_AT_MOST
            while self._waiting and len(batch) < WRITES_AT_MOST:
                batch.append(self._waiting.popleft())
                self._attempt(connection, batch[-1])
                if time.monotonic() > until:
                    break
            connection.execute("COMMIT")
        except BaseException as failure:
            _roll_back(connection)
            if len(batch) == 1:
                self._fail(batch[0], failure)
            else:
                # Nothing of the batch is kept, so no answer of it holds, not even a refusal
                # (it may rest on what another wrote): each is asked again, alone.
                for write in batch:
                    self._alone(connection, write)
        return batch

    def _attempt(self, connection: sqlite3.Connection, write: Write) -> None:
        """One write in its savepoint. Raises only when the transaction as a whole is lost."""
        connection.execute("SAVEPOINT one")
        try:
            write.value = _run(connection, write.fn)
        except BaseException as error:
            if not connection.in_transaction:
                raise
            connection.execute("ROLLBACK TO one")
            self._fail(write, error)
        connection.execute("RELEASE one")

    def _alone(self, connection: sqlite3.Connection, write: Write) -> None:
        write.value = write.error = None
        try:
            _begin(connection)
            write.value = _run(connection, write.fn)
            connection.execute("COMMIT")
        except BaseException as error:
            _roll_back(connection)
            self._fail(write, error)

    def _fail(self, write: Write, error: BaseException) -> None:
        write.value = None
        if isinstance(error, StopIteration):  # a future refuses it, and its caller would wait for ever
            write.error = RuntimeError("a write raised StopIteration")
            write.error.__cause__ = error
        elif isinstance(error, sqlite3.Error):
            write.error = translated(error, self._connection.path) or error
        else:
            write.error = error

    def _answer(self, batch: list[Write]) -> None:
        try:
            self._loop.call_soon_threadsafe(_deliver, batch)
        except RuntimeError:  # the loop was closed over us; what waits is still written
            LOG.warning("the event loop ended before %d writes were answered", len(batch))


def _deliver(batch: list[Write]) -> None:
    for write in batch:
        if write.future.done():
            if write.error is not None:
                LOG.error("a write whose caller had gone failed", exc_info=write.error)
        elif write.error is not None:
            write.future.set_exception(write.error)
        else:
            write.future.set_result(write.value)


def _run(connection: sqlite3.Connection, fn: Callable[[Tx], Any]) -> Any:
    tx = Tx(connection)
    try:
        value = fn(tx)
    finally:
        end(tx)
    if not connection.in_transaction:  # lost while fn looked the other way: it must not count as done
        raise TransactionEnded
    return value


def _begin(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:  # a ROLLBACK failed before
        connection.execute("ROLLBACK")
    connection.execute("BEGIN IMMEDIATE")


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        with suppress(sqlite3.Error):  # `_begin` tries again
            connection.execute("ROLLBACK")
