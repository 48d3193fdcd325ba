"""A figure of the report: what was counted, what is expected of it, and the texts that failed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_HOLDS = {True: "met", False: "MISSED", None: ""}


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` is a share from 0 to 1 where `unit` is "", `expected` a bound such as "> 0.95" or "< 0.005", "" for none.

    `made_up` marks what rests on sentences of our own and not on anybody's real texts.
    """

    name: str
    value: float
    counted: int
    expected: str = ""
    failures: Sequence[str] = ()
    unit: str = ""
    made_up: bool = False

    @property
    def holds(self) -> bool | None:
        """Whether the bound is kept; None where there is none."""
        if not self.expected:
            return None
        sign, bound = self.expected.split()
        return self.value > float(bound) if sign == ">" else self.value < float(bound)

    def line(self) -> str:
        written = f"{self.value:.4f}" if not self.unit else f"{self.value:.3g} {self.unit}"
        origin = "made up" if self.made_up else ""
        return (
            f"{self.name:<62} {written:>9}  of {self.counted:<9,} {self.expected:>9}  {_HOLDS[self.holds]:<6}  {origin}"
        ).rstrip()


def table(figures: Sequence[Figure]) -> Iterator[str]:
    """The figures of which something is expected, as lines, with what was missed counted below."""
    judged = [figure for figure in figures if figure.expected]
    missed = sum(not figure.holds for figure in judged)
    yield f"{'figure':<62} {'value':>9}  {'counted':<12} {'expected':>9}"
    for figure in judged:
        yield figure.line()
    yield f"{len(judged) - missed} of {len(judged)} are met, {missed} missed."
    if any(figure.made_up for figure in judged):
        yield "made up: sentences or names of our own, for want of a labelled text that may be kept or is there."


def share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
