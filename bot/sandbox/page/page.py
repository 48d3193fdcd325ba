"""The page as a whole: one sandbox and its backstage, as routes beside the Bot API."""

from __future__ import annotations

import secrets
from typing import Any

from aiohttp import web

from bot.sandbox.page.acting import Acting
from bot.sandbox.page.backstage import Backstage, Told
from bot.sandbox.page.directing import Directing
from bot.sandbox.page.door import Door
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
        self._door = Door(sandbox)
        self._serving = Serving(sandbox.world, backstage)
        self._showing = Showing(sandbox, backstage, finder, drawing, edition)
        self._acting = Acting(sandbox, backstage, finder)
        self._directing = Directing(backstage)
        self.stream = Stream(sandbox, backstage, finder, drawing, edition)
        backstage.on_change(self._changed)

    def _changed(self, told: Told, payload: Any) -> None:
        self._world.changed(told, payload=payload)

    def routes(self) -> list[web.RouteDef]:
        """Every address of the page."""
        get, post = self._door.get, self._door.post
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
            post("/page/post", self._acting.post),
            post("/page/edit", self._acting.edit),
            post("/page/delete", self._acting.delete),
            post("/page/react", self._acting.react),
            post("/page/tap", self._acting.tap),
            post("/page/start", self._acting.start),
            post("/page/time", self._directing.time),
            post("/page/story", self._directing.story),
            post("/page/bot", self._directing.bot),
            post("/page/again", self._directing.again),
        ]
