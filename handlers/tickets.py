"""The commands about tickets: accept, done, todo, ticket, why, mine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.desk import handling, lists, ordering, prompts, racing, reach, reasons, reviews
from bot.desk.acts import Act, find_ticket, ticket_of_reply
from bot.desk.corrections import read_correction
from bot.desk.messages import answer_briefly, answer_for_a_while, reply
from bot.desk.office import Office
from bot.desk.progress import tell_progress
from bot.desk.taps import done_text
from bot.desk.taps.corrections import correction_words
from bot.desk.taps.press import carried_text
from bot.domain.people import Person
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import capacities
from bot.domain.tickets import Move, read_number
from bot.domain.wishes import Wish
from bot.reading.move_orders import read_arguments
from handlers.requests import Request
from handlers.words import split_head
from storage.transaction import Tx


def _number(tx: Tx, request: Request) -> tuple[int, str]:
    """The ticket a command is about (its first word, or the replied message's) and the words behind it."""
    first, rest = split_head(request.rest)
    if (number := read_number(first)) is not None:
        return number, rest
    if (number := ticket_of_reply(tx, request.post)) is not None:
        return number, request.rest
    raise Refused(Refusal.NO_NUMBER, command=f"/{request.command.name}")


def _merged(tx: Tx, request: Request) -> tuple[int, str]:
    """Of /merge T1024 T1023 the first; below a card one number is the ticket to merge into."""
    number, words = _number(tx, request)
    replied = None if words else ticket_of_reply(tx, request.post)
    return (number, words) if replied is None else (replied, request.rest)


def move_by_command(move: Move) -> Callable[[Tx, Office, Request, Person, datetime], None]:
    """The answer to a command that makes this move. In a group the edited card tells; in private, a line."""

    def answer(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
        number, words = _number(tx, request)
        ticket = handling.perform(tx, office, Act(person, number, move, words), now)
        if request.private:
            reply(tx, request.seat, done_text(office, ticket, move), now)

    return answer


ORDERED = (Move.TRANSFER, Move.RETURN, Move.EXTEND, Move.SUSPEND, Move.RESUME, Move.REJECT, Move.NOTE, Move.MERGE)
"""Moves whose commands are called as they are, and take what the move demands: /extend T1024 2天 等材料."""


def order_by_command(move: Move) -> Callable[[Tx, Office, Request, Person, datetime], None]:
    """The answer to a command that orders this move, or asks for what it lacks. In a group the card tells what is
    done, and a line that goes again what a coordinator must agree to.
    """

    def answer(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
        number, words = _merged(tx, request) if move is Move.MERGE else _number(tx, request)
        find_ticket(tx, person, number)
        order = read_arguments(move, words, ordering.today(office, now))
        act = Act(person, number, move)
        try:
            carried = ordering.obey_or_ask(tx, office, act, order, request.seat, now)
        except Refused as refused:
            raise racing.mended(tx, office, person, number, refused) from None
        if carried is None:
            return
        prompts.settle_about(tx, person.id, request.seat.chat_id, {number}, now)
        told = carried_text(office, carried, move)
        if request.private:
            reply(tx, request.seat, told, now)
        elif carried.proposed:
            answer_briefly(tx, request.seat, told, now)

    return answer


def progress(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    """/progress T1024, or without the number as a reply: one line, deleted later."""
    number, _ = _number(tx, request)
    ticket = find_ticket(tx, person, number)
    if not capacities(person, ticket, office.area):
        raise Refused(Refusal.NO_RIGHT)
    tell_progress(tx, office, request.post, [ticket], now)


def correct(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    """/correct T1024 类别 路灯, or without the number as a reply."""
    number, words = _number(tx, request)
    change = read_correction(office.area, words)
    act = Act(person, number, Move.CORRECT, correction_words(office, change), Wish(change=change))
    after = handling.perform(tx, office, act, now)
    if request.private:
        reply(tx, request.seat, done_text(office, after, Move.CORRECT), now)


def review(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    reviews.show(tx, office, person, request.seat, now)


def ticket(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    number, _ = _number(tx, request)
    lists.show_ticket(tx, office, person, number, request.seat, now)


def why(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    """In private the answer stays, in a group it is tidied away."""
    number, _ = _number(tx, request)
    in_group = reach.couriers_read(tx, request.seat.chat_id, request.seat.topic)
    text = reasons.explain(tx, office, person, number, in_group=in_group)
    answer_for_a_while(tx, request.seat, text, now, ticket_id=number)
