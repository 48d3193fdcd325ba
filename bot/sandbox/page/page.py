"""The page as a whole: one sandbox and its backstage, as routes beside the Bot API."""

from __future__ import annotations

import secrets
from typing import Any

from aiohttp import web

from bot.sandbox.page import refusals
from bot.sandbox.page.acting import Acting
from bot.sandbox.page.backstage import Backstage, Told
from bot.sandbox.page.directing import Directing
from bot.sandbox.page.door import Door, Handler
from bot.sandbox.page.finding import Finder
from bot.sandbox.page.serving import Serving
from bot.sandbox.page.shapes import Shapes
from bot.sandbox.page.showing import Showing
from bot.sandbox.page.stream import Stream
from bot.sandbox.sandbox import Sandbox


class Page:
    """Serve it by `sandbox.serve_also(page.routes())` before the sandbox starts. Every Page is a new world to the
    browsers: those that still show another one load anew."""

    def __init__(self, sandbox: Sandbox, backstage: Backstage) -> None:
        edition = secrets.token_hex(8)
        finder = Finder(sandbox.world)
        drawing = Shapes(sandbox.world, edition)
        self._world = sandbox.world
        self._backstage = backstage
        self._door = Door(sandbox)
        self._serving = Serving(sandbox.world, backstage)
        self._showing = Showing(sandbox, backstage, finder, drawing, edition)
        self._acting = Acting(sandbox, backstage, finder)
        self._directing = Directing(backstage)
        self.stream = Stream(sandbox, backstage, finder, drawing, edition)
        backstage.on_change(self._changed)

    def _changed(self, told: Told, payload: Any) -> None:
        self._world.changed(told, payload=payload)

    def _when_ready(self, path: str, handler: Handler) -> web.RouteDef:
        """A POST that is refused while the town is being set up: the bot would never take notice of it."""

        async def checked(request: web.Request) -> web.StreamResponse:
            if not self._backstage.playing.ready:
                raise refusals.NOT_READY.refused()
            return await handler(request)

        return self._door.post(path, checked)

    def routes(self) -> list[web.RouteDef]:
        """Every address of the page."""
        get, post, act = self._door.get, self._door.post, self._when_ready
        return [
            get("/", self._serving.index),
            get("/favicon.ico", self._serving.icon),
            get("/static/{name}", self._serving.static),
            get("/page/world", self._showing.world),
            get("/page/feed", self.stream.open, head=False),
            get(r"/page/file/{key:\d+}", self._serving.stored),
            get("/page/sample/{name}", self._serving.sample),
            get("/page/commands", self._showing.commands),
            get("/page/behind", self._showing.behind),
            act("/page/post", self._acting.post),
            act("/page/edit", self._acting.edit),
            act("/page/delete", self._acting.delete),
            act("/page/react", self._acting.react),
            act("/page/tap", self._acting.tap),
            act("/page/start", self._acting.start),
            act("/page/time", self._directing.time),
            act("/page/story", self._directing.story),
            post("/page/bot", self._directing.bot),
            post("/page/again", self._directing.again),
        ]
