"""The collector at rest: while modules are loaded or a large book is taken in, nothing becomes garbage to look for."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Looking through a thousand modules as they come is a quarter of a start; a book of 100,000 places takes thrice
    its time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
