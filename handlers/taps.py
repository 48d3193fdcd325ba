"""Taps: a callback query reaches the desk, and its presser gets an answer at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import structlog
from telegram import Bot, CallbackQuery
from telegram.error import TelegramError

from bot.desk import (
    appointing,
    auditing,
    binding,
    gate,
    imports,
    invitations,
    muting,
    place_answers,
    place_lists,
    privacy,
    remembering,
    revoking,
    special_taps,
    taps,
    topics,
    unit_book,
)
from bot.desk.office import Office
from bot.desk.shell import Shell
from bot.domain.paces import Use
from bot.domain.people import NOBODY
from bot.domain.refusals import Refused
from bot.domain.taps import Answer, Tap
from bot.notices.markup import cut
from handlers import behind, exporting, lists, maps, statistics
from handlers.chats import missing_rights
from handlers.exporting import Exporter
from handlers.inbox import settle
from handlers.maps import Cartographer
from handlers.pictures import Make
from handlers.posts import read_sender
from storage.transaction import Tx

log = structlog.get_logger()


def read_tap(query: CallbackQuery) -> Tap | None:
    """The tap, or None when it is not below a message of a chat, nobody's, or in another one's private chat."""
    message = query.message
    if message is None or query.data is None or query.from_user.id in NOBODY or query.from_user.is_bot:
        return None
    if message.chat.id > 0 and message.chat.id != query.from_user.id:
        return None  # a private chat's id is its person's: nobody else sees its buttons
    sender = read_sender(query.from_user.to_dict())
    topic = getattr(message, "message_thread_id", None) if getattr(message, "is_topic_message", False) else None
    return Tap(sender.id, sender.name, message.chat.id, message.message_id, query.data, topic, sender.username)


Seen = tuple[str, ...] | str | statistics.Seen | Refused | lists.Seen | exporting.Seen | maps.Seen | None
"""What was looked up before the transaction: missing rights for /bind, the bot's name for /invite, the figures for
/stats, the page of a list, the file of an export, a map. None: not known.
"""

Effect = Callable[[Tx, Office, Tap, Seen, datetime], Answer]


def _unseen(take: Callable[[Tx, Office, Tap, datetime], Answer]) -> Effect:
    """For what needs nothing looked up."""
    return lambda tx, office, tap, seen, now: take(tx, office, tap, now)


def _with_rights(take: Callable[[Tx, Office, Tap, Sequence[str] | None, datetime], Answer]) -> Effect:
    """For what is answered with the rights that the bot lacks in the chat."""
    return lambda tx, office, tap, seen, now: take(tx, office, tap, seen if isinstance(seen, tuple) else None, now)


def _invite(tx: Tx, office: Office, tap: Tap, seen: Seen, now: datetime) -> Answer:
    return invitations.take_tap(tx, office, tap, seen if isinstance(seen, str) else "", now)


def _export(tx: Tx, office: Office, tap: Tap, seen: Seen, now: datetime) -> Answer:
    return exporting.press(tx, office, tap, seen if isinstance(seen, exporting.Seen) else None, now)


_UNSEEN = (
    appointing,
    revoking,
    auditing,
    place_answers,
    remembering,
    place_lists,
    unit_book,
    imports,
    special_taps,
    privacy,
    muting,
)
_SEEN_BEFORE: tuple[tuple[frozenset[str], Effect], ...] = (
    (invitations.VERBS, _invite),
    (statistics.VERBS, statistics.press),
    (lists.VERBS, lambda tx, office, tap, seen, now: lists.press(tx, tap, seen, now)),
    (behind.VERBS, lambda tx, office, tap, seen, now: behind.press(tx, tap, seen, now)),
    (exporting.VERBS, _export),
    (maps.VERBS, maps.press),
)
"""What is answered with what was looked up, counted or drawn for it."""

_OF_A_TICKET = _unseen(taps.take_tap)
"""The desk's own table of a card's buttons, which also refuses a word that no button has."""

_EFFECTS: dict[str, Effect] = {
    **dict.fromkeys(taps.TICKET_VERBS, _OF_A_TICKET),
    **{verb: _unseen(room.take_tap) for room in _UNSEEN for verb in room.VERBS},
    **{verb: _with_rights(room.take_tap) for room in (binding, topics) for verb in room.VERBS},
    **{verb: pressed for verbs, pressed in _SEEN_BEFORE for verb in verbs},
}

VERBS = frozenset(_EFFECTS)
"""Every first word of callback data that the bot answers for."""


def press(tx: Tx, office: Office, tap: Tap, seen: Seen, now: datetime) -> Answer:
    """Do what the button says. Raises Refused, and then nothing that was written before it may be kept."""
    return _EFFECTS.get(tap.verb, _OF_A_TICKET)(tx, office, tap, seen, now)


_LOOKED_UP = frozenset().union(*(verbs for verbs, _ in _SEEN_BEFORE)) | binding.LAST_VERBS | topics.VERBS
"""For what something is looked up before, rights in the chat among it."""


async def _look(bot: Bot, shell: Shell, tap: Tap, make: Make | None) -> Seen:
    """What takes long, or needs Telegram, is done before."""
    if tap.verb in binding.LAST_VERBS | topics.VERBS:
        return await missing_rights(bot, tap.chat_id, topics=tap.verb in topics.VERBS)
    if tap.verb in invitations.VERBS:
        return bot.username
    if tap.verb in statistics.VERBS:
        return await statistics.see_tap(shell, tap, make)
    if tap.verb in lists.VERBS:
        return await lists.see_tap(shell, tap)
    if tap.verb in behind.VERBS:
        return await behind.see_tap(shell, tap)
    return None


async def answer_tap(shell: Shell, tap: Tap, seen: Seen) -> Answer:
    """A refusal undoes the whole tap; that it was refused, and so done with, is a transaction of its own, in which the
    tap counts all the same.
    """

    def do(tx: Tx, office: Office, now: datetime) -> Answer:
        gate.require(tx, office, tap.person_id, Use.TAPS, now)
        muting.require_heard(tx, tap, now)
        return press(tx, office, tap, seen, now)

    try:
        return await settle(shell, do)
    except Refused as refused:
        reason = refused

    def refuse(tx: Tx, office: Office, now: datetime) -> Answer:
        gate.count(tx, office, tap.person_id, Use.TAPS, now)
        return taps.refusal(office, reason)

    return await settle(shell, refuse)


async def _is_held_back(shell: Shell, tap: Tap) -> bool:
    """Nothing is looked up, drawn or written for whoever gets no answer to it."""

    def look(tx: Tx, office: Office, now: datetime) -> bool:
        return not gate.is_open_to(tx, office, tap.person_id, Use.TAPS, now) or muting.is_muted(tx, tap.person_id, now)

    return await shell.look(look)


async def take_tap(
    bot: Bot,
    shell: Shell,
    query: CallbackQuery,
    make: Make | None = None,
    exporter: Exporter | None = None,
    cartographer: Cartographer | None = None,
) -> None:
    """The tap's effects and its done mark first, then the answer: immediate, never tried again.

    Without `make` there are no pictures, without `exporter` no files, without `cartographer` no maps.
    """
    tap = read_tap(query)
    answer, told = Answer(), False

    async def tell(text: str) -> None:
        """What takes seconds says so first."""
        nonlocal told
        told = await _tell(query, Answer(text))

    if tap is not None:
        seen: Seen = None
        if tap.verb in _LOOKED_UP and await _is_held_back(shell, tap):
            pass
        elif tap.verb in exporting.VERBS:
            seen = await exporting.see_tap(shell, tap, exporter, tell)
        elif tap.verb in maps.VERBS:
            seen = await (cartographer or Cartographer(shell)).look(tap)
        else:
            seen = await _look(bot, shell, tap, make)
        answer = await answer_tap(shell, tap, seen)
    if not told or answer.text:
        await _tell(query, answer)


def shown(answer: Answer) -> str:
    """As much of it as Telegram shows: https://core.telegram.org/bots/api#answercallbackquery."""
    return cut(answer.text, 200)


async def _tell(query: CallbackQuery, answer: Answer) -> bool:
    """Whether it arrived."""
    try:
        return await query.answer(text=shown(answer) or None, show_alert=answer.alert)
    except TelegramError as error:
        log.info("tap.not_answered", error=str(error))
        return False
