"""Quarantine: updates that failed too often are tried again, or given up, on an operator's word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from storage import audit, inbox
from storage.transaction import Tx


def retry(tx: Tx, ids: Sequence[int] | None, now: datetime) -> list[int]:
    """Let these (None: all) try again. Returns those that were in quarantine; the workers must be told."""
    if ids is None:
        ids = [item.id for item in inbox.quarantined(tx)]
    released = [item_id for item_id in ids if inbox.release(tx, item_id)]
    if released:
        audit.append(tx, "quarantine_retry", None, now, items=released)
    return released


def drop(tx: Tx, ids: Sequence[int], now: datetime) -> list[int]:
    """Give these up. Returns those that were in quarantine."""
    dropped = [item_id for item_id in ids if inbox.drop(tx, item_id, now)]
    if dropped:
        audit.append(tx, "quarantine_drop", None, now, items=dropped)
    return dropped
