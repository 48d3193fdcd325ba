"""/stats: counted on the reader and drawn in a process of its own, so that a long period holds up no report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk import asking, statistics
from bot.desk.asking import Asker
from bot.desk.messages import reply
from bot.desk.office import Office
from bot.desk.pictures import MadePicture, reply_with_picture, turn_picture, turns_picture
from bot.desk.reach import Seat
from bot.desk.shell import Shell
from bot.domain.people import Person
from bot.domain.periods import read_period
from bot.domain.questions import Question, read_question
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Answer, Tap
from bot.notices.buttons import Buttons
from bot.notices.markup import Markup
from bot.notices.pictures.sheet import Sheet
from bot.notices.pictures.statistics import statistics_sheet
from bot.notices.statistics import statistics_caption, statistics_text, unknown_period
from handlers.pictures import Make
from handlers.requests import Request
from storage import people
from storage.transaction import Tx

USUAL = "week"


@dataclass(frozen=True, slots=True)
class Seen:
    """What was counted, as words; and as a picture, unless there is none to be had. `rows` None: nothing was asked."""

    text: Markup
    rows: Buttons | None = None
    picture: MadePicture | None = None


@dataclass(frozen=True, slots=True)
class _Counted:
    """What `Seen` is made of. Caption and sheet are None where no picture is wanted."""

    text: Markup
    rows: Buttons | None = None
    caption: Markup | None = None
    sheet: Sheet | None = None


async def see_request(shell: Shell, request: Request, make: Make | None) -> Seen | None:
    """What /stats will answer; None for somebody who may not see it."""
    return await _see(shell, make, lambda tx, office, now: _look_for_request(tx, office, request, now))


async def see_tap(shell: Shell, tap: Tap, make: Make | None) -> Seen | None:
    """What the period of a button shows; None for a stranger, or for a period that no button had."""
    return await _see(shell, make, lambda tx, office, now: _look_for_tap(tx, office, tap, now))


async def _see(shell: Shell, make: Make | None, look: Callable[[Tx, Office, datetime], _Counted | None]) -> Seen | None:
    counted = await shell.look(look)
    if counted is None:
        return None
    return Seen(counted.text, counted.rows, await _picture(make, counted))


async def _picture(make: Make | None, counted: _Counted) -> MadePicture | None:
    if make is None or counted.sheet is None or counted.caption is None:
        return None
    path = await make(counted.sheet)
    return None if path is None else MadePicture(path, counted.caption, counted.text)


def _look_for_request(tx: Tx, office: Office, request: Request, now: datetime) -> _Counted | None:
    person = people.load(tx, request.sender.id)
    try:
        asked, question = asking.allowed(tx, office, person, request.seat, Question(request.rest or USUAL))
        return _count(tx, office, asked, question, now, drawn=True)
    except Refused:
        return None
    except ValueError:
        return _Counted(unknown_period(office.texts, request.rest))


def _look_for_tap(tx: Tx, office: Office, tap: Tap, now: datetime) -> _Counted | None:
    person = people.load(tx, tap.person_id)
    try:
        question = read_question(tap.arguments, office.area)
        asked, question = asking.allowed(tx, office, person, seat_of(tap), question)
        return _count(tx, office, asked, question, now, drawn=turns_picture(tx, tap))
    except (ValueError, Refused):
        return None


def seat_of(tap: Tap) -> Seat:
    """Where the tapped message stands."""
    return Seat(tap.chat_id, tap.topic)


def _count(tx: Tx, office: Office, asked: Asker, question: Question, now: datetime, *, drawn: bool) -> _Counted:
    """Raises ValueError for what is no period, Refused."""
    area, texts, scope = office.area, office.texts, question.scope
    period = read_period(question.period, now, office.zone)
    question = replace(question, period=period.code)
    rows = asking.buttons(texts, asked, question)
    figures = statistics.figures(tx, area, period, now, scope)
    text = statistics_text(texts, area, figures)
    if not drawn:
        return _Counted(text, rows)
    trend = statistics.trend(tx, area, period, now, office.zone, scope)
    sheet = statistics_sheet(texts, area, figures, trend, office.zone)
    return _Counted(text, rows, statistics_caption(texts, area, figures), sheet)


def answer(tx: Tx, office: Office, request: Request, person: Person, seen: Seen | None, now: datetime) -> None:
    """Say what was counted. Raises Refused."""
    asking.asker(tx, office, person, request.seat)
    if seen is None:
        return
    if seen.picture is None:
        reply(tx, request.seat, seen.text, now, rows=seen.rows)
    else:
        reply_with_picture(tx, request.seat, seen.picture, now, rows=seen.rows)


def press(tx: Tx, office: Office, tap: Tap, seen: Seen | None, now: datetime) -> Answer:
    """The same message shows another period. Raises Refused."""
    asking.asker(tx, office, people.load(tx, tap.person_id), seat_of(tap))
    if seen is None or seen.rows is None:
        raise Refused(Refusal.STALE_BUTTON)
    return turn_picture(tx, tap, seen.picture, seen.text, now, seen.rows)
