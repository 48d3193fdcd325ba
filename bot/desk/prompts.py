"""Prompts: when a button needs words, the question is put and its answer awaited, as a row and not in memory."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.desk.messages import say, take_away
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.desk.requests import wish_line
from bot.domain.notices import NoticeKind
from bot.domain.people import Person
from bot.domain.prompts import NOTHING_SAID, PATIENCE, Asked, Said, question_key
from bot.domain.tickets import Move, Ticket
from bot.domain.wishes import NOTHING
from bot.notices.buttons import Buttons, cancel_button, done_buttons, reason_buttons
from bot.notices.markup import Markup, cut
from bot.notices.move_buttons import unit_choice, unit_choices
from storage import notices, prompts
from storage.notices import Notice
from storage.prompts import Prompt
from storage.transaction import Tx

MOVES = {
    Asked.PROOF: Move.RESOLVE,
    Asked.DONE: Move.RESOLVE,
    Asked.CLAIM: Move.RESOLVE,
    Asked.REWORK: Move.REWORK,
    Asked.OBJECT: Move.OBJECT,
    Asked.RETURN: Move.RETURN,
    Asked.REJECT: Move.REJECT,
    Asked.EXTEND: Move.EXTEND,
    Asked.SUSPEND: Move.SUSPEND,
    Asked.NOTE: Move.NOTE,
    Asked.UNIT: Move.TRANSFER,
}
"""What the answer to a question does. The one for a place only sends the ticket on."""


_SIMPLE = {
    Asked.REWORK: ("prompt.rework", Move.REWORK),
    Asked.OBJECT: ("prompt.object", Move.OBJECT),
    Asked.RETURN: ("prompt.return", Move.RETURN),
    Asked.REJECT: ("prompt.reject", Move.REJECT),
}
"""Questions for a reason, and whose ready reasons stand below."""
_TIMED = {
    Asked.EXTEND: ("prompt.extend", "prompt.extend.reason", Move.EXTEND),
    Asked.SUSPEND: ("prompt.suspend", "prompt.suspend.reason", Move.SUSPEND),
}
"""Questions for how long and why; once it is said how long, only why."""


def _question(
    office: Office, ticket: Ticket, asked: Asked, said: Said, units: Sequence[str], unit: str
) -> tuple[Markup, Buttons]:
    """The text and the buttons below it."""
    texts, number = office.texts, ticket.number
    if asked in _SIMPLE:
        key, move = _SIMPLE[asked]
        return texts.say(key, number=number), reason_buttons(texts, ticket, move)
    if asked in _TIMED:
        whole, only_why, move = _TIMED[asked]
        if said.wish == NOTHING:
            return texts.say(whole, number=number), cancel_button(texts, ticket)
        wish = wish_line(office, said.wish)
        return texts.say(only_why, number=number, wish=wish), reason_buttons(texts, ticket, move)
    if asked is Asked.UNIT and unit and len(units) == 1:
        name = office.area.unit_name(units[0]) or units[0]
        text = texts.say("prompt.unit.one", number=number, unit=cut(unit, 40), name=name)
        return text, unit_choice(texts, ticket, units[0])
    if asked is Asked.UNIT:
        key = "prompt.unit.near" if unit else "prompt.unit"
        return texts.say(key, number=number, unit=unit), unit_choices(texts, office.area, ticket, units)
    if asked is Asked.NOTE:
        return texts.say("prompt.note", number=number), cancel_button(texts, ticket)
    if asked is Asked.DONE:
        key = "prompt.done.step" if ticket.to_come else "prompt.done"
        return texts.say(key, number=number), done_buttons(texts, ticket)
    if office.proof == "required":
        return texts.say("prompt.proof.required", number=number), cancel_button(texts, ticket)
    return texts.say("prompt.proof.asked", number=number), reason_buttons(texts, ticket, Move.RESOLVE)


def ask(
    tx: Tx,
    office: Office,
    ticket: Ticket,
    person: Person,
    seat: Seat,
    asked: Asked,
    now: datetime,
    *,
    said: Said = NOTHING_SAID,
    units: Sequence[str] = (),
    unit: str = "",
) -> None:
    """Put the question below `seat`'s message; an older question to this person there is taken away.

    `said` is what was said before, `units` those that a name (`unit`) may mean.
    """
    text, rows = _question(office, ticket, asked, said, units, unit)
    put(tx, ticket, person, seat, asked, text, rows, said, now)


def put(
    tx: Tx,
    ticket: Ticket,
    person: Person,
    seat: Seat,
    asked: Asked,
    text: Markup,
    rows: Buttons,
    said: Said,
    now: datetime,
) -> None:
    """Say a question and wait for this person's answer; only one at a time."""
    settle(tx, person.id, seat.chat_id, now)
    occasion = question_key(ticket.id, asked, person.id, int(now.timestamp() * 1000))
    notice = say(tx, seat, NoticeKind.QUESTION, occasion, text, now, rows=rows, ticket_id=ticket.id)
    prompts.ask(tx, person.id, seat.chat_id, ticket.id, asked, notice, now + PATIENCE, said)


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


def put_by(tx: Tx, question: Notice) -> Prompt | None:
    """What this message asks for, and what was said before it."""
    return prompts.asked_by(tx, question.id)


def drop_expired(tx: Tx, now: datetime) -> None:
    """Questions that nobody answered in time disappear."""
    for person_id, chat_id, notice_id in prompts.expired(tx, now):
        _take_away_question(tx, notice_id, now)
        prompts.close(tx, person_id, chat_id)
