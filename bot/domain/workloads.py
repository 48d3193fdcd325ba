"""Workloads: how much waits for a unit and how badly, and whose is the worst."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Workload:
    """Counts of tickets at one moment.

    `working` are assigned or accepted; among them those `overdue`, those due later `today`, and those due on the days
    off that follow (`ahead`). `fresh` were opened since the last digest, whatever became of them. `late_since` is the
    oldest deadline that has passed.
    """

    overdue: int = 0
    today: int = 0
    working: int = 0
    review: int = 0
    triage: int = 0
    fresh: int = 0
    late_since: datetime | None = None
    ahead: int = 0

    def __add__(self, other: Workload) -> Workload:
        return Workload(
            overdue=self.overdue + other.overdue,
            today=self.today + other.today,
            working=self.working + other.working,
            review=self.review + other.review,
            triage=self.triage + other.triage,
            fresh=self.fresh + other.fresh,
            late_since=min(filter(None, (self.late_since, other.late_since)), default=None),
            ahead=self.ahead + other.ahead,
        )

    @property
    def presses(self) -> bool:
        """Whether anything of it is worth a message: what is in hand and due later is not."""
        return bool(self.overdue or self.today or self.ahead or self.review or self.triage or self.fresh)


def worst_first(loads: Mapping[str, Workload]) -> list[tuple[str, Workload]]:
    """Of the units that have something in hand: most overdue, then late the longest, then most due today."""
    working = [(code, load) for code, load in loads.items() if load.working]
    return sorted(working, key=_by_need)


def _by_need(unit: tuple[str, Workload]) -> tuple[int, datetime, int, int, str]:
    code, load = unit
    return -load.overdue, load.late_since or _NEVER, -load.today, -load.working, code
