"""Training: a history becomes a LearnedModel. Needs the extra `learn` (scikit-learn); applying a model does not."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import median
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.domain.areas import Category
from bot.reading.grams import grams_of
from bot.reading.learned import LearnedModel, Scorer, Trust, array
from bot.reading.likening import liken
from bot.reading.mining import mine
from bot.reading.normalise import normalise

Progress = Callable[[float], object]
"""Told the share of the work that is done, 0 to 1."""
Floats = NDArray[np.float64]

_ALPHA = 0.3
"""What a gram that a class never said counts; with _C, _MIX found on headlines of news (docs/decisions)."""
_C = 0.3
_MIX = 0.25
_PLAIN_C = 1.0
"""The support vectors of the bare grams."""
_EXACT, _ROUNDS = 0.03, 2_000
_FOLDS = 5
_JUDGED = ((3_000, 5), (8_000, 2))
"""Up to so many rows, so many of the five parts are held out in turn to judge the model; above, one must do."""
_MANY = 400_000
"""Rows times codes from which the bare grams are left out."""
_TOO_MANY = 1_500_000
"""… from which the support vectors are left out: the log-count ratios alone are a matter of a second."""
_CELLS = 6_000_000
"""Grams times codes up to which a gram counts that was seen once: 24 MB of weights."""
_ROUTED_RIGHT, _ROUTED_WRONG = 0.985, 0.95
"""What is expected of the guesses above the bar, and below which share of right ones the curve is not believed."""
_LEAST_ROUTED = 20
_LEAST_ROWS = 10
_NEVER = 2.0


class Example(NamedTuple):
    """One row of a history; `category` and `unit` are codes of the area, or None where the row says none."""

    text: str
    category: str | None = None
    unit: str | None = None


class TooLittle(Exception):  # noqa: N818 - told to the operator as it is
    """A history from which nothing can be learned. Its text says what is missing."""


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """Texts with a code each. `known` is a sparse matrix of texts by grams, 1 where a text has the gram."""

    texts: list[str]
    """Those of the history; below their rows `known` and `codes` go on with the words of the book."""
    codes: NDArray[Any]
    longest: int
    letters: bool
    grams: NDArray[Any]
    known: Any


@dataclass(frozen=True, slots=True)
class _Held:
    """What was guessed of texts that a model had not seen, and whether it was right; what a Trust goes by."""

    tops: Floats
    leads: Floats
    known: Floats
    right: NDArray[np.bool_]


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
    of_category = _task([(row.text, row.category) for row in rows], 2, False, list(_words_of(book)))
    of_unit = _task([(row.text, row.unit) for row in rows], 4, True)
    if of_category is None and of_unit is None:
        raise TooLittle("a history needs texts of two categories, or of two units, at least")
    progress(0.02)
    categories, score = None, None
    if of_category is not None:
        held = _held_out(of_category, lambda share: progress(0.02 + 0.4 * share))
        categories = replace(_fit(of_category)[0], trust=_trust(held))
        score = round(float(held.right.mean()), 4)
    progress(0.5)
    units, coverage, precision = None, None, None
    if of_unit is not None:
        held = _held_out(of_unit, lambda share: progress(0.5 + 0.25 * share))
        trust = _trust(held)
        bar, coverage, precision = _bar(held, trust)
        units = replace(_fit(of_unit)[0], trust=trust, bar=bar)
    progress(0.8)
    likeness = liken(
        [row.text for row in rows if row.category or row.unit],
        [normalise(said).text for said in talk],
        lambda share: progress(0.8 + 0.1 * share),
    )
    progress(0.9)
    aliases = mine(of_unit.texts, of_unit.codes.tolist()) if of_unit is not None else ()
    progress(1.0)
    usual = round(median(map(len, of_category.texts))) if of_category is not None else 0
    taught = sum(1 for row in rows if row.category or row.unit)
    return LearnedModel(now, taught, score, coverage, precision, categories, units, aliases, likeness, usual)


def _words_of(book: Sequence[Category]) -> Iterator[tuple[str, str]]:
    for big in book:
        words = [big.name, *big.keywords, *(word for small in big.sub for word in (small.name, *small.keywords))]
        yield from ((normalise(word).text, big.code) for word in dict.fromkeys(words))


def _task(
    rows: Sequence[tuple[str, str | None]], longest: int, letters: bool, book: Sequence[tuple[str, str]] = ()
) -> _Task | None:
    """The rows that say a code, and the words of the book for these codes; None with less than two codes."""
    from scipy.sparse import csr_matrix

    told = [(text, code) for text, code in rows if code is not None and text.strip()]
    if len({code for _, code in told}) < 2 or len(told) < _LEAST_ROWS:
        return None
    history = [text for text, _ in told]
    codes = {code for _, code in told}
    told += [(word, code) for word, code in book if code in codes]
    numbered: dict[str, int] = {}
    columns: list[int] = []
    ends = [0]
    for text, _ in told:
        columns += [numbered.setdefault(gram, len(numbered)) for gram in grams_of(text, longest, letters)]
        ends.append(len(columns))
    grams = np.array([*numbered])
    order = np.argsort(grams)  # a set has no order of its own, and the same history is to give the same model
    placed = np.argsort(order)[columns]
    known = csr_matrix((np.ones(len(columns)), placed, ends), shape=(len(told), len(grams)))
    known.sort_indices()
    return _Task(history, np.array([code for _, code in told]), longest, letters, grams[order], known)


def _held_out(task: _Task, progress: Progress) -> _Held:
    """Texts guessed by a model that was taught by the others. The same words are never on both sides."""
    folds = np.full(len(task.codes), -1)  # the book's words are never held out
    folds[: len(task.texts)] = [zlib.crc32(text.encode()) % _FOLDS for text in task.texts]
    number = next((parts for rows, parts in _JUDGED if len(task.texts) <= rows), 1)
    parts: list[_Held] = []
    for fold in range(number):
        inside, outside = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        if len(inside) and len(set(task.codes[outside].tolist())) > 1:
            parts.append(_guessed(*_fit(task, outside), task, inside))
        progress((fold + 1) / number)
    if not parts:
        raise TooLittle("the history says the same few words again and again; it needs more texts")
    return _Held(
        np.concatenate([part.tops for part in parts]),
        np.concatenate([part.leads for part in parts]),
        np.concatenate([part.known for part in parts]),
        np.concatenate([part.right for part in parts]),
    )


def _guessed(scorer: Scorer, kept: NDArray[np.intp], task: _Task, rows: NDArray[np.intp]) -> _Held:
    """The scorer's guesses of these rows, all at once, as Scorer.guess makes them."""
    known, inverse = task.known[rows][:, kept], scorer.inverse.astype(np.float64)
    lengths = np.sqrt(np.maximum(known @ (inverse**2), 1e-9))[:, None]
    ratios = scorer.ratios.astype(np.float64)
    scores = known @ scorer.weights.astype(np.float64) / lengths + scorer.bias
    kinds = (np.ones(len(inverse)), inverse) if task.letters else (inverse,)
    for rarity in kinds:
        scores += (known @ (ratios * rarity[:, None])) / np.maximum(known @ rarity, 1e-9)[:, None] / len(kinds)
    ranked = np.sort(scores, axis=1)
    right = np.array(scorer.codes)[scores.argmax(axis=1)] == task.codes[rows]
    every = np.asarray(task.known[rows].sum(axis=1)).ravel()
    return _Held(ranked[:, -1], ranked[:, -1] - ranked[:, -2], np.asarray(known.sum(axis=1)).ravel() / every, right)


