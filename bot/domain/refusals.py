"""Why something was not done: one exception whose reason the notices put into words."""

from __future__ import annotations

from enum import StrEnum


class Refusal(StrEnum):
    NO_RIGHT = "no_right"
    WRONG_STATE = "wrong_state"
    ALREADY_DONE = "already_done"
    UNKNOWN_TICKET = "unknown_ticket"
    NO_NUMBER = "no_number"
    UNKNOWN_UNIT = "unknown_unit"
    UNIT_UNREACHABLE = "unit_unreachable"
    MISSING_REASON = "missing_reason"
    MISSING_PROOF = "missing_proof"
    MISSING_PHOTO = "missing_photo"
    WRONG_CODE = "wrong_code"
    STALE_BUTTON = "stale_button"


class Refused(Exception):  # noqa: N818 - it is an answer, not an error of the program
    """A person asked for what cannot be done. Nothing was changed.

    `facts` fill the placeholders of the refusal's text (bot/notices/texts.py).
    """

    def __init__(self, reason: Refusal, **facts: str) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.facts = facts
