"""Rows of an export: tickets and what happened to them, as the cells of a sheet or the lines of a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo

from bot.domain.areas import Area
from bot.domain.exports import Exported, Happened
from bot.domain.formulas import guarded
from bot.domain.tickets import State
from bot.notices.pictures.workbook import LONGEST_CELL, Cell, Column
from bot.notices.texts import Texts

_STANDING = frozenset({State.RESOLVED, State.CLOSED})

_TICKET: tuple[tuple[str, float, str], ...] = (
    ("statsfile.head.ticket", 9, "line"),
    ("statsfile.head.state", 9, "line"),
    ("statsfile.head.created", 17, "time"),
    ("statsfile.head.place", 26, "line"),
    ("statsfile.head.summary", 34, "line"),
    ("statsfile.head.text", 40, "line"),
    ("statsfile.head.category", 12, "line"),
    ("statsfile.head.subcategory", 14, "line"),
    ("statsfile.head.class", 6, "line"),
    ("statsfile.head.responsible", 18, "line"),
    ("statsfile.head.bot_unit", 18, "line"),
    ("statsfile.head.assigned", 17, "time"),
    ("statsfile.head.respond_by", 17, "time"),
    ("statsfile.head.accepted", 17, "time"),
    ("statsfile.head.due", 17, "time"),
    ("statsfile.head.resolved", 17, "time"),
    ("statsfile.head.closed", 17, "time"),
    ("statsfile.head.suspended_until", 17, "time"),
    ("statsfile.head.merged", 9, "line"),
    ("statsfile.head.reworks", 9, "number"),
    ("statsfile.head.extensions", 9, "number"),
    ("statsfile.head.supporters", 9, "number"),
    ("statsfile.head.stars", 9, "number"),
    ("statsfile.head.link", 30, "link"),
    ("statsfile.head.photos", 8, "number"),
    ("statsfile.head.photo", 30, "link"),
    ("statsfile.head.proof", 30, "link"),
)
_EVENT: tuple[tuple[str, float, str], ...] = (
    ("statsfile.head.ticket", 9, "line"),
    ("statsfile.head.at", 17, "time"),
    ("statsfile.head.step", 20, "line"),
    ("statsfile.head.state_after", 11, "line"),
    ("statsfile.head.unit_after", 18, "line"),
    ("statsfile.head.had_by", 18, "line"),
    ("statsfile.head.who", 12, "line"),
    ("statsfile.head.words", 40, "line"),
    ("statsfile.head.stars", 9, "number"),
    ("statsfile.head.counted", 20, "line"),
)
_BETWEEN = "、"
_CLOCK = tuple(f"T{minute // 60:02}:{minute % 60:02}" for minute in range(24 * 60))


class Rows:
    """Writes tickets and events in the words of an installation, by the clocks of its area."""

    def __init__(self, texts: Texts, area: Area, zone: tzinfo) -> None:
        self._texts = texts
        self._area = area
        self._zone = zone
        self._states = {state: texts.plain(f"state.{state.value}") for state in State}
        self._no_unit = texts.plain("stats.no_unit")
        self._reporter, self._bot = texts.plain("statsfile.reporter"), texts.plain("name.bot")
        # Asked and said a hundred thousand times, in few ways.
        self._units: dict[str | None, str] = {unit.code: unit.name for unit in area.units}
        self._ahead: dict[int, timedelta] = {}
        self._days: dict[int, str] = {}
        self._steps: dict[tuple[str, str | None, str], str] = {}
        self._counts: dict[tuple[str, ...], str] = {(): ""}

    def ticket_columns(self, measures: Iterable[str] = ()) -> tuple[Column, ...]:
        """Facts first, then one column for each measure that a ticket may count in."""
        facts = (Column(self._texts.plain(key), width, kind) for key, width, kind in _TICKET)
        return (*facts, *(Column(self._texts.plain(f"measure.{name}"), 9, "number") for name in measures))

    def event_columns(self) -> tuple[Column, ...]:
        return tuple(Column(self._texts.plain(key), width, kind) for key, width, kind in _EVENT)

    def ticket(self, one: Exported, *, counted: bool = True) -> list[Cell]:
        """In the order of `ticket_columns`; what is nought is left empty, so that what is not can be seen."""
        area = self._area
        return [
            f"T{one.id}",
            self._states[one.state],
            self._local(one.created_at),
            _short(one.place),
            _short(one.summary),
            _short(one.text),
            area.category_name(one.category),
            area.subcategory_name(one.category, one.subcategory),
            one.time_class.on_screen(),
            self._units.get(one.unit_code, one.unit_code) or self._no_unit,
            self._units.get(one.bot_unit, one.bot_unit),
            self._local(one.assigned_at),
            self._local(one.respond_by),
            self._local(one.accepted_at),
            self._local(one.due_at),
            self._local(one.resolved_at) if one.state in _STANDING else None,
            self._local(one.closed_at) if one.state.is_over else None,
            self._local(one.suspended_until) if one.state is State.SUSPENDED else None,
            None if one.merged_into is None else f"T{one.merged_into}",
            one.reopened or None,
            one.extended or None,
            one.supporters or None,
            one.stars,
            one.link,
            one.photos or None,
            one.photo,
            one.proof,
            *((number or None for number in one.counted) if counted else ()),
        ]

    def event(self, one: Happened) -> list[Cell]:
        """In the order of `event_columns`."""
        return [
            f"T{one.ticket_id}",
            self._local(one.done_at),
            self._step(one),
            self._states[one.state],
            self._units.get(one.unit_code, one.unit_code),  # what the book no longer has stands by its code
            self._units.get(one.had_by, one.had_by),
            self._who(one),
            _short(self._words(one)),
            one.stars,
            self._counted(one.counted),
        ]

    def _local(self, at: datetime | None) -> str | None:
        """A sheet knows no zones: the time that the clocks of the area showed.

        `at` is in UTC, as storage has it. Clocks are put on and back at a quarter of an hour: within one they stand.
        """
        if at is None:
            return None
        quarter = at.toordinal() * 96 + at.hour * 4 + at.minute // 15
        ahead = self._ahead.get(quarter)
        if ahead is None:
            ahead = self._ahead[quarter] = at.astimezone(self._zone).utcoffset() or timedelta()
        local = at + ahead
        day = local.toordinal()
        known = self._days.get(day)
        if known is None:
            known = self._days[day] = local.date().isoformat()
        return known + _CLOCK[local.hour * 60 + local.minute]

    def _step(self, one: Happened) -> str:
        """What its history says, without who and without their words."""
        rung = str(one.details.get("rung", "")) if one.details else ""
        known = self._steps.get((one.kind, one.unit_code, rung))
        if known is None:
            unit = self._area.unit_name(one.unit_code) or ""
            words = self._texts.plain(f"rung.{rung}") if rung else ""
            known = self._texts.plain(f"event.{one.kind}", name="", words=words, unit=unit).strip(" ：:")
            self._steps[one.kind, one.unit_code, rung] = known
        return known

    def _who(self, one: Happened) -> str:
        return self._reporter if one.by_reporter else one.actor or self._bot

    def _counted(self, measures: tuple[str, ...]) -> str:
        if measures not in self._counts:
            self._counts[measures] = _BETWEEN.join(self._texts.plain(f"measure.{name}") for name in measures)
        return self._counts[measures]

    def _words(self, one: Happened) -> str | None:
        """What was said; of a clock which one it was, and of others what it was about."""
        details = one.details
        if not details:
            return one.words
        if "clock" in details:
            return self._texts.plain(f"clock.{details['clock']}")
        if "ticket" in details:
            return f"T{details['ticket']} {one.words or ''}".strip()
        if "units" in details:
            named = _BETWEEN.join(self._area.unit_name(code) or code for code in details["units"])
            return f"{named} {one.words or ''}".strip()
        return one.words


def _short(text: str | None) -> str | None:
    return None if text is None else text[:LONGEST_CELL]


def csv_lines(rows: Iterable[Iterable[Cell]]) -> bytes:
    """Lines of a CSV file in UTF-8. What would be a formula stands behind an apostrophe."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue().encode()


CSV_MARK = "\ufeff".encode()
"""By which Excel knows a CSV file as UTF-8."""