def _fit(task: _Task, rows: NDArray[np.intp] | None = None) -> tuple[Scorer, NDArray[np.intp]]:
    """A scorer taught by these rows (None: all), and the columns of the task's grams that it kept.

    NB-SVM (Wang and Manning, 2012): support vectors on grams weighed by their log-count ratios. The mean of the
    ratios is added as naive Bayes would: the two err on different texts.
    """
    known, labels = (task.known, task.codes) if rows is None else (task.known[rows], task.codes[rows])
    codes = tuple(sorted(set(labels.tolist())))
    numbers = np.asarray(known.sum(axis=0)).ravel()
    seen = int((numbers > 0).sum())
    kept = np.flatnonzero(numbers >= (1 if seen * len(codes) <= _CELLS else 2))
    known, numbers = known[:, kept], numbers[kept]
    inverse = np.log((1 + len(labels)) / (1 + numbers)) + 1
    ratios = _ratios(known, labels, codes, numbers)
    weights = np.zeros((len(kept), len(codes)))
    bias = np.zeros(len(codes))
    if len(labels) * len(codes) <= _TOO_MANY:
        _support(known, inverse, labels, codes, ratios, weights, bias)
    scorer = Scorer(
        codes,
        {gram: row for row, gram in enumerate(task.grams[kept].tolist())},
        task.longest,
        task.letters,
        array(inverse, np.float32),
        array(weights, np.float16),
        array(ratios, np.float16),
        array(bias, np.float32),
        Trust(0.0, 0.0, 0.0),
    )
    return scorer, kept


