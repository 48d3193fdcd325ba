"""Measures that can be opened: in which order they are offered, what they count, how a button names one briefly."""

from __future__ import annotations

from bot.domain.refusals import Refusal, Refused
from bot.domain.statistics import AGE_NAMES

AGED = tuple(f"age_{name}" for name in AGE_NAMES)
"""What is open, by how long ago it was reported."""
LASTING = ("response", "fix")
"""Tickets of which it is told how long something took: what was accepted then, and what was resolved."""

OFFERED: tuple[tuple[str, ...], ...] = (
    ("received", "auto", "misrouted"),
    ("given", "returned", "transferred"),
    ("responded", "unanswered"),
    ("resolved", "on_time", "missed"),
    ("response", "fix"),
    ("closed", "rejected", "reopened"),
    ("fell_due", "closed_on_time"),
    ("extended", "suspended", "supported"),
    ("solved", "unsolved"),
    ("rated", "satisfied"),
    ("open", "overdue", "put_aside"),
    AGED[:3],
    AGED[3:],
    ("waiting_triage", "waiting_acceptance", "waiting_review"),
)
"""Row by row, as they stand below each other."""

TIMES = frozenset(
    {
        "given",
        "reopened",
        "returned",
        "extended",
        "suspended",
        "transferred",
        "solved",
        "unsolved",
        "rated",
        "satisfied",
        "supported",
    }
)
"""What counts how often something happened: a ticket may stand in its list more than once."""

NOW = frozenset({"open", "overdue", "put_aside", "waiting_triage", "waiting_acceptance", "waiting_review", *AGED})
"""What is counted of this moment, whatever the period."""

_CODES = {
    "received": "rc",
    "auto": "au",
    "misrouted": "mr",
    "given": "gv",
    "responded": "rs",
    "unanswered": "un",
    "resolved": "dn",
    "on_time": "ot",
    "missed": "ms",
    "fell_due": "fd",
    "closed_on_time": "ct",
    "closed": "cl",
    "rejected": "rj",
    "reopened": "ro",
    "returned": "rt",
    "extended": "ex",
    "suspended": "su",
    "transferred": "tr",
    "solved": "so",
    "unsolved": "us",
    "rated": "ra",
    "satisfied": "sa",
    "supported": "sp",
    "open": "op",
    "waiting_triage": "wt",
    "waiting_acceptance": "wa",
    "waiting_review": "wr",
    "put_aside": "pa",
    "overdue": "od",
    "response": "rp",
    "fix": "fx",
    "age_day": "a1",
    "age_three_days": "a2",
    "age_week": "a3",
    "age_month": "a4",
    "age_older": "a5",
}
_BY_CODE = {code: measure for measure, code in _CODES.items()}


def measure_code(measure: str) -> str:
    """Two letters that stand for a measure in callback data; they never change, since buttons stand for years."""
    return _CODES[measure]


def read_measure(code: str) -> str:
    """The measure of these letters. Raises Refused(STALE_BUTTON) where they are of none."""
    if code not in _BY_CODE:
        raise Refused(Refusal.STALE_BUTTON)
    return _BY_CODE[code]
