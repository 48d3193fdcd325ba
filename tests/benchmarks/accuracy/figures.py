"""A figure of the report: what was counted, what is expected of it, and the texts that failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` is a share from 0 to 1; `expected` a bound such as "> 0.95" or "< 0.005", "" for none."""

    name: str
    value: float
    counted: int
    expected: str = ""
    failures: Sequence[str] = ()

    @property
    def holds(self) -> bool | None:
        """Whether the bound is kept; None where there is none."""
        if not self.expected:
            return None
        sign, bound = self.expected.split()
        return self.value > float(bound) if sign == ">" else self.value < float(bound)

    def line(self) -> str:
        mark = {True: "holds", False: "MISSED", None: ""}[self.holds]
        return f"{self.name:<58} {self.value:8.4f}  of {self.counted:<6} {self.expected:>8}  {mark}"


def share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
