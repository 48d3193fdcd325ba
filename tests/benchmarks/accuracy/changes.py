"""A change of the book of 100,000 places in the running bot: how long the event loop cannot answer meanwhile."""

from __future__ import annotations

import asyncio
import gc
import random
import time
from statistics import median
from typing import Any

from bot.domain.area_changes import amended, key_of
from bot.domain.areas import Area, Place
from bot.reading.reader import Reader
from tests.benchmarks.accuracy.figures import Figure
from tests.benchmarks.accuracy.speed import made_up_area, made_up_names

_PLACES, _CHANGES = 100_000, 20
_BEAT = 0.001


def measure() -> list[Figure]:
    return asyncio.run(_measured())


async def _measured() -> list[Figure]:
    """Each change in a thread, as the bot's shell does it, and what the machine does by itself beside it.

    The median is judged: the worst of a busy machine is the work of others.
    """
    reader = Reader(made_up_area(made_up_names(random.Random(7), _PLACES)))
    gc.collect()
    gc.freeze()  # as the bot does when it has started
    idle = [await _stall(asyncio.create_task(asyncio.sleep(0.05))) for _ in range(_CHANGES)]
    stalls = []
    for number in range(_CHANGES):
        place = Place(name=f"新来{chr(0x4E00 + number)}花园", unit=f"u{number}")
        change = asyncio.create_task(asyncio.to_thread(_with, reader, place))
        stalls.append(await _stall(change))
        reader = change.result()
    gc.unfreeze()
    return [
        _figure("event loop held by nothing, median", median(idle)),
        _figure("event loop held by nothing, worst", max(idle)),
        _figure("event loop held by a change of the book, median", median(stalls), "< 20"),
        _figure("event loop held by a change of the book, worst", max(stalls)),
    ]


def _figure(name: str, milliseconds: float, expected: str = "") -> Figure:
    return Figure(name, milliseconds, _CHANGES, expected, (), "ms", made_up=True)


def _with(reader: Reader, place: Place) -> Reader:
    """As the furnishing of the bot renews its office."""
    places, gone = amended(reader.area.places, {key_of(place)}, (place,))
    area: Area = reader.area.model_copy(update={"places": places})
    return reader.renewed(area, gone, (place,))


async def _stall(task: asyncio.Task[Any]) -> float:
    """Milliseconds: the longest time between two beats of the loop while the work is done, less the beat itself."""
    worst, last = 0.0, time.perf_counter()
    while not task.done():
        await asyncio.sleep(_BEAT)
        now = time.perf_counter()
        worst, last = max(worst, now - last), now
    return max(0.0, worst - _BEAT) * 1000
