"""Waits: pauses, second tries, questions and gatherings last as long as was meant, also when the host's clock is put
back.

Deadlines and digests are times of day that people were told; they stay where they are.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk.office import Office
from storage import waits
from storage.transaction import Tx

TOLERANCE = timedelta(seconds=1)
"""By how much a clock may be put back without anybody waiting noticeably longer."""


def note_time(tx: Tx, office: Office, now: datetime) -> None:
    """Remember what the clock shows: the next start compares."""
    waits.note_seen(tx, now)


def follow(tx: Tx, office: Office, by: timedelta, now: datetime) -> None:
    """The clock was put back by so much while the bot ran: whatever waits ends when it would have ended."""
    waits.shift(tx, by, now)
    waits.note_seen(tx, now)


def catch_up(tx: Tx, office: Office, now: datetime) -> timedelta:
    """At the start: by how much, at least, the clock was put back since it was last seen; zero when it was not.

    Nobody knows how long the bot was down. What waits for a second try is tried at once: if Telegram's patience is
    not over yet, it says so again, with the seconds that are left. What waited for words waits for them once more:
    they may have been said meanwhile, and come only now.
    """
    seen = waits.seen_at(tx)
    by = seen - now if seen is not None else timedelta()
    if by <= TOLERANCE:
        by = timedelta()
    else:
        waits.end_patience(tx, now)
        waits.shift(tx, by, now)
    waits.gather_again(tx, now)
    waits.note_seen(tx, now)
    return by
