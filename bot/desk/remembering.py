"""Remembering: after a dispatch, a coordinator may put the name that no book knew into the area, by one tap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.desk import areas as area_book
from bot.desk import places, reach
from bot.desk.acts import find_ticket
from bot.desk.messages import A_WHILE, say, take_away, turn
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.area_changes import AreaChange
from bot.domain.areas import Place, UnitKind
from bot.domain.notices import NoticeKind
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import capacities
from bot.domain.taps import Answer, Tap
from bot.domain.tickets import Capacity, Ticket
from bot.notices.buttons import remember_buttons
from bot.reading.unknown_names import name_to_remember, place_as_written
from storage import areas, audit, notices, people, posts
from storage.notices import Notice
from storage.transaction import Tx

VERBS = frozenset({"remember"})
"""The first words of callback data that this file answers for."""

_KEY = "remember:"
_GROUNDS = frozenset({UnitKind.COMMUNITY, UnitKind.STREET})
"""Units that have ground: a department was sent a problem for what it is, not for where it is."""
_ROADS = ("路", "街", "巷")


def offer(tx: Tx, office: Office, ticket: Ticket, pressed: Seat, now: datetime) -> None:
    """Ask once whether the name in a post belongs to the unit that the ticket was just dispatched to.

    `pressed` is where it was dispatched. Nothing is asked where the book knows the name.
    """
    unit = office.area.unit_by_code.get(ticket.unit_code or "")
    seat = _seat(tx, office, ticket, pressed)
    if unit is None or unit.kind not in _GROUNDS or seat is None:
        return
    post = posts.load(tx, ticket.post_id)
    reading = places.understand(tx, office, replace(post, place=None))
    written = {place_as_written(post.text, one): name_to_remember(post.text, one) for one in reading.problems}
    # With a near miss chosen the ticket stands under the chosen name: then only a name that is the only one counts.
    only = next(iter(written.values())) if post.place is not None and len(written) == 1 else None
    name = written.get(ticket.place) or only
    if name is None:
        return
    meant = _meant(tx, office, unit.code, name, post.place)
    facts = {"name": name, "unit": unit.name, "place": meant.name if meant is not None else ""}
    text = office.texts.say("remember.place" if meant is None else "remember.alias", **facts)
    said = say(
        tx,
        seat,
        NoticeKind.ANSWER,
        f"{_KEY}{unit.code}:{name}",
        text,
        now,
        rows=remember_buttons(office.texts, ticket),
        ticket_id=ticket.id,
        lines=facts | {"unit": unit.code},
    )
    if said is not None and (asked := notices.load(tx, said)) is not None:
        take_away(tx, asked, now, at=now + A_WHILE)


def _seat(tx: Tx, office: Office, ticket: Ticket, pressed: Seat) -> Seat | None:
    """Where the coordinators read it: where it was dispatched, if that is their chat or private."""
    seats = reach.watching_seats(tx, office.area, ticket)
    if pressed.chat_id > 0 or pressed.chat_id in {seat.chat_id for seat in seats}:
        return pressed
    return next(iter(seats), None)


def _meant(tx: Tx, office: Office, unit_code: str, name: str, chosen: str | None) -> Place | None:
    """The place of this unit that the name is nearly the name of."""
    near = office.reader.near_misses(name)
    for known in (chosen, *near) if chosen is not None else near:
        if (place := _of_unit(areas.named(tx, known), unit_code)) is not None:
            return place
    return None


def _of_unit(found: Sequence[Place], unit_code: str) -> Place | None:
    return next((place for place in found if place.unit == unit_code), None)


def take_tap(tx: Tx, office: Office, tap: Tap, now: datetime) -> Answer:
    """记住 or 不用: remember:TICKET:yes, remember:TICKET:no. Raises Refused."""
    person = people.load(tx, tap.person_id, tap.name)
    ticket = find_ticket(tx, person, tap.number(0))
    word = tap.argument(1)
    if Capacity.COORDINATOR not in capacities(person, ticket, office.area):
        raise Refused(Refusal.NO_RIGHT)
    asked = _asked(tx, tap, ticket)
    offered = asked.payload["lines"]
    place = _to_keep(tx, offered["name"], offered["unit"], offered["place"])
    if word == "no":
        take_away(tx, asked, now)
        return Answer(office.texts.plain("remember.declined"))
    if word != "yes":
        raise Refused(Refusal.STALE_BUTTON)
    _keep(tx, place, now)
    facts = {"name": offered["name"], "place": place.name, "unit": office.area.unit_name(place.unit) or ""}
    audit.append(tx, "place_remembered", person.id, now, ticket=ticket.id, **facts | {"unit": place.unit})
    text = "remembered.alias" if offered["place"] else "remembered.place"
    turn(tx, tap, office.texts.say(text, **facts, by=person.name), now)
    return Answer(office.texts.plain("remember.done", name=offered["name"]))


def _asked(tx: Tx, tap: Tap, ticket: Ticket) -> Notice:
    """The offer whose button was pressed. Raises Refused where it is none, is gone, or the ticket went elsewhere."""
    asked = notices.of_message(tx, tap.chat_id, tap.message_id)
    if asked is None or asked.gone or asked.ticket_id != ticket.id or not asked.key.startswith(_KEY):
        raise Refused(Refusal.STALE_BUTTON)
    if asked.payload["lines"]["unit"] != ticket.unit_code:
        raise Refused(Refusal.STALE_BUTTON)
    return asked


def _to_keep(tx: Tx, name: str, unit_code: str, nearly: str) -> Place:
    """The place as it is to be: a new one, or the one of which this is nearly the name, with an alias more.

    Raises Refused where the book has come to know the name meanwhile, or knows that place no more.
    """
    if areas.named(tx, name):
        raise Refused(Refusal.STALE_BUTTON)
    if not nearly:
        return Place(name=name, unit=unit_code, kind="road" if name.endswith(_ROADS) else "estate")
    place = _of_unit(areas.named(tx, nearly), unit_code)
    if place is None or name in place.aliases:
        raise Refused(Refusal.STALE_BUTTON)
    return place.model_copy(update={"aliases": (*place.aliases, name)})


def _keep(tx: Tx, place: Place, now: datetime) -> None:
    """Into the area, by the same way as a change of the book: the reader is renewed before the next post is read."""
    loaded = areas.load(tx, with_places=False)
    if loaded is None:
        raise Refused(Refusal.STALE_BUTTON)
    version, frame = loaded
    area_book.amend(tx, AreaChange(frame=frame, saved=(place,)), version, now)
