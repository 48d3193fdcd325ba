"""Why something was not done: one exception whose reason the notices put into words."""

from __future__ import annotations

from enum import StrEnum


class Refusal(StrEnum):
    NO_RIGHT = "no_right"
    NOT_REPORTER = "not_reporter"
    WRONG_STATE = "wrong_state"
    ALREADY_DONE = "already_done"
    UNKNOWN_TICKET = "unknown_ticket"
    NO_NUMBER = "no_number"
    UNKNOWN_UNIT = "unknown_unit"
    UNIT_UNREACHABLE = "unit_unreachable"
    MISSING_REASON = "missing_reason"
    NO_STAGE = "no_stage"
    MISSING_PROOF = "missing_proof"
    MISSING_PHOTO = "missing_photo"
    SAME_UNIT = "same_unit"
    DESIGNATED = "designated"
    MISSING_SPAN = "missing_span"
    MISSING_DATE = "missing_date"
    BAD_DATE = "bad_date"
    MISSING_TICKET = "missing_ticket"
    SAME_TICKET = "same_ticket"
    TICKET_OVER = "ticket_over"
    URGENT_FIRST = "urgent_first"
    OWN_WORK = "own_work"
    OTHER_UNITS = "other_units"
    NOTHING_CHANGED = "nothing_changed"
    UNKNOWN_PLACE = "unknown_place"
    UNKNOWN_CATEGORY = "unknown_category"
    NOT_ASKED = "not_asked"
    NEEDS_CONSENT = "needs_consent"
    ALREADY_ASKED = "already_asked"
    ONLY_ONCE = "only_once"
    TOO_LATE = "too_late"
    HAS_SUPPORTERS = "has_supporters"
    HELP_UNDERWAY = "help_underway"
    HAS_HELPER = "has_helper"
    IS_HELP = "is_help"
    NOT_HELP = "not_help"
    OTHER_GROUND = "other_ground"
    LAST_ADMIN = "last_admin"
    ONLY_IN_PRIVATE = "only_in_private"
    OWN_FIGURES = "own_figures"
    WRONG_CODE = "wrong_code"
    STALE_BUTTON = "stale_button"
    NOT_YOUR_LIST = "not_your_list"
    WHICH_UNIT = "which_unit"
    PLACE_USAGE = "place_usage"
    UNIT_USAGE = "unit_usage"
    FIND_USAGE = "find_usage"
    BAD_NAME = "bad_name"
    PLACE_KNOWN = "place_known"
    PLACE_NEAR = "place_near"
    WHICH_PLACE = "which_place"
    NO_SUCH_ALIAS = "no_such_alias"
    PLACE_ROUTED = "place_routed"
    UNIT_KNOWN = "unit_known"
    IMPORT_OVER = "import_over"
    UNKNOWN_SPECIAL = "unknown_special"
    SPECIAL_RUNNING = "special_running"
    SPECIAL_OVER = "special_over"
    SPECIAL_NOWHERE = "special_nowhere"
    SPECIAL_USAGE = "special_usage"
    SPECIAL_WORDS = "special_words"
    SPECIAL_EMPTY = "special_empty"
    STILL_IN_OFFICE = "still_in_office"
    BUNDLED = "bundled"
    TOO_FAST = "too_fast"
    MUTED = "muted"
    MUTE_USAGE = "mute_usage"
    WHICH_PERSON = "which_person"
    IN_OFFICE = "in_office"
    NOT_MUTED = "not_muted"


class Refused(Exception):  # noqa: N818 - it is an answer, not an error of the program
    """A person asked for what cannot be done. Nothing was changed.

    `facts` fill the placeholders of the refusal's text (bot/notices/texts.py).
    """

    def __init__(self, reason: Refusal, **facts: str) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.facts = facts
