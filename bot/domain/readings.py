"""What a post says, as types: problems, places, categories, urgency, and why it was read so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bot.domain.areas import TimeClass
from bot.domain.durations import Duration
from bot.domain.pins import Pin


class Kind(StrEnum):
    REPORT = "report"
    REPLY = "reply"
    COMMAND = "command"
    CHATTER = "chatter"


class Reason(NamedTuple):
    """A matched span, half-open, in code points of the original text: place:龙西小区@0-4."""

    kind: str
    text: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.text}@{self.start}-{self.end}"

    @classmethod
    def read(cls, written: str) -> Reason:
        """The reason that `str` wrote; without a span, as far as it can be read."""
        kind, _, rest = written.partition(":")
        text, _, span = rest.rpartition("@")
        start, _, end = span.partition("-")
        if not (start.isdecimal() and end.isdecimal()):
            return cls(kind, rest, 0, 0)
        return cls(kind, text, int(start), int(end))


@dataclass(frozen=True, slots=True)
class Spot:
    """Where to go and look: a known name (or none, for a bare tail) and the address tail, in Arabic digits."""

    name: str | None = None
    unit_code: str | None = None
    building: str | None = None
    entrance: str | None = None
    floor: str | None = None
    room: str | None = None
    number: str | None = None
    gate: str | None = None
    landmark: str | None = None

    def on_screen(self) -> str:
        """As one line: 广场花苑小区3栋2单元东门旁; bare numbers stay apart: 和顺花苑12-402.

        So does a landmark that is another building: 3栋（5栋对面）.
        """
        line = self.name or ""
        for part in (self.number, self.building, self.entrance, self.floor, self.room, self.gate):
            if part:
                line += f"-{part}" if part[0].isdigit() and line[-1:].isdigit() else part
        if self.landmark and self.landmark[0].isdigit() and line:
            return f"{line}（{self.landmark}）"
        return line + (self.landmark or "")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong at one spot.

    `unit_code` says where it would be routed (None: triage); `candidates` are the codes of an
    ambiguous name's units; `rule` names what decided the unit. `category` and `subcategory` are
    codes of the area. `confidence` is the probability that the category is right, 0 to 1.
    """

    summary: str
    category: str | None = None
    subcategory: str | None = None
    time_class: TimeClass | None = None
    limit: Duration | None = None
    confidence: float = 0.0
    spot: Spot | None = None
    unit_code: str | None = None
    candidates: tuple[str, ...] = ()
    rule: str | None = None
    why: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text says. A `report` has at least one problem; `emergency` implies `report`."""

    text: str
    kind: Kind
    emergency: bool = False
    problems: tuple[Problem, ...] = ()


class Earlier(NamedTuple):
    """Where the sender's report of a moment ago is, as its ticket shows it (广场花苑小区3栋), and the ticket's unit."""

    place: str
    unit_code: str | None = None


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """What is known beside the text: the chat's unit, the sender's usual unit, a photo, a position that was sent.

    `earlier` is where a post is that opens with 还有 or the like and names no place.
    """

    chat_unit: str | None = None
    sender_unit: str | None = None
    has_photo: bool = False
    pin: Pin | None = None
    earlier: Earlier | None = None


class OrderWord(StrEnum):
    """What a replied word asks for."""

    ACCEPT = "accept"
    RESOLVE = "resolve"
    CONFIRM = "confirm"
    DISPUTE = "dispute"
    PROGRESS = "progress"
    NOT_OURS = "not_ours"


@dataclass(frozen=True, slots=True)
class Order:
    """A replied word and what was said with it: 已处理，换了新桶 → resolve, "已处理，换了新桶".

    `numbers` are the tickets that it names (T1024、1026 都好了); none: what it replies to.
    """

    word: OrderWord
    words: str
    numbers: tuple[int, ...] = ()
