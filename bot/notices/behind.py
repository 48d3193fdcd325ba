"""Behind the numbers: which can be opened, and the list of one of them, each ticket with why it counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.domain.areas import Area
from bot.domain.measures import LASTING, NOW, OFFERED, TIMES, measure_code
from bot.domain.periods import Period
from bot.domain.questions import Question
from bot.domain.statistics import Scope
from bot.domain.tickets import State, Ticket
from bot.notices.buttons import Buttons, open_buttons, page_buttons
from bot.notices.cards import Step, step_line
from bot.notices.markup import Markup, cut, link
from bot.notices.statistics import NAME, whose
from bot.notices.texts import Texts
from bot.notices.times import day, moment, span
from bot.notices.whereabouts import place_words

PAGE = 10
"""Tickets of a page: with a button each, what a phone shows without much scrolling."""
MOST_PAGES = 500
"""What lies beyond nobody turns to: it is narrowed down."""
_WORDS = 30
_ABREAST = 3
_SHORT = 11
"""Of three buttons abreast on a phone: so wide is a label that is not cut, where a Chinese character is 2."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One of a list: the ticket, of an event measure what happened, and the address of the message it came from."""

    ticket: Ticket
    step: Step | None = None
    address: str | None = None


def numbers_text(texts: Texts, area: Area, scope: Scope, period: Period, numbers: Mapping[str, int]) -> Markup:
    """What stands above the numbers."""
    if not any(numbers.values()):
        return texts.say("behind.nothing", whose=whose(area, scope), period=period.label)
    head = texts.say("behind.numbers", whose=whose(area, scope), period=period.label)
    return Markup(f"{head}\n{texts.say('behind.now')}") if any(numbers[name] for name in NOW) else head


def numbers_buttons(texts: Texts, question: Question, numbers: Mapping[str, int]) -> Buttons:
    """Each measure with its number; without those of which there is none. What would stand alone joins the row above,
    so that a phone shows them all; what is of now never stands beside what is of the period.
    """
    rows: list[tuple[bool, list[tuple[str, str]]]] = []
    for names in OFFERED:
        row = [
            (
                texts.plain("behind.number", measure=texts.plain(f"measure.{name}"), count=number),
                f"{list_data(question, name)}:0",
            )
            for name in names
            if (number := numbers[name])
        ]
        is_now = names[0] in NOW
        if len(row) == 1 and rows and rows[-1][0] is is_now and _fits([*rows[-1][1], *row]):
            rows[-1][1].extend(row)
        elif row:
            rows.append((is_now, row))
    return [row for _, row in rows]


def _fits(row: Sequence[tuple[str, str]]) -> bool:
    return len(row) <= _ABREAST and all(sum(1 + (sign > "⺀") for sign in label) <= _SHORT for label, _ in row)


