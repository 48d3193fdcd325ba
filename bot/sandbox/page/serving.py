"""Files for the browser: the page's own modules, what people and bots attached, the drawn samples."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from urllib.parse import quote

from aiohttp import web

from bot.sandbox.files import StoredFile
from bot.sandbox.page import refusals
from bot.sandbox.page.backstage import Backstage
from bot.sandbox.page.photos import sniffed
from bot.sandbox.world import World

_FOLDER = Path(__file__).parent / "static"
_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".html": "text/html",
}
_NAME = re.compile(r"[A-Za-z0-9_-]{1,80}(\.[a-z]+)", re.ASCII)
_FOREVER = "private, max-age=31536000, immutable"
_IF_CHANGED = "no-cache"
_BYTES = "application/octet-stream"


class Serving:
    """The handlers of files. The addresses of stored files bear the world's id, so that a browser may keep them."""

    def __init__(self, world: World, backstage: Backstage) -> None:
        self._world = world
        self._backstage = backstage

    async def index(self, request: web.Request) -> web.Response:
        return _page_file(request, "index.html")

    async def static(self, request: web.Request) -> web.Response:
        """Only names without a slash, of the known kinds."""
        return _page_file(request, request.match_info["name"])

    async def icon(self, request: web.Request) -> web.Response:
        """Browsers ask for it unbidden, and complain in the console when it is missing."""
        return web.Response(status=204)

    async def stored(self, request: web.Request) -> web.Response:
        """A stored file; only what is an image by its bytes is shown in the browser, everything else is saved."""
        written = request.match_info["key"]
        stored = self._world.shelf.by_key(int(written)) if len(written) < 12 else None
        if stored is None:
            raise refusals.NOTHING_HERE.refused()
        image = sniffed(stored.data)
        headers = {"Cache-Control": _FOREVER, "Content-Disposition": _disposition(stored, saved=image is None)}
        return web.Response(body=stored.data, content_type=image or _BYTES, headers=headers)

    async def sample(self, request: web.Request) -> web.Response:
        wanted = request.match_info["name"]
        for sample in self._backstage.samples:
            if sample.name == wanted:
                mime = sniffed(sample.data) or _BYTES
                return web.Response(body=sample.data, content_type=mime, headers={"Cache-Control": _FOREVER})
        raise refusals.NO_SUCH_SAMPLE.refused()


def _page_file(request: web.Request, name: str) -> web.Response:
    """A file of the page, or 304 when the browser has this very one."""
    matched = _NAME.fullmatch(name)
    path = _FOLDER / name
    if matched is None or matched[1] not in _TYPES or not path.is_file():
        raise refusals.NOTHING_HERE.refused()
    data = path.read_bytes()
    tag = hashlib.blake2s(data, digest_size=12).hexdigest()
    headers = {"Cache-Control": _IF_CHANGED, "ETag": f'"{tag}"'}
    if any(known.value == tag for known in request.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    charset = None if matched[1] == ".png" else "utf-8"
    answer = web.Response(body=data, content_type=_TYPES[matched[1]], charset=charset, headers=headers)
    if matched[1] != ".png":
        answer.enable_compression()  # a third of the bytes
    return answer


def _disposition(stored: StoredFile, *, saved: bool) -> str:
    how = "attachment" if saved else "inline"
    return f"{how}; filename*=UTF-8''{quote(stored.name, safe='')}"
