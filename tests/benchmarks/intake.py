"""Intake: what a photo post costs, as a multiple of the floor and of what a conventional bot takes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bot.commands.books import read_book
from bot.reading.reader import Reader
from tests.benchmarks import conventional, floor, ours, updates
from tests.benchmarks.stopwatch import Stopwatch, Taken

POSTS = 1_000
ROUNDS = 7
GOAL_OVER_FLOOR = 10.0
GOAL_OVER_CONVENTIONAL = 2.5
_CONTESTANTS: dict[str, Callable[[Path, list[bytes]], Taken]] = {
    "floor": floor.run,
    "conventional": conventional.run,
    "ours": ours.run,
}


def run() -> None:
    """Every round runs all three, one right after the other; the medians of costs and of the rounds' ratios count."""
    answers = updates.answers(POSTS)
    rounds = [_round(answers) for _ in range(ROUNDS)]
    print(f"intake: µs an update, {POSTS} photo posts from {updates.CHATS} chats, median of {ROUNDS} rounds")
    print(f"  {'':30} {'clock':>9} {'processor':>9}")
    for name in _CONTESTANTS:
        _line(name, [(taken[name].clock / POSTS * 1e6, taken[name].processor / POSTS * 1e6) for taken in rounds], 0)
    print(f"  {'of ours, reading alone':30} {'':9} {_reading():9.0f}")
    for label, upper, lower, expected in _RATIOS:
        pairs = [(taken[upper], taken[lower]) for taken in rounds]
        ratios = [(high.clock / low.clock, high.processor / low.processor) for high, low in pairs]
        _line(label, ratios, 1, f"   expected {expected}")


_RATIOS = (
    ("ours / floor", "ours", "floor", f"≤ {GOAL_OVER_FLOOR}"),
    ("conventional / ours", "conventional", "ours", f"≥ {GOAL_OVER_CONVENTIONAL}"),
)


def _line(label: str, values: list[tuple[float, float]], digits: int, remark: str = "") -> None:
    clock, processor = zip(*values, strict=True)
    spread = f"   clock from {min(clock):.{digits}f} to {max(clock):.{digits}f}"
    print(f"  {label:30} {median(clock):9.{digits}f} {median(processor):9.{digits}f}{spread}{remark}")


def _round(answers: list[bytes]) -> dict[str, Taken]:
    costs = {}
    for name, take_in in _CONTESTANTS.items():
        with tempfile.TemporaryDirectory() as folder:
            costs[name] = take_in(Path(folder), answers)
    return costs


def _reading() -> float:
    """Processor µs a caption, the reader alone."""
    reader = Reader(read_book(updates.BOOK))
    captions = updates.captions(POSTS)
    taken = []
    for _ in range(ROUNDS):
        watch = Stopwatch()
        for caption in captions:
            reader.read(caption)
        taken.append(watch.taken().processor / POSTS * 1e6)
    return median(taken)
