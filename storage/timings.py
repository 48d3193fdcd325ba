"""Timings: how long things took, by nearest rank, in whole seconds begun, read in pieces each sorted for itself.

Nothing holds the interpreter for long: SQLite strings a stretch of them together, and what is looked for is then
found between the sorted pieces, which need never be one list.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from pydantic_core import from_json

from bot.domain.areas import TimeClass
from bot.domain.statistics import Timing, Timings
from storage.measures import Lasting
from storage.transaction import Tx, Value

_PIECE = 8_000
"""Tickets that are read and sorted in a few milliseconds."""
_CLASSES = tuple(TimeClass)
_ROOM = 2**27
"""Seconds, four years: what took longer counts as just that. A number says the class, times this, and the seconds:
Python sorts numbers below 2**30 in half the time.
"""


def timings(tx: Tx, lasting: Lasting, start: int, end: int, own: str, names: Mapping[str, Value]) -> Timings:
    """Of the tickets whose moment lies from `start` to just before `end` (UTC milliseconds), and of each class.

    `own` are further conditions over a ticket `t`, and `names` their values.
    """
    seconds = f"min(({lasting.moment} - {lasting.since} + 999) / 1000, {_ROOM - 1})"
    places = " ".join(f"WHEN '{one}' THEN {place * _ROOM}" for place, one in enumerate(_CLASSES))
    sql = (
        f"SELECT group_concat({seconds} + CASE t.time_class {places} END) FROM tickets t"
        f" WHERE {lasting.moment} >= :start AND {lasting.moment} < :end AND {lasting.only}{own}"
    )
    pieces: list[list[int]] = []
    for begins, ends in _pieces(tx, lasting, start, end, own, names):
        strung = tx.value(sql, **{**names, "start": begins, "end": ends})
        pieces.append(sorted(from_json(f"[{strung or ''}]")))
    found = [(one, _timing(pieces, (place,))) for place, one in enumerate(_CLASSES)]
    whole = _timing(pieces, range(len(_CLASSES)))
    return Timings(whole, tuple((one, timing) for one, timing in found if timing.count))


def _pieces(
    tx: Tx, lasting: Lasting, start: int, end: int, own: str, names: Mapping[str, Value]
) -> Iterator[tuple[int, int]]:
    """The stretches that hold so many each; more where many things took place at one moment."""
    following = (
        f"SELECT {lasting.moment} FROM tickets t WHERE {lasting.moment} >= :start AND {lasting.moment} < :end"
        f" AND {lasting.only}{own} ORDER BY {lasting.moment} LIMIT 1 OFFSET {_PIECE}"
    )
    while (after := tx.value(following, **{**names, "start": start, "end": end})) is not None:
        yield start, max(after, start + 1)
        start = max(after, start + 1)
    yield start, end


def _timing(pieces: Sequence[Sequence[int]], classes: Sequence[int]) -> Timing:
    """Nearest rank: the smallest time that at least half (90 %) of the tickets of these classes did not exceed."""
    count = _within(pieces, classes, _ROOM - 1)
    if not count:
        return Timing()
    median, p90 = (_ranked(pieces, classes, (count * share + 99) // 100) for share in (50, 90))
    return Timing(count, timedelta(seconds=median), timedelta(seconds=p90))


def _within(pieces: Sequence[Sequence[int]], classes: Sequence[int], seconds: int) -> int:
    """How many of these classes took no longer."""
    return sum(
        bisect_right(piece, place * _ROOM + seconds) - bisect_left(piece, place * _ROOM)
        for place in classes
        for piece in pieces
    )


def _ranked(pieces: Sequence[Sequence[int]], classes: Sequence[int], rank: int) -> int:
    """The seconds at that place, from 1, in what all of them would be when sorted together."""
    low, high = 0, _ROOM - 1
    while low < high:
        middle = (low + high) // 2
        if _within(pieces, classes, middle) >= rank:
            high = middle
        else:
            low = middle + 1
    return low
