"""The audit: appended, read newest first, page by page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage import audit
from storage.audit import Entry
from storage.transaction import Tx

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def test_newest_first_page_by_page(tx: Tx) -> None:
    for number in range(5):
        audit.append(tx, f"act{number}", None, NOW + timedelta(seconds=number))
    assert [entry.action for entry in audit.newest(tx, 2)] == ["act4", "act3"]
    assert [entry.action for entry in audit.newest(tx, 2, 4)] == ["act0"]


def test_an_entry_is_read_as_it_was_written(tx: Tx) -> None:
    audit.append(tx, "revoke", 301, NOW, whom=42, role="secretary", unit=None)
    details = {"whom": 42, "role": "secretary", "unit": None}
    assert audit.newest(tx, 1) == [Entry(NOW, 301, "revoke", details)]
