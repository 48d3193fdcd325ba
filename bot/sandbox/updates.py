"""A bot's queue of updates: numbering, confirmation by offset, long polls and their conflicts.

The rules are those of TDLib's TQueue and the server's `do_get_updates`: an offset forgets everything below it; an
offset more than ten beyond the end, or far before the start, counts as none (and so confirms nothing); a negative
offset keeps that many from the end; updates live for 24 hours. Left out: the real server makes
a client that polls in a circle with one offset wait 3 seconds.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from bot.sandbox import limits, rejections

_KINDS = """
message edited_message channel_post edited_channel_post business_connection business_message
edited_business_message deleted_business_messages guest_message message_reaction message_reaction_count
inline_query chosen_inline_result callback_query shipping_query pre_checkout_query purchased_paid_media poll
poll_answer my_chat_member chat_member chat_join_request chat_boost removed_chat_boost managed_bot
"""
UPDATE_KINDS = frozenset(_KINDS.split())
ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_FAR_AHEAD = 10
_FAR_BEHIND = 200_000
_CONFLICT_PACE = 3.0
_BODIES_KEPT = 2_000


@dataclass(slots=True, eq=False)
class _Poll:
    offset: int
    limit: int
    future: asyncio.Future[list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class About:
    """Which message an update tells of, by its key, and who wants to know when the bot has confirmed it."""

    key: int
    on_taken: Callable[[], None]


@dataclass(frozen=True, slots=True)
class _Waiting:
    id: int
    at: datetime
    body: dict[str, Any]
    about: About | None


class UpdateQueue:
    """Updates of one bot that wait for it."""

    def __init__(self, now: Callable[[], datetime], first_id: int) -> None:
        self._now = now
        self._next_id = first_id
        self._pending: deque[_Waiting] = deque()
        self._told: OrderedDict[int, dict[str, Any]] = OrderedDict()
        self._allowed: frozenset[str] | None = None
        self._poll: _Poll | None = None
        self._arrival: asyncio.Event | None = None
        self._conflict_at = 0.0
        self.conflict_pace = _CONFLICT_PACE
        """Seconds between two 409 answers; a second conflict is held back that long, as the real server does."""
        self.webhook_url = ""

    @property
    def pending(self) -> list[dict[str, Any]]:
        """What the bot has not confirmed yet."""
        self._expire()
        return [waiting.body for waiting in self._pending]

    @property
    def polled(self) -> bool:
        """Whether a long poll waits right now."""
        return self._poll is not None

    @property
    def allowed_updates(self) -> list[str] | None:
        """What the bot asked for last; None means the default."""
        return None if self._allowed is None else sorted(self._allowed)

    def remember_allowed(self, kinds: list[str] | None) -> None:
        """Keep what the bot asks for until it asks for something else; an empty list restores the default."""
        if kinds is not None:
            known = frozenset(kinds) & UPDATE_KINDS
            self._allowed = known or None

    def wants(self, kind: str) -> bool:
        return kind in self._allowed if self._allowed is not None else kind not in ONLY_ON_REQUEST

    def push(self, kind: str, body: dict[str, Any], about: About | None = None) -> bool:
        """Queue one update if the bot wants its kind, and wake whoever waits for it. `about` names the message that
        is new or edited. False: the bot does not want it."""
        if not self.wants(kind):
            return False
        update = {"update_id": self._next_id, kind: body}
        self._pending.append(_Waiting(self._next_id, self._now(), update, about))
        if about is not None:
            self._remember(about.key, update)
        self._next_id += 1
        if self._poll is not None and not self._poll.future.done():
            poll, self._poll = self._poll, None
            poll.future.set_result(self._from(poll.offset, poll.limit))
        if self._arrival is not None:
            self._arrival.set()
        return True

    def _remember(self, key: int, update: dict[str, Any]) -> None:
        self._told[key] = update
        self._told.move_to_end(key)
        if len(self._told) > _BODIES_KEPT:
            self._told.popitem(last=False)

    def told(self, key: int) -> dict[str, Any] | None:
        """The last update about the message with this key, whether the bot has fetched it or not. The 2,000 newest
        are kept."""
        return self._told.get(key)

    def renumber(self, first_id: int) -> None:
        """Let the next update bear this id, as after a week of silence when Telegram draws a new one."""
        self._next_id = first_id

    def clear(self) -> None:
        self._pending.clear()

    def _expire(self) -> None:
        horizon = self._now() - limits.UPDATES_KEPT
        while self._pending and self._pending[0].at <= horizon:
            self._pending.popleft()

    def _from(self, offset: int, limit: int) -> list[dict[str, Any]]:
        self._expire()
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popleft()
        elif self._next_id - _FAR_BEHIND <= offset <= self._next_id + _FAR_AHEAD:
            while self._pending and self._pending[0].id < offset:
                self._take_oldest()
        return [waiting.body for waiting in islice(self._pending, limit)]

    def _take_oldest(self) -> None:
        """Forget a confirmed update. A message counts as taken in when no newer update about it waits."""
        oldest = self._pending.popleft()
        about = oldest.about
        if about is not None and self._told.get(about.key, oldest.body) is oldest.body:
            about.on_taken()

    async def get(self, offset: int, limit: int, wait: float) -> list[dict[str, Any]]:
        """One getUpdates call. Raises Refused (409) when a webhook is set or another poll takes over."""
        if self.webhook_url:
            raise await self._conflict(rejections.WEBHOOK_IS_ACTIVE)
        ready = self._from(offset, limit)
        if ready or wait <= 0:
            return ready
        self._end_poll(rejections.POLL_TERMINATED)
        poll = _Poll(offset, limit, asyncio.get_running_loop().create_future())
        self._poll = poll
        try:
            async with asyncio.timeout(wait):
                return await poll.future
        except TimeoutError:
            return []
        except _Ended as ended:
            raise await self._conflict(ended.reason) from None
        finally:
            if self._poll is poll:
                self._poll = None

    def _end_poll(self, reason: rejections.Rejection) -> None:
        if self._poll is not None and not self._poll.future.done():
            self._poll.future.set_exception(_Ended(reason))
        self._poll = None

    async def _conflict(self, reason: rejections.Rejection) -> rejections.Refused:
        loop = asyncio.get_running_loop()
        if loop.time() < self._conflict_at:
            await asyncio.sleep(self.conflict_pace)
        else:
            self._conflict_at = loop.time() + self.conflict_pace
        return reason.refused()

    def use_webhook(self, url: str) -> None:
        """Deliver to `url` from now on ("" goes back to polling)."""
        self.webhook_url = url
        if url:
            self._end_poll(rejections.POLL_ENDED_BY_WEBHOOK)

    async def next_unconfirmed(self) -> dict[str, Any]:
        """The oldest update, for the webhook's delivery; waits for one. It stays queued until `confirm`."""
        while True:
            self._expire()
            if self._pending:
                return self._pending[0].body
            self._arrival = asyncio.Event()
            await self._arrival.wait()

    def confirm(self, update_id: int) -> None:
        """Forget an update that the webhook took."""
        if self._pending and self._pending[0].id == update_id:
            self._take_oldest()


class _Ended(Exception):  # noqa: N818 (an end, not an error)
    def __init__(self, reason: rejections.Rejection) -> None:
        super().__init__(reason.wording)
        self.reason = reason
