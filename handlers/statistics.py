"""/stats: counted on the reader and drawn in a process of its own, so that a long period holds up no report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk import asking, statistics, viewing
from bot.desk.asking import Asker
from bot.desk.messages import is_opened, reply
from bot.desk.office import Office
from bot.desk.pictures import MadePicture, reply_with_picture, turn_picture, turn_words, turns_picture
from bot.desk.reach import Seat
from bot.desk.shell import Shell
from bot.domain.people import Person
from bot.domain.periods import read_period
from bot.domain.questions import Question, Unclear, View, read_question
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Answer, Tap
from bot.notices.buttons import Buttons
from bot.notices.markup import Markup
from bot.notices.pictures.sheet import Sheet
from bot.notices.pictures.statistics import statistics_sheet
from bot.notices.questions import unclear_buttons, unclear_text
from bot.notices.statistics import statistics_caption, statistics_text
from handlers.pictures import Make
from handlers.requests import Request
from storage import notices, people
from storage.transaction import Tx

VERBS = frozenset({"stats", "statsview"})
"""The first words of callback data that this file answers for: `stats:PERIOD:SCOPE` shows other figures in the same
message, `statsview:PERIOD:SCOPE:VIEW[:PAGE]` looks at them more closely.
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was counted, as words; and as a picture, unless there is none to be had. `look`: the picture stays."""

    text: Markup
    rows: Buttons
    picture: MadePicture | None = None
    look: bool = False


@dataclass(frozen=True, slots=True)
class _Counted:
    """What `Seen` is made of. Caption and sheet are None where no picture is wanted."""

    text: Markup
    rows: Buttons
    caption: Markup | None = None
    sheet: Sheet | None = None
    look: bool = False


async def see_request(shell: Shell, request: Request, make: Make | None) -> Seen | Refused:
    """What /stats will answer, or why it does not."""
    return await _see(shell, make, lambda tx, office, now: _look_for_request(tx, office, request, now))


async def see_tap(shell: Shell, tap: Tap, make: Make | None) -> Seen | Refused:
    """What a button shows, or why it does not."""
    return await _see(shell, make, lambda tx, office, now: _look_for_tap(tx, office, tap, now))


async def _see(shell: Shell, make: Make | None, look: Callable[[Tx, Office, datetime], _Counted]) -> Seen | Refused:
    def counted_or_refused(tx: Tx, office: Office, now: datetime) -> _Counted | Refused:
        try:
            return look(tx, office, now)
        except Refused as refused:
            return refused

    counted = await shell.look(counted_or_refused)
    if isinstance(counted, Refused):
        return counted
    return Seen(counted.text, counted.rows, await _picture(make, counted), counted.look)


async def _picture(make: Make | None, counted: _Counted) -> MadePicture | None:
    if make is None or counted.sheet is None or counted.caption is None:
        return None
    path = await make(counted.sheet)
    return None if path is None else MadePicture(path, counted.caption, counted.text)


def _look_for_request(tx: Tx, office: Office, request: Request, now: datetime) -> _Counted:
    asked = asking.asker(tx, office, people.load(tx, request.sender.id), request.seat)
    try:
        question = asking.read(tx, office, asked, request.rest, now)
    except Unclear as unclear:
        return _Counted(unclear_text(office.texts, office.area, unclear), unclear_buttons(office.area, unclear))
    return _count(tx, office, asked, question, now, drawn=True)


def _look_for_tap(tx: Tx, office: Office, tap: Tap, now: datetime) -> _Counted:
    """Raises Refused: NO_RIGHT, and STALE_BUTTON for what no button had."""
    said = read_question(tap.arguments, office.area)
    asked, question = asking.allowed(tx, office, people.load(tx, tap.person_id), seat_of(tap), said)
    if question != said and not asked.private:
        raise Refused(Refusal.NO_RIGHT)  # figures that others read do not shrink to the presser's own ground
    try:
        if tap.verb == "stats":
            return _count(tx, office, asked, question, now, drawn=turns_picture(tx, tap))
        page = tap.number(3) if len(tap.arguments) > 3 else 0
        shown = viewing.look_at(tx, office, asked, question, tap.choice(2, View), page, now)
    except ValueError:
        raise Refused(Refusal.STALE_BUTTON) from None
    return _Counted(shown.text, shown.rows, look=True)


def seat_of(tap: Tap) -> Seat:
    """Where the tapped message stands."""
    return Seat(tap.chat_id, tap.topic)


def _count(tx: Tx, office: Office, asked: Asker, question: Question, now: datetime, *, drawn: bool) -> _Counted:
    """Raises ValueError for what is no period, Refused."""
    area, texts, scope = office.area, office.texts, question.scope
    period = read_period(question.period, now, office.zone)
    question = replace(question, period=period.code)
    figures = statistics.figures(tx, area, period, now, scope, timed=not drawn)  # a picture tells no times
    rank = viewing.rank_of(tx, area, period, now, scope)
    rows = asking.buttons(texts, area, asked, question, figures.last)
    text = statistics_text(texts, area, figures, rank)
    if not drawn:
        return _Counted(text, rows)
    trend = statistics.trend(tx, area, period, now, office.zone, scope)
    sheet = statistics_sheet(texts, area, figures, trend, office.zone, rank)
    return _Counted(text, rows, statistics_caption(texts, area, figures, rank), sheet)


def answer(tx: Tx, office: Office, request: Request, person: Person, seen: object, now: datetime) -> None:
    """Say what was counted. Raises Refused."""
    asking.asker(tx, office, person, request.seat)
    found = _found(seen)
    if found.picture is None:
        reply(tx, request.seat, found.text, now, rows=found.rows)
    else:
        reply_with_picture(tx, request.seat, found.picture, now, rows=found.rows)


def press(tx: Tx, office: Office, tap: Tap, seen: object, now: datetime) -> Answer:
    """The same message shows other figures, or one look at them below its picture. Raises Refused."""
    asking.asker(tx, office, people.load(tx, tap.person_id), seat_of(tap))
    found = _found(seen)
    standing = notices.of_message(tx, tap.chat_id, tap.message_id)
    if standing is None or not is_opened(standing):
        raise Refused(Refusal.STALE_BUTTON)  # data that a client made up below a card would overwrite it
    if found.look:
        return turn_words(tx, tap, found.text, now, found.rows)
    return turn_picture(tx, tap, found.picture, found.text, now, found.rows)


def _found(seen: object) -> Seen:
    """Raises Refused."""
    if isinstance(seen, Refused):
        raise seen
    if not isinstance(seen, Seen):
        raise Refused(Refusal.STALE_BUTTON)
    return seen
