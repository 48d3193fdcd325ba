"""Arrivals: what a Bot API server hands out, made ready for the inbox without trusting a word of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import structlog

from storage.inbox import Arrival
from storage.json_text import to_text

log = structlog.get_logger()

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""Always given: Telegram remembers the last list it was told."""

_NUMBERS = range(-(2**63), 2**63 - 1)
"""What storage can keep; the last one is left out, since the cursor stands one behind."""

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
"""A string or a bracket. A string without an end goes to the end: looking for it again from each quote is quadratic."""

_UPDATE_ID = re.compile(r'"update_id"\s*:\s*(-?\d{1,19})\b')
_RESULT = re.compile(r'"result"\s*:\s*\[')


def arrival_of(update: Any) -> Arrival:
    """An update as the inbox keeps it. Raises ValueError for what is none."""
    try:
        return _arrival(update["update_id"], lane_of(update), _text_of(update))
    except (KeyError, TypeError, OverflowError, RecursionError, IndexError) as error:
        raise ValueError(f"no update: {error!r}") from error


def arrival_from(body: bytes) -> Arrival:
    """The update that somebody posted. Raises ValueError for what is none."""
    try:
        return arrival_of(json.loads(body))
    except RecursionError:
        return _deep_arrival(body.decode())


def arrivals_of(updates: list[Any]) -> list[Arrival]:
    """A batch, in order; what is no update is passed over with a line in the log."""
    found = []
    for update in updates:
        try:
            found.append(arrival_of(update))
        except ValueError as error:
            log.error("inbox.no_update", error=str(error)[:200], kind=type(update).__name__)
    return found


def deep_arrivals(body: bytes) -> list[Arrival]:
    """The batch of an answer that is nested too deeply to be read: each update kept as the text it is.

    Those that can be read are; the others are stored all the same, and quarantined by the workers.
    """
    found = []
    for text in _updates_in(body.decode(errors="replace")):
        try:
            found.append(arrival_from(text.encode()))
        except ValueError as error:
            log.error("inbox.no_update", error=str(error)[:200], length=len(text))
    return found


def lane_of(update: dict[str, Any]) -> int:
    """The chat in which this update's order matters; 0 where there is none, or where it cannot be read."""
    try:
        for kind in ALLOWED_UPDATES:
            if (found := update.get(kind)) is not None:
                message = found.get("message") if kind == "callback_query" else found
                lane = int(message["chat"]["id"]) if message else 0
                return lane if lane in _NUMBERS else 0
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return 0  # stored all the same: what cannot be read is quarantined, not lost
    return 0


def _arrival(update_id: Any, lane: int, raw: str) -> Arrival:
    number = int(update_id)
    if isinstance(update_id, bool) or number not in _NUMBERS:
        raise ValueError("its number is none of Telegram's")
    return Arrival(number, lane, raw)


def _text_of(update: Any) -> str:
    try:
        return to_text(update)
    except ValueError:  # nested more deeply than the quick way goes
        return json.dumps(update, separators=(",", ":"))


def _deep_arrival(text: str) -> Arrival:
    for depth, token in _tokens(text):
        if depth == 1 and (number := _UPDATE_ID.match(text, token.start())):
            return _arrival(number[1], 0, text)
    raise ValueError("it has no update_id")


def _updates_in(answer: str) -> Iterator[str]:
    """The texts of the objects in `result`, found by their brackets alone."""
    inside, begins = False, 0
    for depth, token in _tokens(answer):
        if depth == 1 and _RESULT.match(answer, token.start()):
            inside = True
        elif inside and depth == 2 and token[0] == "{":
            begins = token.start()
        elif inside and depth == 2 and token[0] == "}":
            yield answer[begins : token.end()]
        elif inside and depth == 1 and token[0] == "]":
            return


def _tokens(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """Strings and brackets, each with how many brackets are open around it."""
    depth = 0
    for token in _TOKEN.finditer(text):
        if token[0] in "]}":
            depth -= 1
        yield depth, token
        if token[0] in "[{":
            depth += 1
