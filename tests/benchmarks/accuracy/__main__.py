"""`python -m tests.benchmarks.accuracy FOLDER [FAILURES]`: the accuracy report on the material in FOLDER.

FOLDER holds `chatter/`, `reports/`, `addresses/`, `areas/` and `case_standard.csv`; what is missing is left out and
said. The sentences of `labelled.txt`, by which the confidence is measured, are our own. FAILURES texts are listed
below each figure (default 10, `all` for every one).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from bot.demo.example import example_area
from bot.domain.categories import BUILT_IN
from bot.reading.reader import Reader
from tests.benchmarks.accuracy import calibration, chatter, reports, routing, speed, tails
from tests.benchmarks.accuracy.figures import Figure

_PLACE = "龙西小区"
"""A place of the example book."""


def main(arguments: list[str]) -> int:
    if not arguments or not Path(arguments[0]).is_dir():
        print("say in which folder the material lies: python -m tests.benchmarks.accuracy FOLDER", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    listed = arguments[1] if len(arguments) > 1 else "10"
    reader = Reader(example_area())
    parts: list[tuple[str, Callable[[Path], list[Figure]]]] = [
        ("chatter", lambda path: chatter.measure(path, reader)),
        ("reports", lambda path: [reports.titles(path, reader)]),
        ("case_standard.csv", lambda path: [reports.cases(path, reader, _PLACE)]),
        ("areas", routing.measure),
        ("addresses/dev.txt", lambda path: tails.measure(path, reader)),
    ]
    for name, measure in parts:
        if not (folder / name).exists():
            print(f"{name}: not in {folder}, left out")
            continue
        _tell(measure(folder / name), listed)
    _tell(calibration.measure(BUILT_IN), listed)
    speed.run()
    return 0


def _tell(figures: list[Figure], listed: str) -> None:
    for figure in figures:
        print(figure.line())
        for text in figure.failures[: None if listed == "all" else int(listed)]:
            print(f"      {text}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
