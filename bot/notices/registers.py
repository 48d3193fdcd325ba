"""Registers as people get them: A4 pages to print, and a workbook with everything, of the same cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo

from bot.domain.areas import Area
from bot.domain.periods import Period
from bot.domain.registers import Case, Ending, Tally
from bot.notices.markup import visible
from bot.notices.pictures.register import RegisterPage, Row
from bot.notices.pictures.workbook import LONGEST_CELL, Cell, Column, Leaf, Workbook, packed
from bot.notices.texts import Texts
from bot.notices.times import day, moment, short, span

PAGES, ROWS_OF_PAGE = 5, 25
"""Pages that are drawn at most: what is longer is read in the workbook. Rows of one A4 page, two lines each."""

_PAGE_HEADS = (
    "register.head.no",
    "register.head.ticket",
    "register.head.reported",
    "register.head.place",
    "register.head.problem",
    "register.head.unit",
    "register.head.due",
    "register.head.resolved",
    "register.head.outcome",
)
_SIGNS = ("register.sign.unit", "register.sign.checked", "register.sign.day")
_COLUMNS: tuple[tuple[str, float, str], ...] = (
    ("register.head.no", 6, "number"),
    ("register.head.ticket", 9, "text"),
    ("register.head.reported", 17, "time"),
    ("register.head.place", 26, "text"),
    ("register.head.problem", 34, "text"),
    ("register.head.category", 12, "text"),
    ("register.head.subcategory", 14, "text"),
    ("register.head.class", 6, "text"),
    ("register.head.unit", 18, "text"),
    ("register.head.due", 17, "time"),
    ("register.head.resolved", 17, "time"),
    ("register.head.outcome", 26, "text"),
    ("register.head.reopened", 9, "number"),
    ("register.head.supporters", 9, "number"),
)
_SUMS = tuple(Ending)
_LATE = frozenset({Ending.LATE, Ending.OVERDUE})


class Register:
    """Filled piece by piece, in the order in which the cases shall stand; then handed out as pages and a workbook."""

    def __init__(
        self, texts: Texts, area: Area, period: Period, unit_code: str | None, now: datetime, zone: tzinfo
    ) -> None:
        self._texts = texts
        self._area = area
        self._period = period
        self._whose = area.unit_name(unit_code) or area.name
        self._now = now
        self._zone = zone
        self._printed: list[tuple[Row, bool]] = []
        self._pieces: list[bytes] = []
        self._tallies: defaultdict[str | None, Tally] = defaultdict(Tally)
        self.count = 0
        self.left_out = 0
        """Cases that do not stand in it, because there are too many."""

    def add(self, cases: Iterable[Case]) -> None:
        """The next cases."""
        written: list[list[Cell]] = []
        for case in cases:
            self.count += 1
            self._tallies[case.unit_code].add(case, self._now)
            outcome = self._outcome(case)
            written.append(self._written(case, outcome))
            if len(self._printed) < PAGES * ROWS_OF_PAGE:
                self._printed.append((self._line(case, outcome), case.ending(self._now) in _LATE))
        if written:
            self._pieces.append(packed(written))

    def _word(self, key: str, **facts: object) -> str:
        return visible(self._texts.say(key, **facts))

    def _outcome(self, case: Case) -> str:
        ending = case.ending(self._now)
        said = self._texts.say(
            f"register.ending.{ending.value}",
            late=self._late(case),
            until=day(case.suspended_until, self._zone) if case.suspended_until is not None else "",
            number=f"T{case.merged_into}",
        )
        return self._word("register.reworked", ending=said, count=case.reopened) if case.reopened else visible(said)

    def _late(self, case: Case) -> str:
        if case.due_at is None:
            return ""
        late = (case.standing or self._now) - case.due_at
        return span(timedelta(days=late.days)) if late.days > 0 else span(late)  # a narrow column: days are enough

    def _line(self, case: Case, outcome: str) -> Row:
        return (
            str(self.count),
            f"T{case.id}",
            short(case.created_at, self._zone),
            case.place or "",
            case.summary,
            self._unit(case.unit_code),
            short(case.due_at, self._zone) if case.due_at is not None else "",
            short(case.standing, self._zone) if case.standing is not None else "",
            outcome,
        )

    def _written(self, case: Case, outcome: str) -> list[Cell]:
        return [
            self.count,
            f"T{case.id}",
            self._local(case.created_at),
            (case.place or "")[:LONGEST_CELL],
            case.summary[:LONGEST_CELL],
            self._area.category_name(case.category) or "",
            self._area.subcategory_name(case.category, case.subcategory) or "",
            case.time_class.on_screen(),
            self._unit(case.unit_code),
            self._local(case.due_at),
            self._local(case.standing),
            outcome,
            case.reopened,
            case.supporters,
        ]

    def _local(self, at: datetime | None) -> str | None:
        """A workbook knows no zones: the time that the clocks of the area showed."""
        return None if at is None else at.astimezone(self._zone).replace(tzinfo=None).isoformat(timespec="minutes")

    def _unit(self, code: str | None) -> str:
        return self._area.unit_name(code) or self._word("register.no_unit")

    def pages(self) -> tuple[RegisterPage, ...]:
        """The pages to print; none where there is no case."""
        parts = [self._printed[at : at + ROWS_OF_PAGE] for at in range(0, len(self._printed), ROWS_OF_PAGE)]
        rest = self.count + self.left_out - len(self._printed)
        return tuple(
            RegisterPage(
                title=self._word("register.title"),
                whose=self._whose,
                period=self._period.label,
                counted=self._word("stats.sheet.counted", at=moment(self._now, self._zone)),
                page=self._word("register.page", page=number, pages=len(parts)),
                heads=tuple(self._word(key) for key in _PAGE_HEADS),
                rows=tuple(row for row, _ in part),
                late=frozenset(place for place, (_, late) in enumerate(part) if late),
                note=self._word("register.rest", count=rest) if rest and number == len(parts) else "",
                signs=tuple(self._word(key) for key in _SIGNS),
            )
            for number, part in enumerate(parts, start=1)
        )

    def workbook(self) -> Workbook:
        """The list whole, and the sums of each unit."""
        below = f"{self._whose} · {self._period.label} · "
        below += self._word("stats.sheet.counted", at=moment(self._now, self._zone))
        if self.left_out:
            below += " · " + self._word("register.too_many", count=self.left_out)
        title = self._word("register.title")
        listed = tuple(Column(self._word(key), width, kind) for key, width, kind in _COLUMNS)
        return Workbook(
            (
                Leaf(self._word("register.leaf.list"), title, below, listed, tuple(self._pieces)),
                Leaf(
                    self._word("register.leaf.units"),
                    title,
                    below,
                    self._sum_columns(),
                    (packed(self._sums()),),
                    sums=1,
                ),
            )
        )

    def _sum_columns(self) -> tuple[Column, ...]:
        return (
            Column(self._word("register.head.unit"), 20),
            Column(self._word("register.head.received"), 9, "number"),
            *(Column(visible(self._texts.say(f"register.sum.{ending.value}")), 11, "number") for ending in _SUMS),
            Column(self._word("register.head.reopened"), 11, "number"),
            Column(self._word("register.head.kept"), 12, "share"),
        )

    def _sums(self) -> list[list[Cell]]:
        """One row a unit, in the order of the list, and one of all."""
        whole = Tally()
        rows = []
        for code, tally in self._tallies.items():
            whole += tally
            rows.append(self._sum(self._unit(code), tally))
        return [*rows, self._sum(self._word("register.total"), whole)] if rows else []

    def _sum(self, name: str, tally: Tally) -> list[Cell]:
        return [name, tally.received, *(tally.endings[one] for one in _SUMS), tally.reopened, tally.kept]
