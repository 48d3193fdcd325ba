"""Alarms: words that come after a report and tell of a danger are told at once, as a fresh report of it would be."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.desk import opening, support
from bot.desk.office import Office
from bot.desk.places import understand
from bot.domain.posts import StoredPost
from bot.domain.readings import Problem, Reading
from bot.domain.tickets import State
from storage.transaction import Tx


def raise_alarm(tx: Tx, office: Office, known: StoredPost, post: StoredPost, now: datetime) -> None:
    """An edit, an answer or a caption made an emergency of a report: it becomes a ticket of its own.

    `known` is the post as it was before. What it told of already keeps its tickets; but for one that waited in its
    sender's flood, which would be opened a second time when that is taken apart.
    """
    if post.words == known.words or understand(tx, office, known).emergency:
        return
    reading = understand(tx, office, post)
    if not reading.emergency or not reading.problems:
        return
    dangers = _untold(tx, post, reading)
    for bundle in support.tickets_of(tx, post):
        if bundle.bundle and bundle.state is State.TRIAGE and bundle.post_id != post.id:
            support.leave(tx, office, bundle, post.id, now)
    opening.open_tickets(tx, office, post, replace(reading, problems=dangers), now)


def _untold(tx: Tx, post: StoredPost, reading: Reading) -> tuple[Problem, ...]:
    """What no ticket of the post is about yet; where that is nothing, what was said last."""
    told = {(ticket.category, ticket.subcategory) for ticket in support.tickets_of(tx, post) if not ticket.bundle}
    fresh = tuple(one for one in reading.problems if (one.category, one.subcategory) not in told)
    return fresh or reading.problems[-1:]
