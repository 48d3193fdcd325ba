"""Upkeep: what the bot clears away by itself once a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from bot.desk.office import Office
from storage import forgotten, imports, inbox, media, mutes, paces, retention, schedules
from storage.transaction import Tx

NAME = "clean_up"
REWRITE = "rewrite"
"""Planned, at once, by the clean-up; the row goes when it is done, so that a kill in between only puts it off."""

KEEP_FORGOTTEN = timedelta(days=366)
"""How long a backup may bring back who was forgotten after it, and the bot knows to forget them again."""

KEEP_MUTES = timedelta(days=30)
"""How long it is kept who was muted, after that is over; the audit says it as long as it is kept."""

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
    paces.prune(tx, now)
    mutes.prune(tx, now - KEEP_MUTES)
    forgotten.prune(tx, now - KEEP_FORGOTTEN)
    schedules.set_next(tx, REWRITE, now)
    return True


def is_rewriting_due(tx: Tx, office: Office, now: datetime) -> bool:
    """Whether the words of old reports, and then all that lies in the file unused, have still to go."""
    planned = schedules.next_at(tx, REWRITE)
    return planned is not None and not now < planned <= now + _LEAST  # later: the host's clock was put back


def note_rewriting(tx: Tx, now: datetime, *, done: bool) -> None:
    """What failed is tried again after an hour: a full disk is not mended by the next sweep."""
    if done:
        schedules.drop(tx, REWRITE)
    else:
        schedules.set_next(tx, REWRITE, now + _LEAST)


AT_ONCE = 50
"""Tickets whose words are forgotten in one transaction."""


def outlived(tx: Tx, office: Office, now: datetime, after: int) -> list[int]:
    """The next tickets whose words have been kept long enough (privacy.keep_posts)."""
    return retention.outlived(tx, now - office.keep_posts, after, AT_ONCE)


def forget_words(tx: Tx, office: Office, now: datetime, numbers: Sequence[int]) -> None:
    """Of each that is still over: it may have been reopened since it was looked for."""
    for number in numbers:
        retention.forget_words(tx, number, now - office.keep_posts)


LOOKED_AT = 500
"""Messages of no ticket that are looked at in one reading."""


def words_said(tx: Tx, office: Office, now: datetime, after: int) -> tuple[list[int], int] | None:
    """The next messages of no ticket whose words were kept as long as those of reports, and how far that looked."""
    return retention.words_said(tx, now - office.keep_posts, after, LOOKED_AT)


def set_aside(tx: Tx, office: Office, now: datetime) -> list[int]:
    """Posts that were never understood, and have been kept as long as others."""
    return retention.set_aside(tx, now - office.keep_posts)
