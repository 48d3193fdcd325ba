"""Sender replies: 撤回, 有异议, 不是同一个 and 五星, written by who reported it, below their post or the closure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.desk import support
from bot.desk.acts import Act, load_ticket
from bot.desk.declining import decline
from bot.desk.handling import check_act, perform
from bot.desk.office import Office
from bot.desk.reactions import acknowledge
from bot.desk.senders import SENDING, has_said_it, solving
from bot.desk.taps.press import done_text
from bot.domain.notices import Reaction
from bot.domain.people import Person
from bot.domain.posts import Post, StoredPost
from bot.domain.refusals import Refused
from bot.domain.rights import capacities
from bot.domain.tickets import MOVES, Capacity, Move, State, Ticket
from bot.domain.wishes import NOTHING, Wish
from bot.reading.sender_words import SenderOrder, SenderWord, read_sender_words
from storage import media, supporters
from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody wrote of which tickets. `whole` is the own post that told of them."""

    post: Post
    person: Person
    about: tuple[Ticket, ...]
    whole: StoredPost
    order: SenderOrder

    def act(self, ticket: Ticket, move: Move, words: str = "", wish: Wish = NOTHING) -> Act:
        post = self.post
        photos = post.media if move is Move.OBJECT else ()
        return Act(self.person, ticket.id, move, words, wish, photos, post.chat_id, post.message_id)


def take(
    tx: Tx, office: Office, post: Post, person: Person, about: list[Ticket], whole: StoredPost, now: datetime
) -> bool:
    """A reply that asks for what only who reported it may ask. False: it says something else, or somebody else does."""
    order = read_sender_words(post.text)
    if order is None or person.id != whole.sender.id:
        return False
    told = Reply(post, person, tuple(about), whole, order)
    acts = _ACTS[order.word](tx, office, told)
    leaving = _supported(tx, told) if order.word is SenderWord.WITHDRAW else []
    if not acts and not leaving:
        return False
    try:
        for act in acts:
            check_act(tx, office, act, now)
    except Refused as refused:
        decline(tx, office, post, refused, now)
        return True
    after = [perform(tx, office, act, now) for act in acts]
    after += [support.leave(tx, office, load_ticket(tx, ticket.id), whole.id, now) for ticket in leaving]
    if post.album is not None:
        media.note_album(tx, post.chat_id, post.message_id, post.album)
    move = _MOVES[order.word]
    acknowledge(tx, office, post, Reaction.RESOLVED, "\n".join(done_text(office, one, move) for one in after), now)
    return True


_MOVES = {
    SenderWord.WITHDRAW: Move.WITHDRAW,
    SenderWord.OBJECT: Move.OBJECT,
    SenderWord.DETACH: Move.DETACH,
    SenderWord.STARS: Move.THANK,
}
"""What the sender is told to be done."""


def _reported(office: Office, told: Reply) -> list[Ticket]:
    return [one for one in told.about if Capacity.REPORTER in capacities(told.person, one, office.area)]


def _supported(tx: Tx, told: Reply) -> list[Ticket]:
    """Those that the own post told of once more."""
    joined = {one.ticket_id for one in supporters.of_post(tx, told.whole.id)}
    return [one for one in told.about if one.id in joined]


def _withdraw(tx: Tx, office: Office, told: Reply) -> list[Act]:
    """Of several those that can still be taken back; of none the first, so that the refusal says why."""
    joined = _supported(tx, told)
    own = [one for one in _reported(office, told) if one not in joined]
    open_ = [one for one in own if one.state in MOVES[Move.WITHDRAW].sources]
    return [told.act(one, Move.WITHDRAW, told.order.words) for one in open_ or own[:1]]


def _object(tx: Tx, office: Office, told: Reply) -> list[Act]:
    rejected = [one for one in _reported(office, told) if one.state is State.REJECTED]
    return [told.act(one, Move.OBJECT, told.order.words) for one in rejected]


def _detach(tx: Tx, office: Office, told: Reply) -> list[Act]:
    wish = Wish(post=told.whole.id)
    return [told.act(one, Move.DETACH, told.order.words, wish) for one in _supported(tx, told)]


def _thank(tx: Tx, office: Office, told: Reply) -> list[Act]:
    """Who gives stars says that it is solved, too."""
    stars = told.order.stars
    acts = []
    for one in told.about:
        held = capacities(told.person, one, office.area)
        if one.state not in MOVES[Move.THANK].sources or not held & SENDING:
            continue
        if one.state is State.RESOLVED and not has_said_it(tx, one, told.person, held):
            acts.append(told.act(one, solving(office, held)))
        words = office.texts.plain("thank.stars", count=stars)
        acts.append(told.act(one, Move.THANK, words, Wish(stars=stars)))
    return acts


_ACTS: dict[SenderWord, Callable[[Tx, Office, Reply], list[Act]]] = {
    SenderWord.WITHDRAW: _withdraw,
    SenderWord.OBJECT: _object,
    SenderWord.DETACH: _detach,
    SenderWord.STARS: _thank,
}
