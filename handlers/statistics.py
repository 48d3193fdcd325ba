"""/stats: counted beside the writes, on the reader, so that a long period holds up no report."""

from __future__ import annotations

from datetime import datetime

from bot.desk import statistics
from bot.desk.messages import reply, turn
from bot.desk.office import Office
from bot.domain.people import Person
from bot.domain.periods import read_period
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import Action, may, require
from bot.domain.taps import Answer, Tap
from bot.notices.markup import Markup
from bot.notices.statistics import statistics_buttons, statistics_text, unknown_period
from handlers.requests import Request
from storage import people
from storage.transaction import Tx

USUAL = "week"


def look_for_request(tx: Tx, office: Office, request: Request, now: datetime) -> Markup | None:
    """The text of /stats; None for somebody who may not see it."""
    if not may(people.load(tx, request.sender.id), Action.SEE_STATISTICS):
        return None
    try:
        return _count(tx, office, request.rest or USUAL, now)
    except ValueError:
        return unknown_period(office.texts, request.rest)


def look_for_tap(tx: Tx, office: Office, tap: Tap, now: datetime) -> Markup | None:
    """The text for the period of a button; None for a stranger, or for a period that no button had."""
    if not may(people.load(tx, tap.person_id), Action.SEE_STATISTICS):
        return None
    try:
        return _count(tx, office, tap.arguments[0], now)
    except (ValueError, IndexError):
        return None


def _count(tx: Tx, office: Office, written: str, now: datetime) -> Markup:
    figures = statistics.figures(tx, office.area, read_period(written, now, office.zone), now)
    return statistics_text(office.texts, office.area, figures)


def answer(tx: Tx, office: Office, request: Request, person: Person, seen: Markup | None, now: datetime) -> None:
    """Say what was counted. Raises Refused."""
    require(person, Action.SEE_STATISTICS)
    try:
        rows = statistics_buttons(office.texts, read_period(request.rest or USUAL, now, office.zone))
    except ValueError:
        rows = None
    if seen is not None:
        reply(tx, request.seat, seen, now, rows=rows)


def press(tx: Tx, office: Office, tap: Tap, seen: Markup | None, now: datetime) -> Answer:
    """The same message shows another period. Raises Refused."""
    require(people.load(tx, tap.person_id), Action.SEE_STATISTICS)
    if seen is None:
        raise Refused(Refusal.STALE_BUTTON)
    return turn(tx, tap, seen, now, statistics_buttons(office.texts, read_period(tap.arguments[0], now, office.zone)))
