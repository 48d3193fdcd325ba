"""Detaching: a report that was wrongly taken for another one's becomes a ticket of its own, as if it had come alone.

Where its sender says the place anew (不是同一个，在5栋), it is there.
"""

from __future__ import annotations

from datetime import datetime

from bot.desk import opening, places, support
from bot.desk.acts import Act
from bot.desk.office import Office
from bot.domain.duplicates import address_of
from bot.domain.posts import StoredPost
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
    post = posts.load(tx, joined.post_id)
    if own is not None:
        support.revive(tx, office, _moved(tx, office, own, post, act.words), now)
        return
    support.leave_everywhere(tx, office, ticket, joined.post_id, now)
    opening.open_detached(tx, office, post, ticket, now, act.words)


def _moved(tx: Tx, office: Office, own: Ticket, post: StoredPost, words: str) -> Ticket:
    """A ticket of its own at the place that was said; whose ground that is the unit that has it knows."""
    told = opening.detached_problems(own, post, places.understand(tx, office, post))[0]
    there = places.said_instead(office, post, told, words)
    if there is None:
        return own
    problem, place = there
    named = problem.spot.name if problem.spot is not None else None
    where = {"place": place, "place_name": named, "address": address_of(problem.spot)}
    return own.model_copy(update={**where, "text": f"{own.text}\n{words}"})
