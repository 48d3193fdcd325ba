"""Exports: the places of a coordinator's ground, written as a file that is sent."""

from __future__ import annotations

from datetime import datetime

from bot.desk.messages import reply
from bot.desk.office import Office
from bot.desk.pictures import MadeDocument, reply_with_document
from bot.desk.reach import Seat
from bot.domain.areas import Area, Place
from bot.domain.people import Person
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import Action, grounds, require
from storage.transaction import Tx


def of_ground(office: Office, person: Person) -> tuple[Place, ...]:
    """The places that this person keeps. Raises Refused(NO_RIGHT)."""
    require(person, Action.KEEP_PLACES)
    held = grounds(person, Action.KEEP_PLACES)
    if None in held:
        return office.area.places
    own = {unit.code for unit in office.area.units if any(office.area.covers(ground, unit.code) for ground in held)}
    return tuple(place for place in office.area.places if place.unit in own)


def send(tx: Tx, office: Office, person: Person, seat: Seat, path: str | None, count: int, now: datetime) -> None:
    """The file at `path` in the media folder; None: there is none to be had. Raises Refused."""
    require(person, Action.KEEP_PLACES)
    if seat.chat_id < 0:
        raise Refused(Refusal.ONLY_IN_PRIVATE)
    if not count:
        reply(tx, seat, office.texts.say("export.none"), now)
        return
    lost = office.texts.say("export.lost")
    if path is None:
        reply(tx, seat, lost, now)
        return
    name = office.texts.plain("export.file", day=now.astimezone(office.zone).date().isoformat())
    caption = office.texts.say("export.caption", area=_ground_name(office.area, person), count=count)
    reply_with_document(tx, seat, MadeDocument(path, name, caption, lost), now)


def _ground_name(area: Area, person: Person) -> str:
    held = grounds(person, Action.KEEP_PLACES)
    if None in held:
        return area.name
    return "、".join(unit.name for unit in area.units if unit.code in held)
