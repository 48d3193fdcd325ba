"""Detaching: a report that was wrongly taken for another one's becomes a ticket of its own, as if it had come alone."""

from __future__ import annotations

from datetime import datetime

from bot.desk import opening, support
from bot.desk.acts import Act, load_ticket
from bot.desk.office import Office
from bot.domain.tickets import State, Ticket
from storage import posts, supporters
from storage.transaction import Tx


def detach(tx: Tx, office: Office, ticket: Ticket, act: Act, now: datetime) -> None:
    """The supporter's post leaves the ticket, for good: it is never joined to it again.

    One that had been merged with a ticket of its own gets that one back.
    """
    joined = next((one for one in supporters.of_ticket(tx, ticket.id) if one.post_id == act.wish.post), None)
    if joined is None:
        return
    before = load_ticket(tx, joined.merged_from) if joined.merged_from is not None else None
    if before is not None and before.state is State.MERGED:
        support.revive(tx, office, before, now)
        return
    support.leave(tx, office, ticket, joined.post_id, now)
    opening.open_detached(tx, office, posts.load(tx, joined.post_id), ticket, now)
