"""The sheet: every word and number of the picture of /stats, ready to be drawn by a process that knows nothing else."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Headline:
    """One of the large numbers: what it is, its value, a line below. `alarm`: something is late.

    `changes` compare it with earlier times, a line each: (比上周同期, ▲12); the second is empty where
    it cannot be said.
    """

    label: str
    value: str
    note: str
    alarm: bool = False
    changes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Gauge:
    """A rate: its words, what of how many, and how full its bar is from 0 to 1. None: there is nothing to tell yet."""

    label: str
    value: str
    note: str
    share: float | None


@dataclass(frozen=True, slots=True)
class Ages:
    """What is open now, by its age: `late` is the number of it that is too late, `rows` are words and numbers from
    young to old; none where nothing is open, which `said` then says.
    """

    late: Headline
    title: str
    rows: tuple[tuple[str, int], ...]
    said: str


@dataclass(frozen=True, slots=True)
class Curve:
    """The trend. `labels` has one word a step; `received` and `resolved` end where the present is.

    `before` is what the period before received, step by step, empty where it is not shown. `names` are those of the
    three, for the legend.
    """

    title: str
    names: tuple[str, str, str]
    labels: tuple[str, ...]
    received: tuple[int, ...]
    resolved: tuple[int, ...]
    before: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A unit or a category."""

    name: str
    overdue: int
    open: int
    received: int
    rate: str


@dataclass(frozen=True, slots=True)
class Table:
    """Units, or the categories of one unit; `heads` are those of its three columns of numbers. The last row may be a
    sum of the rest.
    """

    title: str
    order: str
    heads: tuple[str, str, str]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """Categories and how many of each came in. The last may be a sum of the rest."""

    title: str
    order: str
    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`said` takes the place of the curve where there is nothing to show. Sections that are empty or None are left out.

    `myriads` is the word behind a number of ten thousands (123万), where the exact one would be too long. `rank` is a
    line about a unit's place among others.
    """

    whose: str
    period: str
    counted: str
    myriads: str
    rank: str = ""
    headlines: tuple[Headline, ...] = ()
    gauges: tuple[Gauge, ...] = ()
    ages: Ages | None = None
    said: tuple[str, ...] = ()
    curve: Curve | None = None
    table: Table | None = None
    shares: Shares | None = None
