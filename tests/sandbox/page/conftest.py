"""A page on a real port, the people of a town, and browsers that look at it."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from bot.sandbox import BotAccount, Chat, Message, Person, Sandbox
from bot.sandbox.page import Page
from tests.patience import PATIENCE
from tests.sandbox.conftest import Clock
from tests.sandbox.page.backstage import FakeBackstage

MARK = {"X-Page": "1"}
Json = dict[str, Any]


@dataclass
class Told:
    """One block of the feed."""

    kind: str
    data: Any
    number: int | None
    comment: bool


class Viewer:
    """A browser's EventSource."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self.response = response

    async def block(self) -> Told:
        """The next block, whatever it is; fails when none comes, raises EOFError at the end."""
        lines: list[str] = []
        async with asyncio.timeout(PATIENCE):
            while True:
                raw = await self.response.content.readline()
                if not raw:
                    raise EOFError
                line = raw.decode().rstrip("\n")
                if line:
                    lines.append(line)
                elif lines:
                    break
        fields = dict(line.split(": ", 1) for line in lines if not line.startswith(":"))
        data = json.loads(fields["data"]) if "data" in fields else None
        number = int(fields["id"]) if "id" in fields else None
        return Told(fields.get("event", ""), data, number, any(line.startswith(":") for line in lines))

    async def next(self, *kinds: str) -> Told:
        """The next event, of one of these kinds when any are given."""
        while True:
            told = await self.block()
            if told.kind and (not kinds or told.kind in kinds):
                return told


@dataclass
class House:
    """王 and 李 are in the group, 赵 is in no group; the bot administers it."""

    sandbox: Sandbox
    page: Page
    backstage: FakeBackstage
    clock: Clock
    http: aiohttp.ClientSession
    wang: Person
    li: Person
    zhao: Person
    bot: BotAccount
    group: Chat
    cursor: int = 0

    async def get(self, path: str, **options: Any) -> tuple[int, Any]:
        """Status and JSON."""
        async with self.http.get(path, **options) as answer:
            return answer.status, await answer.json()

    async def post(self, path: str, body: Any = None, **options: Any) -> tuple[int, Any]:
        """Status and JSON of a POST as the page sends it."""
        headers = MARK | options.pop("headers", {})
        async with self.http.post(path, json=body, headers=headers, **options) as answer:
            return answer.status, await answer.json()

    async def send(self, *parts: tuple[Any, ...], **fields: Any) -> tuple[int, Any]:
        """POST /page/post; a part is (name, value) or (name, bytes, file name[, type])."""
        form = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
        for name, value in fields.items():
            form.add_field(name, str(value))
        for name, value, *rest in parts:
            options = dict(zip(("filename", "content_type"), rest, strict=False))
            form.add_field(name, io.BytesIO(value) if isinstance(value, bytes) else value, **options)
        async with self.http.post("/page/post", data=form, headers=MARK) as answer:
            return answer.status, await answer.json()

    async def world(self) -> Json:
        status, body = await self.get("/page/world")
        assert status == 200
        world: Json = body
        return world

    @asynccontextmanager
    async def feed(self, after: int | None = None, **options: Any) -> AsyncIterator[Viewer]:
        """Watch from a number of the feed, by default from now on."""
        world = options.pop("world", None) or (await self.world())["world"]
        start = self.sandbox.feed.last_number if after is None else after
        path = f"/page/feed?world={world}&after={start}"
        async with self.http.get(path, **options) as response:
            assert (response.status, response.content_type) == (200, "text/event-stream")
            yield Viewer(response)

    async def call(self, method: str, **parameters: Any) -> Any:
        """A call of the bot that must succeed."""
        async with self.http.post(f"/bot{self.bot.token}/{method}", json=parameters) as answer:
            body = await answer.json()
        assert body["ok"], body
        return body["result"]

    async def take_in(self) -> list[Json]:
        """The bot fetches and confirms what waits for it."""
        taken: list[Json] = await self.call("getUpdates", offset=self.cursor)
        if taken:
            self.cursor = taken[-1]["update_id"] + 1
            await self.call("getUpdates", offset=self.cursor)
        return taken

    def of(self, message: Message, **more: Any) -> Json:
        """The body of an action on a message in the group."""
        return {"chat": message.chat.id, "message": message.key} | more


@pytest.fixture
async def house() -> AsyncIterator[House]:
    clock = Clock()
    sandbox = Sandbox(clock)
    wang = sandbox.add_person("王师傅", id=101)
    li = sandbox.add_person("李书记", id=102)
    zhao = sandbox.add_person("小赵", id=103)
    bot = sandbox.add_bot()
    bot.updates.conflict_pace = 0.0
    group = sandbox.add_group("甘棠镇骑手随手拍", [wang, li])
    sandbox.add_bot_to(group, bot, by=wang, admin=True)
    bot.updates.clear()
    backstage = FakeBackstage()
    page = Page(sandbox, backstage)
    sandbox.serve_also(page.routes())
    async with sandbox, aiohttp.ClientSession(sandbox.base_url) as http:
        yield House(sandbox, page, backstage, clock, http, wang, li, zhao, bot, group)
