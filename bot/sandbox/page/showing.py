"""What the page looks at: the whole world, a person's commands, what lies behind a message."""

from __future__ import annotations

from itertools import islice
from typing import Any

from aiohttp import web

from bot.sandbox import limits
from bot.sandbox.chats import Chat, Message
from bot.sandbox.page import glass, shapes
from bot.sandbox.page.asked import whole
from bot.sandbox.page.backstage import Backstage
from bot.sandbox.page.door import json_answer
from bot.sandbox.page.finding import Finder
from bot.sandbox.page.shapes import Json, Shapes
from bot.sandbox.page.times import time_shape
from bot.sandbox.sandbox import Sandbox

_MESSAGES_SHOWN = 1_000
"""Of each chat, the newest."""
_LIMITS = {
    "text": limits.TEXT_UNITS,
    "caption": limits.CAPTION_UNITS,
    "file": limits.DOWNLOAD_BYTES,
    "album": limits.ALBUM.stop - 1,
}


class Showing:
    """The handlers that change nothing. `edition` is the world's random id."""

    def __init__(self, sandbox: Sandbox, backstage: Backstage, finder: Finder, drawing: Shapes, edition: str) -> None:
        self._sandbox = sandbox
        self._backstage = backstage
        self._find = finder
        self._shapes = drawing
        self._edition = edition

    async def world(self, request: web.Request) -> web.Response:
        """Everything at one moment: `number` is the feed's number at that moment."""
        time = await time_shape(self._sandbox.world, self._backstage)
        return json_answer(self._world() | time)

    def _world(self) -> Json:
        world, backstage, bot = self._sandbox.world, self._backstage, self._find.bot()
        chats = [self._chat(place) for place in self._find.chats()]
        roles = backstage.roles
        return {
            "world": self._edition,
            "number": self._sandbox.feed.last_number,
            "zone": str(backstage.zone),
            "bot": {"id": bot.id, "name": bot.full_name, "username": bot.username, "state": backstage.bot_state.value},
            "people": [shapes.person(one, roles.get(one.id)) for one in world.people.values()],
            "chats": chats,
            "samples": [self._shapes.sample(one) for one in backstage.samples],
            "chapters": [shapes.chapter(one) for one in backstage.chapters],
            "playing": shapes.playing(backstage.playing),
            "limits": _LIMITS,
        }

    def _chat(self, place: Chat) -> Json:
        newest = list(islice(reversed(place.messages.values()), _MESSAGES_SHOWN))
        shape = self._shapes.chat(place, self._find.bot())
        return shape | {"messages": [self._shapes.message(one) for one in reversed(newest)]}

    async def commands(self, request: web.Request) -> web.Response:
        """What the person's `/` menu offers in this chat."""
        who = self._find.person(whole(request, "as"))
        place = self._find.chat_of(who, whole(request, "chat"))
        return json_answer(self._sandbox.commands_for(self._find.bot(), place, who))

    async def behind(self, request: web.Request) -> web.Response:
        message = self._find.message(self._find.chat(whole(request, "chat")), whole(request, "message"))
        return json_answer(await self._behind(message))

    async def _behind(self, message: Message) -> dict[str, Any]:
        ticket = await self._backstage.behind(message)
        return {
            "update": glass.update_of(message),
            "calls": glass.calls_about(self._sandbox.world, self._sandbox.calls, message),
            "ticket": ticket,
        }
