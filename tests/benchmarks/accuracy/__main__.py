"""`python -m tests.benchmarks.accuracy FOLDER [FAILURES]`: the accuracy report, its measures in one table.

FOLDER holds `chatter/`, `reports/`, `addresses/`, `areas/` and `case_standard.csv`; what is missing is left out and
said. What needs no material is measured on sentences of our own and marked `made up`. FAILURES texts are listed below
each figure (default 10, `all` for every one). Learning needs the extra `learn`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from bot.demo.example import example_area
from bot.domain.categories import BUILT_IN
from bot.reading.reader import Reader
from tests.benchmarks.accuracy import calibration, changes, chatter, reports, routing, speed, tails
from tests.benchmarks.accuracy.figures import Figure, table

_PLACE = "龙西小区"
"""A place of the example book."""
_ADDRESSES = "addresses/dev.txt"
Measure = Callable[[], Sequence[Figure]]


def main(arguments: list[str]) -> int:
    if not arguments or not Path(arguments[0]).is_dir():
        print("say in which folder the material lies: python -m tests.benchmarks.accuracy FOLDER", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    listed = arguments[1] if len(arguments) > 1 else "10"
    figures: list[Figure] = []
    for needed, measure in _parts(folder):
        if needed and not (folder / needed).exists():
            print(f"{needed}: not in {folder}, left out")
            continue
        figures += _told(measure(), listed)
    print()
    for line in table(figures):
        print(line)
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    if load > cores:
        print(
            f"The machine is busy ({load:.1f} processes on {cores} cores): times are longer than they would be alone."
        )
    return 0


def _parts(folder: Path) -> list[tuple[str, Measure]]:
    """What is measured, each with the material without which it cannot be."""
    reader = Reader(example_area())
    parts: list[tuple[str, Measure]] = [
        ("chatter", lambda: chatter.measure(folder / "chatter", reader)),
        ("reports", lambda: [reports.titles(folder / "reports", reader)]),
        ("case_standard.csv", lambda: [reports.cases(folder / "case_standard.csv", reader, _PLACE)]),
        ("areas", lambda: routing.measure(folder / "areas")),
        (_ADDRESSES, lambda: tails.measure(folder / _ADDRESSES, reader)),
        ("", lambda: calibration.measure(BUILT_IN)),
        ("", changes.measure),
        ("", speed.measure),
    ]
    if find_spec("sklearn") is None:
        print("learning: the extra `learn` is not installed, left out")
        return parts
    from tests.benchmarks.learning import categories, grounds, report_judge, training

    return [
        *parts,
        ("", categories.measure),
        ("", grounds.measure),
        (_ADDRESSES, lambda: grounds.measure_addresses(folder / _ADDRESSES)),
        ("", report_judge.measure),
        ("reports", lambda: report_judge.measure_titles(folder)),
        ("", training.measure),
    ]


def _told(figures: Sequence[Figure], listed: str) -> Sequence[Figure]:
    for figure in figures:
        print(figure.line(), flush=True)
        for text in figure.failures[: None if listed == "all" else int(listed)]:
            print(f"      {text}")
    return figures


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
