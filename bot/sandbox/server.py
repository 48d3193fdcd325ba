"""The HTTP side: /bot<token>/METHOD and /file/bot<token>/PATH, in the caller's event loop."""

from __future__ import annotations

import asyncio
import errno
import inspect
import ipaddress
import json
import socket
import struct
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.sandbox import rejections
from bot.sandbox.accounts import BotAccount
from bot.sandbox.calls import Call, Calls
from bot.sandbox.faults import Fault, FaultKind, Faults
from bot.sandbox.methods import METHODS
from bot.sandbox.parameters import Parameters, read_call
from bot.sandbox.webhooks import WebhookPosts
from bot.sandbox.world import World

_METHODS = {name.lower(): (name, method) for name, method in METHODS.items()}
_BODY_BYTES = 200 << 20
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_TAKEN = frozenset({errno.EADDRINUSE, errno.EACCES})
_MALFORMED = b'{"ok":true,"result":{"message_id":1,"cha'


class PortTaken(OSError):  # noqa: N818 - an answer to whoever asked for this port
    """Another program has the port, or the system keeps it for others."""


class ApiServer:
    """Serves one world. Start and stop it in a running loop."""

    def __init__(self, world: World, calls: Calls, faults: Faults) -> None:
        self._world = world
        self._calls = calls
        self._faults = faults
        self._runner: web.AppRunner | None = None
        self._posts: WebhookPosts | None = None
        self._also: list[web.RouteDef] = []
        self.host = "127.0.0.1"
        self.address = (self.host, 0)

    def serve_also(self, routes: Iterable[web.RouteDef]) -> None:
        """Serve these too, from the next start on. The Bot API's own addresses come first."""
        self._also += routes

    async def start(self, host: str, port: int) -> None:
        """Listen. Port 0 takes a free one. Raises PortTaken, and OSError where the host is not this machine's."""
        app = web.Application(client_max_size=_BODY_BYTES)
        app.router.add_route("*", "/bot{token:[^/]+}/{method:[^/]+}", self._call)
        app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self._download)
        app.router.add_routes(self._also)
        app.router.add_route("*", "/{rest:.*}", _not_found)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError as error:
            await self._runner.cleanup()
            self._runner = None
            if error.errno in _TAKEN:
                raise PortTaken(error.errno, error.strerror) from None
            raise
        bound: tuple[str, int] = self._runner.addresses[0]
        self.host, self.address = host, (bound[0], bound[1])
        self._posts = WebhookPosts(self._world)
        for bot in self._world.bots.values():
            self._posts.follow(bot)

    async def stop(self) -> None:
        """Close the socket and every waiting poll. The world stays, and may be served again."""
        if self._posts is not None:
            await self._posts.stop()
        if self._runner is not None:
            self._world.changed("stop")
            await self._runner.cleanup()
        self._posts = self._runner = None

    def answers_to(self, written: str) -> bool:
        """Whether a Host header calls this server by a name of its own. A foreign site may point its name here (DNS
        rebinding); its scripts would then pass for the server's own."""
        try:
            called = urlsplit(f"//{written}")
            name, port = (called.hostname or "").lower(), called.port or 80
        except ValueError:
            return False
        listened_on = {self.host, self.address[0]}
        everywhere = any(map(is_everywhere, listened_on))
        known = name in _LOOPBACK or name in listened_on or (everywhere and _is_number(name))
        return known and port == self.address[1]

    def _turned_away(self, request: web.Request) -> rejections.Rejection | None:
        """Why a call is not even looked at: the sandbox's token is no secret that would keep a foreign site away.
        (Telegram answers such calls.)"""
        if not self.answers_to(request.headers.get("Host", "")):
            return rejections.FOREIGN_HOST
        return rejections.FROM_A_WEB_PAGE if _is_from_a_web_page(request) else None

    async def _call(self, request: web.Request) -> web.StreamResponse:
        if (turned_away := self._turned_away(request)) is not None:
            return _json(turned_away.refused().answer())
        bot = self._world.bot_by_token(request.match_info["token"])
        if bot is None:
            return _json(rejections.UNAUTHORIZED.refused().answer())
        written = request.match_info["method"]
        name, method = _METHODS.get(written.lower(), (written, _unknown))
        try:
            values, files = await read_call(request)
        except rejections.Refused as refused:
            return _json(refused.answer())
        except ConnectionResetError:  # the bot died in the middle of its call: nobody waits for an answer
            return web.Response(status=400)
        sizes = {key: len(data) for key, (_, data) in files.items()}
        call = Call(self._calls.total + 1, bot, name, dict(values), sizes, self._world.now())
        self._calls.add(call)
        fault = self._faults.pick(name, str(values.get("chat_id", "")))
        if fault is not None:
            call.fault = str(fault.kind)
            struck = await self._strike_before(request, call, fault)
            if struck is not None:
                self._world.changed("call", None, call=call)
                return struck
        asked = Parameters(values, files)
        body = await self._answer(bot, method, asked)
        call.parameters |= {key: value for key, value in asked.meant.items() if key in values or key in files}
        call.read = frozenset(asked.meant)
        call.answer, call.status = body, body.get("error_code", 200)
        self._world.changed("call", None, call=call)
        if fault is not None and (struck := await self._strike_after(request, fault)) is not None:
            return struck
        return _json(body)

    async def _answer(self, bot: BotAccount, method: Any, asked: Parameters) -> dict[str, Any]:
        try:
            result = method(self._world, bot, asked)
            if inspect.isawaitable(result):
                result = await result
        except rejections.Refused as refused:
            return refused.answer()
        return {"ok": True, "result": result}

    async def _strike_before(self, request: web.Request, call: Call, fault: Fault) -> web.StreamResponse | None:
        """What a fault does before the call takes effect; None lets the call go on."""
        if fault.kind is FaultKind.SLOW_BEFORE:
            await asyncio.sleep(fault.seconds)
            return None
        if fault.kind in {FaultKind.CLOSE_BEFORE, FaultKind.RESET_BEFORE}:
            return _cut(request, reset=fault.kind is FaultKind.RESET_BEFORE)
        body: dict[str, Any]
        if fault.kind is FaultKind.TOO_MANY:
            wait = self._faults.wait(fault)
            body = rejections.TOO_MANY.refused({"retry_after": wait}, seconds=wait).answer()
        elif fault.kind in {FaultKind.SERVER_ERROR, FaultKind.REJECT}:
            body = {"ok": False, "error_code": fault.code, "description": fault.description}
        else:
            return None
        call.answer, call.status = body, body["error_code"]
        return _json(body)

    async def _strike_after(self, request: web.Request, fault: Fault) -> web.StreamResponse | None:
        """What a fault does once the call has taken effect; None lets the answer out."""
        if fault.kind is FaultKind.SLOW:
            await asyncio.sleep(fault.seconds)
        elif fault.kind is FaultKind.RESET_AFTER:
            return _cut(request, reset=True)
        elif fault.kind is FaultKind.MALFORMED:
            return web.Response(body=_MALFORMED, content_type="application/json")
        elif fault.kind is FaultKind.SERVER_ERROR_AFTER:
            return _json({"ok": False, "error_code": fault.code, "description": fault.description})
        return None

    async def _download(self, request: web.Request) -> web.StreamResponse:
        if (turned_away := self._turned_away(request)) is not None:
            return _json(turned_away.refused().answer())
        bot = self._world.bot_by_token(request.match_info["token"])
        if bot is None:
            return _json(rejections.UNAUTHORIZED.refused().answer())
        path = request.match_info["path"]
        stored = self._world.shelf.by_path(path)
        until = self._world.links.get((bot.id, path))
        if stored is None or until is None or self._world.now() > until:
            return await _not_found(request)
        fault = self._faults.pick("file", "")
        if fault is not None and (struck := await self._strike_download(request, fault)) is not None:
            return struck
        return web.Response(body=stored.data, content_type="application/octet-stream")

    async def _strike_download(self, request: web.Request, fault: Fault) -> web.StreamResponse | None:
        if fault.kind in {FaultKind.SLOW, FaultKind.SLOW_BEFORE}:
            await asyncio.sleep(fault.seconds)
            return None
        if fault.kind in {FaultKind.SERVER_ERROR, FaultKind.SERVER_ERROR_AFTER, FaultKind.REJECT}:
            return web.Response(status=fault.code, text=fault.description)
        return _cut(request, reset=fault.kind is not FaultKind.CLOSE_BEFORE)


