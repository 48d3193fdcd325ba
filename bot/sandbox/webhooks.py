"""Posting updates to a bot's webhook: one at a time, in order, again until it answers 2xx."""

from __future__ import annotations

import asyncio
import contextlib
import json

import aiohttp

from bot.sandbox.accounts import BotAccount
from bot.sandbox.world import World

_FIRST_PAUSE = 0.05
_LONGEST_PAUSE = 5.0
_TIMEOUT = aiohttp.ClientTimeout(total=60)


class WebhookPosts:
    """One delivery task for each bot that has a webhook."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._tasks: dict[int, asyncio.Task[None]] = {}
        world.webhook_set = self.follow

    def follow(self, bot: BotAccount) -> None:
        """Start or stop posting, as the bot's webhook now says."""
        if (running := self._tasks.pop(bot.id, None)) is not None:
            running.cancel()
        if bot.webhook.url:
            self._tasks[bot.id] = asyncio.get_running_loop().create_task(self._post_all(bot))

    async def stop(self) -> None:
        self._world.webhook_set = lambda bot: None
        tasks = list(self._tasks.values())
        self._tasks.clear()
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _post_all(self, bot: BotAccount) -> None:
        async with aiohttp.ClientSession(timeout=_TIMEOUT) as session:
            pause = _FIRST_PAUSE
            while True:
                update = await bot.updates.next_unconfirmed()
                problem = await self._post(session, bot, json.dumps(update).encode())
                if not problem:
                    bot.updates.confirm(update["update_id"])
                    self._world.changed("webhook", account=bot)
                    pause = _FIRST_PAUSE
                    continue
                bot.webhook.last_error_at, bot.webhook.last_error = self._world.now(), problem
                self._world.changed("webhook", account=bot, problem=problem)
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)

    async def _post(self, session: aiohttp.ClientSession, bot: BotAccount, body: bytes) -> str:
        """Post one update; the words of what went wrong, "" for success."""
        headers = {"Content-Type": "application/json"}
        if bot.webhook.secret_token:
            headers["X-Telegram-Bot-Api-Secret-Token"] = bot.webhook.secret_token
        try:
            async with session.post(bot.webhook.url, data=body, headers=headers) as answer:
                if 200 <= answer.status < 300:
                    return ""
                return f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError):
            return "Connection failed"
