"""The webhook: an update that Telegram posts is stored, and only then taken for received.

https://core.telegram.org/bots/api#setwebhook
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping

import structlog

from bot.desk import inbox
from bot.desk.shell import Shell
from handlers.arrivals import arrival_from
from storage.errors import StorageError

log = structlog.get_logger()

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"

OK, BAD_REQUEST, FORBIDDEN, UNAVAILABLE = 200, 400, 403, 503


class Receiver:
    """Takes what is posted. `arrived` is called after an update was stored; `received` counts the new ones."""

    def __init__(self, shell: Shell, bot_id: int, secret: str, arrived: Callable[[], None]) -> None:
        self._shell = shell
        self._bot_id = bot_id
        self._secret = secret.encode()
        self._arrived = arrived
        self.received = 0

    async def take(self, headers: Mapping[str, str], body: bytes) -> int:
        """The HTTP status to answer: 200 once the update is on the disk; Telegram posts again after anything else.

        `headers` finds names in any case. What is no update (400) cannot come from Telegram.
        """
        if not hmac.compare_digest(headers.get(SECRET_HEADER, "").encode(errors="replace"), self._secret):
            log.warning("webhook.stranger", remedy="telegram.webhook_secret does not fit, or somebody else calls")
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
