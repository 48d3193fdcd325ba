"""Answers: the words or the photo that a question waited for came, and make its move."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.desk import claims, prompts
from bot.desk.acts import Act
from bot.desk.consent import Carried, carry_out
from bot.desk.handling import perform
from bot.desk.office import Office
from bot.desk.ordering import obey_or_ask, today
from bot.desk.reach import Seat
from bot.domain.orders import MoveOrder
from bot.domain.people import Person
from bot.domain.posts import Post
from bot.domain.prompts import Asked
from bot.domain.tickets import Move
from bot.domain.wishes import NOTHING
from bot.reading.move_orders import calls_off, read_arguments, read_move_order
from storage import media
from storage.prompts import Prompt
from storage.transaction import Tx

ORDERED = frozenset({Asked.RETURN, Asked.REJECT, Asked.EXTEND, Asked.SUSPEND, Asked.NOTE, Asked.UNIT})
"""Questions about moves that words can order as well: the answer is read as what such words lack."""


def answer(tx: Tx, office: Office, prompt: Prompt, person: Person, post: Post, now: datetime) -> Carried | None:
    """Make the move that waited for this, or propose it. None: it was called off, or something else is asked.

    Raises Refused, and then the question still waits.
    """
    if prompt.asked is Asked.CLAIM:
        return claims.answer(tx, office, prompt, person, post, now)
    if prompt.asked in ORDERED:
        return _order(tx, office, prompt, person, post, now)
    ticket = perform(tx, office, _act(prompt, person, post, words=post.text), now)
    prompts.settle(tx, person.id, post.chat_id, now)
    return Carried(ticket, proposed=False)


def pass_step(tx: Tx, office: Office, prompt: Prompt, person: Person, post: Post, move: Move, now: datetime) -> Carried:
    """Who was asked for the proof of the whole tells of a step before it. Raises Refused as `answer` does."""
    media.show_step(tx, prompt.ticket_id)
    ticket = perform(tx, office, replace(_act(prompt, person, post, words=post.text), move=move), now)
    prompts.settle(tx, person.id, post.chat_id, now)
    return Carried(ticket, proposed=False)


def _act(prompt: Prompt, person: Person, post: Post, *, words: str = "") -> Act:
    return Act(
        person=person,
        ticket_id=prompt.ticket_id,
        move=prompts.MOVES[prompt.asked],
        words=words,
        photos=(*prompt.said.photos, *post.media),
        chat_id=post.chat_id,
        message_id=post.message_id,
    )


def _order(tx: Tx, office: Office, prompt: Prompt, person: Person, post: Post, now: datetime) -> Carried | None:
    if calls_off(post.text):
        prompts.settle(tx, person.id, post.chat_id, now)
        return None
    order, act = _as_order(office, prompt, post, now), _act(prompt, person, post)
    if prompt.said.wish != NOTHING:
        act = replace(act, words=order.words, wish=prompt.said.wish)
        carried: Carried | None = carry_out(tx, office, act, now)
    else:
        seat = Seat(post.chat_id, post.topic, post.message_id)
        carried = obey_or_ask(tx, office, act, order, seat, now)
    if carried is not None:
        prompts.settle(tx, person.id, post.chat_id, now)
    return carried


def _as_order(office: Office, prompt: Prompt, post: Post, now: datetime) -> MoveOrder:
    """The answer with what was said before. Who writes 延期 2天 again says no more than 2天."""
    move, day = prompts.MOVES[prompt.asked], today(office, now)
    again = read_move_order(post.text, day)
    if again is not None and again.move is move:
        order = again
    elif prompt.said.wish != NOTHING or move in {Move.RETURN, Move.REJECT, Move.NOTE}:
        return MoveOrder(move, post.text.strip())
    else:
        order = read_arguments(move, post.text, day)
    return order if order.words else replace(order, words=prompt.said.words)
