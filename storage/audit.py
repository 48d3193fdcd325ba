"""The audit: who changed what about the installation, appended and never edited."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.times import from_ms, to_ms
from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `person_id` None: the bot itself, or the operator on the command line."""

    at: datetime
    person_id: int | None
    action: str
    details: dict[str, Any]


def append(tx: Tx, action: str, person_id: int | None, now: datetime, **details: object) -> None:
    tx.run(
        "INSERT INTO audit (at, person_id, action, details) VALUES (:at, :person, :action, :details)",
        at=to_ms(now),
        person=person_id,
        action=action,
        details=json.dumps(details, ensure_ascii=False),
    )


def newest(tx: Tx, limit: int, offset: int = 0) -> list[Entry]:
    """Newest first."""
    rows = tx.rows(
        "SELECT at, person_id, action, details FROM audit ORDER BY id DESC LIMIT :limit OFFSET :offset",
        limit=limit,
        offset=offset,
    )
    return [Entry(from_ms(row["at"]), row["person_id"], row["action"], json.loads(row["details"])) for row in rows]
