"""Bundles: a flood of one person waits as one ticket in triage, for a coordinator to decide in two taps.

Nothing of them is dropped. The first one opens the ticket (the *bundle*), those behind it support it, each with its own
words and photos. 一并不予受理 rejects the bundle, as any ticket is rejected; 逐条受理 opens each report as if it
had come now.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.desk import gate, opening, support
from bot.desk.acts import Act
from bot.desk.handling import perform
from bot.desk.messages import answer_briefly
from bot.desk.office import Office
from bot.desk.places import understand
from bot.desk.reach import Seat
from bot.desk.reactions import show_on_post
from bot.domain.notices import Reaction
from bot.domain.paces import Use
from bot.domain.people import Person
from bot.domain.posts import StoredPost
from bot.domain.readings import Kind, Problem, Reading
from bot.domain.tickets import Move, State, Ticket
from bot.domain.wishes import Wish
from storage import people, posts, supporters, tickets
from storage.transaction import Tx

MOST = 50
"""Reports of one bundle; a longer flood is several. All are opened in one transaction: some tenths of a second."""

_SUMMARY = 40
"""Characters of a post that say what it is about, where its words are no report any more."""


def open_or_gather(
    tx: Tx, office: Office, post: StoredPost, reading: Reading, now: datetime, *, said_at: datetime | None = None
) -> None:
    """What a report becomes: tickets, or a part of its sender's flood. Emergencies are always taken at once.

    When it was sent counts: what comes all at once after hours without a line was not written in a hurry. `said_at`
    is when an edit made a report of it, or talk of half an hour ago could be turned into a flood that is none.
    """
    if reading.emergency or gate.lets_in(tx, office, post.sender.id, Use.POSTS, said_at or post.sent_at):
        opening.open_tickets(tx, office, post, reading, now)
    else:
        _gather(tx, office, post, reading, now)


def _gather(tx: Tx, office: Office, post: StoredPost, reading: Reading, now: datetime) -> None:
    waiting = tickets.bundle_of(tx, post.sender.id, private=post.private)
    if waiting is not None and len(supporters.of_ticket(tx, waiting.id)) < MOST - 1:
        people.remember(tx, post.sender.id, post.sender.name, post.sender.username)
        support.support(tx, office, waiting, post.id, now)
    else:
        waiting = opening.open_bundle(tx, office, post, reading, now)
    show_on_post(tx, office, post, Reaction.STORED, f"{waiting.id}:bundled", now)
    if gate.is_to_tell(tx, office, post.sender.id, Use.POSTS, now):
        answer_briefly(tx, Seat(post.chat_id, post.topic, post.message_id), office.texts.say("bundle.told"), now)


def take_apart(tx: Tx, office: Office, bundle: Ticket, by: Person, now: datetime) -> int:
    """Each report is opened as if it had come now, the oldest first; the bundle is merged into what its first post
    became. Returns how many reports there were. Raises Refused.
    """
    waiting = support.dissolve(tx, bundle, now)
    first = posts.load(tx, bundle.post_id)
    if not (opened := _open_of(tx, first, bundle)):  # words of danger that came later have opened one already
        opening.open_tickets(tx, office, first, _read(tx, office, first), now)
        opened = _open_of(tx, first, bundle)
    perform(tx, office, Act(by, bundle.id, Move.MERGE, wish=Wish(ticket=opened[0].id)), now)
    for post_id in waiting:
        post = posts.load(tx, post_id)
        opening.open_tickets(tx, office, post, _read(tx, office, post), now)
    return 1 + len(waiting)


def _open_of(tx: Tx, first: StoredPost, bundle: Ticket) -> list[Ticket]:
    return [one for one in support.tickets_of(tx, first) if one.id != bundle.id and not one.state.is_over]


def _read(tx: Tx, office: Office, post: StoredPost) -> Reading:
    """What the post says now. One that was edited into no report is the coordinators' to look at all the same."""
    reading = understand(tx, office, post)
    if reading.kind is Kind.REPORT and reading.problems:
        return reading
    return replace(reading, kind=Kind.REPORT, problems=(Problem(summary=post.text[:_SUMMARY]),))


def is_waiting(ticket: Ticket) -> bool:
    """Whether this is a bundle that nobody has decided on."""
    return ticket.bundle and ticket.state is State.TRIAGE
