"""The web server: /health for a watchdog, /metrics for Prometheus, and the webhook's own path for Telegram."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.health import Examiner
from bot.metrics import CONTENT_TYPE, exposed
from handlers.webhook import UNAVAILABLE, Receiver

_SECONDS_TO_END = 2.0
_SERVER_LOG = logging.getLogger("aiohttp.server")


def _is_ours(record: logging.LogRecord) -> bool:
    """Whether a line of the server tells of a fault of the program, and not of bytes that are no request.

    Those come from scanners, at any rate and with any contents, and are answered with a 400: they neither fill the
    log nor look like an error of the bot.
    """
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram calls, and who takes it."""

    url: str
    receiver: Receiver

    @property
    def path(self) -> str:
        return urlsplit(self.url).path or "/"


@asynccontextmanager
async def served(
    listen: tuple[str, int], examiner: Examiner, updates: Callable[[], int], webhook: Webhook | None
) -> AsyncIterator[int]:
    """Answer meanwhile; gives the port (listen to port 0 to have a free one). Raises OSError where it is taken.

    `updates` says how many updates were stored since the start.
    """

    async def health(_request: web.Request) -> web.Response:
        seen = await examiner.examine()
        return web.json_response(seen.as_json(), status=200 if seen.is_good else UNAVAILABLE)

    async def metrics(_request: web.Request) -> web.Response:
        vitals = await examiner.vitals()
        if vitals is None:
            return web.Response(status=UNAVAILABLE)
        oldest = vitals.oldest_waiting
        body = exposed(
            vitals,
            updates=updates(),
            poll_age=examiner.poll_age(),
            inbox_age=examiner.age(oldest) if oldest else 0.0,
        )
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE})

    app = web.Application()
    app.router.add_get("/health", health)
    app.router.add_get("/metrics", metrics)
    if webhook is not None:
        receiver = webhook.receiver

        async def take(request: web.Request) -> web.Response:
            return web.Response(status=await receiver.take(request.headers, await request.read()))

        app.router.add_post(webhook.path, take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SECONDS_TO_END)
    await runner.setup()
    _SERVER_LOG.addFilter(_is_ours)
    try:
        await web.TCPSite(runner, *listen).start()
        port: int = runner.addresses[0][1]
        yield port
    finally:
        await runner.cleanup()
