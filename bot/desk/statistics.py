"""What people ask: the figures of a period, of the area or of a part of it, and of the times they are compared with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, tzinfo

from bot.domain.areas import Area
from bot.domain.periods import Period, cut_at, period_of, year_before
from bot.domain.refusals import Refusal, Refused
from bot.domain.statistics import Comparison, Counted, Counts, Figures, Line, Scope, Timings, by_need, by_size, total
from bot.domain.trends import GRAINS, Span, Trend, spans_of, spans_since
from storage import statistics
from storage.statistics import Part
from storage.transaction import Tx

EVERYTHING = Scope()


def figures(
    tx: Tx, area: Area, period: Period, now: datetime, scope: Scope = EVERYTHING, *, timed: bool = True
) -> Figures:
    """The figures of docs/statistics.md. It only reads. Raises Refused(UNKNOWN_UNIT).

    Not `timed`, they are had in half the time, without how long things took: that is told of real tickets, one by one.
    """
    part = part_of(area, scope)
    counted = count(tx, area, period, now, scope)
    return Figures(
        period=period,
        now=now,
        scope=scope,
        total=counted.total,
        units=counted.units,
        categories=counted.categories,
        response=statistics.response(tx, period.start, period.end, part) if timed else Timings(),
        fix=statistics.fix(tx, period.start, period.end, part) if timed else Timings(),
        ages=statistics.ages(tx, now, part),
        before=_compared(tx, period, period.previous(), now, part),
        year_ago=_compared(tx, period, year_before(period), now, part),
        last=_last_with_data(tx, period, part) if counted.total.is_quiet else None,
    )


def count(tx: Tx, area: Area, period: Period, now: datetime, scope: Scope = EVERYTHING) -> Counted:
    """The counts alone: what there is to compare and to rank. It only reads. Raises Refused(UNKNOWN_UNIT)."""
    cells = statistics.cells(tx, period.start, period.end, now, part_of(area, scope))
    return Counted(
        total(cells.values()),
        lines(((unit, counts) for (unit, _), counts in cells.items()), by_need, area.unit_by_code),
        lines(((category, counts) for (_, category), counts in cells.items()), by_size, area.category_by_code),
    )


def _compared(tx: Tx, period: Period, earlier: Period | None, now: datetime, part: Part) -> Comparison | None:
    """A period that is not over is compared with as much of the earlier one as has passed of it: half a week with a
    whole one would always look worse.
    """
    if earlier is None:
        return None
    end = cut_at(period, earlier, now)
    counts = statistics.whole(tx, earlier.start, end, now, part)
    return None if counts.is_quiet else Comparison(earlier, end != earlier.end, counts)


def trend(tx: Tx, area: Area, period: Period, now: datetime, zone: tzinfo, scope: Scope = EVERYTHING) -> Trend | None:
    """How the period went, span by span, beside the one before it. It only reads. Raises Refused(UNKNOWN_UNIT).

    None where there is nothing to show: before the first report, and for a period still to come.
    """
    part = part_of(area, scope)
    if period.start is None:
        first = statistics.first_received(tx, part)
        if first is None:
            return None
        grain, spans = spans_since(first, now, zone)
    else:
        grain, spans = GRAINS[period.kind], spans_of(period)
    begun = [span for span in spans if span.start <= now]
    before = _spans_before(period)
    counted = statistics.flows(tx, [*begun, *before], part)
    received = tuple(flow.received for flow in counted[len(begun) :])
    return Trend(grain, spans, tuple(counted[: len(begun)]), received if any(received) else ()) if begun else None


def _spans_before(period: Period) -> tuple[Span, ...]:
    earlier = period.previous()
    return () if earlier is None else spans_of(earlier)


def part_of(area: Area, scope: Scope) -> Part:
    """The rows that are counted. Raises Refused(UNKNOWN_UNIT)."""
    return Part(units_of(area, scope.unit_code), scope.category, scope.place)


def units_of(area: Area, unit_code: str | None) -> list[str] | None:
    """The unit and those below it; None for the whole area, what has no unit included. Raises Refused(UNKNOWN_UNIT)."""
    if unit_code is None:
        return None
    if unit_code not in area.unit_by_code:
        raise Refused(Refusal.UNKNOWN_UNIT, unit=unit_code)
    return [unit.code for unit in area.units if area.covers(unit_code, unit.code)]


def lines(
    counted: Iterable[tuple[str | None, Counts]], key: Callable[[Line], tuple[float, ...]], codes: Iterable[str]
) -> tuple[Line, ...]:
    """One line a code; equals stand in the order of `codes`, the area book's, and what has no code comes last."""
    order: dict[str | None, int] = {code: place for place, code in enumerate(codes)}
    groups: defaultdict[str | None, list[Counts]] = defaultdict(list)
    for code, counts in counted:
        groups[code].append(counts)
    return tuple(
        sorted(
            (Line(code, total(group)) for code, group in groups.items()),
            key=lambda line: (line.code is None, key(line), order.get(line.code, len(order)), line.code or ""),
        )
    )


def _last_with_data(tx: Tx, period: Period, part: Part) -> Period | None:
    """The last period of this kind before it that has data; the last at all where nothing lies before it."""
    if period.start is None or period.start.tzinfo is None:
        return None
    zone: tzinfo = period.start.tzinfo
    at = statistics.last_activity(tx, period.start, part) or statistics.last_activity(tx, None, part)
    return None if at is None else period_of(period.kind, at, zone)
