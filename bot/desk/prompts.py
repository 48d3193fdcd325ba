"""Prompts: when a button needs words, the question is put and its answer awaited, as a row and not in memory."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bot.desk.acts import Act
from bot.desk.handling import perform
from bot.desk.messages import say, take_away
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.notices import NoticeKind
from bot.domain.people import Person
from bot.domain.posts import Post
from bot.domain.prompts import PATIENCE, Asked, question_key
from bot.domain.tickets import Move, Ticket
from bot.notices.buttons import Buttons, cancel_button, done_buttons, reason_buttons
from storage import notices, prompts
from storage.notices import Notice
from storage.prompts import Prompt
from storage.transaction import Tx

MOVES = {Asked.PROOF: Move.RESOLVE, Asked.DONE: Move.RESOLVE, Asked.REWORK: Move.REWORK}
"""What the answer to a question does. The one for a place only sends the ticket on."""


def _question(office: Office, ticket: Ticket, asked: Asked) -> tuple[str, Buttons]:
    """The text's key and the buttons below it."""
    texts = office.texts
    if asked is Asked.DONE:
        return "prompt.done", done_buttons(texts, ticket)
    if asked is Asked.REWORK:
        return "prompt.rework", reason_buttons(texts, ticket, Move.REWORK)
    if office.proof == "required":
        return "prompt.proof.required", cancel_button(texts, ticket)
    return "prompt.proof.asked", reason_buttons(texts, ticket, Move.RESOLVE)


def ask(tx: Tx, office: Office, ticket: Ticket, person: Person, seat: Seat, asked: Asked, now: datetime) -> None:
    """Put the question below `seat`'s message; an older question to this person there is taken away."""
    settle(tx, person.id, seat.chat_id, now)
    key, rows = _question(office, ticket, asked)
    text = office.texts.say(key, number=ticket.number)
    occasion = question_key(ticket.id, asked, person.id, int(now.timestamp() * 1000))
    notice = say(tx, seat, NoticeKind.QUESTION, occasion, text, now, rows=rows, ticket_id=ticket.id)
    prompts.ask(tx, person.id, seat.chat_id, ticket.id, asked, notice, now + PATIENCE)


def settle(tx: Tx, person_id: int, chat_id: int, now: datetime) -> None:
    """Take away the open question to this person in this chat, if there is one."""
    if (prompt := prompts.waiting(tx, person_id, chat_id, now)) is not None:
        _take_away_question(tx, prompt.notice_id, now)
    prompts.close(tx, person_id, chat_id)


def settle_about(tx: Tx, person_id: int, chat_id: int, numbers: Collection[int], now: datetime) -> None:
    """Take away the open question to this person here, if it is about one of these tickets."""
    prompt = prompts.waiting(tx, person_id, chat_id, now)
    if prompt is not None and prompt.ticket_id in numbers:
        settle(tx, person_id, chat_id, now)


def _take_away_question(tx: Tx, notice_id: int | None, now: datetime) -> None:
    if notice_id is not None and (notice := notices.load(tx, notice_id)) is not None:
        take_away(tx, notice, now)


def settle_question(tx: Tx, question: Notice, now: datetime) -> None:
    """Take a question away by its message, whoever it was put to."""
    if question.kind is NoticeKind.QUESTION:
        take_away(tx, question, now)
        prompts.close_asked_by(tx, question.id)


def drop_expired(tx: Tx, now: datetime) -> None:
    """Questions that nobody answered in time disappear."""
    for person_id, chat_id, notice_id in prompts.expired(tx, now):
        _take_away_question(tx, notice_id, now)
        prompts.close(tx, person_id, chat_id)


def answer(tx: Tx, office: Office, prompt: Prompt, person: Person, post: Post, now: datetime) -> Ticket:
    """The awaited words or photo came: make the move that waited for them. Raises Refused."""
    act = Act(
        person=person,
        ticket_id=prompt.ticket_id,
        move=MOVES[prompt.asked],
        words=post.text,
        photos=post.media,
        chat_id=post.chat_id,
        message_id=post.message_id,
    )
    ticket = perform(tx, office, act, now)
    settle(tx, person.id, post.chat_id, now)
    return ticket
