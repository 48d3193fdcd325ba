"""Questions that wait for one person's next words."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from bot.domain.posts import Media
from bot.domain.wishes import NOTHING, Wish

PATIENCE = timedelta(minutes=10)
"""How long the next message of that person in that chat counts as the answer (DESIGN 7)."""

PATIENCE_FOR_PLACE = timedelta(hours=24)
"""A courier is riding: the question where it is stays open for a day, by reply."""


class Asked(StrEnum):
    """What was asked for."""

    PROOF = "proof"  # words or a photo for 办结
    REWORK = "rework"  # the reason for 退回返工
    OBJECT = "object"  # why the rejection is wrong
    DONE = "done"  # a bare photo came: is it 办结?
    PLACE = "place"  # where is it?
    RETURN = "return"  # why it is given back
    REJECT = "reject"  # why it is no case
    EXTEND = "extend"  # for how long, and why
    SUSPEND = "suspend"  # until when, and why
    NOTE = "note"  # what is to be noted
    UNIT = "unit"  # which unit gets it
    CLAIM = "claim"  # a deed was told without a reply: of which ticket?


class Said(BaseModel):
    """What somebody said before they were asked, and where: part of the answer, once the rest comes."""

    model_config = ConfigDict(frozen=True)

    wish: Wish = NOTHING
    words: str = ""
    photos: tuple[Media, ...] = ()
    chat_id: int = 0
    message_id: int = 0
    album: str | None = None
    several: bool = False
    """More than one ticket was offered."""


NOTHING_SAID = Said()


_ALL = frozenset(asked.value for asked in Asked)


def question_key(about: int, asked: Asked, *more: object) -> str:
    """The key of a question's notice: it tells what was asked, also of a copy that was sent again."""
    return ":".join(map(str, ("question", about, asked.value, *more)))


def asked_in(key: str) -> Asked | None:
    """What the question with this key asked for; None when it is the key of something else."""
    parts = key.split(":")
    if parts[0] != "question" or len(parts) < 3 or parts[2] not in _ALL:
        return None
    return Asked(parts[2])
