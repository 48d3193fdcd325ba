"""Updates posted to the bot: secret, order, and again until it takes them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from tests.sandbox.conftest import Box


class Receiver:
    """A bot's web server that refuses the first few posts."""

    def __init__(self) -> None:
        self.refusals = 0
        self.secrets: list[str | None] = []
        self.taken: list[dict[str, Any]] = []

    async def take(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.refusals:
            self.refusals -= 1
            return web.Response(status=503)
        self.taken.append(await request.json())
        return web.Response()


@pytest.fixture
async def receiver() -> AsyncIterator[tuple[Receiver, str]]:
    served = Receiver()
    app = web.Application()
    app.router.add_post("/hook", served.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield served, f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await runner.cleanup()


async def test_posts_arrive_in_order_with_the_secret(box: Box, receiver: tuple[Receiver, str]) -> None:
    served, url = receiver
    box.sandbox.post(box.group, box.wang, "先前")
    await box.call("setWebhook", url=url, secret_token="s3cret")
    for text in ("甲", "乙"):
        box.sandbox.post(box.group, box.wang, text)
    await box.sandbox.until(lambda: not box.bot.updates.pending)
    assert [update["message"]["text"] for update in served.taken] == ["先前", "甲", "乙"]
    assert set(served.secrets) == {"s3cret"}


async def test_a_refused_post_is_repeated(box: Box, receiver: tuple[Receiver, str]) -> None:
    served, url = receiver
    served.refusals = 2
    box.sandbox.post(box.group, box.wang, "甲")
    await box.call("setWebhook", url=url)
    await box.sandbox.until(lambda: not box.bot.updates.pending)
    assert len(served.secrets) == 3
    info = await box.call("getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == (url, 0)
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"


async def test_nobody_listens(box: Box) -> None:
    box.sandbox.post(box.group, box.wang, "甲")
    await box.call("setWebhook", url="http://127.0.0.1:9/")
    await box.sandbox.until(lambda: box.bot.webhook.last_error)
    assert (await box.call("getWebhookInfo"))["last_error_message"] == "Connection failed"
    await box.call("deleteWebhook")
    assert [update["message"]["text"] for update in await box.call("getUpdates")] == ["甲"]
