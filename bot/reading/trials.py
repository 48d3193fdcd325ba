"""A model on trial: how often it is right of texts that it was not taught, and how sure that makes its guesses."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.reading.fitting import Floats, Progress, Task, TooLittle, fit
from bot.reading.learned import Scorer, Trust

_FOLDS = 5
_JUDGED = ((3_000, 5), (8_000, 2))
"""Up to so many rows, so many of the five parts are held out in turn to judge the model; above, one must do."""
_ROUTED_RIGHT, _ROUTED_WRONG = 0.985, 0.95
"""What is expected of the guesses above the bar, and below which share of right ones the curve is not believed."""
_LEAST_ROUTED = 20
_NEVER = 2.0


@dataclass(frozen=True, slots=True)
class Held:
    """What was guessed of texts that a model had not seen, and whether it was right; what a Trust goes by."""

    tops: Floats
    leads: Floats
    known: Floats
    right: NDArray[np.bool_]


def held_out(task: Task, progress: Progress) -> Held:
    """Texts guessed by a model that was taught by the others. The same words are never on both sides."""
    folds = np.full(len(task.codes), -1)  # the book's words are never held out
    folds[: len(task.texts)] = [zlib.crc32(text.encode()) % _FOLDS for text in task.texts]
    number = next((parts for rows, parts in _JUDGED if len(task.texts) <= rows), 1)
    parts: list[Held] = []
    for fold in range(number):
        inside, outside = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        if len(inside) and len(set(task.codes[outside].tolist())) > 1:
            parts.append(_guessed(*fit(task, outside), task, inside))
        progress((fold + 1) / number)
    if not parts:
        raise TooLittle("the history says the same few words again and again; it needs more texts")
    return Held(
        np.concatenate([part.tops for part in parts]),
        np.concatenate([part.leads for part in parts]),
        np.concatenate([part.known for part in parts]),
        np.concatenate([part.right for part in parts]),
    )


def _guessed(scorer: Scorer, kept: NDArray[np.intp], task: Task, rows: NDArray[np.intp]) -> Held:
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
    return Held(ranked[:, -1], ranked[:, -1] - ranked[:, -2], np.asarray(known.sum(axis=1)).ravel() / every, right)


def trust_of(held: Held) -> Trust:
    """The curve that says of what was held out how often it was right."""
    from sklearn.linear_model import LogisticRegression

    if held.right.all() or not held.right.any():
        share = (held.right.sum() + 1) / (len(held.right) + 2)
        return Trust(float(np.log(share / (1 - share))), 0.0, 0.0)
    shown = np.column_stack([held.tops, held.leads, held.known])
    curve = LogisticRegression(C=10.0, max_iter=1000).fit(shown, held.right)
    return Trust(float(curve.intercept_[0]), *map(float, curve.coef_[0]))


def bar_of(held: Held, trust: Trust) -> tuple[float, float, float]:
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
