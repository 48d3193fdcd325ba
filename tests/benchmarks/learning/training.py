"""Time: learning from 15,000 rows, and a text's category by what was learned."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from bot.reading.normalise import normalise
from bot.reading.training import Example, learn
from tests.benchmarks.accuracy.figures import Figure
from tests.benchmarks.learning.grounds import made_up as tickets
from tests.benchmarks.learning.history import made_up
from tests.benchmarks.stopwatch import Stopwatch

_ROWS, _ASKED = 15_000, 2_000


def measure() -> list[Figure]:
    """Eight categories, and forty units at 1,500 named places."""
    rows = made_up(_ROWS)
    grounds = tickets(_ROWS)
    examples = [
        Example(f"{text}，{row.text}", row.category, unit) for row, (text, unit) in zip(rows, grounds, strict=True)
    ]
    watch = Stopwatch()
    model = learn(examples, datetime.now(UTC))
    taken = watch.taken()
    texts = [normalise(row.text).text for row in rows[:_ASKED]]
    begun = time.perf_counter()
    for text in texts:
        model.category_of(text)
    asked = (time.perf_counter() - begun) / len(texts) * 1e6
    return [
        Figure("learning, 8 categories and 40 units, by the clock", taken.clock, _ROWS, "", (), "s", True),
        Figure("learning, 8 categories and 40 units, processor", taken.processor, _ROWS, "< 30", (), "s", True),
        Figure("the learned category of a text of 20 characters", asked, _ASKED, "", (), "µs", True),
    ]
