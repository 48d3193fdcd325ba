"""The area: imported from its book at the first start, afterwards kept in the database."""

from __future__ import annotations

from datetime import datetime

from bot.domain.areas import Area
from storage import areas, audit, chats, people
from storage.transaction import Tx


def import_first(tx: Tx, area: Area, now: datetime) -> bool:
    """Take the book over if the database holds no area yet. True when it did."""
    if areas.version(tx):
        return False
    import_book(tx, area, now)
    return True


def import_book(tx: Tx, area: Area, now: datetime) -> int:
    """Make the book's area the database's: units, places, categories and routes are replaced; people and
    chats that the book names are added, and nobody loses a role by it. Returns the new version.
    """
    version = areas.save(tx, area)
    for entry in area.people:
        people.remember(tx, entry.telegram_id, entry.name, None)
        people.grant(tx, entry.telegram_id, entry.role, entry.unit, None, now)
    for chat in area.chats:
        chats.bind(tx, chat.id, chat.kind, chat.unit, None, now, chat.topic or 0)
    audit.append(tx, "area_import", None, now, version=version, units=len(area.units), places=len(area.places))
    return version
