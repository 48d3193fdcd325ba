"""Behind the numbers: which there are to open, and the tickets of one, looked up beside the writes at each tap anew."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
from bot.domain.periods import Period
from bot.domain.questions import Question, read_question
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import capacities
from bot.domain.taps import Answer, Tap
from bot.domain.tickets import Ticket
from bot.notices.behind import MOST_PAGES, PAGE, Entry, Listed, list_buttons, list_text, numbers_buttons, numbers_text
from storage import behind, events, notices, people, posts, supporters, tickets
from storage import statistics as counted
from storage.behind import Found
from storage.events import Event
from storage.statistics import Part
from storage.transaction import Tx

VERBS = frozenset({"numbers", "behind"})
"""The first words of callback data that this file answers for: `numbers:PERIOD:SCOPE` and
`behind:PERIOD:SCOPE:MEASURE:PAGE`.
"""
_ABOUT = {"list": "behind"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question that somebody may ask, read: of when, and of which tickets."""

    question: Question
    period: Period
    part: Part
    now: datetime


def look(tx: Tx, office: Office, tap: Tap, now: datetime) -> Page:
    """What a button of this file shows. Raises Refused."""
    person = people.load(tx, tap.person_id, tap.name)
    written = read_question(tap.arguments, office.area)
    _, question = asking.allowed(tx, office, person, Seat(tap.chat_id, tap.topic), written)
    period = asking.period_of(question, office, now)
    asked = _Asked(question, period, statistics.part_of(office.area, question.scope), now)
    return _numbers(tx, office, asked) if tap.verb == "numbers" else _list(tx, office, person, tap, asked)


def show(tx: Tx, tap: Tap, page: Page, now: datetime) -> Answer:
    """Below figures a new message, which a group gets rid of after a while; it is turned in place from then on."""
    standing = notices.of_message(tx, tap.chat_id, tap.message_id)
    if standing is None or standing.gone:
        raise Refused(Refusal.STALE_BUTTON)
    if standing.payload.get("lines") == _ABOUT:
        return turned(tx, tap, page, now)
    answer_for_a_while(tx, Seat(tap.chat_id, tap.topic), page.text, now, rows=page.rows, lines=_ABOUT)
    return Answer()


def _numbers(tx: Tx, office: Office, asked: _Asked) -> Page:
    numbers = {**_counts(tx, asked), **_timings(tx, asked), **_ages(tx, asked)}
    text = numbers_text(office.texts, office.area, asked.question.scope, asked.period, numbers)
    return Page(text, numbers_buttons(office.texts, asked.question, numbers))


def _counts(tx: Tx, asked: _Asked) -> dict[str, int]:
    return counted.whole(tx, asked.period.start, asked.period.end, asked.now, asked.part)._asdict()


def _timings(tx: Tx, asked: _Asked) -> dict[str, int]:
    lasted = {"response": counted.response, "fix": counted.fix}
    return {
        name: lasts(tx, asked.period.start, asked.period.end, asked.part).whole.count for name, lasts in lasted.items()
    }


def _ages(tx: Tx, asked: _Asked) -> dict[str, int]:
    return dict(zip(AGED, counted.ages(tx, asked.now, asked.part), strict=True))


def _number(tx: Tx, asked: _Asked, measure: str) -> int:
    count = _timings if measure in LASTING else _ages if measure in AGED else _counts
    return count(tx, asked)[measure]


def _list(tx: Tx, office: Office, person: Person, tap: Tap, asked: _Asked) -> Page:
    measure, period = read_measure(tap.argument(2)), asked.period
    count = _number(tx, asked, measure)
    page = min(tap.number(3), max(0, count - 1) // PAGE, MOST_PAGES - 1)
    rows = behind.found(tx, measure, period.start, period.end, asked.now, asked.part, limit=PAGE, skip=page * PAGE)
    in_group = reach.couriers_read(tx, tap.chat_id, tap.topic)
    shown = [(ticket, row) for row in rows if (ticket := tickets.load(tx, row.ticket_id)) is not None]
    entries = [_entry(tx, office, ticket, row, in_group=in_group) for ticket, row in shown]
    opened = [ticket for ticket, _ in shown if capacities(person, ticket, office.area)]
    listed = Listed(asked.question, period, measure, count, page * PAGE, entries)
    text = list_text(office.texts, office.area, listed, asked.now, office.zone)
    return Page(text, list_buttons(office.texts, listed, opened))


def _entry(tx: Tx, office: Office, ticket: Ticket, row: Found, *, in_group: bool) -> Entry:
    """Where couriers read (`in_group`), of a private report the number alone and when."""
    event = events.load(tx, row.event_id) if row.event_id is not None else None
    step = None
    if event is not None:
        step = step_of(office, event, supporters.unnamed_of(tx, ticket), discreet=in_group)
        step = replace(step, words=None) if in_group and ticket.private else step
    return Entry(for_couriers(office, ticket) if in_group else ticket, step, _address(tx, ticket, event))


def _address(tx: Tx, ticket: Ticket, event: Event | None) -> str | None:
    """Of the post that told of it: for who reported it again, their own."""
    if event is not None and event.kind == "supported" and "post" in event.details:
        post = posts.load(tx, event.details["post"])
        return message_link(post.chat_id, post.message_id, post.topic)
    return message_link(ticket.chat_id, ticket.message_id, ticket.topic)
