"""Emergencies: the reply says at once whom to call, and every coordinator is told."""

from __future__ import annotations

from datetime import datetime

from bot.desk import muting, reach
from bot.desk.messages import say
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.notices import NoticeKind
from bot.domain.posts import StoredPost
from bot.domain.tickets import Ticket
from bot.notices.markup import cut
from storage.transaction import Tx

_LONGEST_FACT, _LONGEST_QUOTE = 200, 3000
"""UTF-16 units, which leave room below Telegram's 4,096: an alert that is too long would reach nobody."""


def answer(tx: Tx, office: Office, ticket: Ticket, post: StoredPost, now: datetime) -> None:
    """Whoever reports an emergency again is told whom to call as well; the coordinators know of it."""
    _call_for_help(tx, office, ticket, Seat(post.chat_id, post.topic, post.message_id), f":post:{post.id}", now)


def _call_for_help(tx: Tx, office: Office, ticket: Ticket, below: Seat, mark: str, now: datetime) -> None:
    unit = office.area.unit_name(ticket.unit_code)
    told = office.texts.say("emergency.told_unit", unit=unit) if unit else office.texts.say("emergency.told")
    text = office.texts.say("emergency", told=told, number=ticket.number)
    say(tx, below, NoticeKind.EMERGENCY, f"emergency:{ticket.id}{mark}", text, now, ticket_id=ticket.id)


def sound(tx: Tx, office: Office, ticket: Ticket, now: datetime) -> None:
    """Reply below the post, tell the coordinators' chats and each coordinator privately."""
    unit = office.area.unit_name(ticket.unit_code)
    _call_for_help(tx, office, ticket, Seat(ticket.chat_id, ticket.topic, ticket.message_id), "", now)
    name = ticket.reporter_name
    if muting.is_muted(tx, ticket.reporter_id, now):
        name = office.texts.plain("mute.reporter", name=name)
    alert = office.texts.say(
        "emergency.alert",
        number=ticket.number,
        place=cut(ticket.place or "", _LONGEST_FACT),
        summary=cut(ticket.summary, _LONGEST_FACT),
        unit=unit or office.texts.plain("state.triage"),
        name=cut(name, _LONGEST_FACT),
        text=cut(ticket.text, _LONGEST_QUOTE),
    )
    area = office.area
    seats = (*reach.watching_seats(tx, area, ticket), *reach.privately(tx, reach.watching(tx, area, ticket)))
    for seat in dict.fromkeys((seat.chat_id, seat.topic) for seat in seats):
        key = f"emergency:{ticket.id}:{seat[0]}"
        say(tx, Seat(*seat), NoticeKind.EMERGENCY, key, alert, now, ticket_id=ticket.id)
