"""Chats: what happens when the bot is added to a group, removed, muted or blocked, and when a group moves."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk import catching_up, menus
from bot.desk.messages import say
from bot.desk.office import Office
from bot.desk.outcomes import follow_migration
from bot.desk.privacy import tell_what_is_kept
from bot.desk.reach import Seat, seats_over
from bot.domain.areas import ChatKind
from bot.domain.notices import Errand, NoticeKind
from storage import audit, chats, notices, people
from storage import menus as stored_menus
from storage.transaction import Tx

_MIND = timedelta(seconds=2)
"""A migration first looks like a new group: the greeting waits for the news that it is none."""


def greeting_key(chat_id: int) -> str:
    """Under which the greeting of a group waits, and is found again when it has had its answer."""
    return f"greeting:{chat_id}"


def joined(
    tx: Tx,
    office: Office,
    chat_id: int,
    title: str,
    type_: str,
    *,
    fresh: bool,
    now: datetime,
    may_pin: bool = False,
) -> None:
    """The bot was added to a group, or may write there again: one line, and what was parked flows.

    In a reporting group that the area book has bound, nobody was told yet what is kept: that is said first.
    """
    chats.remember(tx, chat_id, title, type_)
    people.note_private_chat(tx, chat_id, open_=True)
    catching_up.resume_chat(tx, chat_id, now)
    menus.follow_chat(tx, chat_id, now)
    for bound in chats.every_binding(tx):
        if bound.chat_id == chat_id and bound.kind is ChatKind.REPORT:
            tell_what_is_kept(tx, office, Seat(chat_id, bound.topic or None), now, pin=may_pin)
    if fresh and chats.is_bound(tx, chat_id):
        audit.append(tx, "joined", None, now, chat=chat_id)
    if fresh and not chats.is_bound(tx, chat_id):
        key = f"joined:{chat_id}:{int(now.timestamp())}"
        text = office.texts.say("joined.group")
        say(
            tx, Seat(chat_id), NoticeKind.ANSWER, key, text, now, not_before=now + _MIND, coalesce=greeting_key(chat_id)
        )


def left(tx: Tx, office: Office, chat_id: int, title: str, type_: str, why: str, now: datetime) -> None:
    """The bot was removed, muted or blocked: its notices wait, and the coordinators are told once.

    Of a person who blocks it they are told when there is something to say to that person: at the first refused call.
    """
    bound = chats.is_bound(tx, chat_id)
    people.note_private_chat(tx, chat_id, open_=False)
    stored_menus.forget(tx, chat_id)
    chats.remember(tx, chat_id, title, type_, member=False)
    if why == "blocked" or not chats.park(tx, chat_id, why, now) or not bound:
        return
    audit.append(tx, "left", None, now, chat=chat_id, why=why)
    text = office.texts.say("alert.parked", chat=title, why=office.texts.plain(f"why.{why}"))
    units = dict.fromkeys(one.unit_code for one in chats.every_binding(tx) if one.chat_id == chat_id)
    seats = dict.fromkeys(seat for unit in units for seat in seats_over(tx, office.area, unit))
    for seat in seats:
        if seat.chat_id != chat_id:
            key = Errand.TROUBLE.key("alert.parked", chat_id, seat.chat_id, int(now.timestamp()))
            say(tx, seat, NoticeKind.ALERT, key, text, now)


def migrated(tx: Tx, old: int, new: int, now: datetime) -> None:
    """A group became a supergroup: its bindings follow, and nobody is greeted twice."""
    if chats.is_bound(tx, old):  # both groups tell of it: the second time there is nothing to follow
        audit.append(tx, "migrated", None, now, chat=new, old=old)
    follow_migration(tx, old, new)
    menus.follow_chat(tx, new, now)
    if (greeting := notices.waiting_under(tx, greeting_key(new))) is not None:
        notices.withhold(tx, greeting.id)
