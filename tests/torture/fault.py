"""A fault as the table knows it, and how long it goes on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from tests.torture.bots import StruckBot
from tests.torture.tally import Tally


class Form(StrEnum):
    """SHORT is what `make test` plays, LONG what `make torture` plays."""

    SHORT = "short"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the table: what strikes, in words, and what plays it.

    `play` may start the bot that it is handed, or others in ways of its own. Between the forms only the numbers differ,
    never what is asked at the end.
    """

    what: str
    play: Callable[[Form, StruckBot], Awaitable[Tally]]
