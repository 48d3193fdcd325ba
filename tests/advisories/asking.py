"""Asks the package index that pip uses about each pinned version: its advisories, as the index has them from OSV."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from enum import StrEnum
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from pip._internal.models.index import PyPI  # the one that pip asks where nothing else is set

_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)
_AT_ONCE = 8
_PER_REQUEST = 5.0
_LONGEST_PAGE = 32 * 1024 * 1024
"""Bytes: the page of a version tells of its files too, and takes some hundred kB at the most."""
_LONGEST_WORD = 100
PATIENCE = 18.0
"""Seconds for all of them together: who checks the style waits for it."""

ACCEPTED: dict[str, str] = {}
"""Advisories that do not concern us, by their id, each with why; written here by whoever looked into it."""


@dataclass(frozen=True, slots=True)
class Pin:
    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Advisory:
    """`fixed_in` may be empty: there is no better version yet."""

    pin: Pin
    id: str
    aliases: tuple[str, ...]
    fixed_in: tuple[str, ...]

    def line(self) -> str:
        remedy = f"fixed in {', '.join(self.fixed_in)}" if self.fixed_in else "not fixed yet"
        names = ", ".join((self.id, *self.aliases))
        return f"{self.pin.name} {self.pin.version}: {names}; {remedy}"


class Silence(StrEnum):
    """Why nothing is known of a pin."""

    UNREACHED = "the index is not reached"
    UNKNOWN = "the index has no advisories to tell"
    LATE = "the index did not answer in time"


Answer = tuple[Advisory, ...] | Silence
Ask = Callable[[Pin], Answer]


def pins(lock: str) -> list[Pin]:
    """Every pinned version of a lock file, also those for other systems."""
    return sorted({Pin(name, version) for name, version in _PIN.findall(lock)}, key=lambda pin: pin.name)


def ask_all(every: Sequence[Pin], ask: Ask, patience: float = PATIENCE) -> dict[Pin, Answer]:
    """All at once, a few at a time; who has not answered when patience ends is LATE. Nothing is raised."""
    pool = ThreadPoolExecutor(_AT_ONCE)
    asked = {pin: pool.submit(ask, pin) for pin in every}
    wait(asked.values(), timeout=patience)
    pool.shutdown(wait=False, cancel_futures=True)
    return {
        pin: future.result() if future.done() and not future.cancelled() else Silence.LATE
        for pin, future in asked.items()
    }


def asker(index: str) -> Ask:
    """One that knows where this index, written as pip has it (…/simple), tells of a version."""
    parts = urlsplit(index)
    host = parts.netloc.rpartition("@")[2]  # who logs in to a mirror does not lend us the password
    root = parts.path.rstrip("/").removesuffix("/simple").removesuffix("/+simple")
    opener = urllib.request.build_opener()

    def ask(pin: Pin) -> Answer:
        address = urlunsplit((parts.scheme, host, f"{root}/pypi/{pin.name}/{pin.version}/json", "", ""))
        try:
            with opener.open(address, timeout=_PER_REQUEST) as answer:
                told = json.loads(answer.read(_LONGEST_PAGE))
            return tuple(_advisories(pin, told["vulnerabilities"]))
        except urllib.error.HTTPError:
            return Silence.UNKNOWN
        except (OSError, HTTPException):
            return Silence.UNREACHED
        except (
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
            RecursionError,
        ):  # a page, or an index without advisories
            return Silence.UNKNOWN

    return ask


def _advisories(pin: Pin, told: Iterable[Any]) -> Iterable[Advisory]:
    for one in told:
        if not one.get("withdrawn"):
            named = _plain(one["id"])
            yield Advisory(pin, named, _plain_words(one.get("aliases")), _plain_words(one.get("fixed_in")))


def _plain(word: Any) -> str:
    """What an index says goes to a terminal and into logs: one line of signs that steer nothing."""
    return "".join(sign if sign.isprintable() else "?" for sign in str(word))[:_LONGEST_WORD]


def _plain_words(words: Any) -> tuple[str, ...]:
    return tuple(map(_plain, words or ()))


def index_of_pip() -> str:
    """The index that pip is set to, by the environment or its files; else its own."""
    if found := os.environ.get("PIP_INDEX_URL"):
        return found
    told = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", "global.index-url"],
        capture_output=True,
        text=True,
        check=False,
        timeout=_PER_REQUEST,
    )
    return told.stdout.strip() or PyPI.simple_url


def verdict(answers: dict[Pin, Answer], seconds: float) -> tuple[str, bool]:
    """The lines to print, and whether all is well: it is not only where an advisory was found."""
    heard = [answer for answer in answers.values() if not isinstance(answer, Silence)]
    found = [one for answer in heard for one in answer if not {one.id, *one.aliases} & ACCEPTED.keys()]
    if found:
        return "\n".join(["advisories: found", *(f"  {one.line()}" for one in found)]), False
    silent = [answer for answer in answers.values() if isinstance(answer, Silence)]
    if not heard:
        why = max(set(silent), key=silent.count) if silent else "nothing is pinned"
        return f"advisories: skipped, {why} (of {len(answers)} pinned versions)", True
    unknown = f", nothing known of {len(silent)}" if silent else ""
    return f"advisories: none for {len(heard)} pinned versions{unknown}, {seconds:.1f} s", True


def checked(every: Sequence[Pin], ask: Ask, patience: float = PATIENCE) -> tuple[str, bool]:
    """As `verdict`. Two are asked about first: an index that has nothing to tell is not asked about all the others."""
    began = time.monotonic()
    probes = [*every[:1], *every[1:][-1:]]
    answers = ask_all(probes, ask, patience)
    if all(isinstance(answer, Silence) for answer in answers.values()):
        answers = dict.fromkeys(every, answers[probes[0]])
    else:
        others = [pin for pin in every if pin not in answers]
        answers |= ask_all(others, ask, patience - (time.monotonic() - began))
    return verdict(answers, time.monotonic() - began)
