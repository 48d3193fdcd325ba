"""Taps: a callback query reaches the desk, and its presser gets an answer at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import structlog
from telegram import Bot, CallbackQuery
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from bot.desk import chats, people, statistics, taps
from bot.desk.messages import turn
from bot.desk.office import Office
from bot.desk.shell import Shell
from bot.domain.people import NOBODY
from bot.domain.periods import read_period
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import Action, require
from bot.domain.taps import Answer, Tap
from bot.notices.statistics import statistics_buttons, statistics_text
from handlers.inbox import settle
from handlers.posts import read_sender
from storage import people as stored_people
from storage.transaction import Tx

log = structlog.get_logger()


def read_tap(query: CallbackQuery) -> Tap | None:
    """The tap, or None when it is not below a message of a chat, or nobody's."""
    message = query.message
    if message is None or query.data is None or query.from_user.id in NOBODY or query.from_user.is_bot:
        return None
    sender = read_sender(query.from_user.to_dict())
    topic = getattr(message, "message_thread_id", None) if getattr(message, "is_topic_message", False) else None
    return Tap(sender.id, sender.name, message.chat.id, message.message_id, query.data, topic, sender.username)


def _turn_statistics(tx: Tx, office: Office, tap: Tap, missing: Sequence[str], now: datetime) -> Answer:
    require(stored_people.load(tx, tap.person_id, tap.name), Action.SEE_STATISTICS)
    period = read_period(tap.arguments[0], now, office.zone)
    figures = statistics.figures(tx, office.area, period, now)
    text = statistics_text(office.texts, office.area, figures)
    return turn(tx, tap, text, now, statistics_buttons(office.texts, period))


Press = Callable[[Tx, Office, Tap, Sequence[str], datetime], Answer]

_PRESSES: dict[str, Press] = {
    **dict.fromkeys(taps.TICKET_VERBS, lambda tx, office, tap, missing, now: taps.take_tap(tx, office, tap, now)),
    **dict.fromkeys(("bind", "bindunits", "bindto"), chats.take_tap),
    **dict.fromkeys(
        ("role", "appoints", "appoint"),
        lambda tx, office, tap, missing, now: people.take_tap(tx, office, tap, now),
    ),
    "stats": _turn_statistics,
}


def press(tx: Tx, office: Office, tap: Tap, missing: Sequence[str], now: datetime) -> Answer:
    """Do what the button says; whatever is wrong with it is told to the presser alone."""
    try:
        return _PRESSES[tap.verb](tx, office, tap, missing, now)
    except Refused as refused:
        return taps.refusal(office, refused)
    except (KeyError, IndexError, ValueError):
        return taps.refusal(office, Refused(Refusal.STALE_BUTTON))


async def take_tap(bot: Bot, shell: Shell, query: CallbackQuery) -> None:
    """The tap's effects and its done mark first, then the answer: immediate, never tried again."""
    tap = read_tap(query)
    answer = Answer()
    if tap is not None:
        missing = await missing_rights(bot, tap.chat_id) if tap.verb in {"bind", "bindto"} else ()
        answer = await settle(shell, lambda tx, office, now: press(tx, office, tap, missing, now))
    try:
        await query.answer(text=answer.text[:200] or None, show_alert=answer.alert)
    except TelegramError as error:
        log.info("tap.not_answered", error=str(error))


async def missing_rights(bot: Bot, chat_id: int) -> tuple[str, ...]:
    """What the bot still needs in this chat, by the names that the texts know: read, delete, pin."""
    try:
        member = await bot.get_chat_member(chat_id, bot.id)
        chat = await bot.get_chat(chat_id)
    except TelegramError as error:
        log.warning("rights.unknown", chat=chat_id, error=str(error))
        return ()
    if chat.type == ChatType.PRIVATE:
        return ()
    admin = member.status == ChatMemberStatus.ADMINISTRATOR
    has = {
        "read": admin or bool(bot.bot.can_read_all_group_messages),
        "delete": admin and bool(getattr(member, "can_delete_messages", False)),
        "pin": admin and bool(getattr(member, "can_pin_messages", False)),
    }
    return tuple(right for right, held in has.items() if not held)
