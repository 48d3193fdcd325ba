"""Fitting: texts with a code each teach a scorer, by support vectors and log-count ratios. Needs scikit-learn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.reading.grams import grams_of
from bot.reading.learned import Scorer, Trust, array

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
_MANY = 400_000
"""Rows times codes from which the bare grams are left out."""
_TOO_MANY = 1_500_000
"""… from which the support vectors are left out: the log-count ratios alone are a matter of a second."""
_CELLS = 6_000_000
"""Grams times codes up to which a gram counts that was seen once: 24 MB of weights."""
_LEAST_ROWS = 10


class TooLittle(Exception):  # noqa: N818 - told to the operator as it is
    """A history from which nothing can be learned. Its text says what is missing."""


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """Texts with a code each. `known` is a sparse matrix of texts by grams, 1 where a text has the gram."""

    texts: list[str]
    """Those of the history; below their rows `known` and `codes` go on with the words of the book."""
    codes: NDArray[Any]
    longest: int
    letters: bool
    grams: NDArray[Any]
    known: Any


def task_of(
    rows: Sequence[tuple[str, str | None]], longest: int, letters: bool, book: Sequence[tuple[str, str]] = ()
) -> Task | None:
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
    return Task(history, np.array([code for _, code in told]), longest, letters, grams[order], known)


def fit(task: Task, rows: NDArray[np.intp] | None = None) -> tuple[Scorer, NDArray[np.intp]]:
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
