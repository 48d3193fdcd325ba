"""Behind a number: the tickets, or the events, that it counts, by the same table of measures that it was counted by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from storage.bounds import of_moments
from storage.measures import AGED, GROUPS, KINDS, NOW, OPEN, TIMINGS, Group, Lasting
from storage.statistics import WHOLE, Part
from storage.times import from_ms, to_ms
from storage.transaction import Tx, Value


@dataclass(frozen=True, slots=True)
class Found:
    """One that was counted: a ticket, at the moment by which it counts; of an event measure also the event.

    A measure of events holds a ticket as often as it happened.
    """

    ticket_id: int
    at: datetime
    event_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Source:
    """A SELECT of some of the rows. `unit` says whose a row is, `rank` what they are put in order by: the moment.

    `by_unit`: they are looked for by unit, however many units there are.
    """

    moment: str
    id: str
    rows: str
    condition: str
    unit: str = "t.unit_code"
    rank: str = ""
    by_unit: bool = False


_FEW = 4
_BY_UNIT = frozenset({"t.created_at", "t.accepted_at", "t.resolved_at"})
"""Of each unit these moments stand in an index, in their order."""


def _is_by_unit(source: _Source, part: Part) -> bool:
    """Else the newest are found sooner by time alone: behind a plus a column leads into no index."""
    return source.by_unit or (source.moment in _BY_UNIT and len(part.units or ()) <= _FEW)


def found(
    tx: Tx,
    measure: str,
    start: datetime | None,
    end: datetime | None,
    now: datetime,
    part: Part = WHOLE,
    *,
    limit: int,
    skip: int = 0,
) -> list[Found]:
    """The newest that a measure counts from `start` to just before `end`, without the first `skip` of them.

    A measure is one of Counts, "response" or "fix" (what took longest first), or an age: "age_day". There are as many
    as `cells`, `response`, `fix` and `ages` count for the same arguments, and the same ones. Raises KeyError for what
    is no measure.
    """
    sources = [*_sources(measure)]
    if not sources:
        raise KeyError(measure)
    names: dict[str, Value] = {**of_moments(start, end), "now": to_ms(now)}
    selects = []
    for source in sources:
        own, values = part.where(source.unit if _is_by_unit(source, part) else f"+{source.unit}")
        names |= values
        event = source.id if source.id != "t.id" else "NULL"
        selects.append(
            f"SELECT {source.rank or source.moment} AS rank, {source.id} AS id, {source.moment} AS at,"
            f" t.id AS ticket_id, {event} AS event_id"
            f" FROM {source.rows} WHERE {source.condition}{own}"
        )
    # Each part is read in its order and they are merged as they are read: nothing is sorted that nobody will see.
    rows = tx.rows(
        f"{' UNION ALL '.join(selects)} ORDER BY rank DESC, id DESC LIMIT :limit OFFSET :skip",
        limit=limit,
        skip=skip,
        **names,
    )
    return [Found(row["ticket_id"], from_ms(row["at"]), row["event_id"]) for row in rows]


def _sources(measure: str) -> Iterator[_Source]:
    for group in GROUPS:
        if measure in group.measures:
            yield from _of_events(group, measure) if group.events else _of_tickets(group, measure)
    if measure in NOW:
        # Behind the plus a moment leads into no index: what is open are few, of all that a unit ever had they are not.
        moment = f"{_MOMENTS.get(measure, 't.created_at')} + 0"
        yield _Source(moment, "t.id", "tickets t", f"{OPEN} AND {NOW[measure]}", by_unit=True)
    if measure in AGED:
        yield _Source("t.created_at + 0", "t.id", "tickets t", f"{OPEN} AND {AGED[measure]}", by_unit=True)
    if measure in TIMINGS:
        yield _of_timing(TIMINGS[measure])


_MOMENTS = {"overdue": "t.due_at", "missed": "t.due_at", "fell_due": "t.due_at", "unanswered": "t.respond_by"}
"""By which what is counted of now is told and put in order; the others by their report."""


def _within(moment: str) -> str:
    return f"{moment} >= :start AND {moment} < :end"


def _of_timing(timing: Lasting) -> _Source:
    condition = f"{_within(timing.moment)} AND {timing.only}"
    return _Source(
        timing.moment, "t.id", "tickets t", condition, rank=f"{timing.moment} - {timing.since}", by_unit=True
    )


def _of_tickets(group: Group, measure: str) -> Iterator[_Source]:
    condition = f"{_within(group.moment)} AND {group.only} AND {group.measures[measure]}"
    yield _Source(group.moment, "t.id", "tickets t", condition, group.unit)


def _of_events(group: Group, measure: str) -> Iterator[_Source]:
    """One for each kind: the index has the events of a kind in the order of time, those of several it has not."""
    for kind in KINDS[measure]:
        yield _Source(
            group.moment,
            "e.id",
            "ticket_events e CROSS JOIN tickets t ON t.id = e.ticket_id",
            f"e.kind = '{kind}' AND {_within(group.moment)} AND {group.only} AND {group.measures[measure]}",
            group.unit,
        )
