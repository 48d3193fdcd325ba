"""Questions: which figures are wanted, of which period and of what, and how a button says so in few bytes."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b

from bot.domain.areas import Area
from bot.domain.refusals import Refusal, Refused
from bot.domain.statistics import Scope

_WHOLE = "-"
_BETWEEN = "~"
_LONGEST_PERIOD = len("2026-11-21")


@dataclass(frozen=True, slots=True)
class Question:
    """`period` is a word or a code that read_period takes."""

    period: str
    scope: Scope = field(default_factory=Scope)

    def as_data(self) -> str:
        """Two arguments of callback data, at most 40 bytes: names and codes would not fit into its 64."""
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

    def offering(self, offered: tuple[Scope, ...]) -> Unclear:
        """The same with other offers."""
        return Unclear(self.written, self.question, offered, twice=self.twice, like_a_period=self.like_a_period)


def read_question(arguments: Sequence[str], area: Area) -> Question:
    """What `as_data` said. Raises Refused(STALE_BUTTON) for what it never said, and for what is gone from the area."""
    if len(arguments) < 2:
        raise Refused(Refusal.STALE_BUTTON)
    period, written = arguments[:2]
    if len(period) > _LONGEST_PERIOD or not period.isascii():
        raise Refused(Refusal.STALE_BUTTON)  # ２０２６ would be understood, but not fit into the buttons of the answer
    found: dict[str, str] = {}
    for part in () if written == _WHOLE else written.split(_BETWEEN):
        sign, meant = part[:1], part[1:]
        if sign not in _NAMES or sign in found:
            raise Refused(Refusal.STALE_BUTTON)
        found[sign] = _meant(sign, meant, area)
    return Question(period, Scope(**{_NAMES[sign]: value for sign, value in found.items()}))


_NAMES = {"u": "unit_code", "c": "category", "p": "place"}


class _Places:
    """The names of the places of one area by their digests: of a hundred thousand they take half a second to make."""

    def __init__(self) -> None:
        self._made: tuple[Area, dict[str, str]] | None = None

    def of(self, area: Area) -> dict[str, str]:
        made = self._made
        if made is None or made[0] is not area:
            self._made = made = area, {digest(name): name for name in dict.fromkeys(one.name for one in area.places)}
        return made[1]


_PLACES = _Places()
_VALUES: dict[str, Callable[[Area], Mapping[str, str]]] = {
    "u": lambda area: {digest(code): code for code in area.unit_by_code},
    "c": lambda area: {digest(code): code for code in area.category_by_code},
    "p": _PLACES.of,
}


def _meant(sign: str, meant: str, area: Area) -> str:
    found = _VALUES[sign](area).get(meant)
    if found is None:
        raise Refused(Refusal.STALE_BUTTON)
    return found
