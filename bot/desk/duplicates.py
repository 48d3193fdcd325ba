"""Duplicates: the open ticket that a fresh report, or one whose place has just been told, is about."""

from __future__ import annotations

from datetime import datetime

from bot.desk import support
from bot.desk.office import Office
from bot.domain.duplicates import JOINABLE, is_same
from bot.domain.posts import StoredPost
from bot.domain.tickets import Ticket
from storage import areas, supporters, tickets
from storage.transaction import Tx


def find(tx: Tx, office: Office, fresh: Ticket, now: datetime) -> Ticket | None:
    """The open ticket of the same thing, the nearest in time; `fresh` need not be kept yet.

    One that the post was split off from is none: whoever said that it is another thing is believed.
    """
    if not office.duplicate_window:
        return None
    found = tickets.alike(tx, fresh, now - office.duplicate_window)
    if not found:
        return None
    named = areas.named(tx, fresh.place_name) if fresh.place_name is not None else ()
    left = supporters.left_by(tx, fresh.post_id)
    for there in found:
        if there.id not in left and is_same(fresh, there, named, now, office.duplicate_window):
            return there
    return None


def join(tx: Tx, office: Office, fresh: Ticket, post: StoredPost, now: datetime) -> Ticket | None:
    """Let the post support the open ticket of the same thing. Returns that ticket, None where there is none."""
    there = find(tx, office, fresh, now)
    return support.support(tx, office, there, post.id, now) if there is not None else None


def merge_placed(tx: Tx, office: Office, ticket: Ticket, now: datetime) -> Ticket | None:
    """A ticket in triage whose place was told turns out to be about another one's thing: it is merged into that.

    Returns the other one, None where there is none.
    """
    there = find(tx, office, ticket, now) if ticket.state in JOINABLE else None
    if there is None:
        return None
    support.merge(tx, office, ticket, there, now)
    return there