def is_everywhere(name: str) -> bool:
    """Whether who listens on this listens on every address of the machine."""
    return _is_number(name) and ipaddress.ip_address(name).is_unspecified


def _is_number(name: str) -> bool:
    """Whether it is an address in figures: no foreign site can point that elsewhere."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_from_a_web_page(request: web.Request) -> bool:
    """Whether a script or a form in a browser asks. Bots never do it that way. An address typed into a browser is
    answered."""
    return "Origin" in request.headers or request.headers.get("Sec-Fetch-Site", "none") != "none"


def _unknown(world: World, bot: BotAccount, asked: Parameters) -> None:
    raise rejections.NO_SUCH_METHOD.refused()


def _json(body: dict[str, Any]) -> web.Response:
    headers = {}
    if body.get("error_code") == 429:
        headers["Retry-After"] = str(body["parameters"]["retry_after"])
    return web.Response(
        body=json.dumps(body).encode(),
        status=body.get("error_code", 200),
        content_type="application/json",
        headers=headers,
    )


def _cut(request: web.Request, *, reset: bool) -> web.Response:
    """End the connection without an answer: politely, or by a TCP reset."""
    transport = request.transport
    if transport is not None:
        raw = transport.get_extra_info("socket")
        if reset and raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response()


async def _not_found(request: web.Request) -> web.Response:
    return _json({"ok": False, "error_code": 404, "description": "Not Found"})