def list_data(question: Question, measure: str) -> str:
    """The callback data of a list, but for the page."""
    return f"behind:{question.as_data()}:{measure_code(measure)}"


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list of `count`; `start` is how many stand on the pages before."""

    question: Question
    period: Period
    measure: str
    count: int
    start: int
    entries: Sequence[Entry]


def list_text(texts: Texts, area: Area, listed: Listed, now: datetime, zone: tzinfo) -> Markup:
    """At most 4,096 UTF-16 units after entities."""
    clock = _Clock(now, zone)
    lines = [_head(texts, area, listed)]
    if listed.start:
        last = listed.start + len(listed.entries)
        lines.append(texts.say("list.from", first=listed.start + 1, last=last))
    lines += [_line(texts, area, listed, entry, clock) for entry in listed.entries]
    if _is_last(listed) and _rest(listed):
        lines.append(texts.say("behind.narrow", count=_rest(listed)))
    return Markup("\n".join(lines if listed.entries else [*lines, texts.say("behind.none")]))


def _rest(listed: Listed) -> int:
    """How many stand on later pages."""
    return listed.count - listed.start - len(listed.entries)


def _is_last(listed: Listed) -> bool:
    """Whether no page is turned to behind this one."""
    return not _rest(listed) or listed.start // PAGE >= MOST_PAGES - 1


def list_buttons(texts: Texts, listed: Listed, opened: Sequence[Ticket]) -> Buttons:
    """One for each ticket that the reader may open, the pages beside this one, and the way back to the numbers."""
    page, more = listed.start // PAGE, not _is_last(listed)
    return [
        *open_buttons({ticket.id: ticket for ticket in opened}.values()),
        *page_buttons(texts, list_data(listed.question, listed.measure), page, more=more),
        [(texts.plain("behind.back"), f"numbers:{listed.question.as_data()}")],
    ]


def _head(texts: Texts, area: Area, listed: Listed) -> Markup:
    of, measure = whose(area, listed.question.scope), texts.plain(f"measure.{listed.measure}")
    if listed.measure in NOW:
        return texts.say("behind.head.now", whose=of, measure=measure, count=listed.count)
    key = next((key for key, measures in _HEADS if listed.measure in measures), "behind.head")
    return texts.say(key, whose=of, period=listed.period.label, measure=measure, count=listed.count)


_HEADS = (("behind.head.times", TIMES), ("behind.head.lasting", LASTING))


def _line(texts: Texts, area: Area, listed: Listed, entry: Entry, clock: _Clock) -> Markup:
    ticket, step = entry.ticket, entry.step
    told = texts.say(
        "behind.line",
        number=ticket.number,
        state=texts.say(f"state.{ticket.state.value}"),
        unit=_unit(area, ticket.unit_code),
        place=place_words(texts, ticket, _WORDS),
        summary=cut(ticket.summary, _WORDS),
        why=_of_ticket(texts, area, listed.measure, ticket, clock) if step is None else _of_step(texts, step, clock),
        link=link(entry.address, texts.plain("behind.link")) if entry.address else "",
    )
    return Markup(_SPACES.sub(" ", told).rstrip())


_SPACES = re.compile("  +")
"""Where a ticket has no unit yet: its state says so."""


def _unit(area: Area, code: str | None) -> str:
    return cut(area.unit_name(code) or code or "", NAME)


class _Clock:
    """Says moments as the area's clocks do, with the year where it is not the present one."""

    def __init__(self, now: datetime, zone: tzinfo) -> None:
        self._year = now.astimezone(zone).year
        self._zone = zone

    def moment(self, at: datetime | None) -> str:
        return "" if at is None else self._with_year(at, moment(at, self._zone))

    def day(self, at: datetime | None) -> str:
        return "" if at is None else self._with_year(at, day(at, self._zone))

    def _with_year(self, at: datetime, said: str) -> str:
        year = at.astimezone(self._zone).year
        return said if year == self._year else f"{year}年{said}"


def _of_step(texts: Texts, step: Step, clock: _Clock) -> Markup:
    if step.kind == "opened":
        return texts.say("behind.why.opened", at=clock.moment(step.at), unit=step.unit or "")
    return texts.say("behind.why.event", at=clock.moment(step.at), step=step_line(texts, step))


def _of_ticket(texts: Texts, area: Area, measure: str, ticket: Ticket, clock: _Clock) -> Markup:
    tells = _WHY.get(measure)
    return texts.say(
        f"behind.why.{tells(ticket) if tells else 'received'}",
        created=clock.moment(ticket.created_at),
        first=_unit(area, ticket.bot_unit),
        unit=_unit(area, ticket.unit_code),
        respond_by=clock.moment(ticket.respond_by),
        accepted=clock.moment(ticket.accepted_at),
        due=clock.moment(ticket.due_at),
        resolved=clock.moment(ticket.resolved_at),
        closed=clock.moment(ticket.closed_at),
        assigned=clock.moment(ticket.assigned_at),
        took=_took(measure, ticket),
        until=clock.day(ticket.suspended_until),
    )


def _took(measure: str, ticket: Ticket) -> str:
    since = ticket.created_at if measure == "response" else ticket.assigned_at
    until = ticket.accepted_at if measure == "response" else ticket.resolved_at
    return "" if measure not in LASTING or since is None or until is None else span(until - since)


def _fixed(ticket: Ticket) -> str:
    """As it stands: a resolution that was undone is none."""
    if ticket.state not in (State.RESOLVED, State.CLOSED) or ticket.resolved_at is None:
        return "overdue"
    return "resolved" if ticket.due_at is None else "due"


_WHY: dict[str, Callable[[Ticket], str]] = {
    "auto": lambda _: "auto",
    "misrouted": lambda _: "misrouted",
    "responded": lambda _: "answered",
    "unanswered": lambda ticket: "unanswered" if ticket.accepted_at is None else "answered",
    "resolved": _fixed,
    "on_time": _fixed,
    "missed": _fixed,
    "fell_due": lambda ticket: "fell_due" if ticket.state is State.CLOSED and ticket.closed_at else _fixed(ticket),
    "closed_on_time": lambda ticket: "fell_due" if ticket.closed_at else _fixed(ticket),
    "closed": lambda _: "closed",
    "rejected": lambda _: "rejected",
    "waiting_review": _fixed,
    "put_aside": lambda ticket: "put_aside" if ticket.suspended_until else "received",
    "overdue": lambda _: "overdue",
    "response": lambda _: "response",
    "fix": lambda _: "fix",
}
"""By the measure, which of the texts `behind.why` tells why a ticket counts; any other tells when it was reported."""
