"""The calendar: years whose official holidays nobody has told the program."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.doctor.findings import Finding, fault, ok, warning
from bot.domain.workdays import DayCount, first_unknown_year

NAME = "calendar"


def holidays(counts: Iterable[DayCount], now: datetime) -> Finding:
    """Of the present year, and of the one that begins within a month, where any unit counts working days or hours."""
    counts = tuple(counts)
    if not any(days.working or days.hours for days in counts):
        return ok(NAME, "calendar days count: no holidays are needed")
    year = first_unknown_year(counts, now)
    if year is None:
        return ok(NAME, "the official holidays are known")
    found = f"no official holidays are known for {year}: Monday to Friday count as working days"
    remedy = "upgrade the program (pip install -U chinesecalendar), or write deadlines.holidays and deadlines.workdays"
    began = any(year <= now.astimezone(days.zone).year for days in counts)
    return fault(NAME, found, remedy) if began else warning(NAME, found, remedy)
