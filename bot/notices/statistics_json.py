"""The figures of a period as JSON for programs: durations in seconds, shares from 0 to 1, null where there is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from typing import Any

from bot.domain.areas import Area
from bot.domain.periods import Period
from bot.domain.statistics import AGES, COUNTED, RATES, Comparison, Counts, Figures, Line, Timing, Timings


def figures_as_json(figures: Figures, area: Area, zone: tzinfo) -> dict[str, Any]:
    """What `fengshao stats --json` prints. `ages` counts what is open now; the last of them has no upper bound."""
    return {
        "area": area.name,
        "unit_code": figures.scope.unit_code,
        "unit": area.unit_name(figures.scope.unit_code),
        "category": figures.scope.category,
        "category_name": area.category_name(figures.scope.category),
        "place": figures.scope.place,
        "period": _period(figures.period),
        "now": _iso(figures.now, zone),
        **_counts(figures.total),
        "response": _timings(figures.response),
        "fix": _timings(figures.fix),
        "ages": _ages(figures.ages),
        "before": _comparison(figures.before),
        "year_ago": _comparison(figures.year_ago),
        "units": [_line(line, area.unit_name) for line in figures.units],
        "categories": [_line(line, area.category_name) for line in figures.categories],
        "last_with_data": None if figures.last is None else _period(figures.last),
    }


def _counts(counts: Counts) -> dict[str, Any]:
    return {
        **{name: getattr(counts, name) for name in COUNTED},
        "due": counts.due,
        **{name: _rounded(getattr(counts, name)) for name in RATES},
    }


def _comparison(compared: Comparison | None) -> dict[str, Any] | None:
    """`cut`: only as much of it is counted as has passed of the period asked for."""
    if compared is None:
        return None
    return {"period": _period(compared.period), "cut": compared.cut, **_counts(compared.counts)}


def _ages(ages: tuple[int, ...]) -> list[dict[str, int | None]]:
    bounds = (*map(_seconds, AGES), None)
    return [{"up_to": bound, "open": number} for bound, number in zip(bounds, ages, strict=True)]


def _line(line: Line, name_of: Callable[[str | None], str | None]) -> dict[str, Any]:
    return {"code": line.code, "name": name_of(line.code), **_counts(line.counts)}


def _timings(timings: Timings) -> dict[str, Any]:
    by_class = {one.value: _timing(timing) for one, timing in timings.by_class}
    return {**_timing(timings.whole), "by_class": by_class}


def _timing(timing: Timing) -> dict[str, Any]:
    return {"count": timing.count, "median": _seconds(timing.median), "p90": _seconds(timing.p90)}


def _period(period: Period) -> dict[str, Any]:
    return {
        "code": period.code,
        "label": period.label,
        "start": None if period.start is None else period.start.isoformat(),
        "end": None if period.end is None else period.end.isoformat(),
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _seconds(length: timedelta | None) -> int | None:
    return None if length is None else round(length.total_seconds())


def _iso(at: datetime, zone: tzinfo) -> str:
    return at.astimezone(zone).isoformat(timespec="seconds")
