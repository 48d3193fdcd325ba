"""Training the judge of reports, by a history and everyday talk. Needs the extra `learn` (scikit-learn)."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.reading.report_judge import READ, SHORTEST, ReportJudge, all_grams

Progress = Callable[[float], object]
Floats = NDArray[np.float64]

_LEAST = 200
"""Reports below which no judge is made: what so few do not say would be talk to it."""
_MOST = 6_000
"""Reports that are looked at: more of them change little, and cost time."""
_TALK_PASSES = 0.003
"""The share of talk that may pass the bar."""
_BAR, _HIGHER = 0.0, 0.35
"""The bar lies no lower than in the middle of the two sides, the high one so far above it: talk of kinds that no sample
holds lies there (docs/decisions)."""
_SEEN = 2
_MOST_GRAMS = 60_000
_C = 1.0
_FOLDS = 3


def train_judge(
    reports: Sequence[str], talk: Sequence[str], progress: Progress = lambda share: None
) -> ReportJudge | None:
    """A judge between normalised texts of both kinds; None where there are too few of either to learn from.

    The same history gives the same judge.
    """
    reports = _some(sorted({text.strip()[:READ] for text in reports if len(text.strip()) >= SHORTEST}))
    talk = sorted({text.strip()[:READ] for text in talk} - set(reports))
    if len(reports) < _LEAST or len(talk) < _LEAST:
        return None
    texts = [*reports, *talk]
    sought = np.array([True] * len(reports) + [False] * len(talk))
    grams = [all_grams(text) for text in texts]
    folds = np.array([zlib.crc32(text.encode()) % _FOLDS for text in texts])
    scores = np.zeros(len(texts))
    for fold in range(_FOLDS):
        outside = np.flatnonzero(folds != fold)
        judge = _fit([grams[row] for row in outside], sought[outside])
        for row in np.flatnonzero(folds == fold):
            scores[row] = judge.score(texts[row])
        progress((fold + 1) / (_FOLDS + 1))
    short = np.array([len(text) < SHORTEST for text in texts])
    said = np.where(short, -np.inf, scores)
    heard = np.quantile(said[~sought], 1 - _TALK_PASSES, method="higher")
    bar = max(float(heard) + 1e-6, _BAR)
    judge = _fit(grams, sought)
    progress(1.0)
    return ReportJudge(
        judge.grams,
        judge.rarity,
        judge.weights,
        judge.unseen,
        judge.bias,
        bar,
        bar + _HIGHER,
        round(float((said[sought] >= bar).mean()), 4),
        round(float((said[~sought] >= bar).mean()), 4),
    )


def _some(texts: list[str]) -> list[str]:
    """At most _MOST of them, chosen by their own words."""
    if len(texts) <= _MOST:
        return texts
    return sorted(texts, key=lambda text: zlib.crc32(text.encode()))[:_MOST]


def _fit(texts: Sequence[Collection[str]], sought: NDArray[np.bool_]) -> ReportJudge:
    """Support vectors on TF-IDF. Both sides weigh the same, however many they are."""
    from scipy.sparse import csr_matrix
    from sklearn.svm import LinearSVC

    counted = Counter(gram for grams in texts for gram in grams)
    kept = sorted(counted, key=lambda gram: (-counted[gram], gram))[:_MOST_GRAMS]
    rows = {gram: row for row, gram in enumerate(kept, 1) if counted[gram] >= _SEEN}
    rarity = np.array([0.0, *(np.log((1 + len(texts)) / (1 + counted[gram])) + 1 for gram in rows)])
    unseen = float(np.log(1 + len(texts)) + 1)
    columns: list[int] = []
    values: list[Floats] = []
    ends = [0]
    for grams in texts:
        known = np.array([row for gram in grams if (row := rows.get(gram))], dtype=np.intp)
        length = float(rarity[known] @ rarity[known]) + (len(grams) - len(known)) * unseen**2
        columns += known.tolist()
        values.append(rarity[known] / max(length, 1e-9) ** 0.5)
        ends.append(len(columns))
    vectors: Any = csr_matrix((np.concatenate(values), columns, ends), shape=(len(texts), len(rarity)))
    machine = LinearSVC(C=_C, class_weight="balanced", random_state=0).fit(vectors, sought)
    weights = (machine.coef_.ravel() * rarity).astype(np.float32)
    return ReportJudge(
        rows, rarity.astype(np.float32), weights, unseen, float(machine.intercept_[0]), 0.0, 0.0, 0.0, 0.0
    )
