"""The plain way to compare with: TF-IDF over character n-grams and a LinearSVC, as a textbook has it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC


class Plain:
    def __init__(self, texts: Sequence[str], codes: Sequence[str], grams: tuple[int, int] = (1, 3)) -> None:
        self._grams = TfidfVectorizer(analyzer="char", ngram_range=grams)
        self._machine = LinearSVC().fit(self._grams.fit_transform(texts), list(codes))

    def guess(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        """For each text the code and by how much it leads."""
        scores = self._machine.decision_function(self._grams.transform(texts))
        if scores.ndim == 1:
            scores = np.column_stack([-scores, scores])
        ranked = np.sort(scores, axis=1)
        codes = self._machine.classes_[scores.argmax(axis=1)]
        return list(zip(codes.tolist(), (ranked[:, -1] - ranked[:, -2]).tolist(), strict=True))
