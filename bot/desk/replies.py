"""Replies: what a reply to a card, a closure, a question or a post asks for, by whose reply it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from bot.desk import prompts, racing, sender_replies
from bot.desk.acts import Act, find_ticket
from bot.desk.consent import Carried, carry_out
from bot.desk.declining import decline
from bot.desk.handling import check_act, may_handle
from bot.desk.messages import answer_briefly
from bot.desk.office import Office
from bot.desk.ordering import obey_or_ask, together
from bot.desk.proof_photos import SentBefore, sent_before, take_bare_proof
from bot.desk.reach import Seat
from bot.desk.reactions import acknowledge
from bot.desk.senders import SENDING, own_report
from bot.desk.subjects import subject_of, wished_in
from bot.desk.taps.press import carried_text
from bot.domain.moves import MOVES
from bot.domain.notices import Reaction
from bot.domain.orders import MoveOrder
from bot.domain.people import Person
from bot.domain.posts import Post
from bot.domain.readings import Order, OrderWord
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import capacities
from bot.domain.tickets import Capacity, Move, State, Ticket
from bot.reading.orders import read_order
from storage import albums, people
from storage.transaction import Tx

_HANDLER_ORDERS = {OrderWord.ACCEPT: Move.ACCEPT, OrderWord.RESOLVE: Move.RESOLVE, OrderWord.CONFIRM: Move.RESOLVE}
_HANDLING = frozenset({Capacity.HANDLER, Capacity.COORDINATOR})
_WRITTEN_AS_SEEN = re.compile(r"[#＃]|[TtＴｔ]\s?\d")


def answers_reply(tx: Tx, office: Office, post: Post, now: datetime) -> bool:
    """A reply to a card, a closure, a question or a post. False when it is none of our business."""
    if post.reply_to is None and not _WRITTEN_AS_SEEN.search(post.text):
        return False
    order, wished = read_order(post.text), wished_in(tx, office, post, now)
    if wished is not None and wished.numbers and _orders_by_number(tx, office, post, wished, now):
        return True
    if order is not None and order.numbers and _answers_by_number(tx, office, post, order, now):
        return True
    if post.reply_to is None:
        return False
    about, whole = subject_of(tx, office, post, now)
    if not about:
        return False
    person = people.load(tx, post.sender.id, post.sender.name)
    if whole is not None and sender_replies.take(tx, office, post, person, about, whole, now):
        return True
    if own := may_handle(office, person, about):
        _take_handlers_reply(tx, office, post, person, own, wished, now)
        return True
    if whole is not None and person.id == whole.sender.id:
        return sender_replies.take_own(tx, office, post, person, about, whole, now)
    held = frozenset[Capacity]().union(*(capacities(person, ticket, office.area) for ticket in about))
    if Capacity.COORDINATOR in held or (wished is not None and held & _who_may(wished)):
        _take_handlers_reply(tx, office, post, person, about, wished, now)
        return True
    if order is None and wished is None:
        return False
    _refuse_stranger(tx, office, post, person, about[0], now)
    return True


def _who_may(wished: MoveOrder) -> frozenset[Capacity]:
    """Reviewers, and the lead of a helper, write 退回 for what they call 退回返工."""
    rule = MOVES[Move.REWORK if wished.move is Move.RETURN else wished.move]
    return rule.who | rule.asks


def _refuse_stranger(tx: Tx, office: Office, post: Post, person: Person, ticket: Ticket, now: datetime) -> None:
    """🤷, or a line that says who was quicker."""
    refused = racing.mended(tx, office, person, ticket.id, Refused(Refusal.NO_RIGHT))
    decline(tx, office, post, refused, now)


def _orders_by_number(tx: Tx, office: Office, post: Post, wished: MoveOrder, now: datetime) -> bool:
    """A move that names its tickets is made of all of them or of none. Of a reporter's own it is none."""
    person = people.load(tx, post.sender.id, post.sender.name)
    try:
        named = [find_ticket(tx, person, number) for number in wished.numbers]
    except Refused as refused:
        decline(tx, office, post, refused, now)
        return True
    held = [capacities(person, ticket, office.area) for ticket in named]
    if any(Capacity.REPORTER in each and not each & _HANDLING for each in held):
        return False
    for ticket, each in zip(named, held, strict=True):
        if not each & (_HANDLING | _who_may(wished)):
            _refuse_stranger(tx, office, post, person, ticket, now)
            return True
    _order(tx, office, post, person, named, wished, now)
    return True


