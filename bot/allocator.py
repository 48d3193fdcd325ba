"""The C library's allocator, told to give memory back: what the bot holds stays flat over months."""

from __future__ import annotations

import asyncio
import ctypes
from typing import Final

LARGE: Final = 128 * 1024
"""Bytes from which on a buffer is the system's own mapping, and goes back to it whole. glibc begins with as much."""

_BETWEEN: Final = 60.0
"""Seconds. One look through the heap takes about a millisecond (docs/decisions/0024), beside the event loop."""

_M_MMAP_THRESHOLD: Final = -3  # malloc.h


def give_large_buffers_back() -> bool:
    """Keep glibc from raising its threshold; False where there is another allocator, and nothing to be told.

    Where nobody has said how large a buffer must be, glibc takes the largest that was ever freed for ordinary: after
    the first picture of /stats, 280 kB, its like come from the heap, between small things that stay, and the heap
    grows by some hundred kB a picture (docs/decisions/0024). mallopt(3), "Dynamic mmap threshold". Call it before
    there are threads.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and bool(mallopt(_M_MMAP_THRESHOLD, LARGE))


async def give_back_now_and_then() -> None:
    """Until cancelled: whole pages that lie free within the heap go back to the system. malloc_trim(3)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    while trim is not None:
        await asyncio.sleep(_BETWEEN)
        await asyncio.to_thread(trim, 0)
