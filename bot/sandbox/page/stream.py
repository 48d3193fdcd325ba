"""The feed as server-sent events. A viewer is only a number in the feed, so a slow browser costs no memory: whoever
falls behind what the feed keeps is told to load the world anew."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from itertools import takewhile
from typing import Any

from aiohttp import web

from bot.sandbox.accounts import BotAccount
from bot.sandbox.chats import Chat, Message, Person
from bot.sandbox.feed import Change
from bot.sandbox.page import shapes
from bot.sandbox.page.backstage import Backstage, Spot
from bot.sandbox.page.door import HEADERS
from bot.sandbox.page.finding import Finder
from bot.sandbox.page.shapes import Json, Shapes
from bot.sandbox.page.times import time_shape
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.taps import Tap

Event = tuple[str, Json]
_log = logging.getLogger(__name__)
_PULSE_SECONDS = 10.0
_AT_ONCE = 200
_RELOAD: Event = ("reload", {})
_STATES = frozenset({"bot", "player", "time"})
_OF_CHAT = frozenset({"chat", "member", "pin"})


class Stream:
    """The handler of GET /page/feed. `edition` is the world's random id."""

    def __init__(self, sandbox: Sandbox, backstage: Backstage, finder: Finder, drawing: Shapes, edition: str) -> None:
        self._feed = sandbox.feed
        self._world = sandbox.world
        self._backstage = backstage
        self._find = finder
        self._shapes = drawing
        self._edition = edition
        self.pulse = _PULSE_SECONDS
        """Seconds of silence after which a comment keeps the connection open."""
        self._renderers: dict[str, Callable[[Change], list[Event]]] = {
            "message": self._new_message,
            "edit": self._changed_message,
            "read": self._read,
            "reaction": self._changed_message,
            "delete": self._deleted,
            "chat": self._chat,
            "member": self._chat,
            "pin": self._chat,
            "commands": lambda change: [("commands", {})],
            "typing": self._typing,
            "tap": self._tap,
            "tap_answer": self._answer,
            "bot": lambda change: [("bot", {"state": backstage.bot_state.value})],
            "player": lambda change: [("player", shapes.playing(backstage.playing))],
            "spot": self._spot,
        }

    async def open(self, request: web.Request) -> web.StreamResponse:
        """Ends only with the connection, with a `reload`, or when the server stops: properly, or the browser's console
        would complain."""
        response = web.StreamResponse(headers=HEADERS | {"Content-Type": "text/event-stream; charset=utf-8"})
        await response.prepare(request)
        cursor = self._cursor(request)
        await response.write(b"retry: 1000\n\n")
        try:
            await self._tell(response, cursor)
        except ConnectionResetError:
            pass
        except Exception:  # too late for an answer of another kind; the browser connects again
            _log.exception("the feed broke off")
        return response

    async def _tell(self, response: web.StreamResponse, cursor: int | None) -> None:
        clock = asyncio.get_running_loop().time
        told_at = clock()
        while cursor is not None and (changes := await self._after(cursor)) is not None:
            events = await self._events(changes)
            cursor = changes[-1].number if changes else cursor
            ends = _RELOAD in events or any(change.kind == "stop" for change in changes)
            if events or ends or clock() - told_at >= self.pulse:
                await response.write(_written(events, cursor))
                told_at = clock()
            if ends:
                return
        await response.write(_written([_RELOAD]))

    def _cursor(self, request: web.Request) -> int | None:
        """The number after which to go on; None when the browser knows another world."""
        written = request.headers.get("Last-Event-ID") or request.query.get("after", "")
        known = request.query.get("world") == self._edition and written.isascii() and written.isdigit()
        if not known or len(written) > 15 or int(written) > self._feed.last_number:
            return None
        return int(written)

    async def _after(self, cursor: int) -> list[Change] | None:
        """The next changes, none after a silent while; None when some are kept no more."""
        if self._feed.last_number == cursor:
            try:
                await self._feed.until(lambda: self._feed.last_number > cursor, self.pulse)
            except TimeoutError:
                return []
        newer = list(takewhile(lambda change: change.number > cursor, reversed(self._feed.kept)))
        if newer[-1].number != cursor + 1:
            return None
        return newer[: -_AT_ONCE - 1 : -1]

    async def _events(self, changes: list[Change]) -> list[Event]:
        last = {_state_told(change): change.number for change in changes}
        events: list[Event] = []
        for change in changes:
            state = _state_told(change)
            if state is not None and last[state] != change.number:
                continue
            if change.chat is not None and not self._find.shows(change.chat):
                continue
            if change.kind == "person":
                return [_RELOAD]
            if change.kind == "time":
                events.append(("time", await time_shape(self._world, self._backstage)))
            elif change.kind in self._renderers:
                events += self._renderers[change.kind](change)
        return events

    def _new_message(self, change: Change) -> list[Event]:
        message: Message = change.details["message"]
        events = self._message("message", message)
        if message.service is not None or _is_first_of(message.chat.person, message):
            events += self._chat(change)
        return events

    def _changed_message(self, change: Change) -> list[Event]:
        return self._message("reaction" if change.kind == "reaction" else "edit", change.details["message"])

    def _read(self, change: Change) -> list[Event]:
        """Only what people wrote bears ticks."""
        message: Message = change.details["message"]
        return [] if message.service is not None else self._message("edit", message)

    def _message(self, name: str, message: Message) -> list[Event]:
        """Nothing of a message that was deleted meanwhile: its deletion follows."""
        return [] if message.deleted else [(name, {"message": self._shapes.message(message)})]

    def _deleted(self, change: Change) -> list[Event]:
        message: Message = change.details["message"]
        return [("delete", {"chat": message.chat.id, "key": message.key})]

    def _chat(self, change: Change) -> list[Event]:
        place: Chat | None = change.chat
        return [] if place is None else [("chat", {"chat": self._shapes.chat(place, self._find.bot())})]

    def _typing(self, change: Change) -> list[Event]:
        account: BotAccount = change.details["account"]
        return [("typing", {"chat": change.chat.id, "name": account.full_name})] if change.chat else []

    def _tap(self, change: Change) -> list[Event]:
        tap: Tap = change.details["tap"]
        pressed = (button.text for row in tap.message.rows for button in row if button.data == tap.data)
        return [("tap", _tap_shape(tap) | {"text": next(pressed, "")})]

    def _answer(self, change: Change) -> list[Event]:
        tap: Tap = change.details["tap"]
        if tap.answered is None:
            return []
        return [("answer", _tap_shape(tap) | {"text": tap.answered.text, "alert": tap.answered.show_alert})]

    def _spot(self, change: Change) -> list[Event]:
        spot: Spot | None = change.details["payload"]
        if spot is None:
            return []
        return [("spot", {"chat": spot.chat_id, "message": spot.message_key, "person": spot.person_id})]


def _state_told(change: Change) -> object:
    """Which state of things the change tells; of several tellings only the last is worth sending. None: no state, but
    something that happened."""
    if change.kind in _STATES:
        return change.kind
    return change.chat if change.kind in _OF_CHAT else None


def _is_first_of(person: Person | None, message: Message) -> bool:
    """Whether the private chat was started by this message."""
    own = (one for one in message.chat.messages.values() if one.sender is person)
    return person is not None and next(own, None) is message


def _tap_shape(tap: Tap) -> dict[str, Any]:
    return {"tap": tap.id, "person": tap.person.id, "chat": tap.message.chat.id, "message": tap.message.key}


def _written(events: list[Event], cursor: int | None = None) -> bytes:
    """The events as bytes. Only the last one bears the number, so that a browser that lost part of a batch gets it
    again. Without events, a comment."""
    blocks = [f"event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n" for name, data in events]
    blocks = blocks or [": still here\n"]
    if cursor is not None:
        blocks[-1] += f"id: {cursor}\n"
    return "".join(f"{block}\n" for block in blocks).encode()