def _answers_by_number(tx: Tx, office: Office, post: Post, order: Order, now: datetime) -> bool:
    """Words that name their tickets are about those and no others, and settle all of them or none.

    Without a reply numbers count only as people see them (T1024, #1024): others may be of anything.
    """
    replied = post.reply_to is not None
    person = people.load(tx, post.sender.id, post.sender.name)
    try:
        named = [find_ticket(tx, person, number) for number in order.numbers]
    except Refused as refused:
        if replied:
            decline(tx, office, post, refused, now)
        return replied
    held = [capacities(person, ticket, office.area) for ticket in named]
    if all(_HANDLING & each for each in held):
        _take_handlers_reply(tx, office, post, person, named, None, now)
        return True
    if order.word in sender_replies.WORDS and all(each & SENDING for each in held):
        whole = own_report(tx, named[0], person.id)
        return sender_replies.take_own(tx, office, post, person, named, whole, now)
    if replied and not any(each & SENDING for each in held):
        decline(tx, office, post, Refused(Refusal.NO_RIGHT), now)
        return True
    return False


def _take_handlers_reply(
    tx: Tx,
    office: Office,
    post: Post,
    person: Person,
    about: list[Ticket],
    wished: MoveOrder | None,
    now: datetime,
) -> None:
    if wished is not None:
        _order(tx, office, post, person, about, wished, now)
        return
    order = read_order(post.text)
    if order is not None and order.word in _HANDLER_ORDERS:
        move = _HANDLER_ORDERS[order.word]
        _obey(tx, office, post, person, _still_open_to(move, about), move, order.words, now)
    elif order is not None and order.word is OrderWord.NOT_OURS:
        hint = office.texts.say("reply.not_ours", number=" #".join(ticket.number for ticket in about))
        answer_briefly(tx, Seat(post.chat_id, post.topic, post.message_id), hint, now)
    elif post.media and not post.text:
        take_bare_proof(tx, office, post, person, about, now)


def _order(
    tx: Tx, office: Office, post: Post, person: Person, about: list[Ticket], wished: MoveOrder, now: datetime
) -> None:
    """Make the ordered move, or ask for what its words lack; of several tickets all are moved, or none."""
    acts = [
        Act(person, one.id, wished.move, photos=post.media, chat_id=post.chat_id, message_id=post.message_id)
        for one in about
    ]
    try:
        if len(acts) > 1:
            carried = together(tx, office, acts, wished, now)
        else:
            seat = Seat(post.chat_id, post.topic, post.message_id)
            one = obey_or_ask(tx, office, acts[0], wished, seat, now)
            carried = [one] if one is not None else []
    except Refused as refused:
        decline(tx, office, post, refused, now)
        return
    if not carried:
        return
    if post.album is not None:
        albums.note(tx, post.chat_id, post.message_id, post.album)
    prompts.settle_about(tx, person.id, post.chat_id, [ticket.id for ticket in about], now)
    acknowledge_move(tx, office, post, carried, wished.move, now)


def acknowledge_move(tx: Tx, office: Office, post: Post, carried: Sequence[Carried], move: Move, now: datetime) -> None:
    """👌 for what is done; what only a coordinator's 同意 makes is said in words, which stand a while."""
    told = "\n".join(carried_text(office, one, move) for one in carried)
    if any(one.proposed for one in carried):
        answer_briefly(tx, Seat(post.chat_id, post.topic, post.message_id), told, now)
        return
    acknowledge(tx, office, post, Reaction.RESOLVED, told, now)


def _still_open_to(move: Move, about: list[Ticket]) -> list[Ticket]:
    """Of several tickets, those the move can still change; of none, all: so that the refusal says why."""
    sources = {Move.ACCEPT: {State.ASSIGNED}, Move.RESOLVE: {State.ASSIGNED, State.ACCEPTED}}[move]
    return [ticket for ticket in about if ticket.state in sources] or about[:1]


def _obey(
    tx: Tx,
    office: Office,
    post: Post,
    person: Person,
    about: list[Ticket],
    move: Move,
    words: str,
    now: datetime,
) -> None:
    """Make the move on all of the tickets or on none; the person sees 👌, or one line that says what to do instead."""
    before = sent_before(tx, office, post) if move is Move.RESOLVE else SentBefore(())
    acts = [
        Act(
            person=person,
            ticket_id=ticket.id,
            move=move,
            words=words,
            photos=(*before.photos, *post.media),
            chat_id=post.chat_id,
            message_id=post.message_id,
        )
        for ticket in about
    ]
    try:
        for act in acts:
            check_act(tx, office, act, now)
    except Refused as refused:
        decline(tx, office, post, refused, now)
        return
    carried = [carry_out(tx, office, act, now) for act in acts]
    before.take(tx)
    if post.album is not None:
        albums.note(tx, post.chat_id, post.message_id, post.album)
    prompts.settle_about(tx, person.id, post.chat_id, [ticket.id for ticket in about], now)
    acknowledge_move(tx, office, post, carried, move, now)
