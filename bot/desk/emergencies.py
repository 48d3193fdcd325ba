"""Emergencies: the reply says at once whom to call, and every coordinator is told."""

from __future__ import annotations

from datetime import datetime

from bot.desk import reach
from bot.desk.messages import say
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.notices import NoticeKind
from bot.domain.tickets import Ticket
from storage.transaction import Tx


def sound(tx: Tx, office: Office, ticket: Ticket, now: datetime) -> None:
    """Reply below the post, tell the coordinators' chats and each coordinator privately."""
    unit = office.area.unit_name(ticket.unit_code)
    post = Seat(ticket.chat_id, ticket.topic, ticket.message_id)
    told = office.texts.say("emergency.told_unit", unit=unit) if unit else office.texts.say("emergency.told")
    call_for_help = office.texts.say("emergency", told=told, number=ticket.number)
    say(
        tx,
        post,
        NoticeKind.EMERGENCY,
        f"emergency:{ticket.id}",
        call_for_help,
        now,
        ticket_id=ticket.id,
    )
    alert = office.texts.say(
        "emergency.alert",
        number=ticket.number,
        place=ticket.place or "",
        summary=ticket.summary,
        unit=unit or office.texts.plain("state.triage"),
        name=ticket.reporter_name,
        text=ticket.text,
    )
    area = office.area
    seats = (*reach.watching_seats(tx, area, ticket), *reach.privately(tx, reach.watching(tx, area, ticket)))
    for seat in dict.fromkeys((seat.chat_id, seat.topic) for seat in seats):
        key = f"emergency:{ticket.id}:{seat[0]}"
        say(tx, Seat(*seat), NoticeKind.EMERGENCY, key, alert, now, ticket_id=ticket.id)
