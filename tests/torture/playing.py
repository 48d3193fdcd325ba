"""Plays faults of the table, each in a process of its own with its own bot, and says what came of them."""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context

from tests.secrecy.watch import WATCH
from tests.torture.bots import StruckBot
from tests.torture.fault import Form
from tests.torture.table import FAULTS
from tests.torture.tally import Tally

_SHOWN = 5
_MOSTLY_WAIT = ("locked", "disk-full", "read-only", "outage", "chats-gone")
"""Begun first: whoever is left alone at the end with one of them waits for it, and the processors with him."""


@dataclass(frozen=True, slots=True)
class Played:
    """What is printed of one fault: its line, and what was found where it does not hold."""

    words: str
    sound: bool


def play(names: Sequence[str], form: Form, at_once: int) -> Iterator[Played]:
    """Play these faults, `at_once` of them at a time; each is handed out as soon as it is over."""
    forks = get_context("forkserver")
    forks.set_forkserver_preload([__name__])  # what all of them need is loaded once
    with ProcessPoolExecutor(at_once, mp_context=forks, initializer=_begin) as players:
        order = sorted(names, key=lambda name: name not in _MOSTLY_WAIT)
        playing = [players.submit(_play, name, form) for name in order]
        for played in as_completed(playing):
            yield played.result()


def _begin() -> None:
    """In each player, once."""
    WATCH.install()
    # A client that is killed in the middle of a request is no fault of the sandbox.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)


def _play(name: str, form: Form) -> Played:
    began = time.monotonic()
    try:
        tally = asyncio.run(_strike(name, form))
    except Exception:  # the harness fell: its fault is told, and the other faults are played all the same
        return Played(f"{name}: could not be played\n{traceback.format_exc()}", sound=False)
    lines = [tally.line(name, time.monotonic() - began)]
    if not tally.holds:
        lines.append(tally.complaint())
    said = WATCH.findings()
    if said:
        lines += ["  said in a log what nobody may say:", *(f"    {line}" for line in said[:_SHOWN])]
    return Played("\n".join(lines), sound=tally.holds and not said)


async def _strike(name: str, form: Form) -> Tally:
    with StruckBot() as bot:
        return await FAULTS[name].play(form, bot)
