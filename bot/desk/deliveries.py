"""Deliveries: what it shows that a ticket's card stands where its unit reads."""

from __future__ import annotations

from datetime import datetime

from bot.desk.office import Office
from bot.desk.reactions import follow_tickets
from storage import messages, posts, tickets
from storage.notices import Notice
from storage.transaction import Tx


def show(tx: Tx, office: Office, card: Notice, now: datetime) -> None:
    """✍ below the report, and only now: the unit's card was delivered."""
    ticket = tickets.load(tx, card.ticket_id) if card.ticket_id and card.unit_code is not None else None
    if ticket is not None and ticket.resolved_at is None and not ticket.state.is_over:
        follow_tickets(tx, office, posts.load(tx, ticket.post_id), f"delivered:{card.id}", now)


def recognise(tx: Tx, office: Office, chat_id: int, message_id: int, ticket_id: int, now: datetime) -> None:
    """Somebody uses a card of which nobody knew whether it had arrived: it was delivered, as if Telegram had said so.

    Its copy may stay back for ever now, so that nothing else would show the delivery.
    """
    card = messages.adopt(tx, chat_id, message_id, ticket_id)
    if card is not None:
        show(tx, office, card, now)
