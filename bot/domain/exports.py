"""Exports: tickets and what happened to them, row by row, as a file of the figures tells of them.

Nobody who reported stands in it by name: a file goes from hand to hand, and nothing calls it back.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from bot.domain.areas import TimeClass
from bot.domain.tickets import State


class Exported(NamedTuple):
    """One ticket. A tuple, since there are tens of thousands of them, as of the next.

    `counted` says of each measure of tickets (storage/exports.py has their names) whether it counts in it, 1 or 0.
    `photos` are those of the report; `link`, `photo` and `proof` lead to the messages of the report, of its first photo
    and of the first that shows the fix, where Telegram has an address for them.
    """

    id: int
    state: State
    place: str | None
    summary: str
    text: str
    category: str | None
    subcategory: str | None
    time_class: TimeClass
    unit_code: str | None
    bot_unit: str | None
    created_at: datetime
    assigned_at: datetime | None
    respond_by: datetime | None
    accepted_at: datetime | None
    due_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    suspended_until: datetime | None
    merged_into: int | None
    reopened: int
    extended: int
    supporters: int
    stars: int | None
    link: str | None
    photos: int
    photo: str | None
    proof: str | None
    counted: tuple[int, ...]


class Happened(NamedTuple):
    """One event of a ticket. `actor` is None for the bot itself and for who reported it; `by_reporter` tells which.

    `details` are there where its words are made of them. `counted`: the measures of events that it counts in.
    """

    ticket_id: int
    kind: str
    state: State
    done_at: datetime
    actor: str | None
    by_reporter: bool
    unit_code: str | None
    had_by: str | None
    words: str | None
    details: dict[str, Any]
    stars: int | None
    counted: tuple[str, ...]
