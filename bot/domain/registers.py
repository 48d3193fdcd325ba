"""Registers: the tickets reported in a period, each with what became of it (问题反馈清单及落实解决情况)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.areas import TimeClass
from bot.domain.tickets import State


class Ending(StrEnum):
    """What became of a problem."""

    ON_TIME = "on_time"
    LATE = "late"
    WAITING = "waiting"  # for a unit
    WORKING = "working"
    OVERDUE = "overdue"
    SUSPENDED = "suspended"
    REJECTED = "rejected"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


_RESOLVED = frozenset({State.RESOLVED, State.CLOSED})
_BY_STATE = {
    State.TRIAGE: Ending.WAITING,
    State.SUSPENDED: Ending.SUSPENDED,
    State.REJECTED: Ending.REJECTED,
    State.MERGED: Ending.MERGED,
    State.WITHDRAWN: Ending.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Case:
    """A ticket as far as a register tells of it: nobody's name stands in it."""

    id: int
    state: State
    unit_code: str | None
    place: str | None
    summary: str
    category: str | None
    subcategory: str | None
    time_class: TimeClass
    created_at: datetime
    due_at: datetime | None
    resolved_at: datetime | None
    suspended_until: datetime | None
    merged_into: int | None
    reopened: int
    supporters: int

    @property
    def standing(self) -> datetime | None:
        """When it was resolved, if that stands: while the ticket is resolved or closed (docs/statistics.md)."""
        return self.resolved_at if self.state in _RESOLVED else None

    def ending(self, now: datetime) -> Ending:
        """Judged as in docs/statistics.md."""
        if self.state in _BY_STATE:
            return _BY_STATE[self.state]
        if self.state in _RESOLVED:
            late = self.due_at is not None and self.standing is not None and self.standing > self.due_at
            return Ending.LATE if late else Ending.ON_TIME
        return Ending.OVERDUE if self.due_at is not None and self.due_at < now else Ending.WORKING


@dataclass(slots=True)
class Tally:
    """How many cases of a unit ended how, and how often one came back; filled case by case."""

    endings: Counter[Ending] = field(default_factory=Counter)
    reopened: int = 0

    def add(self, case: Case, now: datetime) -> None:
        self.endings[case.ending(now)] += 1
        self.reopened += case.reopened

    @property
    def received(self) -> int:
        return self.endings.total()

    @property
    def kept(self) -> float | None:
        """Of those whose deadline was kept or missed the share that was kept; None where there are none."""
        due = sum(self.endings[ending] for ending in (Ending.ON_TIME, Ending.LATE, Ending.OVERDUE))
        return self.endings[Ending.ON_TIME] / due if due else None

    def __iadd__(self, other: Tally) -> Tally:
        self.endings.update(other.endings)
        self.reopened += other.reopened
        return self
