"""Imports: a table of places that a coordinator sent is shown as a difference, and taken in when it is agreed to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk import book
from bot.desk.messages import reply, turn
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.areas import Area
from bot.domain.people import Person
from bot.domain.place_differences import Difference, difference
from bot.domain.places_table import NoTable, PlaceRow, PlacesTable, RowFault, Wrong
from bot.domain.posts import Sender
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import Action, may_on, require
from bot.domain.taps import Answer, Tap
from bot.notices.imports import difference_text, import_buttons
from bot.notices.markup import Markup
from storage import audit, imports, people
from storage.transaction import Tx

VERBS = frozenset({"import"})
"""The first words of callback data that this file answers for."""

PATIENCE = timedelta(minutes=30)
"""How long a table may be agreed to."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file that somebody sent, and the message that brought it. `size` in bytes, as Telegram tells it."""

    sender: Sender
    chat_id: int
    message_id: int
    file_id: str
    name: str
    size: int | None = None


def offer(tx: Tx, office: Office, parcel: Parcel, table: PlacesTable, now: datetime) -> None:
    """Show what the table would change, and keep its rows until 确认. Rows of another's ground are faults.

    Raises Refused(NO_RIGHT).
    """
    person = people.load(tx, parcel.sender.id, parcel.sender.name)
    require(person, Action.KEEP_PLACES)
    rows, foreign = _on_ground(person, office.area, table.rows)
    faults = sorted((*table.faults, *foreign), key=lambda fault: fault.row)
    differs = _on_own_ground(person, office.area, difference(rows, office.area.places))
    text = difference_text(office.texts, office.area, parcel.name, differs, faults, table.unused)
    seat = Seat(parcel.chat_id)
    if not (differs.added or differs.changed or differs.moving):
        reply(tx, seat, office.texts.say("import.nothing", told=text), now)
        return
    expires = now + PATIENCE
    number = imports.add(
        tx, person.id, parcel.chat_id, parcel.message_id, parcel.name, rows, office.area_version, expires
    )
    if number is not None:
        reply(tx, seat, text, now, rows=import_buttons(office.texts, number, differs))


def refuse(tx: Tx, office: Office, parcel: Parcel, why: NoTable, now: datetime) -> None:
    """Say why the file cannot be used, and what to send instead."""
    reply(tx, Seat(parcel.chat_id), office.texts.say(f"table.{why.why}", **why.facts), now)


def _on_ground(person: Person, area: Area, rows: Sequence[PlaceRow]) -> tuple[list[PlaceRow], list[RowFault]]:
    units = {row.unit for row in rows}
    own = {unit for unit in units if may_on(person, Action.KEEP_PLACES, unit, area)}
    foreign = [
        RowFault(row.row, Wrong.OTHER_GROUND, area.unit_name(row.unit) or row.unit)
        for row in rows
        if row.unit not in own
    ]
    return [row for row in rows if row.unit in own], foreign


def _on_own_ground(person: Person, area: Area, found: Difference) -> Difference:
    """A place of another's ground is not moved away from there: it stays a conflict."""
    conflicts = tuple(
        conflict
        if not conflict.moves or may_on(person, Action.KEEP_PLACES, conflict.known.unit, area)
        else type(conflict)(conflict.place, conflict.known, moves=False)
        for conflict in found.conflicts
    )
    return Difference(found.added, found.changed, conflicts, found.same)


def take_tap(tx: Tx, office: Office, tap: Tap, now: datetime) -> Answer:
    """import:NUMBER:yes, :moved (with what changes its unit), :no. Raises Refused.

    An area that was changed in the meantime is compared anew, and shown again before anything is taken in.
    """
    person = people.load(tx, tap.person_id, tap.name)
    require(person, Action.KEEP_PLACES)
    kept = imports.waiting(tx, tap.number(0), now)
    word = tap.argument(1)
    if kept is None or kept.person_id != person.id:
        raise Refused(Refusal.IMPORT_OVER)
    if word not in {"yes", "moved", "no"}:
        raise Refused(Refusal.STALE_BUTTON)
    if word == "no":
        imports.settle(tx, kept.id, now)
        return turn(tx, tap, office.texts.say("import.given_up", file=kept.file), now)
    rows, foreign = _on_ground(person, office.area, kept.rows)
    differs = _on_own_ground(person, office.area, difference(rows, office.area.places))
    if kept.area_version != office.area_version:
        imports.show_for(tx, kept.id, office.area_version)
        text = difference_text(office.texts, office.area, kept.file, differs, foreign)
        turn(tx, tap, text, now, import_buttons(office.texts, kept.id, differs))
        return Answer(office.texts.plain("import.changed_meanwhile"), alert=True)
    _take_in(tx, person, kept.id, kept.file, differs, now, moved=word == "moved")
    return turn(tx, tap, _done(office, kept.file, differs, moved=word == "moved"), now)


def _take_in(
    tx: Tx, person: Person, number: int, file: str, differs: Difference, now: datetime, *, moved: bool
) -> None:
    book.put(tx, now, gone=differs.gone(moved=moved), saved=differs.saved(moved=moved))
    imports.settle(tx, number, now)
    audit.append(
        tx,
        "places_imported",
        person.id,
        now,
        file=file,
        added=len(differs.added),
        changed=len(differs.changed),
        moved=len(differs.moving) if moved else 0,
    )


def _done(office: Office, file: str, differs: Difference, *, moved: bool) -> Markup:
    taken = len(differs.moving) if moved else 0
    left = len(differs.conflicts) - taken
    key = "import.done.left" if left else "import.done"
    return office.texts.say(
        key, file=file, added=len(differs.added), changed=len(differs.changed), moved=taken, left=left
    )
