"""Acts: what a person wants done to a ticket, and which ticket that is."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.people import Person
from bot.domain.posts import Media, Post
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import sees_all
from bot.domain.tickets import Move, Ticket
from bot.domain.wishes import NOTHING, Wish
from storage import notices, posts, supporters, tickets
from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class Act:
    """`photos` came with the words; (chat, message) is where they stand.

    `proposer` is the id of whoever proposed what a coordinator now agrees to.
    """

    person: Person
    ticket_id: int
    move: Move
    words: str = ""
    wish: Wish = NOTHING
    photos: tuple[Media, ...] = ()
    chat_id: int = 0
    message_id: int = 0
    proposer: int | None = None


def load_ticket(tx: Tx, number: int) -> Ticket:
    """Raises Refused(UNKNOWN_TICKET)."""
    ticket = tickets.load(tx, number)
    if ticket is None:
        raise Refused(Refusal.UNKNOWN_TICKET, number=f"T{number}")
    return ticket


def find_ticket(tx: Tx, person: Person, number: int) -> Ticket:
    """The ticket that somebody named. Raises Refused, before any right was checked.

    Who has no business with every ticket is told the same of one that is not there as of one that is not theirs:
    which numbers exist is not for strangers.
    """
    ticket = tickets.load(tx, number)
    if ticket is None and not sees_all(person):
        raise Refused(Refusal.NO_RIGHT)
    return ticket or load_ticket(tx, number)


def ticket_of_reply(tx: Tx, post: Post) -> int | None:
    """The ticket of the message that a post replies to, when it is about one."""
    if post.reply_to is None:
        return None
    notice = notices.of_message(tx, post.chat_id, post.reply_to)
    if notice is not None and notice.ticket_id is not None:
        return notice.ticket_id
    if post.reply_number is not None:
        return post.reply_number
    reported = posts.find(tx, post.chat_id, post.reply_to)
    if reported is None:
        return None
    own = [ticket.id for ticket in tickets.of_post(tx, reported.id)]
    joined = [one.ticket_id for one in supporters.of_post(tx, reported.id)]
    return next(iter([*own, *joined]), None)
