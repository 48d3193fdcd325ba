"""A running sandbox with a clock that stands still until it is moved, a group, and callers by httpx and by library."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from telegram import Bot

from bot.sandbox import BotAccount, Chat, Person, Sandbox


@dataclass
class Clock:
    """The world's time."""

    at: datetime = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def move(self, **length: float) -> None:
        self.at += timedelta(**length)


@dataclass
class Box:
    """What most tests need: 王 owns the group, 李 is in it, the bot administers it."""

    sandbox: Sandbox
    clock: Clock
    client: httpx.AsyncClient
    wang: Person
    li: Person
    bot: BotAccount
    group: Chat
    cursor: int = field(default=0)

    async def ask(self, method: str, *, by: BotAccount | None = None, **parameters: Any) -> dict[str, Any]:
        """Call by JSON; the whole answer."""
        answer = await self.client.post(f"/bot{(by or self.bot).token}/{method}", json=parameters)
        body: dict[str, Any] = answer.json()
        assert answer.status_code == body.get("error_code", 200)
        return body

    async def call(self, method: str, *, by: BotAccount | None = None, **parameters: Any) -> Any:
        """Call by JSON; the result of a call that must succeed."""
        body = await self.ask(method, by=by, **parameters)
        assert body["ok"], body
        return body["result"]

    async def send(self, text: str = "工单", **parameters: Any) -> int:
        """A message of the bot in the group; its id."""
        asked: dict[str, Any] = {"chat_id": self.group.id, "text": text} | parameters
        sent = await self.call("sendMessage", **asked)
        message_id: int = sent["message_id"]
        return message_id

    async def news(self, *, by: BotAccount | None = None, **parameters: Any) -> list[dict[str, Any]]:
        """Take and confirm what waits for the bot."""
        bot = by or self.bot
        taken: list[dict[str, Any]] = await self.call("getUpdates", by=bot, **parameters)
        if taken:
            await self.call("getUpdates", by=bot, offset=taken[-1]["update_id"] + 1)
        return taken


@pytest.fixture
async def box() -> AsyncIterator[Box]:
    clock = Clock()
    async with Sandbox(clock) as sandbox, httpx.AsyncClient(base_url=sandbox.base_url, verify=False) as client:
        wang = sandbox.add_person("王师傅", id=101)
        li = sandbox.add_person("李书记", id=102, username="lishuji")
        bot = sandbox.add_bot()
        bot.updates.conflict_pace = 0.0
        group = sandbox.add_group("甘棠镇骑手随手拍", [wang, li])
        sandbox.add_bot_to(group, bot, by=wang, admin=True)
        bot.updates.clear()
        yield Box(sandbox, clock, client, wang, li, bot, group)


@pytest.fixture
async def library(box: Box) -> AsyncIterator[Bot]:
    """python-telegram-bot, talking to the sandbox."""
    root = box.sandbox.base_url
    async with Bot(box.bot.token, base_url=f"{root}/bot", base_file_url=f"{root}/file/bot") as bot:
        yield bot
