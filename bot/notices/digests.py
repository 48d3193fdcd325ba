"""Digests: a unit's morning on one screen, and the coordinators' one with the units that need them first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from bot.domain.areas import Area
from bot.domain.tickets import Ticket
from bot.domain.workloads import Workload, worst_first
from bot.notices.markup import Markup, cut
from bot.notices.reminders import due_words, roughly
from bot.notices.texts import Texts
from bot.notices.times import day, day_since, day_until, span
from bot.notices.whereabouts import place_words

MOST_LINES = 8
"""Tickets that a unit's digest shows."""
_MOST_UNITS = 15


@dataclass(frozen=True, slots=True)
class Morning:
    """What both digests tell of: the counts, since when what is new is counted, the moment of telling, and the next
    working day (`back`).
    """

    load: Workload
    since: datetime
    now: datetime
    back: datetime
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class UnitTickets:
    """The tickets that a unit's digest shows, each in one of the lists, MOST_LINES in all."""

    overdue: Sequence[Ticket] = ()
    today: Sequence[Ticket] = ()
    ahead: Sequence[Ticket] = ()
    new: Sequence[Ticket] = ()

    def pressing(self) -> list[Ticket]:
        return [*self.overdue, *self.today, *self.ahead]

    def all(self) -> list[Ticket]:
        return [*self.pressing(), *self.new]


def unit_digest(texts: Texts, unit: str, morning: Morning, shown: UnitTickets) -> Markup:
    """What is late, due today or on the days off ahead, new and in review, the tickets below their count."""
    load, now, zone = morning.load, morning.now, morning.zone
    sections = (
        ("digest.overdue", load.overdue, shown.overdue),
        ("digest.today", load.today, shown.today),
        ("digest.ahead", load.ahead, shown.ahead),
        ("digest.new", load.fresh, shown.new),
        ("digest.review", load.review, ()),
    )
    told = [_title(texts, unit, morning)]
    for key, count, tickets in sections:
        if count:
            told.append(_head(texts, key, count, morning))
            told += [_line(texts, ticket, now, zone) for ticket in tickets]
    if load.overdue + load.today + load.ahead > len(shown.pressing()):
        told.append(texts.say("digest.rest"))
    return Markup("\n".join(told))


@dataclass(frozen=True, slots=True)
class Ground:
    """What coordinators watch: its name, the workload of each unit, and what waits for their own hand."""

    name: str
    units: Mapping[str, Workload]
    triage: Sequence[Ticket] = field(default=())
    review: Sequence[Ticket] = field(default=())


def coordinators_digest(texts: Texts, area: Area, ground: Ground, morning: Morning) -> Markup:
    """All counts in one line, one line a unit, the worst first; then what waits for dispatch and for review."""
    load = morning.load
    sections = (("digest.triage", load.triage, ground.triage), ("digest.review", load.review, ground.review))
    told = [_title(texts, ground.name, morning), *_totals(texts, morning), *_unit_lines(texts, area, ground, morning)]
    for key, count, tickets in sections:
        if count:
            told.append(_head(texts, key, count, morning))
            told += [_waiting(texts, area, ticket, morning.zone) for ticket in tickets]
    if load.triage + load.review > len(ground.triage) + len(ground.review):
        told.append(texts.say("digest.rest"))
    return Markup("\n".join(told))


def _title(texts: Texts, name: str, morning: Morning) -> Markup:
    return texts.say("digest.title", day=day(morning.now, morning.zone), unit=cut(name, 30))


def _count(texts: Texts, key: str, count: int, morning: Morning) -> Markup:
    now, zone = morning.now, morning.zone
    since, until = day_since(morning.since, now, zone), day_until(morning.back, now, zone)
    return texts.say(key, count=count, since=since, until=until)


def _head(texts: Texts, key: str, count: int, morning: Morning) -> Markup:
    return texts.say("digest.section", head=_count(texts, key, count, morning))


def _line(texts: Texts, ticket: Ticket, now: datetime, zone: tzinfo) -> Markup:
    return texts.say(
        "digest.line",
        number=ticket.number,
        place=place_words(texts, ticket, 30),
        summary=cut(ticket.summary, 30),
        due=due_words(texts, ticket.due_at, now, zone) if ticket.due_at else texts.plain("todo.no_due"),
    )


def _waiting(texts: Texts, area: Area, ticket: Ticket, zone: tzinfo) -> Markup:
    unit = area.unit_name(ticket.unit_code)
    return texts.say(
        "digest.waiting",
        number=ticket.number,
        unit=f"{cut(unit, 30)} " if unit else "",
        place=place_words(texts, ticket, 30),
        summary=cut(ticket.summary, 30),
        day=day(ticket.created_at, zone),
    )


def _totals(texts: Texts, morning: Morning) -> Iterable[Markup]:
    load = morning.load
    counts = (
        ("digest.overdue", load.overdue),
        ("digest.today", load.today),
        ("digest.ahead", load.ahead),
        ("digest.open", load.working),
        ("digest.new", load.fresh),
    )
    told = [_count(texts, key, count, morning) for key, count in counts if count]
    return [Markup(" · ".join(told))] if told else []


def _unit_lines(texts: Texts, area: Area, ground: Ground, morning: Morning) -> Iterable[Markup]:
    ranked = worst_first(ground.units)
    for code, load in ranked[:_MOST_UNITS]:
        counts = {"overdue": load.overdue, "today": load.today, "open": load.working}
        told = [texts.say(f"digest.unit.{name}", count=count) for name, count in counts.items() if count]
        if load.late_since is not None:
            told.append(texts.say("digest.unit.late", late=span(roughly(morning.now - load.late_since))))
        yield texts.say("digest.unit", unit=cut(area.unit_name(code) or code, 30), counts=Markup(" · ".join(told)))
    if hidden := ranked[_MOST_UNITS:]:
        yield texts.say("digest.units", count=len(hidden), open=sum(load.working for _, load in hidden))
