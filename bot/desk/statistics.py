"""What the coordinator asks: the figures of a period, for the area or for one unit and those below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, tzinfo

from bot.domain.areas import Area
from bot.domain.periods import Period, period_of
from bot.domain.refusals import Refusal, Refused
from bot.domain.statistics import Counts, Figures, Line, by_need, by_size, total
from bot.domain.trends import GRAINS, Span, Trend, spans_of, spans_since
from storage import statistics
from storage.transaction import Tx


def figures(tx: Tx, area: Area, period: Period, now: datetime, unit_code: str | None = None) -> Figures:
    """The figures of docs/statistics.md. It only reads. Raises Refused(UNKNOWN_UNIT)."""
    units = None if unit_code is None else _with_those_below(area, unit_code)
    cells = statistics.cells(tx, period, now, units)
    whole = total(cells.values())
    return Figures(
        period=period,
        now=now,
        unit_code=unit_code,
        total=whole,
        units=_lines(((unit, counts) for (unit, _), counts in cells.items()), by_need, _order(area.unit_by_code)),
        categories=_lines(
            ((category, counts) for (_, category), counts in cells.items()),
            by_size,
            _order(area.category_by_code),
        ),
        response=statistics.response(tx, period, units),
        fix=statistics.fix(tx, period, units),
        last=_last_with_data(tx, period, units) if whole.is_quiet else None,
    )


def trend(
    tx: Tx, area: Area, period: Period, now: datetime, zone: tzinfo, unit_code: str | None = None
) -> Trend | None:
    """How the period went, span by span, beside the one before it. It only reads. Raises Refused(UNKNOWN_UNIT).

    None where there is nothing to show: before the first report, and for a period still to come.
    """
    units = None if unit_code is None else _with_those_below(area, unit_code)
    if period.start is None:
        first = statistics.first_received(tx, units)
        if first is None:
            return None
        grain, spans = spans_since(first, now, zone)
    else:
        grain, spans = GRAINS[period.kind], spans_of(period)
    begun = [span for span in spans if span.start <= now]
    before = _spans_before(period)
    counted = statistics.flows(tx, [*begun, *before], units)
    received = tuple(flow.received for flow in counted[len(begun) :])
    return Trend(grain, spans, tuple(counted[: len(begun)]), received if any(received) else ()) if begun else None


def _spans_before(period: Period) -> tuple[Span, ...]:
    earlier = period.previous()
    return () if earlier is None else spans_of(earlier)


def _with_those_below(area: Area, unit_code: str) -> list[str]:
    if unit_code not in area.unit_by_code:
        raise Refused(Refusal.UNKNOWN_UNIT, unit=unit_code)
    return [unit.code for unit in area.units if area.covers(unit_code, unit.code)]


def _order(codes: Iterable[str]) -> dict[str | None, int]:
    return {code: position for position, code in enumerate(codes)}


def _lines(
    counted: Iterable[tuple[str | None, Counts]],
    key: Callable[[Line], tuple[float, ...]],
    order: dict[str | None, int],
) -> tuple[Line, ...]:
    """One line a code; equals stand as in the area book, and what has no code comes last."""
    groups: defaultdict[str | None, list[Counts]] = defaultdict(list)
    for code, counts in counted:
        groups[code].append(counts)
    lines = [Line(code, total(group)) for code, group in groups.items()]
    return tuple(
        sorted(
            lines,
            key=lambda line: (
                line.code is None,
                key(line),
                order.get(line.code, len(order)),
                line.code or "",
            ),
        )
    )


def _last_with_data(tx: Tx, period: Period, units: list[str] | None) -> Period | None:
    """The last period of this kind before it that has data; the last at all where nothing lies before it."""
    if period.start is None or period.start.tzinfo is None:
        return None
    zone: tzinfo = period.start.tzinfo
    at = statistics.last_activity(tx, period.start, units) or statistics.last_activity(tx, None, units)
    return None if at is None else period_of(period.kind, at, zone)