def _ratios(known: Any, labels: NDArray[Any], codes: tuple[str, ...], numbers: Floats) -> Floats:
    """How much more often each gram stands in the texts of a code than in the others, as a logarithm."""
    ratios = np.zeros((len(numbers), len(codes)))
    for column, code in enumerate(codes):
        inside = np.asarray(known[labels == code].sum(axis=0)).ravel()
        here, there = inside + _ALPHA, numbers - inside + _ALPHA
        ratios[:, column] = np.log(here / here.sum()) - np.log(there / there.sum())
    return ratios


def _support(
    known: Any,
    inverse: Floats,
    labels: NDArray[Any],
    codes: tuple[str, ...],
    ratios: Floats,
    weights: Floats,
    bias: Floats,
) -> None:
    """Fill in the weights of each code against all others.

    Where time allows, those of the bare grams are added, which know better what every class says. One after the
    other: the solver draws from one source of chance for all threads, and the same history is to give the same model.
    """
    from sklearn.preprocessing import normalize
    from sklearn.svm import LinearSVC

    vectors = normalize(known.multiply(inverse).tocsr())
    costs = [_C] if vectors.shape[0] * len(codes) > _MANY else [_C, _PLAIN_C]

    for column, code in enumerate(codes):
        for cost in costs:
            scale = np.abs(ratios[:, column]) + _MIX if cost == _C else np.ones(len(inverse))
            weighed = vectors.copy()
            weighed.data *= scale[weighed.indices]
            machine = LinearSVC(C=cost, tol=_EXACT, max_iter=_ROUNDS, random_state=0).fit(weighed, labels == code)
            weights[:, column] += machine.coef_.ravel() * scale * inverse
            bias[column] += float(machine.intercept_[0])


def _trust(held: _Held) -> Trust:
    """The curve that says of what was held out how often it was right."""
    from sklearn.linear_model import LogisticRegression

    if held.right.all() or not held.right.any():
        share = (held.right.sum() + 1) / (len(held.right) + 2)
        return Trust(float(np.log(share / (1 - share))), 0.0, 0.0)
    shown = np.column_stack([held.tops, held.leads, held.known])
    curve = LogisticRegression(C=10.0, max_iter=1000).fit(shown, held.right)
    return Trust(float(curve.intercept_[0]), *map(float, curve.coef_[0]))


def _bar(held: _Held, trust: Trust) -> tuple[float, float, float]:
    """The confidence from which routing is right often enough; the share above it, and how much of that was right.

    What the curve expects above a bar decides: it is steadier than the few that were wrong there.
    """
    shown = zip(held.tops, held.leads, held.known, strict=True)
    sure = np.array([trust.probability(top, lead, known) for top, lead, known in shown])
    order = np.argsort(-sure, kind="stable")
    counted = np.arange(1, len(order) + 1)
    good = np.flatnonzero(np.cumsum(sure[order]) / counted >= _ROUTED_RIGHT)
    if len(good) < _LEAST_ROUTED:
        return _NEVER, 0.0, 0.0
    number = int(good[-1]) + 1
    right = float(held.right[order[:number]].mean())
    if right < _ROUTED_WRONG:
        return _NEVER, 0.0, 0.0
    return float(sure[order[number - 1]]), round(number / len(order), 4), round(right, 4)
