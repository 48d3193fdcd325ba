"""Telling: who hears of a move, and how: cards, closures, the sign on the post."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.desk import cards, closures, detaching, joint, places, rework, support
from bot.desk.acts import Act
from bot.desk.audiences import resolving_words
from bot.desk.office import Office
from bot.desk.reactions import follow_tickets
from bot.domain.posts import MediaKind
from bot.domain.tickets import Move, Ticket
from storage import posts, supporters
from storage.transaction import Tx

Tell = Callable[[Tx, Office, Ticket, Act, int, datetime], None]


def tell(tx: Tx, office: Office, ticket: Ticket, act: Act, occasion: int, now: datetime) -> None:
    """Queue every notice that this move asks for. `ticket` is as the move left it, `occasion` its event's id."""
    _TELL[act.move](tx, office, ticket, act, occasion, now)


def _on_cards(tx: Tx, office: Office, ticket: Ticket, act: Act, occasion: int, now: datetime) -> None:
    cards.refresh(tx, office, ticket, occasion, now)


def _on_new_card(tx: Tx, office: Office, ticket: Ticket, act: Act, occasion: int, now: datetime) -> None:
    """An edit rings nobody: whoever has the ticket now gets a card of their own, and the old one is closed."""
    places.settle_question(tx, office, ticket, now)
    cards.hand_over(tx, office, ticket, occasion, now)


def _to_unit(tx: Tx, office: Office, ticket: Ticket, act: Act, occasion: int, now: datetime) -> None:
    joint.call_off(tx, office, ticket, now)
    _on_new_card(tx, office, ticket, act, occasion, now)
    _follow_post(tx, office, ticket, occasion, now)


def _resolved(tx: Tx, office: Office, ticket: Ticket, act: Act, occasion: int, now: datetime) -> None:
    cards.refresh(tx, office, ticket, occasion, now)
    if ticket.lead_unit is not None:
        joint.tell_lead(tx, office, ticket, act.words, occasion, now)
        return
    closures.announce_resolved(tx, office, ticket, act.words, occasion, now)
    _follow_post(tx, office, ticket, occasion, now)


def _closed(tx: Tx, office: Office, ticket: Ticket, act: Act, occasion: int, now: datetime) -> None:
    cards.refresh(tx, office, ticket, occasion, now)
    by_reporter = act.move is Move.CONFIRM
    closures.announce_closed(tx, office, ticket, resolving_words(tx, ticket), occasion, now, by_reporter=by_reporter)


def _reopened(tx: Tx, office: Office, ticket: Ticket, act: Act, occasion: int, now: datetime) -> None:
    cards.refresh(tx, office, ticket, occasion, now)
    shown = [photo.file_id for photo in act.photos if photo.kind is MediaKind.PHOTO]
    unnamed = act.person.id in supporters.unnamed_of(tx, ticket)
    photo = next(iter(shown), None)
    closures.announce_reopened(tx, office, ticket, act.words, photo, occasion, now, unnamed=unnamed)
    rework.tell_when_too_often(tx, office, ticket, act.words, occasion, now)
    _follow_post(tx, office, ticket, occasion, now)


def _rejected(tx: Tx, office: Office, ticket: Ticket, act: Act, occasion: int, now: datetime) -> None:
    places.settle_question(tx, office, ticket, now)
    cards.refresh(tx, office, ticket, occasion, now)
    if ticket.lead_unit is not None:
        return
    joint.call_off(tx, office, ticket, now)
    closures.announce_rejected(tx, office, ticket, act.words, occasion, now)
    _follow_post(tx, office, ticket, occasion, now)


def _objected(tx: Tx, office: Office, ticket: Ticket, act: Act, occasion: int, now: datetime) -> None:
    closures.take_back_rejection(tx, office, ticket, occasion, now)
    cards.hand_over(tx, office, ticket, occasion, now)
    _follow_post(tx, office, ticket, occasion, now)


def _withdrawn(tx: Tx, office: Office, ticket: Ticket, act: Act, occasion: int, now: datetime) -> None:
    places.settle_question(tx, office, ticket, now)
    cards.refresh(tx, office, ticket, occasion, now)
    joint.call_off(tx, office, ticket, now)
    _follow_post(tx, office, ticket, occasion, now)


def _merged(tx: Tx, office: Office, ticket: Ticket, act: Act, occasion: int, now: datetime) -> None:
    places.settle_question(tx, office, ticket, now)
    cards.refresh(tx, office, ticket, occasion, now)
    joint.call_off(tx, office, ticket, now)
    support.join_merged(tx, office, ticket, now)


def _unmerged(tx: Tx, office: Office, ticket: Ticket, act: Act, occasion: int, now: datetime) -> None:
    support.leave_merged(tx, office, ticket, now)
    cards.hand_over(tx, office, ticket, occasion, now)
    _follow_post(tx, office, ticket, occasion, now)


def _split(tx: Tx, office: Office, ticket: Ticket, act: Act, occasion: int, now: datetime) -> None:
    joint.open_parts(tx, office, ticket, act, now, helping=act.move is Move.WHISTLE)
    cards.refresh(tx, office, ticket, occasion, now)


def _detached(tx: Tx, office: Office, ticket: Ticket, act: Act, occasion: int, now: datetime) -> None:
    detaching.detach(tx, office, ticket, act, now)


def _thanked(tx: Tx, office: Office, ticket: Ticket, act: Act, occasion: int, now: datetime) -> None:
    cards.refresh(tx, office, ticket, occasion, now)
    closures.show_thanks(tx, office, ticket, act.person, occasion, now)


_TELL: dict[Move, Tell] = {
    Move.DISPATCH: _to_unit,
    Move.TRANSFER: _to_unit,
    Move.RETURN: _to_unit,
    Move.RESUME: _on_new_card,
    Move.ACCEPT: _on_cards,
    Move.CONTROL: _on_cards,
    Move.REPAIR: _on_cards,
    Move.EXTEND: _on_cards,
    Move.SUSPEND: _on_cards,
    Move.NOTE: _on_cards,
    Move.CORRECT: _on_cards,
    Move.RESOLVE: _resolved,
    Move.CONFIRM: _closed,
    Move.APPROVE: _closed,
    Move.RATE: _on_cards,
    Move.ACKNOWLEDGE: _thanked,
    Move.THANK: _thanked,
    Move.DISPUTE: _reopened,
    Move.REWORK: _reopened,
    Move.DOUBT: _reopened,
    Move.REJECT: _rejected,
    Move.OBJECT: _objected,
    Move.WITHDRAW: _withdrawn,
    Move.MERGE: _merged,
    Move.UNMERGE: _unmerged,
    Move.SPLIT: _split,
    Move.WHISTLE: _split,
    Move.DETACH: _detached,
}


def _follow_post(tx: Tx, office: Office, ticket: Ticket, occasion: int, now: datetime) -> None:
    """The sign on the post, and on those of whoever reported the same."""
    for post_id in (ticket.post_id, *(one.post_id for one in supporters.of_ticket(tx, ticket.id))):
        follow_tickets(tx, office, posts.load(tx, post_id), str(occasion), now)
