"""Statistics among 1,000,000 tickets of five years: figures, picture, workbook, and what all this costs the rest.

python -m tests.benchmarks statistics
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from bot.desk import statistics
from bot.domain.areas import Area
from bot.domain.periods import read_period
from bot.domain.statistics import Scope
from storage.connection import connect_reader
from storage.times import to_ms
from storage.transaction import Tx, end
from tests.benchmarks import county, history, meeting, summing
from tests.benchmarks.bare_counts import laid_bare
from tests.desk.town import ZONE

_TRIES = 15
_PAST, _RUNNING = "2026Q3", "quarter"
_COMMUNITY, _STREET = Scope("u7"), Scope("s3")
_DEAR = 1.0
"""Seconds: what takes longer is asked five times."""


@dataclass(frozen=True, slots=True)
class _Asked:
    what: str
    ask: Callable[[Tx, Area], object]
    most: int
    """Milliseconds that are expected."""


def _figures(what: str, period: str, most: int, scope: Scope = statistics.EVERYTHING, *, timed: bool = False) -> _Asked:
    """As the picture of /stats tells them; `timed`, with how long things took, as the words, JSON and workbook do."""
    read = read_period(period, county.NOW, ZONE)
    return _Asked(
        f"{'timed' if timed else 'figures'}, {what}",
        lambda tx, area: statistics.figures(tx, area, read, county.NOW, scope, timed=timed),
        most,
    )


def _trend(what: str, period: str, most: int, scope: Scope = statistics.EVERYTHING) -> _Asked:
    read = read_period(period, county.NOW, ZONE)
    return _Asked(f"trend, {what}", lambda tx, area: statistics.trend(tx, area, read, county.NOW, ZONE, scope), most)


_ASKED = (
    _figures("past quarter, all units", _PAST, 100),
    _figures("this quarter, all units", _RUNNING, 100),
    _figures("past quarter, all units", _PAST, 200, timed=True),
    _figures("this quarter, all units", _RUNNING, 200, timed=True),
    _figures("past quarter, a community", _PAST, 10, _COMMUNITY, timed=True),
    _figures("this quarter, a community", _RUNNING, 10, _COMMUNITY, timed=True),
    _figures("past quarter, a street", _PAST, 100, _STREET),
    _figures("this quarter, a street", _RUNNING, 100, _STREET),
    _figures("past quarter, a category", _PAST, 100, Scope(category="sanitation")),
    _figures("this quarter, a category", _RUNNING, 100, Scope(category="sanitation")),
    _figures("past quarter, a place", _PAST, 10, Scope(place=county.area().places[90].name)),
    _figures("today", "today", 100),
    _figures("this week", "week", 100),
    _figures("this month", "month", 100),
    _figures("this year", "year", 1000),
    _figures("past year", "2025", 1000),
    _figures("all five years", "all", 1000),
    _figures("all five years, a community", "all", 100, _COMMUNITY),
    _trend("this quarter", _RUNNING, 100),
    _trend("this year", "year", 300),
    _trend("all five years", "all", 1000),
    _trend("this quarter, a community", _RUNNING, 10, _COMMUNITY),
)


def run() -> None:
    print(f"statistics among {county.TICKETS:,} tickets of {county.YEARS} years")
    file, took = history.made()
    print(f"  the upgrade took {took['upgraded']:.1f} s, the sums of all months {took['summed']:.1f} s (once)")
    _count(file)
    asyncio.run(meeting.run(file))
    summing.run()


def _count(file: Path) -> None:
    """Each question is asked of the bot's own reading connection, and beside it the bare rows of the past quarter."""
    area, quarter = county.area(), read_period(_PAST, county.NOW, ZONE)
    assert quarter.start is not None
    assert quarter.end is not None
    start, stop = to_ms(quarter.start), to_ms(quarter.end)
    with laid_bare(file, start - 90 * 86_400_000) as bare, closing(connect_reader(file)) as connection:
        connection.execute("BEGIN")
        tx = Tx(connection)
        floors: list[float] = []
        lines = [(asked, _timed(partial(asked.ask, tx, area), partial(bare, start, stop), floors)) for asked in _ASKED]
        end(tx)
    floor = median(floors)
    print(f"  {'median of the clock and of the processor':34} {'ms':>8} {'ms':>8} {'ratio':>7}")
    print(f"  {'bare rows of the past quarter':34} {floor:8.1f} {'':8} {1:7.2f}   an index for each moment")
    for asked, (clock, processor) in lines:
        print(
            f"  {asked.what:34} {clock:8.1f} {processor:8.1f} {clock / floor:7.2f}   expected < {asked.most} ms"
            + ("" if clock < asked.most else ": not reached")
        )


def _timed(ask: Callable[[], object], floor: Callable[[], object], floors: list[float]) -> tuple[float, float]:
    """Milliseconds by the clock and of the processor, medians; the floor is timed once for each of them."""
    ask()
    taken: list[tuple[float, float]] = []
    for _ in range(_TRIES):
        clock, processor = time.perf_counter(), time.thread_time()
        ask()
        taken.append(((time.perf_counter() - clock) * 1e3, (time.thread_time() - processor) * 1e3))
        if len(taken) >= 5 and taken[-1][0] > _DEAR * 1e3:
            break
    for _ in range(2):
        clock = time.perf_counter()
        floor()
        floors.append((time.perf_counter() - clock) * 1e3)
    return median(clock for clock, _ in taken), median(processor for _, processor in taken)


if __name__ == "__main__":
    run()
