"""The commands about people: start, help, claim, appoint, invite, revoke, staff, audit."""

from __future__ import annotations

from datetime import datetime

from bot.desk import appointing, auditing, invitations, people, revoking
from bot.desk.messages import reply
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.people import Person
from bot.domain.refusals import Refusal, Refused
from handlers.requests import Request
from storage.transaction import Tx


def start(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    if request.private:
        reply(tx, Seat(request.post.chat_id), people.meet(tx, office, request.sender, now, request.rest), now)


def show_help(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    reply(tx, request.seat, people.help_for(office, person), now)


def claim(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    """Only in private: a code said in a group is a code given away."""
    if not request.private:
        raise Refused(Refusal.NO_RIGHT)
    reply(tx, request.seat, people.claim(tx, office, request.sender, request.rest, now), now)


def appoint(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    appointing.ask_role(tx, office, person, request.about, request.seat, now)


def invite(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    invitations.ask_role(tx, office, person, request.seat, now)


def revoke(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    revoking.ask(tx, office, person, request.about, request.seat, now)


def show_audit(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    auditing.show(tx, office, person, request.seat, now)


def staff(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
    reply(tx, request.seat, people.staff_list(tx, office, person), now)
