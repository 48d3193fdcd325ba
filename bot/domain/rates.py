"""Telegram's rates: how soon the next message may go to a chat, by sliding windows.

20 messages a minute to one group, about one a second to one chat, 30 a second overall:
https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
SOON = timedelta(milliseconds=20)
"""When to look again where all leave was given and none of it used yet."""


@dataclass(slots=True, eq=False)
class Grant:
    """Leave for one message (or edit) to a chat.

    The overall window reckons from `left`, the moment at which its call began. Telegram counted it when it took it
    in, which is before it answered: the chat's window reckons from `counted`, the moment of the answer.
    """

    chat_id: int
    left: datetime
    counted: datetime


class Windows:
    """What has been sent of late. Filled from the outbox's rows at the start, so that a restart keeps them.

    A clock that was put back meanwhile takes the windows along: they hold for as long as they would have held.
    """

    def __init__(self, group_limit: int, overall_limit: int, sent: Iterable[tuple[int, datetime]] = ()) -> None:
        self._group_limit = group_limit
        self._overall_limit = overall_limit
        self._chats: dict[int, deque[Grant]] = {}
        self._all: deque[Grant] = deque()
        self._given: set[Grant] = set()
        """Leave that was given and not used yet: it takes its place in the overall window all the while."""
        self._latest: datetime | None = None
        for chat_id, at in sent:
            self.note(chat_id, at)

    def note(self, chat_id: int, at: datetime) -> Grant:
        """A message (or an edit) goes to this chat."""
        grant = self._give(chat_id, at)
        self.leaves(grant, at)
        return grant

    def take(self, chat_id: int, now: datetime) -> Grant | None:
        """Leave for one more to this chat, noted in the same step; None when it must wait until `free_at`."""
        return self._give(chat_id, now) if self.free_at(chat_id, now) <= now else None

    def _give(self, chat_id: int, now: datetime) -> Grant:
        self._follow(now)
        grant = Grant(chat_id, now, now)
        self._chats.setdefault(chat_id, deque()).append(grant)
        self._given.add(grant)
        return grant

    def give_back(self, grant: Grant) -> None:
        """Nothing was sent after all."""
        self._given.discard(grant)
        sent = self._chats.get(grant.chat_id, deque())
        if grant in sent:
            sent.remove(grant)

    def leaves(self, grant: Grant, now: datetime) -> None:
        """Its call begins."""
        self._follow(now)
        self._given.discard(grant)
        grant.left = grant.counted = now
        self._all.append(grant)

    def answered(self, grant: Grant, now: datetime) -> None:
        """Telegram has answered: the chat's window reckons from here."""
        self._follow(now)
        grant.counted = now

    def free_at(self, chat_id: int, now: datetime) -> datetime:
        """The moment from which one more may go to this chat: `now` when it may at once."""
        self._follow(now)
        while self._all and self._all[0].left <= now - SECOND:
            self._all.popleft()
        moments = [now]
        room = self._overall_limit - len(self._given)
        if room <= 0:
            moments.append(now + SOON)
        elif len(self._all) >= room:
            moments.append(self._all[-room].left + SECOND)
        sent = self._chats.get(chat_id)
        if sent is not None:
            self._forget(chat_id, sent, now)
        if sent:
            moments.append(sent[-1].counted + self._pace())
            if chat_id < 0 and len(sent) >= self._group_limit:
                moments.append(sent[-self._group_limit].counted + MINUTE)
        return max(moments)

    def _pace(self) -> timedelta:
        """One a second; a server that allows more than Telegram's 20 a minute is allowed a faster pace, too."""
        return min(SECOND, MINUTE / max(self._group_limit, 60)) if self._group_limit > 60 else SECOND

    def _forget(self, chat_id: int, sent: deque[Grant], now: datetime) -> None:
        while sent and sent[0].counted <= now - MINUTE:
            sent.popleft()
        if not sent:
            del self._chats[chat_id]

    def _follow(self, now: datetime) -> None:
        """Windows are lengths of time: what was sent just before the clock was put back was sent just now."""
        if self._latest is not None and now < self._latest:
            back = self._latest - now
            for grant in {*self._all, *(grant for sent in self._chats.values() for grant in sent)}:
                grant.left -= back
                grant.counted -= back
        self._latest = now
