"""Closings: which reporting groups have anything to read of what was closed since the last time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.desk.office import Office
from bot.desk.reach import reporting_seats
from storage import closings
from storage.closings import Span
from storage.transaction import Tx


def groups_with_closings(tx: Tx, office: Office, since: datetime, now: datetime) -> Mapping[str, int]:
    """The readers of a round that tells of closings, by their chats' ids; what is new to them is counted later."""
    closed = closings.chats_with(tx, Span(since, now))
    return {str(chat): 0 for chat in reporting_seats(tx) if chat in closed}
