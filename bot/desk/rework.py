"""Rework: a ticket that comes back again and again is shown to the coordinators."""

from __future__ import annotations

from datetime import datetime

from bot.desk import reach
from bot.desk.messages import say
from bot.desk.office import Office
from bot.domain.notices import NoticeKind
from bot.domain.tickets import Ticket
from bot.notices.buttons import open_buttons
from bot.notices.markup import cut
from storage.transaction import Tx

TOO_OFTEN = 3
"""From the third time on the unit alone does not get it done."""


def tell_when_too_often(tx: Tx, office: Office, ticket: Ticket, words: str, occasion: int, now: datetime) -> None:
    """Each further time, with a button that opens the ticket and its moves."""
    if ticket.reopened < TOO_OFTEN:
        return
    text = office.texts.say(
        "rework.again",
        number=ticket.number,
        count=ticket.reopened,
        unit=office.area.unit_name(ticket.unit_code) or "",
        place=cut(ticket.place or "", 100),
        summary=cut(ticket.summary, 100),
        words=office.texts.say("event.words", words=cut(words, 200)) if words else "",
    )
    for seat in reach.watching_seats(tx, office.area, ticket):
        key = f"rework_again:{ticket.id}:{seat.chat_id}:{occasion}"
        say(tx, seat, NoticeKind.ALERT, key, text, now, rows=open_buttons([ticket]), ticket_id=ticket.id)
