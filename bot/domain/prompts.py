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
