"""Behind the numbers: which there are to open, and the tickets of one, looked up beside the writes at each tap anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.desk import asking, reach, statistics
from bot.desk.discretion import for_couriers
from bot.desk.messages import answer_for_a_while
from bot.desk.office import Office
from bot.desk.paging import Page, turned
from bot.desk.reach import Seat
from bot.desk.stories import step_of
from bot.domain.measures import AGED, LASTING, read_measure
from bot.domain.message_links import message_link
from bot.domain.people import Person
from bot.domain.periods import Period, UnknownPeriod, read_period
from bot.domain.questions import Question, read_question
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import capacities
from bot.domain.taps import Answer, Tap
from bot.domain.tickets import Ticket
from bot.notices.behind import PAGE, Entry, Listed, list_buttons, list_text, numbers_buttons, numbers_text
from storage import behind, events, notices, people, posts, supporters, tickets
from storage import statistics as counted
from storage.behind import Found
from storage.events import Event
from storage.transaction import Tx

VERBS = frozenset({"numbers", "behind"})
"""The first words of callback data that this file answers for: `numbers:PERIOD:SCOPE` and
`behind:PERIOD:SCOPE:MEASURE:PAGE`.
"""
_ABOUT = {"list": "behind"}


def look(tx: Tx, office: Office, tap: Tap, now: datetime) -> Page:
    """What a button of this file shows. Raises Refused."""
    person = people.load(tx, tap.person_id, tap.name)
    asked = read_question(tap.arguments, office.area)
    _, question = asking.allowed(tx, office, person, Seat(tap.chat_id, tap.topic), asked)
    try:
        period = read_period(question.period, now, office.zone)
    except UnknownPeriod:
        raise Refused(Refusal.STALE_BUTTON) from None
    if tap.verb == "numbers":
        return _numbers(tx, office, question, period, now)
    return _list(tx, office, person, tap, question, period, now)


def show(tx: Tx, tap: Tap, page: Page, now: datetime) -> Answer:
    """Below figures a new message, which a group gets rid of after a while; it is turned in place from then on."""
    standing = notices.of_message(tx, tap.chat_id, tap.message_id)
    if standing is None or standing.gone:
        raise Refused(Refusal.STALE_BUTTON)
    if standing.payload.get("lines") == _ABOUT:
        return turned(tx, tap, page, now)
    answer_for_a_while(tx, Seat(tap.chat_id, tap.topic), page.text, now, rows=page.rows, lines=_ABOUT)
    return Answer()


def _numbers(tx: Tx, office: Office, question: Question, period: Period, now: datetime) -> Page:
    numbers: dict[str, int] = {}
    for count in (_counts, _timings, _ages):
        numbers |= count(tx, office, question, period, now)
    text = numbers_text(office.texts, office.area, question.scope, period, numbers)
    return Page(text, numbers_buttons(office.texts, question, numbers))


def _counts(tx: Tx, office: Office, question: Question, period: Period, now: datetime) -> dict[str, int]:
    part = statistics.part_of(office.area, question.scope)
    return counted.whole(tx, period.start, period.end, now, part)._asdict()


def _timings(tx: Tx, office: Office, question: Question, period: Period, now: datetime) -> dict[str, int]:
    part = statistics.part_of(office.area, question.scope)
    lasted = {"response": counted.response, "fix": counted.fix}
    return {name: lasts(tx, period.start, period.end, part).whole.count for name, lasts in lasted.items()}


def _ages(tx: Tx, office: Office, question: Question, period: Period, now: datetime) -> dict[str, int]:
    part = statistics.part_of(office.area, question.scope)
    return dict(zip(AGED, counted.ages(tx, now, part), strict=True))


def _number(tx: Tx, office: Office, question: Question, period: Period, now: datetime, measure: str) -> int:
    count = _timings if measure in LASTING else _ages if measure in AGED else _counts
    return count(tx, office, question, period, now)[measure]


def _list(tx: Tx, office: Office, person: Person, tap: Tap, question: Question, period: Period, now: datetime) -> Page:
    measure = read_measure(tap.argument(2))
    count = _number(tx, office, question, period, now, measure)
    page = min(tap.number(3), max(0, count - 1) // PAGE)
    part = statistics.part_of(office.area, question.scope)
    rows = behind.found(tx, measure, period.start, period.end, now, part, limit=PAGE, skip=page * PAGE)
    in_group = reach.couriers_read(tx, tap.chat_id, tap.topic)
    shown = [(ticket, row) for row in rows if (ticket := tickets.load(tx, row.ticket_id)) is not None]
    entries = [_entry(tx, office, ticket, row, in_group=in_group) for ticket, row in shown]
    opened = [ticket for ticket, _ in shown if capacities(person, ticket, office.area)]
    listed = Listed(question, period, measure, count, page * PAGE, entries)
    text = list_text(office.texts, office.area, listed, now, office.zone)
    return Page(text, list_buttons(office.texts, listed, opened))


def _entry(tx: Tx, office: Office, ticket: Ticket, row: Found, *, in_group: bool) -> Entry:
    """Where couriers read (`in_group`), of a private report the number alone and when."""
    event = events.load(tx, row.event_id) if row.event_id is not None else None
    if event is None:
        return Entry(for_couriers(office, ticket) if in_group else ticket, None, _address(tx, ticket, None))
    step = step_of(office, event, supporters.unnamed_of(tx, ticket), discreet=in_group)
    if in_group and ticket.private:
        step = replace(step, words=None)
    return Entry(for_couriers(office, ticket) if in_group else ticket, step, _address(tx, ticket, event))


def _address(tx: Tx, ticket: Ticket, event: Event | None) -> str | None:
    """Of the post that told of it: for who reported it again, their own."""
    if event is not None and event.kind == "supported" and "post" in event.details:
        post = posts.load(tx, event.details["post"])
        return message_link(post.chat_id, post.message_id, post.topic)
    return message_link(ticket.chat_id, ticket.message_id, ticket.topic)
