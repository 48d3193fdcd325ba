"""The door of the page: who may come in, and the headers that every answer bears."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.sandbox.page import refusals
from bot.sandbox.page.backstage import NotPossible, Phrase
from bot.sandbox.page.refusals import PageRefused
from bot.sandbox.page.shapes import phrase
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.server import is_everywhere

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""What every answer bears; a handler may say otherwise about the cache."""
_MARK = "X-Page"
"""A foreign site's form cannot send a header of its own, and its script not without being asked first (CORS)."""
_log = logging.getLogger(__name__)


def json_answer(body: Any, status: int = 200) -> web.Response:
    """Escapes all that is not ASCII: a bot may have sent half a surrogate pair, which UTF-8 cannot carry."""
    raw = json.dumps(body, separators=(",", ":")).encode()
    return web.Response(body=raw, status=status, content_type="application/json")


class Door:
    """Makes routes out of handlers: checks the request before, turns refusals into answers after."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def get(self, path: str, handler: Handler, *, head: bool = True) -> web.RouteDef:
        return web.get(path, self._guarded(handler), allow_head=head)

    def post(self, path: str, handler: Handler) -> web.RouteDef:
        async def checked(request: web.Request) -> web.StreamResponse:
            self._check_origin(request)
            return await handler(request)

        return web.post(path, self._guarded(checked))

    def _guarded(self, handler: Handler) -> Handler:
        async def answer(request: web.Request) -> web.StreamResponse:
            try:
                self._check_host(request)
                response = await handler(request)
            except PageRefused as refused:
                response = _error(refused.status, refused.words)
            except NotPossible as not_possible:
                response = _error(409, not_possible.why)
            except ConnectionResetError:  # the browser went away in the middle; nobody reads the answer
                response = web.Response(status=400)
            except Exception:
                _log.exception("%s %s failed", request.method, request.path)
                response = _error(500, refusals.FAILED.refused().words)
            if not response.prepared:
                for name, value in HEADERS.items():
                    response.headers.setdefault(name, value)
            return response

        return answer

    def _check_host(self, request: web.Request) -> None:
        """Raises PageRefused for a name that is not ours: a foreign site may point its own name here."""
        if not self._sandbox.answers_to(_host(request)):
            raise refusals.FOREIGN_HOST.refused(address=self._address())

    def _check_origin(self, request: web.Request) -> None:
        origin = request.headers.get("Origin")
        same = origin is None or origin.lower() == f"http://{_host(request)}".lower()
        if not same or request.headers.get(_MARK) != "1":
            raise refusals.FOREIGN_ORIGIN.refused(address=self._address())

    def _address(self) -> str:
        served = urlsplit(self._sandbox.base_url)
        if served.hostname and not is_everywhere(served.hostname):
            return self._sandbox.base_url
        return f"http://127.0.0.1:{served.port}"


def _host(request: web.Request) -> str:
    """What the request calls us; `request.host` would ask the name service when it says nothing."""
    return request.headers.get("Host", "")


def _error(status: int, words: Phrase) -> web.Response:
    return json_answer({"error": phrase(words)}, status)
