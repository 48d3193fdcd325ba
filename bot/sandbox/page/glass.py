"""Under the glass: the update behind a message, and the bot's calls that concern it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from bot.sandbox.calls import Call, Calls
from bot.sandbox.chats import Message
from bot.sandbox.page.shapes import Json, milliseconds
from bot.sandbox.parameters import whole
from bot.sandbox.world import World

_MOST_CALLS = 50
_LOOKED_THROUGH = 20_000
"""The newest calls, polls among them: hours of a demo, and milliseconds to look through."""
_HIDDEN = "…"


def update_of(message: Message) -> Json | None:
    """The last update about this message that a bot got or will get; None for what a bot wrote."""
    for bot in message.chat.bots():
        if (told := bot.updates.told(message.key)) is not None:
            return told
    return None


def calls_about(world: World, calls: Calls, message: Message) -> list[Json]:
    """The calls that made, changed, deleted or pinned this message, reacted to it, or answered a tap on it: oldest
    first, the newest 50. Files show as their sizes, tokens not at all."""
    found = islice((call for call in _newest(calls) if _concerns(world, call, message)), _MOST_CALLS)
    tokens = [bot.token for bot in world.bots.values()]
    return [_without(tokens, _shape(call)) for call in reversed(list(found))]


def _newest(calls: Calls) -> Iterator[Call]:
    return (calls[-index] for index in range(1, min(len(calls), _LOOKED_THROUGH) + 1))


def _concerns(world: World, call: Call, message: Message) -> bool:
    if call.method == "getUpdates":
        return False
    if call.method == "answerCallbackQuery":
        tap = world.taps.get(str(call.parameters.get("callback_query_id")))
        return tap is not None and tap.message is message
    message_id = message.id_for(call.bot)
    return message_id != 0 and (_names(call, message, message_id) or _made(call, message, message_id))


def _names(call: Call, message: Message, message_id: int) -> bool:
    """Whether the parameters mean this message."""
    named = call.parameters.get("chat_id")
    if named != f"@{message.chat.username}" and whole(named) != message.chat.id:
        return False
    several = call.parameters.get("message_ids")
    ids = several if isinstance(several, list) else [call.parameters.get("message_id")]
    return message_id in map(whole, ids)


def _made(call: Call, message: Message, message_id: int) -> bool:
    """Whether the answer shows this message: it was sent or edited."""
    results = call.result if isinstance(call.result, list) else [call.result]
    return any(
        isinstance(result, dict)
        and result.get("message_id") == message_id
        and result.get("chat", {}).get("id") == message.chat.id
        for result in results
    )


def _shape(call: Call) -> Json:
    return {
        "number": call.number,
        "at": milliseconds(call.at),
        "method": call.method,
        "parameters": call.parameters | {name: {"bytes": size} for name, size in call.files.items()},
        "status": call.status,
        "answer": call.answer,
        "fault": call.fault,
    }


def _without(tokens: list[str], shape: Json) -> Json:
    """No call should bear a token; but this goes to a screen, and screens are photographed."""
    written = json.dumps(shape)
    for token in tokens:
        written = written.replace(json.dumps(token)[1:-1], _HIDDEN)
    cleaned: dict[str, Any] = json.loads(written)
    return cleaned
