"""A call's parameters: whatever way they came (JSON, form, multipart, query), read by name and type."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import BodyPartReader, web

from bot.sandbox import limits, rejections
from bot.sandbox.entities import Entity, in_order


async def read_call(request: web.Request) -> tuple[dict[str, Any], dict[str, tuple[str, bytes]]]:
    """Parameters and files, however they were sent. Raises Refused (413) beyond 50 MB."""
    values: dict[str, Any] = dict(request.query)
    files: dict[str, tuple[str, bytes]] = {}
    if request.content_type == "application/json":
        try:
            given = await request.json() if request.can_read_body else {}
        except ValueError:
            given = {}
        values |= given if isinstance(given, dict) else {}
    elif request.content_type == "application/x-www-form-urlencoded":
        values |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    elif request.content_type.startswith("multipart/"):
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name is None:
                continue
            data = bytes(await part.read())
            if part.filename is None:
                values[part.name] = data.decode("utf-8", "replace")
            else:
                files[part.name] = (part.filename, data)
        if any(len(data) > limits.UPLOAD_BYTES for _, data in files.values()):
            raise rejections.TOO_LARGE.refused()
    return values, files


def whole(value: Any, default: int = 0) -> int:
    """A number out of what a bot sent; like the real server, whatever is none counts as the default."""
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return default


class Parameters:
    """The parameters of one call. `meant` collects what was read, in its proper type; its keys are the names that
    the method knows."""

    def __init__(self, values: dict[str, Any], files: dict[str, tuple[str, bytes]]) -> None:
        self._values = values
        self._files = files
        self.meant: dict[str, Any] = {}

    def has(self, name: str) -> bool:
        return self._values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        value = self._values.get(name)
        text = "" if value is None else value if isinstance(value, str) else json.dumps(value)
        self.meant[name] = text
        return text

    def integer(self, name: str, default: int = 0) -> int:
        """A number, or the default."""
        value = whole(self._values.get(name), default)
        self.meant[name] = value
        return value

    def flag(self, name: str) -> bool:
        value = self._values.get(name)
        truth = value if isinstance(value, bool) else str(value).strip().lower() in {"true", "yes", "1"}
        self.meant[name] = truth
        return truth

    def json(self, name: str, what: str) -> Any:
        """A structure, or None when it is absent. Raises Refused when it is no JSON; `what` names it in the words."""
        value = self._values.get(name)
        if isinstance(value, str):
            if not value:
                value = None
            else:
                try:
                    value = json.loads(value)
                except ValueError:
                    raise rejections.OBJECT_UNREADABLE.refused(what=what) from None
        self.meant[name] = value
        return value

    def upload(self, name: str) -> tuple[str, bytes] | None:
        """The file sent under this name: its file name and bytes."""
        return self._files.get(name)

    def entities(self, name: str) -> tuple[Entity, ...]:
        """Explicit message entities; unreadable ones count as none, as on the real server."""
        value = self.json(name, "entities")
        if not isinstance(value, list):
            return ()
        return in_order([entity for entity in map(_entity, value) if entity is not None])


def _entity(given: Any) -> Entity | None:
    if not isinstance(given, dict) or not isinstance(given.get("type"), str):
        return None
    found = {"mention", "hashtag", "bot_command", "url", "email", "cashtag", "phone_number"}
    if given["type"] in found:  # Telegram finds these by itself and ignores what the bot says of them
        return None
    person = given.get("user")
    return Entity(
        given["type"],
        whole(given.get("offset")),
        whole(given.get("length")),
        url=given.get("url"),
        user_id=whole(person.get("id")) if isinstance(person, dict) else None,
        language=given.get("language"),
        custom_emoji_id=given.get("custom_emoji_id"),
    )
