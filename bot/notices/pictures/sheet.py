"""The sheet: every word and number of the picture of /stats, ready to be drawn by a process that knows nothing else."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Headline:
    """One of the large numbers: what it is, its value, a line below. `alarm`: something is late."""

    label: str
    value: str
    note: str
    alarm: bool = False


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
class UnitRow:
    name: str
    overdue: int
    open: int
    received: int
    rate: str


@dataclass(frozen=True, slots=True)
class Units:
    """The table of units; `heads` are those of its three columns of numbers. The last row may be a sum of the rest."""

    title: str
    order: str
    heads: tuple[str, str, str]
    rows: tuple[UnitRow, ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """Categories and how many of each came in. The last may be a sum of the rest."""

    title: str
    order: str
    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`said` takes the place of numbers and curve where there are none. Sections that are None are left out.

    `myriads` is the word behind a number of ten thousands (123万), where the exact one would be too long.
    """

    whose: str
    period: str
    counted: str
    myriads: str
    headlines: tuple[Headline, ...] = ()
    said: tuple[str, ...] = ()
    curve: Curve | None = None
    units: Units | None = None
    shares: Shares | None = None
