"""Training: a history becomes a LearnedModel. Needs the extra `learn` (scikit-learn); applying a model does not."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.reading.learned import LearnedModel, Scorer, Trust, array, grams_of
from bot.reading.mining import mine
from bot.reading.normalise import normalise

Progress = Callable[[float], object]
"""Told the share of the work that is done, 0 to 1."""
Floats = NDArray[np.float64]

_ALPHA = 0.3
"""What a gram that a class never said counts; with _C, _MIX found on headlines of news (docs/decisions)."""
_C = 0.3
_MIX = 0.25
_FOLDS = 3
_MANY = 200_000
"""Rows times codes from which one part held out must do for judging the model."""
_TOO_MANY = 1_500_000
"""… from which the support vectors are left out: the log-count ratios alone are a matter of a second."""
_CELLS = 6_000_000
"""Grams times codes up to which a gram counts that was seen once: 24 MB of weights."""
_ROUTED_RIGHT = 0.985
_LEAST_ROUTED = 20
_NEVER = 2.0


class Example(NamedTuple):
    """One row of a history; `category` and `unit` are codes of the area, or None where the row says none."""

    text: str
    category: str | None = None
    unit: str | None = None


class TooLittle(Exception):  # noqa: N818 - told to the operator as it is
    """A history from which nothing can be learned. Its text says what is missing."""


@dataclass(frozen=True, slots=True)
class _Task:
    texts: list[str]
    codes: list[str]
    longest: int

    def part(self, chosen: NDArray[np.bool_]) -> _Task:
        picked = np.flatnonzero(chosen).tolist()
        return _Task([self.texts[row] for row in picked], [self.codes[row] for row in picked], self.longest)


@dataclass(frozen=True, slots=True)
class _Held:
    """What was guessed of texts that a model had not seen: best score, its lead, and whether it was right."""

    tops: Floats
    leads: Floats
    right: NDArray[np.bool_]


def learn(examples: Sequence[Example], now: datetime, progress: Progress = lambda share: None) -> LearnedModel:
    """What the history teaches. Raises TooLittle, and ImportError without scikit-learn."""
    import sklearn.svm  # noqa: F401 - before any work: a missing extra is told at once

    rows = [example._replace(text=normalise(example.text).text) for example in examples]
    of_category = _task([(row.text, row.category) for row in rows], 3)
    of_unit = _task([(row.text, row.unit) for row in rows], 4)
    if of_category is None and of_unit is None:
        raise TooLittle("a history needs texts of two categories, or of two units, at least")
    progress(0.02)
    categories, score = None, None
    if of_category is not None:
        held = _held_out(of_category, lambda share: progress(0.02 + 0.4 * share))
        categories = replace(_fit(of_category), trust=_trust(held))
        score = round(float(held.right.mean()), 4)
    progress(0.5)
    units, coverage, precision = None, None, None
    if of_unit is not None:
        held = _held_out(of_unit, lambda share: progress(0.5 + 0.25 * share))
        trust = _trust(held)
        bar, coverage, precision = _bar(held, trust)
        units = replace(_fit(of_unit), trust=trust, bar=bar)
    progress(0.85)
    aliases = mine(of_unit.texts, of_unit.codes) if of_unit is not None else ()
    progress(1.0)
    taught = sum(1 for row in rows if row.category or row.unit)
    return LearnedModel(now, taught, score, coverage, precision, categories, units, aliases)


def _task(rows: Sequence[tuple[str, str | None]], longest: int) -> _Task | None:
    """The rows that say a code; None where there are not two codes to tell apart."""
    told = [(text, code) for text, code in rows if code is not None and text.strip()]
    if len({code for _, code in told}) < 2 or len(told) < 10:
        return None
    return _Task([text for text, _ in told], [code for _, code in told], longest)


def _held_out(task: _Task, progress: Progress) -> _Held:
    """Each text guessed by a model that was taught by others. The same words are never on both sides."""
    folds = np.array([zlib.crc32(text.encode()) % _FOLDS for text in task.texts])
    number = 1 if len(task.texts) * len(set(task.codes)) > _MANY else _FOLDS
    parts: list[_Held] = []
    for fold in range(number):
        inside, outside = folds == fold, folds != fold
        if inside.any() and len(set(task.part(outside).codes)) > 1:
            parts.append(_guessed(_fit(task.part(outside)), task.part(inside)))
        progress((fold + 1) / number)
    if not parts:
        raise TooLittle("the history says the same few words again and again; it needs more texts")
    return _Held(
        np.concatenate([part.tops for part in parts]),
        np.concatenate([part.leads for part in parts]),
        np.concatenate([part.right for part in parts]),
    )


def _guessed(scorer: Scorer, task: _Task) -> _Held:
    known, inverse = _matrix(task.texts, scorer.grams, scorer.longest), scorer.inverse.astype(np.float64)
    lengths = np.sqrt(np.maximum(known @ (inverse**2), 1e-9))[:, None]
    numbers = np.maximum(np.asarray(known.sum(axis=1)).reshape(-1, 1), 1)
    scores = known @ scorer.weights.astype(np.float64) / lengths
    scores += known @ scorer.ratios.astype(np.float64) / numbers + scorer.bias
    ranked = np.sort(scores, axis=1)
    right = np.array(scorer.codes)[scores.argmax(axis=1)] == np.array(task.codes)
    return _Held(ranked[:, -1], ranked[:, -1] - ranked[:, -2], right)


def _matrix(texts: Sequence[str], grams: Any, longest: int) -> Any:
    """Texts by grams, 1 where a text has a gram: a sparse matrix."""
    from scipy.sparse import csr_matrix

    columns: list[int] = []
    ends = [0]
    for text in texts:
        columns += [grams[gram] for gram in grams_of(text, longest) if gram in grams]
        ends.append(len(columns))
    return csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(texts), len(grams)))


def _vocabulary(texts: Sequence[str], longest: int, codes: int) -> tuple[dict[str, int], Floats]:
    """The grams that count, each with its row, and in how many texts each stands."""
    numbers: dict[str, int] = {}
    for text in texts:
        for gram in grams_of(text, longest):
            numbers[gram] = numbers.get(gram, 0) + 1
    least = 1 if len(numbers) * codes <= _CELLS else 2
    kept = sorted(gram for gram, number in numbers.items() if number >= least)
    return {gram: row for row, gram in enumerate(kept)}, np.array([numbers[gram] for gram in kept], dtype=float)


def _fit(task: _Task) -> Scorer:
    """NB-SVM (Wang and Manning, 2012): support vectors on grams weighed by their log-count ratios.

    The mean of the ratios is added as naive Bayes would: the two err on different texts.
    """
    grams, numbers = _vocabulary(task.texts, task.longest, len(set(task.codes)))
    known = _matrix(task.texts, grams, task.longest)
    inverse = np.log((1 + len(task.texts)) / (1 + numbers)) + 1
    codes = tuple(sorted(set(task.codes)))
    labels = np.array(task.codes)
    ratios = _ratios(known, labels, codes, numbers)
    weights = np.zeros((len(grams), len(codes)))
    bias = np.zeros(len(codes))
    if len(task.texts) * len(codes) <= _TOO_MANY:
        _support(known, inverse, labels, codes, ratios, weights, bias)
    return Scorer(
        codes,
        grams,
        task.longest,
        array(inverse, np.float32),
        array(weights, np.float16),
        array(ratios, np.float16),
        array(bias, np.float32),
        Trust(0.0, 0.0, 0.0),
    )


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
    """Fill in the weights of each code against all others. Two at a time: the solver lets go of the interpreter."""
    from concurrent.futures import ThreadPoolExecutor

    from sklearn.preprocessing import normalize
    from sklearn.svm import LinearSVC

    vectors = normalize(known.multiply(inverse).tocsr())

    def one(column: int) -> None:
        scale = np.abs(ratios[:, column]) + _MIX
        weighed = vectors.copy()
        weighed.data *= scale[weighed.indices]
        machine = LinearSVC(C=_C, tol=1e-2, max_iter=300, random_state=0).fit(weighed, labels == codes[column])
        weights[:, column] = machine.coef_.ravel() * scale * inverse
        bias[column] = float(machine.intercept_[0])

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(len(codes))))


def _trust(held: _Held) -> Trust:
    """The curve that says of what was held out how often it was right."""
    from sklearn.linear_model import LogisticRegression

    if held.right.all() or not held.right.any():
        share = (held.right.sum() + 1) / (len(held.right) + 2)
        return Trust(float(np.log(share / (1 - share))), 0.0, 0.0)
    shown = np.column_stack([held.tops, held.leads])
    curve = LogisticRegression(C=10.0, max_iter=1000).fit(shown, held.right)
    return Trust(float(curve.intercept_[0]), float(curve.coef_[0][0]), float(curve.coef_[0][1]))


def _bar(held: _Held, trust: Trust) -> tuple[float, float, float]:
    """The confidence above which routing is right often enough; the share above it, and how much of that is right."""
    sure = np.array([trust.probability(top, lead) for top, lead in zip(held.tops, held.leads, strict=True)])
    order = np.argsort(-sure, kind="stable")
    right = np.cumsum(held.right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(right >= _ROUTED_RIGHT)
    if not len(good) or good[-1] + 1 < _LEAST_ROUTED:
        return _NEVER, 0.0, 0.0
    last = int(good[-1])
    return float(sure[order[last]]), round((last + 1) / len(order), 4), round(float(right[last]), 4)
