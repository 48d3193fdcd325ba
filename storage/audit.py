"""The audit: who changed what about the installation, appended and never edited."""

from __future__ import annotations

import json
from datetime import datetime

from storage.times import to_ms
from storage.transaction import Tx


def append(tx: Tx, action: str, person_id: int | None, now: datetime, **details: object) -> None:
    tx.run(
        "INSERT INTO audit (at, person_id, action, details) VALUES (:at, :person, :action, :details)",
        at=to_ms(now),
        person=person_id,
        action=action,
        details=json.dumps(details, ensure_ascii=False),
    )
