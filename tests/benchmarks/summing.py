"""Intake with the triggers that keep the sums of months, and without them: the real way of a report, as in `intake`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median

from tests.benchmarks import ours, updates
from tests.benchmarks.stopwatch import Taken

POSTS, ROUNDS = 600, 9
MOST = 0.15


def run() -> None:
    """Each round takes the same posts in both ways, one right after the other, each way first in every other round."""
    answers = updates.answers(POSTS)
    rounds = [_round(answers, first=bool(number % 2)) for number in range(ROUNDS)]
    clock = median(kept.clock / bare.clock for bare, kept in rounds) - 1
    processor = median(kept.processor / bare.processor for bare, kept in rounds) - 1
    bare, kept = (median(taken[way].clock for taken in rounds) / POSTS * 1e6 for way in (0, 1))
    print(f"  intake of {POSTS} posts: {bare:.0f} µs a post without sums of months, {kept:.0f} with them;")
    print(f"    they add {clock:+.0%} by the clock, {processor:+.0%} by the processor; expected at most {MOST:.0%}")


def _round(answers: list[bytes], *, first: bool) -> tuple[Taken, Taken]:
    """Without and with."""
    taken = {}
    for summed in (first, not first):
        with tempfile.TemporaryDirectory() as folder:
            taken[summed] = ours.run(Path(folder), answers, summed=summed)
    return taken[False], taken[True]
