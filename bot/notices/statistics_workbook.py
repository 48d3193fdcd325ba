"""The figures of a period as a workbook: the sums with how each comes about, units, categories, and what they count.

The sheets of tickets and of events carry what each row counts in: their columns add up to the sums before them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import tzinfo

from bot.domain.areas import Area, TimeClass
from bot.domain.exports import Exported, Happened
from bot.domain.measures import NOW
from bot.domain.statistics import AGE_NAMES, COUNTED, RATES_OF, Comparison, Counts, Figures, Line, Timing
from bot.notices.exported_rows import Rows
from bot.notices.pictures.workbook import Cell, Column, Leaf, Spool, Workbook, packed
from bot.notices.statistics import whose
from bot.notices.texts import Texts
from bot.notices.times import moment

Pieces = tuple[bytes, ...] | Spool

_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
"""Characters of a sheet's name, of which some may be none of these: Excel opens no workbook with others."""


class StatisticsBook:
    """`measures` are those that a ticket counts in by itself, in the order of `Exported.counted`."""

    def __init__(self, texts: Texts, area: Area, figures: Figures, zone: tzinfo, measures: Sequence[str]) -> None:
        self._texts = texts
        self._area = area
        self._figures = figures
        self._measures = measures
        self._counted_at = texts.plain("stats.sheet.counted", at=moment(figures.now, zone))
        self._rows = Rows(texts, area, zone)
        self.whose = whose(area, figures.scope)

    def tickets(self, some: Iterable[Exported]) -> bytes:
        """The next rows of the sheet of tickets, packed."""
        return packed(self._rows.ticket(one) for one in some)

    def events(self, some: Iterable[Happened]) -> bytes:
        """The next rows of the sheet of events, packed."""
        return packed(self._rows.event(one) for one in some)

    def workbook(self, tickets: Pieces, events: Pieces, listed: int, left_out: int = 0) -> Workbook:
        """All sheets; `listed` tickets stand in it, and `left_out` do not, because there are too many."""
        figures, area = self._figures, self._area
        note = self._texts.plain("statsfile.below.left_out", count=listed, left=left_out) if left_out else ""
        return Workbook(
            (
                self._leaf("summary", self._summary_columns(), (packed(self._summary()),)),
                self._leaf("timing", self._timing_columns(), (packed(self._timings()),)),
                self._lines("units", "unit", figures.units, area.unit_name, "stats.no_unit"),
                self._lines("categories", "category", figures.categories, area.category_name, "stats.no_category"),
                self._leaf("tickets", self._rows.ticket_columns(self._measures), tickets, note),
                self._leaf("events", self._rows.event_columns(), events, note),
            )
        )

    def _leaf(self, name: str, columns: tuple[Column, ...], pieces: Pieces, note: str = "", sums: int = 0) -> Leaf:
        told = (self.whose, self._figures.period.label, self._counted_at, note)
        return Leaf(
            _NOT_IN_A_NAME.sub(" ", self._texts.plain(f"statsfile.leaf.{name}"))[:_LONGEST_NAME],
            self._texts.plain("statsfile.title"),
            " · ".join(part for part in told if part),
            columns,
            pieces,
            still=1,
            sums=sums,
        )

    def _head(self, name: str) -> str:
        return self._texts.plain(f"statsfile.head.{name}")

    def _summary_columns(self) -> tuple[Column, ...]:
        figures = self._figures
        return (
            Column(self._head("figure"), 16, "line"),
            Column(self._head("now"), 10, "number"),
            Column(self._head("rate_name"), 12, "line"),
            Column(self._head("rate"), 10, "share"),
            Column(self._compared("before", figures.before), 18, "number"),
            Column(self._head("before_rate"), 10, "share"),
            Column(self._compared("year_ago", figures.year_ago), 18, "number"),
            Column(self._head("year_ago_rate"), 12, "share"),
            Column(self._head("how"), 60, "line"),
        )

    def _compared(self, name: str, comparison: Comparison | None) -> str:
        if comparison is None:
            return self._head(name)
        said = "until" if comparison.cut else "of"
        return self._texts.plain(f"statsfile.head.{said}", head=self._head(name), period=comparison.period.label)

    def _summary(self) -> list[list[Cell]]:
        figures = self._figures
        times = (
            figures.total,
            *(None if one is None else one.counts for one in (figures.before, figures.year_ago)),
        )
        ages = zip(AGE_NAMES, figures.ages, strict=True)
        return [*(self._measure(name, times) for name in COUNTED), *(self._age(*age) for age in ages)]

    def _age(self, name: str, number: int) -> list[Cell]:
        age = self._texts.plain(f"stats.age.{name}")
        return [self._texts.plain("statsfile.age", age=age), number, *(None for _ in range(7))]

    def _measure(self, name: str, times: Sequence[Counts | None]) -> list[Cell]:
        """A number and its rate; what is of this moment is not compared, since nobody knows how it was then."""
        rate = RATES_OF.get(name)
        row: list[Cell] = [self._texts.plain(f"measure.{name}")]
        for place, counts in enumerate(times):
            known = counts is not None and (place == 0 or name not in NOW)
            row.append(getattr(counts, name) if known else None)
            if place == 0:
                row.append(None if rate is None else self._texts.plain(f"measure.{rate}"))
            row.append(getattr(counts, rate) if known and rate is not None else None)
        return [*row, self._texts.plain(f"statsfile.how.{name}")]

    def _timing_columns(self) -> tuple[Column, ...]:
        return (
            Column(self._head("class"), 8, "line"),
            *(
                Column(self._head(f"{name}{part}"), 14, kind)
                for name in ("response", "fix")
                for part, kind in (("", "number"), ("_median", "hours"), ("_p90", "hours"))
            ),
        )

    def _timings(self) -> list[list[Cell]]:
        response, fix = self._figures.response, self._figures.fix
        by_class = (dict(response.by_class), dict(fix.by_class))
        rows: list[list[Cell]] = [
            [self._texts.plain("statsfile.all_classes"), *_timing(response.whole), *_timing(fix.whole)]
        ]
        for one in TimeClass:
            if one not in by_class[0] and one not in by_class[1]:
                continue
            timings = (found.get(one, Timing()) for found in by_class)
            rows.append([one.on_screen(), *(cell for timing in timings for cell in _timing(timing))])
        return rows

    def _lines(
        self,
        name: str,
        head: str,
        lines: Sequence[Line],
        name_of: Callable[[str | None], str | None],
        nameless: str,
    ) -> Leaf:
        columns = [Column(self._head(head), 20, "line")]
        for measure in COUNTED:
            columns.append(Column(self._texts.plain(f"measure.{measure}"), 10, "number"))
            if measure in RATES_OF:
                columns.append(Column(self._texts.plain(f"measure.{RATES_OF[measure]}"), 11, "share"))
        rows = [
            *([name_of(line.code) or self._texts.plain(nameless), *_counts(line.counts)] for line in lines),
            [self._texts.plain("statsfile.total"), *_counts(self._figures.total)],
        ]
        return self._leaf(name, tuple(columns), (packed(rows),), sums=1)


def _counts(counts: Counts) -> list[Cell]:
    cells: list[Cell] = []
    for measure in COUNTED:
        cells.append(getattr(counts, measure))
        if measure in RATES_OF:
            cells.append(getattr(counts, RATES_OF[measure]))
    return cells


def _timing(timing: Timing) -> list[Cell]:
    spans = (timing.median, timing.p90)
    return [timing.count, *(None if span is None else span.total_seconds() / 3600 for span in spans)]
