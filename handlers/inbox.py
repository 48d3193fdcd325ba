"""The inbox's workers: in order within a chat, side by side across chats, each update settled with its effects."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import deque
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

import structlog

from bot.desk import inbox
from bot.desk.office import Office
from bot.desk.shell import Deed, Shell
from bot.tracebacks import told, trace
from storage import inbox as stored_inbox
from storage.errors import StorageError
from storage.inbox import Item
from storage.json_text import from_text
from storage.transaction import Tx

log = structlog.get_logger()
T = TypeVar("T")

_BETWEEN_TRIES = (0.2, 1.0, 3.0)
_STORAGE_PAUSE = 5.0


@dataclass(slots=True)
class _InHand:
    """The update that a task works on, and whether its effects were kept."""

    item: Item
    mark: str | None = None
    settled: bool = False


_IN_HAND: ContextVar[_InHand] = ContextVar("in_hand")

Handle = Callable[[dict[str, Any]], Awaitable[None]]


def mark_of(update: dict[str, Any]) -> str | None:
    """What makes two updates the same: chat and message, an edit's date and content, a tap's id."""
    if (message := update.get("message")) is not None:
        return f"m:{message['chat']['id']}:{message['message_id']}"
    if (edited := update.get("edited_message")) is not None:
        content = hashlib.sha256(json.dumps(edited, sort_keys=True).encode()).hexdigest()[:16]
        return f"e:{edited['chat']['id']}:{edited['message_id']}:{edited.get('edit_date')}:{content}"
    if (query := update.get("callback_query")) is not None:
        return f"c:{query['id']}"
    return None


class AlreadySettled(Exception):  # noqa: N818 - a signal: what was just done again is undone
    """The update in hand had its effects before."""


async def settle(shell: Shell, deed: Deed[T]) -> T:
    """Run a desk function and mark the update in hand done, in one transaction."""
    hand = _IN_HAND.get()

    def run(tx: Tx, office: Office, now: datetime) -> T:
        if hand.mark is not None and not stored_inbox.see(tx, hand.mark, now):
            raise AlreadySettled
        result = deed(tx, office, now)
        if not stored_inbox.settle(tx, hand.item.id, now):
            raise AlreadySettled
        return result

    result = await shell.do(run)
    hand.settled = True
    return result


class Workers:
    """Takes waiting updates to `handle`, which is expected to call `settle` once or not at all."""

    def __init__(self, shell: Shell, handle: Handle, *, lanes_at_once: int = 64) -> None:
        self._shell = shell
        self._handle = handle
        self._arrived = asyncio.Event()
        self._arrived.set()
        self._last = 0
        self._from_the_start = False
        self._lanes: dict[int, deque[Item]] = {}
        self._ended: set[int] = set()  # since the last look began, which may still have seen them wait
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(lanes_at_once)

    def arrived(self) -> None:
        """New updates were stored."""
        self._arrived.set()

    def begin_again(self) -> None:
        """Look at everything that waits, also what was released from quarantine."""
        self._from_the_start = True
        self._arrived.set()

    async def run(self) -> None:
        """Until cancelled. What is in hand then is taken up again at the next start."""
        try:
            while True:
                await self._arrived.wait()
                self._arrived.clear()
                if self._from_the_start:  # asked for by a flag: a look under way would overwrite the number
                    self._from_the_start, self._last = False, 0
                while items := await self._look():
                    self._last = items[-1].id
                    self._admit(items)
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _look(self) -> list[Item]:
        """What waits behind the last one seen, however long the storage takes to say so."""
        while True:
            self._ended.clear()
            try:
                return await self._shell.look(lambda tx, office, now: stored_inbox.waiting(tx, self._last))
            except StorageError as error:
                log.error("inbox.not_read", error=str(error))
                await asyncio.sleep(_STORAGE_PAUSE)

    def _admit(self, items: list[Item]) -> None:
        known = self._ended.union(item.id for lane in self._lanes.values() for item in lane)
        for item in items:
            if item.id in known:
                continue
            lane = self._lanes.get(item.lane)
            if lane is None:
                self._lanes[item.lane] = deque([item])
                task = asyncio.create_task(self._work(item.lane))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            else:
                lane.append(item)

    async def _work(self, lane: int) -> None:
        """One chat, one update after the other."""
        waiting = self._lanes[lane]
        while waiting:
            async with self._room:
                await self._take(waiting[0])
            self._ended.add(waiting.popleft().id)
        del self._lanes[lane]

    async def _take(self, item: Item) -> None:
        """Try until it is settled or quarantined; a storage that fails is waited for, it is not the update's fault."""
        while True:
            try:
                await self._try(item)
            except StorageError as error:
                log.error("inbox.storage_failed", item=item.id, error=str(error))
                await asyncio.sleep(_STORAGE_PAUSE)
            except Exception as error:
                log.warning("inbox.failed", item=item.id, attempt=item.attempts + 1, error=told(error))
                if await self._note_failure(item, trace(error)):
                    log.error("inbox.quarantined", item=item.id, remedy="fengshao quarantine list")
                    return
                await asyncio.sleep(_BETWEEN_TRIES[min(item.attempts, len(_BETWEEN_TRIES) - 1)])
                item = replace(item, attempts=item.attempts + 1)
            else:
                return

    async def _note_failure(self, item: Item, error: str) -> bool:
        """Write it down, however long the storage takes: the chat's other updates wait behind this one."""
        while True:
            try:
                return await self._shell.do(lambda tx, office, now: inbox.fail(tx, office, item, error, now))
            except StorageError as failure:
                log.error("inbox.storage_failed", item=item.id, error=str(failure))
                await asyncio.sleep(_STORAGE_PAUSE)

    async def _try(self, item: Item) -> None:
        update = from_text(item.raw)
        hand = _InHand(item, mark_of(update))
        _IN_HAND.set(hand)
        try:
            await self._handle(update)
        except AlreadySettled:
            log.info("inbox.seen_before", item=item.id, mark=hand.mark)
        if not hand.settled:
            await self._shell.do(lambda tx, office, now: stored_inbox.settle(tx, item.id, now, state="ignored"))
