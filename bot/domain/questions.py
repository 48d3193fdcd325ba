"""Questions: which figures are wanted, of which period and of what, and how a button says so in few bytes."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b

from bot.domain.areas import Area
from bot.domain.refusals import Refusal, Refused
from bot.domain.statistics import Scope

_WHOLE = "-"
_BETWEEN = "~"


@dataclass(frozen=True, slots=True)
class Question:
    """`period` is a word or a code that read_period takes."""

    period: str
    scope: Scope = field(default_factory=Scope)

    def as_data(self) -> str:
        """Two arguments of callback data, at most 38 bytes: names and codes would not fit into its 64."""
        parts = (
            ("u", self.scope.unit_code),
            ("c", self.scope.category),
            ("p", self.scope.place),
        )
        written = _BETWEEN.join(sign + digest(value) for sign, value in parts if value is not None)
        return f"{self.period}:{written or _WHOLE}"


class View(StrEnum):
    """What of the figures is looked at more closely: the last argument of `statsview:PERIOD:SCOPE:VIEW`."""

    UNITS = "units"
    CATEGORIES = "cats"
    PLACES = "places"
    MORE = "more"
    TIMING = "timing"
    HOURS = "hours"
    COMPARED = "before"
    REPORTERS = "people"


def digest(value: str) -> str:
    """Eight characters that stand for a code or a name."""
    return urlsafe_b64encode(blake2b(value.encode(), digest_size=6).digest()).decode()


class Unclear(Exception):  # noqa: N818 - what a person wrote, not an error of the program
    """A word that names nothing, or a second one of a kind (`twice`). `question` is the rest; `offered` may be meant.

    `like_a_period`: it may have been a period that is none.
    """

    def __init__(
        self,
        written: str,
        question: Question,
        offered: tuple[Scope, ...] = (),
        *,
        twice: bool = False,
        like_a_period: bool = False,
    ) -> None:
        super().__init__(written)
        self.written = written
        self.question = question
        self.offered = offered
        self.twice = twice
        self.like_a_period = like_a_period


def read_question(arguments: Sequence[str], area: Area) -> Question:
    """What `as_data` said. Raises Refused(STALE_BUTTON) for what it never said, and for what is gone from the area."""
    if len(arguments) < 2:
        raise Refused(Refusal.STALE_BUTTON)
    period, written = arguments[:2]
    found: dict[str, str] = {}
    for part in () if written == _WHOLE else written.split(_BETWEEN):
        sign, meant = part[:1], part[1:]
        if sign not in _NAMES or sign in found:
            raise Refused(Refusal.STALE_BUTTON)
        found[sign] = _meant(meant, _values(sign, area))
    return Question(period, Scope(**{_NAMES[sign]: value for sign, value in found.items()}))


_NAMES = {"u": "unit_code", "c": "category", "p": "place"}


def _values(sign: str, area: Area) -> Iterable[str]:
    if sign == "u":
        return area.unit_by_code
    if sign == "c":
        return area.category_by_code
    return (place.name for place in area.places)


def _meant(meant: str, values: Iterable[str]) -> str:
    for value in values:
        if digest(value) == meant:
            return value
    raise Refused(Refusal.STALE_BUTTON)
