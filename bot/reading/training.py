"""Training: a history becomes a LearnedModel. Needs the extra `learn` (scikit-learn); applying a model does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from statistics import median
from typing import NamedTuple

from bot.domain.areas import Category
from bot.reading.fitting import Progress, TooLittle, fit, task_of
from bot.reading.judge_training import train_judge
from bot.reading.learned import LearnedModel
from bot.reading.mining import mine
from bot.reading.normalise import normalise
from bot.reading.trials import bar_of, held_out, trust_of


class Example(NamedTuple):
    """One row of a history; `category` and `unit` are codes of the area, or None where the row says none."""

    text: str
    category: str | None = None
    unit: str | None = None


def learn(
    examples: Sequence[Example],
    now: datetime,
    progress: Progress = lambda share: None,
    book: Sequence[Category] = (),
    talk: Sequence[str] = (),
) -> LearnedModel:
    """What the history teaches. Raises TooLittle, and ImportError without scikit-learn.

    The words of the book's categories teach along: they know things that were not reported yet. `talk` is what is no
    report; without it nothing tells the two apart.
    """
    import sklearn.svm  # noqa: F401 - before any work: a missing extra is told at once

    rows = [example._replace(text=normalise(example.text).text) for example in examples]
    of_category = task_of([(row.text, row.category) for row in rows], 2, False, list(_words_of(book)))
    of_unit = task_of([(row.text, row.unit) for row in rows], 4, True)
    if of_category is None and of_unit is None:
        raise TooLittle("a history needs texts of two categories, or of two units, at least")
    progress(0.02)
    categories, score = None, None
    if of_category is not None:
        held = held_out(of_category, lambda share: progress(0.02 + 0.4 * share))
        categories = replace(fit(of_category)[0], trust=trust_of(held))
        score = round(float(held.right.mean()), 4)
    progress(0.5)
    units, coverage, precision = None, None, None
    if of_unit is not None:
        held = held_out(of_unit, lambda share: progress(0.5 + 0.25 * share))
        trust = trust_of(held)
        bar, coverage, precision = bar_of(held, trust)
        units = replace(fit(of_unit)[0], trust=trust, bar=bar)
    progress(0.8)
    judge = train_judge(
        [row.text for row in rows if row.category or row.unit],
        [normalise(said).text for said in talk],
        lambda share: progress(0.8 + 0.1 * share),
    )
    progress(0.9)
    aliases = mine(of_unit.texts, of_unit.codes.tolist()) if of_unit is not None else ()
    progress(1.0)
    usual = round(median(map(len, of_category.texts))) if of_category is not None else 0
    taught = sum(1 for row in rows if row.category or row.unit)
    return LearnedModel(now, taught, score, coverage, precision, categories, units, aliases, judge, usual)


def _words_of(book: Sequence[Category]) -> Iterator[tuple[str, str]]:
    for big in book:
        words = [big.name, *big.keywords, *(word for small in big.sub for word in (small.name, *small.keywords))]
        yield from ((normalise(word).text, big.code) for word in dict.fromkeys(words))
