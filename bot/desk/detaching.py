"""Detaching: a report that was wrongly taken for another one's becomes a ticket of its own, as if it had come alone."""

from __future__ import annotations

from datetime import datetime

from bot.desk import opening, support
from bot.desk.acts import Act
from bot.desk.office import Office
from bot.domain.tickets import Ticket
from storage import posts, supporters
from storage.transaction import Tx


def detach(tx: Tx, office: Office, ticket: Ticket, act: Act, now: datetime) -> None:
    """The supporter's post leaves the ticket, for good: it is never joined to it again.

    One that had been merged with a ticket of its own gets that one back, however many merges lie between; one that
    only supported a merged ticket leaves that as well.
    """
    joined = next((one for one in supporters.of_ticket(tx, ticket.id) if one.post_id == act.wish.post), None)
    if joined is None:
        return
    own = support.own_ticket(tx, ticket, joined) if joined.merged_from is not None else None
    if own is not None:
        support.revive(tx, office, own, now)
        return
    support.leave_everywhere(tx, office, ticket, joined.post_id, now)
    opening.open_detached(tx, office, posts.load(tx, joined.post_id), ticket, now)
