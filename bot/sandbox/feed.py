"""The feed of changes: every change of the world in order, for those who wait for one and those who watch them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from bot.sandbox.chats import Chat

_KEPT = 10_000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `kind` is message, edit, read (a bot confirmed the update about a message), delete, reaction, pin,
    member, chat, person, typing, tap, tap_answer, commands, profile, poll (a long poll begins), webhook (an update was
    posted, or not), call, stop (the server stops), or what the page's backstage tells (bot, player, time, spot);
    `details` holds the world's own objects."""

    number: int
    kind: str
    at: datetime
    chat: Chat | None
    details: dict[str, Any] = field(default_factory=dict)


class Subscription:
    """An async iterator over changes; nothing is missed between its making and its first step."""

    def __init__(self, queue: asyncio.Queue[Change], on_close: Callable[[], None]) -> None:
        self._queue = queue
        self._on_close: Callable[[], None] | None = on_close

    def __aiter__(self) -> Subscription:
        return self

    async def __anext__(self) -> Change:
        return await self._queue.get()

    def close(self) -> None:
        """Stop collecting changes; to be called by whoever loses interest."""
        if self._on_close is not None:
            self._on_close()
            self._on_close = None


class Feed:
    """Numbered changes; the last 10,000 are kept so that a page that reloads can catch up."""

    def __init__(self) -> None:
        self.last_number = 0
        self.kept: deque[Change] = deque(maxlen=_KEPT)
        self._subscribers: list[asyncio.Queue[Change]] = []
        self._waiting: set[asyncio.Future[None]] = set()

    def tell(self, kind: str, at: datetime, chat: Chat | None, details: dict[str, Any]) -> None:
        self.last_number += 1
        change = Change(self.last_number, kind, at, chat, details)
        self.kept.append(change)
        for queue in self._subscribers:
            queue.put_nowait(change)
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    def subscribe(self, after: int | None = None) -> Subscription:
        """Every change from now on; with `after`, the kept ones with a higher number come first."""
        queue: asyncio.Queue[Change] = asyncio.Queue()
        for change in self.kept if after is not None else ():
            if after is not None and change.number > after:
                queue.put_nowait(change)
        self._subscribers.append(queue)
        return Subscription(queue, lambda: self._subscribers.remove(queue))

    async def until(self, condition: Callable[[], T], seconds: float) -> T:
        """Wait until `condition` is true and hand its value on; it is asked again at each change, never in between.

        Raises TimeoutError after `seconds` of real time.
        """
        loop = asyncio.get_running_loop()
        ends = loop.time() + seconds
        while not (value := condition()):
            future: asyncio.Future[None] = loop.create_future()
            self._waiting.add(future)
            try:
                async with asyncio.timeout_at(ends):
                    await future
            finally:
                self._waiting.discard(future)
        return value
