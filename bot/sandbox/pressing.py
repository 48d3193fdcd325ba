"""Pressing an inline button: the callback query, and the bot's answer to it."""

from __future__ import annotations

from typing import Any

from bot.sandbox import limits, rejections, rendering
from bot.sandbox.accounts import BotAccount
from bot.sandbox.chats import Message, Person
from bot.sandbox.taps import Tap, TapAnswer
from bot.sandbox.world import World


def press(world: World, who: Person, message: Message, wanted: str, *, forged: bool = False) -> Tap:
    """Send a callback query to the bot that wrote the message. Raises ValueError when there is no such button."""
    data = wanted
    if not forged:
        button = message.button(wanted)
        if button is None or button.data is None or message.deleted:
            raise ValueError(f"no button {wanted!r} on {message!r}; it has {message.button_texts}")
        data = button.data
    bot = message.sender
    if not isinstance(bot, BotAccount):
        raise TypeError(f"{message!r} was not written by a bot")
    tap = Tap(str(world.random.randrange(10**17, 10**18)), bot, who, message, data, world.now(), world.feed)
    world.taps[tap.id] = tap
    shown: dict[str, Any] = rendering.message(world, bot, message)
    if message.deleted:
        shown = {"chat": rendering.chat(message.chat), "message_id": message.id_for(bot), "date": 0}
    world.changed("tap", message.chat, tap=tap)
    bot.updates.push(
        "callback_query",
        {
            "id": tap.id,
            "from": rendering.user(who),
            "message": shown,
            "chat_instance": rendering.chat_instance(message.chat),
            "data": data,
        },
    )
    return tap


def answer(world: World, bot: BotAccount, tap_id: str, given: TapAnswer) -> None:
    """Take the bot's answer. Raises Refused when the tap is unknown, answered, another bot's or too old."""
    tap = world.taps.get(tap_id)
    stale = tap is None or tap.bot is not bot or tap.answered is not None
    if tap is None or stale or world.now() - tap.at > limits.TAP_ANSWERABLE:
        raise rejections.TAP_STALE.refused()
    tap.answered = given
    world.changed("tap_answer", tap.message.chat, tap=tap)
