"""Commands: what each one asks the desk, and how the question is tidied away when it was answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.desk import chats, handling, lists, people, statistics
from bot.desk.conversation import decline
from bot.desk.handling import Act
from bot.desk.messages import reply, tidy
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.desk.taps import done_text
from bot.domain.people import Person
from bot.domain.periods import read_period
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import Action, require
from bot.domain.tickets import Move, read_number
from bot.notices.statistics import statistics_buttons, statistics_text, unknown_period
from handlers.requests import Request
from storage import people as stored_people
from storage.transaction import Tx

Answer = Callable[[Tx, Office, Request, Person, datetime], None]


def answer_command(tx: Tx, office: Office, request: Request, now: datetime) -> None:
    """Do what was asked and take the command out of the group. A refusal changes nothing else."""
    person = stored_people.load(tx, request.sender.id, request.sender.name)
    try:
        _ANSWERS[request.command.name](tx, office, request, person, now)
    except Refused as refused:
        _refuse(tx, office, request, refused, now)
        return
    if not request.private:
        tidy(tx, request.post, now)


def _refuse(tx: Tx, office: Office, request: Request, refused: Refused, now: datetime) -> None:
    """🤷 to a stranger in a group, one line to everybody else; in private always the line."""
    if request.private and refused.reason is Refusal.NO_RIGHT:
        text = office.texts.say(f"refusal.{refused.reason.value}", **refused.facts)
        reply(tx, request.seat, text, now)
    else:
        decline(tx, office, request.post, refused, now)


def _ticket_number(tx: Tx, office: Office, request: Request) -> tuple[int, str]:
    """The ticket a command is about (its first word, or the replied message's) and the words behind it."""
    first, _, rest = request.rest.partition(" ")
    if (number := read_number(first)) is not None:
        return number, rest.strip()
    if (number := handling.ticket_of_reply(tx, request.post)) is not None:
        return number, request.rest
    raise Refused(Refusal.NO_NUMBER, command=f"/{request.command.name}")


def _move_by_command(move: Move) -> Answer:
    def answer(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
        number, words = _ticket_number(tx, office, request)
        ticket = handling.perform(tx, office, Act(person, number, move, words), now)
        if request.private:
            reply(tx, request.seat, done_text(office, ticket, move), now)

    return answer


def _todo(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    reply(tx, request.seat, lists.todo(tx, office, person, now), now)


def _mine(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    reply(tx, request.seat, lists.mine(tx, office, person), now)


def _ticket(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    number, _ = _ticket_number(tx, office, request)
    text, rows = lists.whole_ticket(tx, office, person, number)
    reply(tx, request.seat, text, now, rows=rows, ticket_id=number)


def _stats(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    require(person, Action.SEE_STATISTICS)
    try:
        period = read_period(request.rest or "week", now, office.zone)
    except ValueError:
        reply(tx, request.seat, unknown_period(office.texts, request.rest), now)
        return
    figures = statistics.figures(tx, office.area, period, now)
    reply(
        tx,
        request.seat,
        statistics_text(office.texts, office.area, figures),
        now,
        rows=statistics_buttons(office.texts, period),
    )


def _bind(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    if request.private:
        reply(tx, request.seat, office.texts.say("bind.private"), now)
        return
    chats.ask_binding(tx, office, person, request.seat, now)


def _appoint(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    people.ask_role(tx, office, person, request.about, request.seat, now)


def _staff(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    reply(tx, request.seat, people.staff_list(tx, office, person), now)


def _claim(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    """Only in private: a code said in a group is a code given away."""
    if not request.private:
        raise Refused(Refusal.NO_RIGHT)
    reply(tx, request.seat, people.claim(tx, office, request.sender, request.rest, now), now)


def _help(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    reply(tx, request.seat, people.help_for(office, person), now)


def _start(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    if request.private:
        reply(tx, Seat(request.post.chat_id), people.meet(tx, office, request.sender, now), now)


_ANSWERS: dict[str, Answer] = {
    "todo": _todo,
    "ticket": _ticket,
    "accept": _move_by_command(Move.ACCEPT),
    "done": _move_by_command(Move.RESOLVE),
    "mine": _mine,
    "stats": _stats,
    "bind": _bind,
    "appoint": _appoint,
    "staff": _staff,
    "claim": _claim,
    "help": _help,
    "start": _start,
}
