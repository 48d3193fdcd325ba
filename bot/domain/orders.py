"""Move orders: a move that somebody writes in words, with what it is to be made with (转 城管局, 延期 2天 等材料)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from bot.domain.tickets import Move


class Measure(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WORKDAY = "workday"
    MONTH = "month"


class Length(NamedTuple):
    """A span of time as people say it; weeks are seven days, half a month fifteen."""

    amount: int
    measure: Measure


@dataclass(frozen=True, slots=True)
class MoveOrder:
    """`words` is the reason, or the note; `unit` the unit as it was written, `ticket` the one to merge into.

    `length` and `until` say how long: one of them, none where nothing was said; `impossible`: a date was said that
    does not exist. `numbers` are the tickets that it names; none: what it replies to. A `loose` order is one only
    if its unit is known: 转 is the beginning of many words.
    """

    move: Move
    words: str = ""
    unit: str = ""
    length: Length | None = None
    until: date | None = None
    impossible: bool = False
    ticket: int | None = None
    numbers: tuple[int, ...] = ()
    loose: bool = False
