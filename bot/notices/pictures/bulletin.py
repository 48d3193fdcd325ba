"""The sheet of a bulletin: what stands on its picture."""

from __future__ import annotations

from dataclasses import dataclass

from bot.notices.pictures.sheet import Headline


@dataclass(frozen=True, slots=True)
class NamedRow:
    """One ticket that is named: its number, whose it is, what and where, and how late. `resolved`: it is done since."""

    number: str
    unit: str
    what: str
    late: str
    resolved: bool


@dataclass(frozen=True, slots=True)
class NamedTable:
    """Those named, the worst first. `more` is the line for those that do not stand here, empty where all do."""

    title: str
    order: str
    rows: tuple[NamedRow, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A unit that changed: what of it, its name, and the two rates. `better`: it improved."""

    label: str
    name: str
    before: str
    now: str
    better: bool


@dataclass(frozen=True, slots=True)
class BulletinSheet:
    """The picture: numbers against the period before, who is named, who changed most. Empty sections are left out.

    `place` is the line of a unit's rank, empty where there is none.
    """

    whose: str
    period: str
    counted: str
    headlines: tuple[Headline, ...]
    place: str = ""
    changed: str = ""
    changes: tuple[ChangeRow, ...] = ()
    named: NamedTable | None = None
