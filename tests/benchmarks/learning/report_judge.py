"""From a history to a ticket: how many of its like are read as reports, of the right category, and how much talk is."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.demo.example import example_area
from bot.domain.areas import Area
from bot.domain.categories import BUILT_IN
from bot.domain.readings import Kind
from bot.learning.everyday_talk import everyday_talk
from bot.reading.reader import Reader
from bot.reading.training import Example, learn
from tests.benchmarks.accuracy.figures import Figure, share
from tests.benchmarks.accuracy.material import lines, rows
from tests.benchmarks.learning import letters
from tests.benchmarks.learning.history import Row, made_up
from tests.benchmarks.learning.plain import Plain

_ROWS, _SHARE = 4_000, 0.7


def measure() -> list[Figure]:
    """Through the whole reading: letters of which the words know nothing, and sentences that they know well."""
    return [
        *_end_to_end("letters of pay, schools, health", letters.made_up(_ROWS), letters.area(), ""),
        *_end_to_end("street problems", made_up(_ROWS), example_area(), "> 0.02"),
    ]


def _end_to_end(name: str, history: Sequence[Row], area: Area, expected: str) -> list[Figure]:
    known, new = _split(history)
    model = learn(
        [Example(row.text, row.category) for row in known],
        datetime.now(UTC),
        book=area.categories,
        talk=everyday_talk(),
    )
    reader = Reader(area, model)
    read = [(row, reader.read(row.text).problems) for row in new]
    silent = [row.text for row, problems in read if not problems]
    right = share(sum(bool(problems) and problems[0].category == row.category for row, problems in read), len(new))
    plain = 0.0
    for grams in ((1, 2), (1, 3)):
        guesses = Plain([row.text for row in known], [row.category for row in known], grams).guess(
            [row.text for row in new]
        )
        plain = max(
            plain, share(sum(code == row.category for (code, _), row in zip(guesses, new, strict=True)), len(new))
        )
    return [
        Figure(f"{name}: held out, read as reports", 1 - share(len(silent), len(new)), len(new), "", silent, "", True),
        Figure(f"{name}: the first problem's category is right", right, len(new), "", (), "", True),
        Figure(f"{name}: above the best plain model", right - plain, len(new), expected, (), "", True),
    ]


def measure_titles(folder: Path) -> list[Figure]:
    """Citizens' titles as the history, with a category by the words or none; then talk read with that model.

    The half of the short talk that is shipped for learning is not counted.
    """
    titles = [row["title"] for row in rows(folder / "reports" / "titles_dev.csv")]
    random.Random(1).shuffle(titles)
    cut = int(len(titles) * _SHARE)
    plain = Reader(example_area())
    examples = [Example(title, _stand_in(plain, title)) for title in titles[:cut]]
    reader = Reader(example_area(), learn(examples, datetime.now(UTC), talk=everyday_talk()))
    new, shipped = titles[cut:], set(everyday_talk())
    silent = [title for title in new if reader.read(title).kind is not Kind.REPORT]
    before = sum(plain.read(title).kind is Kind.REPORT for title in new)
    short = [said for said in lines(folder / "chatter" / "lccc_5000.txt") if said not in shipped]
    return [
        Figure("citizens' titles read as reports without a model", share(before, len(new)), len(new)),
        Figure("… with one learned from other titles", 1 - share(len(silent), len(new)), len(new), "> 0.95", silent),
        _talk("… short talk read as a report with it", short, reader, "< 0.005"),
        _talk("… hard chatter with it", lines(folder / "chatter" / "crosswoz_3000.txt"), reader, "< 0.03"),
    ]


def _stand_in(reader: Reader, title: str) -> str:
    """The titles have no labels: that of the words, or one for all the others."""
    problems = reader.read(title).problems
    return (problems[0].category if problems else None) or BUILT_IN[-1].code


def _talk(name: str, said: Sequence[str], reader: Reader, expected: str) -> Figure:
    taken = [text for text in said if reader.read(text).kind is Kind.REPORT]
    return Figure(name, share(len(taken), len(said)), len(said), expected, taken)


def _split(history: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    shuffled = list(history)
    random.Random(1).shuffle(shuffled)
    cut = int(len(shuffled) * _SHARE)
    return shuffled[:cut], shuffled[cut:]
