"""Imports: tables of places that somebody sent and has not agreed to yet.

`expires_at` is also moved by storage/waits.py, where the host's clock was put back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from bot.domain.places_table import PlaceRow
from storage.times import to_ms
from storage.transaction import Tx

_ROWS = TypeAdapter(tuple[PlaceRow, ...])


@dataclass(frozen=True, slots=True)
class Import:
    """`area_version` is the area for which its difference was shown."""

    id: int
    person_id: int
    file: str
    rows: tuple[PlaceRow, ...]
    area_version: int


def add(
    tx: Tx,
    person_id: int,
    chat_id: int,
    message_id: int,
    file: str,
    rows: Sequence[PlaceRow],
    area_version: int,
    expires_at: datetime,
) -> int | None:
    """Its number; None when this message was taken before."""
    row = tx.row(
        "INSERT INTO imports (person_id, chat_id, message_id, file, places, area_version, expires_at)"
        " VALUES (:person, :chat, :message, :file, :places, :version, :expires)"
        " ON CONFLICT (chat_id, message_id) DO NOTHING RETURNING id",
        person=person_id,
        chat=chat_id,
        message=message_id,
        file=file,
        places=_ROWS.dump_json(tuple(rows), exclude_defaults=True).decode(),
        version=area_version,
        expires=to_ms(expires_at),
    )
    return None if row is None else int(row["id"])


def waiting(tx: Tx, number: int, now: datetime) -> Import | None:
    """None for one that is settled, too old, or was never there."""
    row = tx.row(
        "SELECT * FROM imports WHERE id = :id AND settled_at IS NULL AND expires_at > :now", id=number, now=to_ms(now)
    )
    if row is None:
        return None
    rows = _ROWS.validate_json(row["places"])
    return Import(row["id"], row["person_id"], row["file"], rows, row["area_version"])


def show_for(tx: Tx, number: int, area_version: int) -> None:
    """Its difference was shown anew, for this area."""
    tx.run("UPDATE imports SET area_version = :version WHERE id = :id", id=number, version=area_version)


def settle(tx: Tx, number: int, now: datetime) -> None:
    """It is done with: what it held is not kept."""
    tx.run("UPDATE imports SET settled_at = :now, places = '[]' WHERE id = :id", id=number, now=to_ms(now))


def forget(tx: Tx, now: datetime) -> int:
    """What nobody agreed to in time is not kept either. Returns how many."""
    return tx.run(
        "UPDATE imports SET settled_at = :now, places = '[]' WHERE settled_at IS NULL AND expires_at <= :now",
        now=to_ms(now),
    )
