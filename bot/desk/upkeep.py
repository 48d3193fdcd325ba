"""Upkeep: what the bot clears away by itself once a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from bot.desk.office import Office
from storage import imports, inbox, media, retention, schedules
from storage.transaction import Tx

NAME = "clean_up"
_AT = time(3, 30)
_LEAST = timedelta(hours=1)


def clean_up_when_due(tx: Tx, office: Office, now: datetime) -> bool:
    """Forget settled raw updates: they are personal data, and ids may restart inside the old range.

    The photos of tickets that were closed long ago are given up, too: a worker deletes the files.
    """
    planned = schedules.next_at(tx, NAME)
    following = office.next_run(_AT, now + _LEAST)
    if planned is not None and planned > now:
        if planned > following:  # the host's clock was put back
            schedules.set_next(tx, NAME, following)
        return False
    schedules.set_next(tx, NAME, following)
    imports.forget(tx, now)
    inbox.prune(tx, now, office.keep_inbox)
    media.expire(tx, now - office.keep_media)
    return True


AT_ONCE = 50
"""Tickets whose words are forgotten in one transaction."""


def outlived(tx: Tx, office: Office, now: datetime, after: int) -> list[int]:
    """The next tickets whose words have been kept long enough (privacy.keep_posts)."""
    return retention.outlived(tx, now - office.keep_posts, after, AT_ONCE)


def forget_words(tx: Tx, office: Office, now: datetime, numbers: Sequence[int]) -> None:
    """Of each that is still over: it may have been reopened since it was looked for."""
    for number in numbers:
        retention.forget_words(tx, number, now - office.keep_posts)
