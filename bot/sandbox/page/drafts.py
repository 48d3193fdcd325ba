"""What somebody is about to post: the multipart form of POST /page/post, read piece by piece within its limits."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from bot.sandbox import limits
from bot.sandbox.files import Attachment
from bot.sandbox.page import refusals
from bot.sandbox.page.refusals import PageRefused, Refusal

_MOST_FILES = limits.ALBUM.stop - 1
_FIELD_BYTES = 256
_TEXT_BYTES = 1 << 18
_CHUNK = 1 << 16
_BODY_BYTES = _MOST_FILES * limits.DOWNLOAD_BYTES + (1 << 20)
_ATTACHED = frozenset({"photo", "sample", "file"})
_NUMBERS = frozenset({"as", "chat", "reply_to", "topic"})
_NAME_CHARACTERS = 120
_UNNAMED = "file.bin"
_BROKEN = (HttpProcessingError, ValueError, AssertionError, LookupError, RuntimeError)
"""What aiohttp raises at a broken form."""
_MIME = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)


@dataclass(slots=True)
class Draft:
    """A post to be. `photos` are pictures not looked at yet, or (str) names of samples, in the order of the album."""

    numbers: dict[str, int] = field(default_factory=dict)
    text: str = ""
    photos: list[bytes | str] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)

    def number(self, name: str) -> int:
        """Raises PageRefused (400) when the form lacks it."""
        if name not in self.numbers:
            raise refusals.UNREADABLE.refused()
        return self.numbers[name]


async def read_draft(request: web.Request) -> Draft:
    """Read the form; nothing is read beyond the first thing that is too large.

    Raises PageRefused: 413 for a photo beyond 10 MB or a file beyond 20 MB, 422 for too many of them or an empty one,
    400 for a form that cannot be read.
    """
    if (request.content_length or 0) > _BODY_BYTES:
        raise refusals.BODY_TOO_LARGE.refused()
    draft = Draft()
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name is None:
                raise refusals.UNREADABLE.refused()
            await _take(draft, part, part.name)
    except PageRefused:
        raise
    except _BROKEN:
        raise refusals.UNREADABLE.refused() from None
    if draft.photos and draft.files:
        raise refusals.MIXED_ALBUM.refused()
    return draft


async def _take(draft: Draft, part: BodyPartReader, name: str) -> None:
    if name in _ATTACHED and len(draft.photos) + len(draft.files) == _MOST_FILES:
        raise refusals.TOO_MANY_FILES.refused(most=_MOST_FILES)
    if name == "photo":
        draft.photos.append(await _attached(part, limits.PHOTO_UPLOAD_BYTES, refusals.PHOTO_TOO_LARGE))
    elif name == "file":
        data = await _attached(part, limits.DOWNLOAD_BYTES, refusals.FILE_TOO_LARGE)
        draft.files.append(Attachment(data, _file_name(part.filename), _mime(part)))
    elif name == "text":
        draft.text = await _written(part, _TEXT_BYTES, _too_long)
    elif name == "sample":
        draft.photos.append(await _written(part, _FIELD_BYTES, refusals.UNREADABLE.refused))
    elif name in _NUMBERS:
        if written := await _written(part, _FIELD_BYTES, refusals.UNREADABLE.refused):
            draft.numbers[name] = int(written)
    else:
        raise refusals.UNREADABLE.refused()


def _too_long() -> PageRefused:
    return refusals.TEXT_TOO_LONG.refused(most=limits.TEXT_UNITS)


async def _attached(part: BodyPartReader, most: int, too_large: Refusal) -> bytes:
    data = await _bytes(part, most, too_large.refused)
    if not data:
        raise refusals.FILE_EMPTY.refused()
    return data


async def _written(part: BodyPartReader, most: int, too_large: Callable[[], PageRefused]) -> str:
    return (await _bytes(part, most, too_large)).decode("utf-8", "replace")


async def _bytes(part: BodyPartReader, most: int, too_large: Callable[[], PageRefused]) -> bytes:
    data = bytearray()
    while not part.at_eof():
        data += await part.read_chunk(_CHUNK)
        if len(data) > most:
            raise too_large()
    return bytes(data)


def _file_name(written: str | None) -> str:
    """The last part of the path, without control characters; its ending survives when it is cut."""
    name = "".join(character for character in (written or "") if character.isprintable())
    path = PurePosixPath(name.replace("\\", "/"))
    if len(path.name) > _NAME_CHARACTERS:
        ending = path.suffix[:16]
        return path.name[: _NAME_CHARACTERS - len(ending)] + ending
    return path.name or _UNNAMED


def _mime(part: BodyPartReader) -> str:
    """What the browser says of the file; the bot is told it, nobody is served it."""
    written = part.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return written if _MIME.fullmatch(written) else "application/octet-stream"
