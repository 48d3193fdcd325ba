"""Wishes: what a move is to be made with: a unit, a span, a date, another ticket, a correction, a rating."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from bot.domain.areas import TimeClass
from bot.domain.durations import DurationText

STARS = range(1, 6)
"""How satisfied somebody may be (满意度)."""


class Rating(BaseModel):
    """How a helper turned out, in the words of the whistle (吹哨报到): 到场, 及时, 解决."""

    model_config = ConfigDict(frozen=True)

    came: bool
    in_time: bool
    solved: bool


RATINGS = {
    "all": Rating(came=True, in_time=True, solved=True),
    "came_solved": Rating(came=True, in_time=False, solved=True),
    "came": Rating(came=True, in_time=True, solved=False),
    "none": Rating(came=False, in_time=False, solved=False),
}
"""What is said of help in one tap, by what callback data calls it (the texts `rating.…`)."""


class Correction(BaseModel):
    """What a coordinator sets right. None stays as it is; a `subcategory` goes with its category.

    `place` is as it was written, `name` the place of the area book that it names.
    """

    model_config = ConfigDict(frozen=True)

    category: str | None = None
    subcategory: str | None = None
    time_class: TimeClass | None = None
    place: str | None = None
    name: str | None = None


class Wish(BaseModel):
    """One of these fields for each `Demand` that is no words and no photo; the others stay empty.

    `until` is aware; `post` is a supporter's post.
    """

    model_config = ConfigDict(frozen=True)

    units: tuple[str, ...] = ()
    span: DurationText | None = None
    until: datetime | None = None
    ticket: int | None = None
    change: Correction | None = None
    stars: int | None = None
    rating: Rating | None = None
    post: int | None = None

    @property
    def unit(self) -> str | None:
        """The one unit, where a move takes only one."""
        return self.units[0] if len(self.units) == 1 else None


NOTHING = Wish()
