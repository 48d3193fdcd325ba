"""Questions that wait for one person's next words."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

PATIENCE = timedelta(minutes=10)
"""How long the next message of that person in that chat counts as the answer (DESIGN 7)."""

PATIENCE_FOR_PLACE = timedelta(hours=24)
"""A courier is riding: the question where it is stays open for a day, by reply."""


class Asked(StrEnum):
    """What was asked for."""

    PROOF = "proof"  # words or a photo for 办结
    REWORK = "rework"  # the reason for 退回返工
    DONE = "done"  # a bare photo came: is it 办结?
    PLACE = "place"  # where is it?


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
