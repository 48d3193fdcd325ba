"""The area: imported from its book at the first start, afterwards kept in the database."""

from __future__ import annotations

from datetime import datetime

from bot.domain.area_changes import AreaChange
from bot.domain.areas import Area, ChatEntry, ChatKind, PersonEntry, UnitKind
from bot.domain.people import AREA_ROLES
from storage import areas, audit, chats, people, tickets
from storage.transaction import Tx


class NotNow(Exception):  # noqa: N818 - told to the operator as it is
    """An area cannot be taken over as things stand; nothing was changed. Its text has one line a reason."""


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
    _take_in_people(tx, area, now)
    audit.append(tx, "area_import", None, now, version=version, units=len(area.units), places=len(area.places))
    return version


def _take_in_people(tx: Tx, area: Area, now: datetime) -> None:
    for entry in area.people:
        if not people.has_met(tx, entry.telegram_id):
            people.remember(tx, entry.telegram_id, entry.name, None)
        unit = _ground(area, entry.unit) if entry.role in AREA_ROLES else entry.unit
        people.grant(tx, entry.telegram_id, entry.role, unit, None, now)
    for chat in area.chats:
        unit = _ground(area, chat.unit) if chat.kind is ChatKind.COORDINATORS else chat.unit
        chats.bind(tx, chat.id, chat.kind, unit, None, now, chat.topic or 0)


def _ground(area: Area, code: str | None) -> str | None:
    """Whoever coordinates the area's own unit coordinates the whole area."""
    unit = area.unit_by_code.get(code) if code is not None else None
    return None if unit is not None and unit.kind is UnitKind.AREA else code


def present(tx: Tx, *, with_places: bool = True) -> tuple[int, Area] | None:
    """The version and the area as a book would tell it: with who holds which role, and what each chat is for.

    None before the first import. A role or a chat of a unit that is no more is left out.
    """
    loaded = areas.load(tx, with_places=with_places)
    if loaded is None:
        return None
    version, area = loaded
    roles = tuple(
        PersonEntry(telegram_id=person.id, name=person.name or str(person.id), role=grant.role, unit=grant.unit_code)
        for person, grant in people.every_grant(tx)
        if grant.unit_code is None or grant.unit_code in area.unit_by_code
    )
    bound = tuple(
        ChatEntry(id=chat.chat_id, kind=chat.kind, unit=chat.unit_code, topic=chat.thread)
        for chat in chats.every_binding(tx)
        if chat.unit_code is None or chat.unit_code in area.unit_by_code
    )
    return version, area.model_copy(update={"people": roles, "chats": bound})


def change(tx: Tx, area: Area, seen: int, now: datetime) -> int:
    """Put this area in the place of version `seen`, to which somebody compared it. Returns the new version.

    Roles for units that are no more end. Raises NotNow.
    """
    removed = _removed(tx, area, seen)
    version = import_book(tx, area, now)
    for code in removed:
        people.revoke_all_of(tx, code, now)
    return version


def amend(tx: Tx, change: AreaChange, seen: int, now: datetime, *, noted: bool = True) -> int:
    """`change` for an area of which few places are touched: the others are neither read nor written.

    Without `noted` the caller puts down in the audit who did what.
    """
    removed = _removed(tx, change.frame, seen)
    version = areas.amend(tx, change)
    _take_in_people(tx, change.frame, now)
    counts = {"units": len(change.frame.units), "places_gone": len(change.gone), "places_saved": len(change.saved)}
    if noted:
        audit.append(tx, "area_change", None, now, version=version, **counts)
    for code in removed:
        people.revoke_all_of(tx, code, now)
    return version


def _removed(tx: Tx, after: Area, seen: int) -> list[str]:
    """The codes of the units that would be no more. Raises NotNow."""
    loaded = present(tx, with_places=False)
    if loaded is None:
        raise NotNow("there is no area yet; start the bot once, which imports the book of its config")
    version, before = loaded
    if version != seen:
        raise NotNow("the area was changed in the meantime; look at the difference again")
    removed = [unit.code for unit in before.units if unit.code not in after.unit_by_code]
    if reasons := _in_use(tx, before, removed, after):
        raise NotNow("\n".join(reasons))
    return removed


def _in_use(tx: Tx, before: Area, removed: list[str], after: Area) -> list[str]:
    """What still hangs on the units that would be no more, one line each."""
    still_open = tickets.count_open_by_unit(tx)
    rebound = {(chat.id, chat.topic) for chat in after.chats}
    reasons = []
    for code in removed:
        name = f"{before.unit_name(code)} ({code})"
        if number := still_open.get(code):
            reasons.append(f"{name} still has {number} open tickets: finish or transfer them, or keep the unit")
        reasons += [
            f"{name} still has the chat {chat.id}: bind it to another unit with /bind, or keep the unit"
            for chat in before.chats
            if chat.unit == code and (chat.id, chat.topic) not in rebound
        ]
    return reasons
