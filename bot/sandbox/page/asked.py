"""What a request asks for, read and checked: JSON bodies and the parameters of addresses."""

from __future__ import annotations

import json
from typing import Annotated, Literal, TypeVar

from aiohttp import web
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, NonNegativeInt, ValidationError

from bot.sandbox.page import refusals

_BODY_BYTES = 1 << 20
_CHUNK = 1 << 16


class _Asked(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class AskedNothing(_Asked):
    pass


class AskedAs(_Asked):
    """What somebody does; `who` travels as "as"."""

    who: int = Field(alias="as")


class AskedOfMessage(AskedAs):
    """What somebody does to a message; `message` is its key."""

    chat: int
    message: int


def _whole_characters(text: str) -> str:
    """JSON may carry half a surrogate pair; a form's text cannot, and no bot ever sees one."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class AskedEdit(AskedOfMessage):
    text: Annotated[str, AfterValidator(_whole_characters)]


class AskedReaction(AskedOfMessage):
    emoji: str | None


class AskedTap(AskedOfMessage):
    row: NonNegativeInt
    column: NonNegativeInt


class AskedTime(_Asked):
    """`ahead` in seconds."""

    ahead: float | None = None
    to: Literal["due"] | None = None


class AskedStory(_Asked):
    do: Literal["play", "pause", "step", "skip"]
    chapter: str | None = None


class AskedBot(_Asked):
    do: Literal["stop", "start"]


A = TypeVar("A", bound=BaseModel)


async def read_asked(request: web.Request, shape: type[A]) -> A:
    """The JSON body of a request. Raises PageRefused: 413 beyond 1 MB, and it reads no further; 400 for anything that
    is not of this shape."""
    if (request.content_length or 0) > _BODY_BYTES:
        raise refusals.BODY_TOO_LARGE.refused()
    raw = bytearray()
    async for chunk in request.content.iter_chunked(_CHUNK):
        raw += chunk
        if len(raw) > _BODY_BYTES:
            raise refusals.BODY_TOO_LARGE.refused()
    try:
        return shape.model_validate(json.loads(raw))
    except (ValueError, ValidationError, RecursionError):
        raise refusals.UNREADABLE.refused() from None


def whole(request: web.Request, name: str) -> int:
    """A number out of the address. Raises PageRefused (400)."""
    try:
        return int(request.query[name])
    except (KeyError, ValueError):
        raise refusals.UNREADABLE.refused() from None
