"""The control socket: orders of the command line reach the bot that owns the database, or the database itself.

Beside the database lies a unix socket, for its owner alone. One JSON object a line goes in, `{"operation":
"quarantine.retry", "arguments": {"ids": [7]}}`, and one comes out: `{"result": [7]}`, or `{"refused": "why"}`
for what cannot be done, or `{"failed": "why"}`.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import structlog

from bot.desk.shell import Shell
from bot.operations import OPERATIONS, Operation, Refusals
from storage.database import Database, sqlite_path
from storage.errors import DatabaseOwned, StorageError
from storage.lookups import NoDatabase

log = structlog.get_logger()

Effect = Callable[[], Awaitable[None]]
"""What the running bot does after an operation, beside the database."""

_LONGEST_LINE = 256 * 1024 * 1024
"""An area with 100,000 places takes some 15 MB."""
_LONGEST_NAME = 100
"""Bytes of a socket's path: 108 on Linux, 104 on other systems, their end mark included."""
_SECONDS_TO_ASK = 10.0
_SECONDS_TO_ANSWER = 120.0
_SECONDS_TO_CONNECT = 2.0
_SECONDS_OF_CHANGE = 5.0
"""How long a bot that starts or ends may own the database without answering."""


class NotPossible(Exception):  # noqa: N818 - told to the operator as it is
    """The operation cannot be done as things stand; nothing was changed."""


class Failed(Exception):  # noqa: N818 - told to the operator as it is
    """The operation failed; its text says what mends it."""


def socket_path(database: Path) -> Path:
    """fengshao.db → fengshao.db.sock"""
    return database.with_name(f"{database.name}.sock")


@contextmanager
def _short_name(path: Path) -> Iterator[str]:
    """A name of this file that a socket address can hold; a deep folder is reached through its descriptor."""
    if len(os.fsencode(path)) <= _LONGEST_NAME:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


@asynccontextmanager
async def served(shell: Shell, effects: Mapping[str, Effect]) -> AsyncIterator[None]:
    """Take orders meanwhile. The caller owns the database, so that a socket file which is there is a dead one's.

    Where no socket can be had, a warning is logged and the bot runs without.
    """
    path = socket_path(shell.database.path)
    try:
        listener = _listen(path)
    except OSError as error:
        log.warning("control.off", error=str(error), remedy="put the database into a folder with a shorter name")
        yield
        return
    tasks: set[asyncio.Task[None]] = set()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await _converse(shell, effects, reader, writer)
        finally:
            tasks.discard(task)

    server = await asyncio.start_unix_server(answer, sock=listener, limit=_LONGEST_LINE)
    try:
        yield
    finally:
        server.close()
        path.unlink(missing_ok=True)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _listen(path: Path) -> socket.socket:
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)  # nobody else may connect, not even between bind and chmod
    try:
        with _short_name(path) as name:
            listener.bind(name)
    except BaseException:
        listener.close()
        raise
    finally:
        os.umask(before)
    return listener


async def _converse(
    shell: Shell, effects: Mapping[str, Effect], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """One line in, one line out."""
    with contextlib.suppress(OSError, ValueError, TimeoutError):  # a caller that left, or never asked
        async with asyncio.timeout(_SECONDS_TO_ASK):
            line = await reader.readline()
        if line:
            answer = await _answer(shell, effects, line)
            writer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
            await writer.drain()
    writer.close()


async def _answer(shell: Shell, effects: Mapping[str, Effect], line: bytes) -> dict[str, Any]:
    try:
        name, operation, arguments = await asyncio.to_thread(_read, line)
    except (ValueError, KeyError, TypeError):
        return {"failed": "the running bot does not know this order: restart it, so that both are of one version"}
    try:
        result = await shell.do(lambda tx, office, now: operation.do(tx, arguments, now))
    except Refusals as error:
        return {"refused": str(error)}
    except StorageError as error:
        return {"failed": str(error)}
    except Exception:
        log.exception("control.failed", operation=name)
        return {"failed": "a fault of the program; its lines are in the bot's log"}
    log.info("control.done", operation=name, result=result)
    try:
        if (effect := effects.get(name)) is not None:
            await effect()
    except Exception:  # it was done all the same, and is kept
        log.exception("control.effect_failed", operation=name)
    return {"result": result}


def _read(line: bytes) -> tuple[str, Operation[Any], Any]:
    """Name, operation and arguments of an order. Raises ValueError, KeyError or TypeError."""
    order = json.loads(line)
    operation = OPERATIONS[order["operation"]]
    return order["operation"], operation, operation.read(order["arguments"])


def is_served(database: Path) -> bool:
    """Whether a bot that runs on this database answers its socket. Nothing is asked of it."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
        caller.settimeout(_SECONDS_TO_CONNECT)
        try:
            with _short_name(socket_path(database)) as name:
                caller.connect(name)
        except OSError:
            return False
    return True


def perform(url: str, operation: str, arguments: Mapping[str, Any]) -> Any:
    """Order it of the bot that runs on this storage.url; where none does, open the database and do it here.

    `arguments` is what JSON can hold. Gives the operation's result. Raises NotPossible, Failed, StorageError.
    """
    path = sqlite_path(url)
    if not path.exists():
        raise NoDatabase(path=path)
    patience = time.monotonic() + _SECONDS_OF_CHANGE
    while True:
        try:
            answer = _ask(path, operation, arguments)
        except (FileNotFoundError, ConnectionRefusedError):
            try:
                return asyncio.run(_perform_here(url, operation, arguments))
            except DatabaseOwned:
                if time.monotonic() > patience:
                    raise
            time.sleep(0.1)
        except OSError as error:
            raise Failed(f"{socket_path(path)}: {error.strerror or error}; run this as the bot's user") from error
        else:
            return answer


def _ask(database: Path, operation: str, arguments: Mapping[str, Any]) -> Any:
    """Raises OSError where nobody listens, NotPossible and Failed in the bot's words."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
        caller.settimeout(_SECONDS_TO_ANSWER)
        with _short_name(socket_path(database)) as name:
            caller.connect(name)
        order = {"operation": operation, "arguments": arguments}
        try:
            caller.sendall(json.dumps(order, ensure_ascii=False).encode() + b"\n")
            with caller.makefile("rb") as answers:
                line = answers.readline()
        except OSError as error:
            raise Failed(f"the running bot did not answer ({error}); look whether it was done") from error
    if not line:
        raise Failed("the running bot went away without an answer; look whether it was done")
    answer = json.loads(line)
    if "refused" in answer:
        raise NotPossible(answer["refused"])
    if "failed" in answer:
        raise Failed(answer["failed"])
    return answer["result"]


async def _perform_here(url: str, operation: str, arguments: Mapping[str, Any]) -> Any:
    known = OPERATIONS[operation]
    order = known.read(arguments)
    database = await Database.open(url, now=partial(datetime.now, UTC), fill=False)
    try:
        return await database.write(lambda tx: known.do(tx, order, datetime.now(UTC)))
    except Refusals as error:
        raise NotPossible(str(error)) from error
    finally:
        await database.close()
