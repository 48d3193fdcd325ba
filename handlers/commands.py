"""Commands: what each one asks the desk, and how the question is tidied away when it was answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.desk import gate, muting
from bot.desk.declining import decline
from bot.desk.messages import reply, tidy
from bot.desk.office import Office
from bot.desk.shell import Shell
from bot.domain.paces import Use
from bot.domain.people import Person
from bot.domain.refusals import Refused
from bot.domain.tickets import Move
from bot.notices.refusals import refusal
from handlers import area, bulletins, chats, documents, lists, people, privacy, special_actions, statistics, tickets
from handlers import muting as muted
from handlers.documents import Keep
from handlers.inbox import settle
from handlers.pictures import Make
from handlers.printing import Printer
from handlers.requests import Request
from storage import people as stored_people
from storage.transaction import Tx

Answer = Callable[[Tx, Office, Request, Person, datetime], None]

_ANSWERS: dict[str, Answer] = {
    "start": people.start,
    "help": people.show_help,
    "claim": people.claim,
    "mute": muted.mute,
    "unmute": muted.unmute,
    "appoint": people.appoint,
    "invite": people.invite,
    "revoke": people.revoke,
    "staff": people.staff,
    "audit": people.show_audit,
    "bind": chats.bind,
    "topics": chats.topics,
    "accept": tickets.move_by_command(Move.ACCEPT),
    "done": tickets.move_by_command(Move.RESOLVE),
    **{move.value: tickets.order_by_command(move) for move in tickets.ORDERED},
    "ticket": tickets.ticket,
    "why": tickets.why,
    "review": tickets.review,
    "correct": tickets.correct,
    "progress": tickets.progress,
    "place": area.place,
    "unit": area.unit,
    "privacy": privacy.show,
    "forgetme": privacy.forget,
}


AnswerSeen = Callable[[Tx, Office, Request, Person, Any, datetime], None]

_ANSWERS_SEEN: dict[str, AnswerSeen] = {
    "stats": statistics.answer,
    "export": documents.send_export,
    "mydata": privacy.send_data,
    "bulletin": bulletins.answer,
    "special": special_actions.answer,
    **dict.fromkeys(lists.NAMES, lists.answer),
}
"""What is answered with something that was looked up before, beside the writes."""


async def _look(
    shell: Shell, request: Request, make: Make | None, keep: Keep | None, printer: Printer | None
) -> object:
    if request.command.name == "stats":
        return await statistics.see_request(shell, request, make)
    if request.command.name == "export":
        return await documents.write_export(shell, request, keep)
    if request.command.name == "mydata":
        return await privacy.write_data(shell, request, keep)
    if request.command.name == "bulletin":
        return await bulletins.see_request(shell, request, printer)
    if request.command.name == "special":
        return await special_actions.see_request(shell, request)
    if request.command.name in lists.NAMES:
        return await lists.see_request(shell, request)
    return None


async def take_command(
    shell: Shell,
    request: Request,
    make: Make | None = None,
    keep: Keep | None = None,
    printer: Printer | None = None,
) -> None:
    """Look first where that takes long, then answer, in one transaction with the done mark.

    A refusal undoes all of that; saying why is a second transaction, with the done mark in it. Without `make` there
    are no pictures, without `keep` no files, and without `printer` a bulletin is words.
    """
    if await shell.look(lambda tx, office, now: _is_held_back(tx, office, request, now)):
        await settle(shell, lambda tx, office, now: _hold_back(tx, office, request, now))
        return
    seen = await _look(shell, request, make, keep, printer)
    try:
        await settle(shell, lambda tx, office, now: answer_command(tx, office, request, seen, now))
    except Refused as refused:
        reason = refused
    else:
        return
    await settle(shell, lambda tx, office, now: _refuse(tx, office, request, reason, now))


def _is_held_back(tx: Tx, office: Office, request: Request, now: datetime) -> bool:
    """Whether this one has asked too much of late, or is muted; what one has a right to know of oneself is told."""
    if not gate.is_open_to(tx, office, request.sender.id, Use.QUESTIONS, now):
        return True
    return request.command.name not in _OF_ONESELF and muting.is_muted(tx, request.sender.id, now)


_OF_ONESELF = frozenset({"privacy", "mydata", "forgetme"})
"""PIPL, articles 44 to 47: nobody loses these."""


def _hold_back(tx: Tx, office: Office, request: Request, now: datetime) -> None:
    """One mild line to whoever asks too much; nothing to whoever is muted, but in private."""
    if not muting.is_muted(tx, request.sender.id, now):
        gate.hold_back(tx, office, request.post, now)
    elif request.private:
        muting.tell(tx, office, request.post, now)


def answer_command(tx: Tx, office: Office, request: Request, seen: object, now: datetime) -> None:
    """Do what was asked and take the command out of the group. Raises Refused, with nothing of it to be kept."""
    gate.count(tx, office, request.sender.id, Use.QUESTIONS, now)
    person = stored_people.load(tx, request.sender.id, request.sender.name)
    if (answer := _ANSWERS_SEEN.get(request.command.name)) is not None:
        answer(tx, office, request, person, seen, now)
    else:
        _ANSWERS[request.command.name](tx, office, request, person, now)
    if not request.private:
        tidy(tx, request.post, now)


def _refuse(tx: Tx, office: Office, request: Request, refused: Refused, now: datetime) -> None:
    """🤷 to a stranger in a group, one line to everybody else; in private always the line."""
    gate.count(tx, office, request.sender.id, Use.QUESTIONS, now)
    if request.private:
        reply(tx, request.seat, refusal(office.texts, refused), now)
    else:
        decline(tx, office, request.post, refused, now)
