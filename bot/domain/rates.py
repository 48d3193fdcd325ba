"""Telegram's rates: how soon the next message may go to a chat, by sliding windows.

20 messages a minute to one group, about one a second to one chat, 30 a second overall:
https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


class Windows:
    """What has been sent of late. Filled from the outbox's rows at the start, so that a restart keeps them."""

    def __init__(self, group_limit: int, overall_limit: int, sent: Iterable[tuple[int, datetime]] = ()) -> None:
        self._group_limit = group_limit
        self._overall_limit = overall_limit
        self._chats: dict[int, deque[datetime]] = {}
        self._all: deque[datetime] = deque()
        for chat_id, at in sent:
            self.note(chat_id, at)

    def note(self, chat_id: int, at: datetime) -> None:
        """A message (or an edit) went to this chat."""
        self._chats.setdefault(chat_id, deque()).append(at)
        self._all.append(at)

    def free_at(self, chat_id: int, now: datetime) -> datetime:
        """The moment from which one more may go to this chat: `now` when it may at once."""
        _drop_future(self._all, now)
        while self._all and self._all[0] <= now - SECOND:
            self._all.popleft()
        moments = [now]
        if len(self._all) >= self._overall_limit:
            moments.append(self._all[-self._overall_limit] + SECOND)
        sent = self._chats.get(chat_id)
        if sent:
            self._forget(chat_id, sent, now)
        if sent:
            moments.append(sent[-1] + self._pace())
            if chat_id < 0 and len(sent) >= self._group_limit:
                moments.append(sent[-self._group_limit] + MINUTE)
        return max(moments)

    def _pace(self) -> timedelta:
        """One a second; a server that allows more than Telegram's 20 a minute is allowed a faster pace, too."""
        return min(SECOND, MINUTE / max(self._group_limit, 60)) if self._group_limit > 60 else SECOND

    def _forget(self, chat_id: int, sent: deque[datetime], now: datetime) -> None:
        _drop_future(sent, now)
        while sent and sent[0] <= now - MINUTE:
            sent.popleft()
        if not sent:
            del self._chats[chat_id]


def _drop_future(sent: deque[datetime], now: datetime) -> None:
    """The host's clock was put back: what seems to be sent later than now must not hold anything up."""
    while sent and sent[-1] > now:
        sent.pop()
