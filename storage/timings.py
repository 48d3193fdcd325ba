"""Timings: how long things took, by nearest rank, read in pieces that are sorted each for itself.

Nothing holds the interpreter for long: SQLite strings the spans of a month together, and what is looked for is then
found between the sorted months, which need never be one list.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from bot.domain.areas import TimeClass
from bot.domain.statistics import Timing, Timings
from storage.measures import Lasting
from storage.transaction import Tx, Value

_PIECE = 8_000
"""Spans that are read and sorted in a few milliseconds."""


def timings(tx: Tx, lasting: Lasting, start: int, end: int, own: str, names: Mapping[str, Value]) -> Timings:
    """Of the tickets whose moment lies from `start` to just before `end` (UTC milliseconds), and of each class.

    `own` are further conditions over a ticket `t`, and `names` their values.
    """
    pieces: dict[TimeClass, list[list[int]]] = {one: [] for one in TimeClass}
    strung = ", ".join(
        f"group_concat(CASE WHEN t.time_class = '{one}' THEN {lasting.moment} - {lasting.since} END)"
        for one in TimeClass
    )
    sql = (
        f"SELECT {strung} FROM tickets t WHERE {lasting.moment} >= :start AND {lasting.moment} < :end"
        f" AND {lasting.only}{own}"
    )
    for begins, ends in _pieces(tx, lasting, start, end, own, names):
        row = tx.row(sql, **{**names, "start": begins, "end": ends})
        for one, spans in zip(TimeClass, tuple(row or ()), strict=True):
            if spans:
                pieces[one].append(sorted(json.loads(f"[{spans}]")))  # twice as fast as int of each
    return Timings(
        _timing([piece for some in pieces.values() for piece in some]),
        tuple((one, _timing(some)) for one, some in pieces.items() if some),
    )


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


def _timing(pieces: Sequence[Sequence[int]]) -> Timing:
    """Nearest rank: the smallest time that at least half (90 %) of the tickets did not exceed. Each piece is sorted."""
    count = sum(map(len, pieces))
    if not count:
        return Timing()
    median, p90 = (timedelta(milliseconds=_ranked(pieces, (count * share + 99) // 100)) for share in (50, 90))
    return Timing(count, median, p90)


def _ranked(pieces: Sequence[Sequence[int]], rank: int) -> int:
    """The value at that place, from 1, in what the pieces would be when sorted together."""
    low, high = min(piece[0] for piece in pieces), max(piece[-1] for piece in pieces)
    while low < high:
        middle = (low + high) // 2
        if sum(bisect_right(piece, middle) for piece in pieces) >= rank:
            high = middle
        else:
            low = middle + 1
    return low
