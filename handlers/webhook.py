"""The webhook: an update that Telegram posts is stored, and only then taken for received.

https://core.telegram.org/bots/api#setwebhook
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog

from bot.desk import inbox
from bot.desk.shell import Shell
from handlers.arrivals import arrival_from
from storage.errors import StorageError

log = structlog.get_logger()

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"

_BETWEEN_WARNINGS = timedelta(minutes=1)

OK, BAD_REQUEST, FORBIDDEN, UNAVAILABLE = 200, 400, 403, 503


class Receiver:
    """Takes what is posted. `arrived` is called after an update was stored; `received` counts the new ones."""

    def __init__(self, shell: Shell, bot_id: int, secret: str, arrived: Callable[[], None]) -> None:
        self._shell = shell
        self._bot_id = bot_id
        self._secret = secret.encode()
        self._arrived = arrived
        self.received = 0
        self._strangers = 0
        self._warned_at: datetime | None = None

    async def take(self, headers: Mapping[str, str], body: bytes) -> int:
        """The HTTP status to answer: 200 once the update is on the disk; Telegram posts again after anything else.

        `headers` finds names in any case. What is no update (400) cannot come from Telegram.
        """
        if not hmac.compare_digest(headers.get(SECRET_HEADER, "").encode(errors="replace"), self._secret):
            self._warn_of_a_stranger()
            return FORBIDDEN
        try:
            arrival = arrival_from(body)
        except ValueError:
            log.warning("webhook.no_update", length=len(body))
            return BAD_REQUEST
        try:
            self.received += await self._shell.do(
                lambda tx, office, now: inbox.receive(tx, self._bot_id, [arrival], now)
            )
        except StorageError as error:
            log.error("inbox.not_stored", error=str(error), updates=1, remedy="Telegram will post it again")
            return UNAVAILABLE
        self._arrived()
        return OK

    def _warn_of_a_stranger(self) -> None:
        """At most once a minute: who calls without the secret must not fill the disk with what is said of it."""
        self._strangers += 1
        now = self._shell.now()
        if self._warned_at is not None and timedelta() <= now - self._warned_at < _BETWEEN_WARNINGS:
            return
        remedy = "telegram.webhook_secret does not fit, or somebody else calls"
        log.warning("webhook.stranger", calls=self._strangers, remedy=remedy)
        self._strangers, self._warned_at = 0, now
