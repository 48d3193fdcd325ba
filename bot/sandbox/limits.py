"""Telegram's numbers, and the sliding window that counts what a bot sends to a group."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from math import ceil

TEXT_UNITS = 4096
"""Longest text in UTF-16 units, after its entities were parsed."""
CAPTION_UNITS = 1024
CALLBACK_BYTES = 64
BUTTONS = 100
TAP_ANSWER_UNITS = 200
ALBUM = range(2, 11)
IDS_AT_ONCE = 100
COMMANDS = 100

UPLOAD_BYTES = 50 << 20
PHOTO_UPLOAD_BYTES = 10 << 20
DOWNLOAD_BYTES = 20 << 20
PHOTO_SIDES = 10_000
PHOTO_RATIO = 20

DELETABLE = timedelta(hours=48)
UPDATES_KEPT = timedelta(hours=24)
LINK_VALID = timedelta(hours=1)
TAP_ANSWERABLE = timedelta(seconds=60)
"""Telegram publishes no figure; clients stop waiting after some ten to sixty seconds."""

GROUP_MESSAGES = 20
GROUP_WINDOW = timedelta(minutes=1)


class GroupWindow:
    """How many messages one bot put into one group during the last minute; edits count.

    Telegram's own clock is not put back when the world's is: the window holds as long as it would have held.
    """

    def __init__(self) -> None:
        self._sent: deque[datetime] = deque()

    def seconds_to_wait(self, now: datetime, messages: int = 1) -> int:
        """0 when `messages` more may go out now, otherwise the `retry_after` in whole seconds."""
        self._follow(now)
        while self._sent and self._sent[0] <= now - GROUP_WINDOW:
            self._sent.popleft()
        excess = len(self._sent) + messages - GROUP_MESSAGES
        if excess <= 0:
            return 0
        frees_at = self._sent[min(excess, len(self._sent)) - 1] + GROUP_WINDOW
        return max(1, ceil((frees_at - now).total_seconds()))

    def count(self, now: datetime, messages: int = 1) -> None:
        self._follow(now)
        self._sent.extend([now] * messages)

    def _follow(self, now: datetime) -> None:
        if self._sent and now < self._sent[-1]:
            back = self._sent[-1] - now
            self._sent = deque(at - back for at in self._sent)
