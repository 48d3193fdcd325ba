"""Sender replies: what who reported it writes below the own post or the closure: 撤回, 有异议, 已解决, 还是坏的."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.desk import gate, prompts, support
from bot.desk.acts import Act, load_ticket
from bot.desk.additions import join_part
from bot.desk.declining import decline
from bot.desk.handling import check_act, perform
from bot.desk.office import Office
from bot.desk.progress import tell_progress
from bot.desk.reactions import acknowledge, follow_tickets
from bot.desk.senders import SENDING, has_said_it, solving
from bot.desk.taps.press import done_text
from bot.domain.moves import MOVES
from bot.domain.notices import Reaction
from bot.domain.paces import Use
from bot.domain.people import Person
from bot.domain.posts import Post, StoredPost
from bot.domain.readings import OrderWord
from bot.domain.refusals import Refused
from bot.domain.rights import capacities
from bot.domain.tickets import Capacity, Move, State, Ticket
from bot.domain.wishes import NOTHING, Wish
from bot.reading.orders import is_courtesy, read_order
from bot.reading.sender_words import SenderWord, read_sender_words
from storage import albums, posts, supporters
from storage import prompts as stored_prompts
from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody wrote of which tickets. `whole` is the own post that told of them, `words` the reason."""

    post: Post
    person: Person
    about: tuple[Ticket, ...]
    whole: StoredPost
    words: str
    stars: int | None = None

    def act(self, ticket: Ticket, move: Move, words: str = "", wish: Wish = NOTHING) -> Act:
        post = self.post
        photos = () if move is Move.THANK else post.media
        return Act(self.person, ticket.id, move, words, wish, photos, post.chat_id, post.message_id)


def take(
    tx: Tx, office: Office, post: Post, person: Person, about: list[Ticket], whole: StoredPost, now: datetime
) -> bool:
    """A reply that asks for what only who reported it may ask. False: it says something else, or somebody else does."""
    order = read_sender_words(post.text)
    if order is None or person.id != whole.sender.id:
        return False
    told = Reply(post, person, tuple(about), whole, order.words, order.stars)
    acts = _ACTS[order.word](tx, office, told)
    leaving = _supported(tx, told) if order.word is SenderWord.WITHDRAW else []
    if not acts and not leaving:
        return False
    _make(tx, office, told, acts, leaving, now)
    return True


def take_own(
    tx: Tx, office: Office, post: Post, person: Person, about: list[Ticket], whole: StoredPost, now: datetime
) -> bool:
    """Any other reply of who reported it: 进度, 已解决 and 未解决, else more words or photos for the report."""
    order = read_order(post.text)
    if order is not None and order.word is OrderWord.PROGRESS:
        if gate.lets_in(tx, office, post.sender.id, Use.QUESTIONS, now):
            tell_progress(tx, office, post, about, now)
        else:
            gate.hold_back(tx, office, post, now)
        return True
    if order is not None and order.word in _ORDERS and (settled := _resolved(about)):
        told = Reply(post, person, tuple(settled), whole, order.words)
        _make(tx, office, told, _ORDERS[order.word](tx, office, told), [], now)
        return True
    if all(ticket.state.is_over for ticket in about) or posts.find(tx, post.chat_id, post.message_id):
        return False
    if not post.media and post.pin is None and is_courtesy(post.text) and not _is_asked(tx, person, post, about, now):
        return True  # thanks are no part of a report
    join_part(tx, office, whole, post, now)
    return True


def _make(tx: Tx, office: Office, told: Reply, acts: Sequence[Act], leaving: Sequence[Ticket], now: datetime) -> None:
    """Make all of the moves or none, and take the own post off what it supported; 👌, or one line that says why not."""
    post, person = told.post, told.person
    try:
        for act in acts:
            check_act(tx, office, act, now)
    except Refused as refused:
        decline(tx, office, post, refused, now)
        return
    lines = [done_text(office, perform(tx, office, act, now), act.move) for act in acts]
    for ticket in leaving:
        left = support.leave(tx, office, load_ticket(tx, ticket.id), told.whole.id, now)
        follow_tickets(tx, office, told.whole, f"left:{ticket.id}:{post.message_id}", now)
        lines.append(done_text(office, left, Move.WITHDRAW))
    if not lines:
        return
    if post.album is not None:
        albums.note(tx, post.chat_id, post.message_id, post.album)
    prompts.settle_about(tx, person.id, post.chat_id, [ticket.id for ticket in told.about], now)
    acknowledge(tx, office, post, Reaction.RESOLVED, "\n".join(lines), now)


def _is_asked(tx: Tx, person: Person, post: Post, about: list[Ticket], now: datetime) -> bool:
    """Whether a question about one of these tickets waits for this person's words: then any words may be the answer."""
    prompt = stored_prompts.waiting(tx, person.id, post.chat_id, now)
    return prompt is not None and prompt.ticket_id in {ticket.id for ticket in about}


def _resolved(about: list[Ticket]) -> list[Ticket]:
    """Those that the words are about: just resolved, or, when none is, closed already."""
    waiting = [ticket for ticket in about if ticket.state is State.RESOLVED]
    return waiting or [ticket for ticket in about if ticket.state is State.CLOSED]


def _dispute(tx: Tx, office: Office, told: Reply) -> list[Act]:
    return [told.act(one, Move.DISPUTE, told.words) for one in told.about]


def _solve(tx: Tx, office: Office, told: Reply) -> list[Act]:
    """Thanks for what is closed already, or was thanked for, change nothing."""
    acts = []
    for one in told.about:
        held = capacities(told.person, one, office.area)
        if one.state is State.RESOLVED and not has_said_it(tx, one, told.person, held):
            acts.append(told.act(one, solving(office, held), told.words))
    return acts


_ORDERS: dict[OrderWord, Callable[[Tx, Office, Reply], list[Act]]] = {
    OrderWord.CONFIRM: _solve,
    OrderWord.RESOLVE: _solve,
    OrderWord.DISPUTE: _dispute,
}
WORDS = frozenset({*_ORDERS, OrderWord.PROGRESS})
"""Words that mean something to who reported it, also without a reply."""


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
    return [told.act(one, Move.WITHDRAW, told.words) for one in open_ or own[:1]]


def _object(tx: Tx, office: Office, told: Reply) -> list[Act]:
    rejected = [one for one in _reported(office, told) if one.state is State.REJECTED]
    return [told.act(one, Move.OBJECT, told.words) for one in rejected]


def _detach(tx: Tx, office: Office, told: Reply) -> list[Act]:
    wish = Wish(post=told.whole.id)
    return [told.act(one, Move.DETACH, told.words, wish) for one in _supported(tx, told)]


def _thank(tx: Tx, office: Office, told: Reply) -> list[Act]:
    """Who gives stars says that it is solved, too."""
    stars = told.stars
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
