"""What may be offered to somebody whose report says no place that is known: the names that were nearly written."""

from __future__ import annotations

from bot.domain.readings import Kind, Reading
from bot.reading.reader import Reader


def names_to_offer(reader: Reader, reading: Reading) -> tuple[str, ...]:
    """Near misses, at most three; none where a unit or a known place was found already. Slow: milliseconds."""
    placed = any(problem.unit_code or (problem.spot and problem.spot.name) for problem in reading.problems)
    if placed or reading.kind is not Kind.REPORT:
        return ()
    return reader.near_misses(reading.text)
