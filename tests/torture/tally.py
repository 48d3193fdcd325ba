"""What a fault hands back: how often it was injected, how often Invariant I held, what was lost, doubled or listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

_SHOWN = 5


class Sort(StrEnum):
    """What a finding is. All but LISTED break Invariant I."""

    LOST = "lost"
    """A report, a notice or an update that has ended nowhere."""
    DOUBLED = "doubled"
    """Something that is there twice and is not listed as uncertain."""
    BROKEN = "broken"
    """A row that contradicts another, a damaged file, an end that came too late."""
    LISTED = "listed"
    """The operator reads of it: uncertain, failed or quarantined."""


@dataclass(frozen=True, slots=True)
class Finding:
    sort: Sort
    words: str


@dataclass(slots=True)
class Tally:
    """The count of one fault.

    `injected` is how often it struck, `survived` how many of these strikes were followed by a look at Invariant I
    (tests/torture/invariant.py) that found it unbroken. `more` are further figures, shown as they are.
    """

    injected: int = 0
    survived: int = 0
    findings: list[Finding] = field(default_factory=list)
    more: dict[str, int] = field(default_factory=dict)
    _listed: int = 0
    _known: set[Finding] = field(default_factory=set)

    def judged(self, strikes: int, findings: Iterable[Finding]) -> None:
        """Note what a look found after so many strikes. What an earlier look at this world found is found again: it
        counts once, and for what is listed the last number does.
        """
        found = set(findings)
        listed = {finding for finding in found if finding.sort is Sort.LISTED}
        broken = found - listed - self._known
        self.injected += strikes
        self.survived += 0 if broken else strikes
        self._listed = len(listed)
        self._known |= broken
        self.findings += sorted(broken, key=lambda finding: finding.words)

    def next_world(self) -> None:
        """The next looks are at another database: what is listed in this one is added up."""
        self.more["listed"] = self.listed
        self._listed = 0
        self._known = set()

    def count(self, sort: Sort) -> int:
        return sum(finding.sort is sort for finding in self.findings)

    @property
    def listed(self) -> int:
        return self.more.get("listed", 0) + self._listed

    @property
    def holds(self) -> bool:
        return self.injected > 0 and not self.findings

    def line(self, name: str, seconds: float) -> str:
        """The one line that is printed for a fault."""
        figures = Counter({sort: self.count(sort) for sort in (Sort.LOST, Sort.DOUBLED, Sort.BROKEN)})
        figures[Sort.LISTED] = self.listed
        told = f"{name}: injected {self.injected}, survived {self.survived}"
        told += "".join(f", {sort.value} {number}" for sort, number in figures.items())
        told += "".join(f", {what} {number}" for what, number in self.more.items() if what != "listed")
        return f"{told}, {seconds:.0f} s"

    def complaint(self) -> str:
        """The first findings in words, for whoever has to mend them."""
        lines = [f"  {finding.sort.value}: {finding.words}" for finding in self.findings[:_SHOWN]]
        left = len(self.findings) - _SHOWN
        return "\n".join([*lines, *([f"  and {left} more"] if left > 0 else [])])
