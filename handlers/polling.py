"""Polling: raw updates are stored, with the cursor, and only then acknowledged by the next call.

The library's own polling confirms updates before they are handled, and stops at one that it cannot parse.
https://core.telegram.org/bots/api#getupdates
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import structlog
from telegram.error import NetworkError, TimedOut
from telegram.request import HTTPXRequest

from bot.desk import inbox
from bot.desk.shell import Shell
from handlers.arrivals import ALLOWED_UPDATES, arrivals_of, deep_arrivals
from handlers.hearing import Hearing
from handlers.network import open_request
from storage import inbox as stored_inbox
from storage import waits
from storage.errors import StorageError
from storage.inbox import Arrival
from storage.json_text import from_text

log = structlog.get_logger()

_GRACE = timedelta(seconds=15)
_REBUILD_AFTER = 3
_LONGEST_WAIT = 30.0
_LONGEST_PATIENCE = 86_400.0
_POOL = 4
_PROBATION = 2.0
_AT_HOME = timedelta(minutes=1)
_BETWEEN_LOOKS = 0.25
_GLANCE = timedelta(seconds=1)
_NO_WAIT = timedelta(0)
"""For the first poll: only once Telegram has answered are groups asked to post again after a long silence, and where
nobody writes a long poll answers late."""


class WrongToken(Exception):  # noqa: N818 - told to the operator as one line
    """telegram.token is not known to the Bot API server; copy it again from BotFather."""


class SomebodyElsePolls(Exception):  # noqa: N818 - told to the operator as one line
    """Another program polls with telegram.token: stop it, or give this bot a token of its own (BotFather)."""


class Poller:
    """One loop around getUpdates. `arrived` is called after each batch was stored."""

    probation = _PROBATION
    """Seconds in which another program that polls with this token shows itself: ours asks again after half a second."""

    def __init__(
        self, shell: Shell, base_url: str, token: str, bot_id: int, timeout: timedelta, arrived: Callable[[], None]
    ) -> None:
        self._shell = shell
        self._url = f"{base_url}/bot{token}/getUpdates"
        self._bot_id = bot_id
        self._timeout = timeout
        self._arrived = arrived
        self._failures = 0
        self._visiting = False
        self.last_answer_at: datetime | None = None
        self.hearing = Hearing()
        self.received = 0

    async def run(self) -> None:
        """Poll until cancelled. Raises WrongToken and SomebodyElsePolls."""
        offset = await self._shell.look(lambda tx, office, now: stored_inbox.cursor(tx, self._bot_id))
        request = self._request()
        await request.initialize()
        try:
            if waiting := await self._look_round(request, offset):
                offset = await self._keep(waiting, offset)
            offset = await self._round(request, offset, _NO_WAIT)
            while True:
                if self._failures and self._failures % _REBUILD_AFTER == 0:
                    await request.shutdown()
                    request = self._request()
                    await request.initialize()
                offset = await self._round(request, offset, self._timeout)
        finally:
            await request.shutdown()

    def _request(self) -> HTTPXRequest:
        seconds = self._timeout.total_seconds() + 5
        return open_request(self._url, pool=_POOL, read_timeout=seconds)

    async def _round(self, request: HTTPXRequest, offset: int | None, longest: timedelta) -> int | None:
        """One call. Returns the next offset, which alone acknowledges what was stored."""
        arrivals = await self._fetch(request, offset, longest)
        return await self._keep(arrivals, offset) if arrivals else offset

    async def _look_round(self, request: HTTPXRequest, offset: int | None) -> list[Arrival]:
        """What came while we looked whether another program polls with this token; nothing of it is acknowledged.

        Two with one token would each take some of the posts, into two databases. Telegram refuses the poll that came
        first, so the one that was there shows itself by asking again, or by taking what we were shown. A database
        whose bot heard Telegram a minute ago is the one that was there.
        """
        heard = await self._shell.look(lambda tx, office, now: waits.heard_at(tx))
        if heard is not None and abs(self._shell.now() - heard) < _AT_HOME:
            return []
        self._visiting, until = True, time.monotonic() + self.probation
        came: dict[int, Arrival] = {}
        while time.monotonic() < until:
            arrivals = await self._fetch(request, offset, min(self._timeout, _GLANCE))
            if came and not self._failures and min(came) not in {arrival.update_id for arrival in arrivals}:
                raise SomebodyElsePolls  # it was acknowledged, and not by us
            came |= {arrival.update_id: arrival for arrival in arrivals}
            if arrivals:
                await self._wait(_BETWEEN_LOOKS)
        self._visiting = False
        return list(came.values())

    async def _keep(self, arrivals: list[Arrival], offset: int | None) -> int | None:
        try:
            new = await self._shell.do(lambda tx, office, now: inbox.receive(tx, self._bot_id, arrivals, now))
        except StorageError as error:
            log.error("inbox.not_stored", error=str(error), updates=len(arrivals), remedy="nothing was acknowledged")
            await self._wait(5)
            return offset
        self.received += new
        self._arrived()
        return arrivals[-1].update_id + 1

    async def _fetch(self, request: HTTPXRequest, offset: int | None, longest: timedelta) -> list[Arrival]:
        """What waits, or comes within this time."""
        parameters: dict[str, Any] = {
            "timeout": int(longest.total_seconds()),
            "limit": 100,
            "allowed_updates": json.dumps(ALLOWED_UPDATES),
        }
        if offset is not None:
            parameters["offset"] = offset
        try:
            async with asyncio.timeout((self._timeout + _GRACE).total_seconds()):
                status, body = await request.do_request(f"{self._url}?{urlencode(parameters)}", "POST")
            answer = _object(body)
        except (TimedOut, NetworkError, TimeoutError, ValueError) as error:
            await self._fail(type(error).__name__)
            return []
        except RecursionError:
            return await self._read(deep_arrivals(body), any_came=True)
        if not answer.get("ok"):
            if status == 409 and "webhook" in str(answer.get("description")).lower():
                await self._leave_webhook(request)
            await self._refused(status, answer)
            return []
        updates = answer.get("result")
        if not isinstance(updates, list):
            await self._fail("the answer has no result")
            return []
        return await self._read(arrivals_of(updates), any_came=bool(updates))

    async def _read(self, arrivals: list[Arrival], *, any_came: bool) -> list[Arrival]:
        """A batch of which nothing can be acknowledged comes again at once: that, too, is waited out."""
        self.last_answer_at = self._shell.now()
        self.hearing.answered(self.last_answer_at)
        if any_came and not arrivals:
            await self._fail("no update among what came")
        else:
            self._failures = 0
        return arrivals

    async def _leave_webhook(self, request: HTTPXRequest) -> None:
        """A webhook that the start could not remove keeps every poll refused: it is removed now. What waits is kept."""
        with suppress(TimedOut, NetworkError):
            await request.do_request(f"{self._url.removesuffix('getUpdates')}deleteWebhook", "POST")

    async def _refused(self, status: int, answer: dict[str, Any]) -> None:
        if status in {401, 404}:
            raise WrongToken
        if status == 409:
            if self._visiting and "webhook" not in str(answer.get("description")).lower():
                raise SomebodyElsePolls
            log.error("poll.conflict", telegram=answer.get("description"), remedy="stop the other bot, or its webhook")
        wait = _retry_after(answer)
        if wait is not None:
            await self._wait(wait)
        else:
            await self._fail(str(answer.get("description")))

    async def _fail(self, error: str) -> None:
        self._failures += 1
        wait = min(_LONGEST_WAIT, 0.25 * 2 ** min(self._failures, 10))
        log.warning("poll.failed", error=error, failures=self._failures, again_in=wait)
        await self._wait(wait)

    async def _wait(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def _object(body: bytes) -> dict[str, Any]:
    """The answer. Raises ValueError for what is no JSON object: a proxy's page, or "null"."""
    answer = from_text(body)
    if not isinstance(answer, dict):
        raise ValueError("the answer is no JSON object")  # noqa: TRY004 - a bad value from outside, not a bad type of ours
    return answer


def _retry_after(answer: dict[str, Any]) -> float | None:
    """How many seconds a 429 asks for; None where it does not say so in a number."""
    parameters = answer.get("parameters")
    wait = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return float(wait) if isinstance(wait, int | float) and 0 <= wait <= _LONGEST_PATIENCE else None
