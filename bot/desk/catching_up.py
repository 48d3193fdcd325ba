"""Catching up: what waited for a chat, a person or a unit's people goes out when they are there."""

from __future__ import annotations

from datetime import datetime

from bot.desk import cards, places, reach
from bot.desk.office import Office
from bot.domain.notices import NoticeKind
from bot.domain.tickets import State, Ticket
from storage import chats, messages, tickets
from storage.transaction import Tx


def post_waiting(tx: Tx, office: Office, now: datetime) -> int:
    """After a binding or an appointment: open tickets whose card stands nowhere get one. Returns how many.

    A ticket that waited in triage only because its unit could not be reached goes to the unit now. Where a card stands
    only in a chat to which nothing can be written any more, and another chat is there instead, it is posted anew.
    """
    posted = 0
    for ticket in tickets.in_states(tx, (State.TRIAGE, State.ASSIGNED, State.ACCEPTED), limit=1000):
        unit = ticket.unit_code if ticket.state is State.TRIAGE else None
        if unit is not None and reach.is_reachable(tx, unit, private=ticket.private):
            moved = ticket.model_copy(update={"state": State.ASSIGNED, "assigned_at": now, "bot_unit": unit})
            tickets.save(tx, moved)
            places.send_to_unit(tx, office, moved, now)
            posted += 1
        elif _is_needed(tx, office, ticket, now):
            cards.post_card(tx, office, ticket, int(now.timestamp() * 1000), now)
            posted += 1
    return posted


def _is_needed(tx: Tx, office: Office, ticket: Ticket, now: datetime) -> bool:
    """Whether the ticket needs a card. Those that nobody could keep up to date are given up for it."""
    standing = messages.standing(tx, ticket.id, NoticeKind.CARD)
    if not all(chats.is_parked(tx, card.chat_id) for card in standing):
        return False
    if standing and not _is_read_elsewhere(tx, office, ticket):
        return False
    for card in standing:
        messages.give_up(tx, card.id, now)
    return True


def _is_read_elsewhere(tx: Tx, office: Office, ticket: Ticket) -> bool:
    """Whether a chat of their own is open to those who handle the ticket; below the post it is no better read."""
    in_triage = ticket.state is State.TRIAGE
    seats = reach.watching_seats(tx, office.area, ticket) if in_triage else reach.card_seats(tx, ticket)
    return any(seat.reply_to is None and not chats.is_parked(tx, seat.chat_id) for seat in seats)


def resume_chat(tx: Tx, chat_id: int, now: datetime) -> None:
    """The bot is back in a chat: what was parked for it flows again."""
    chats.unpark(tx, chat_id)
    chats.pause(tx, chat_id, None)
