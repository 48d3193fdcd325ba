"""Readers: who is told of a rung of a clock, and in which chats they read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.desk import reach
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.areas import UnitKind
from bot.domain.deadlines import Audience, Clock, Rung
from bot.domain.tickets import Ticket
from storage.transaction import Tx


def _to_unit(tx: Tx, office: Office, ticket: Ticket) -> tuple[Seat, ...]:
    if ticket.unit_code is None:
        return reach.watching_seats(tx, office.area, ticket)
    return reach.reminder_seats(tx, ticket.unit_code, office.area)


def _to_coordinators(tx: Tx, office: Office, ticket: Ticket) -> tuple[Seat, ...]:
    return reach.watching_seats(tx, office.area, ticket)


def _to_parent(tx: Tx, office: Office, ticket: Ticket) -> tuple[Seat, ...]:
    """The unit above, if that is a unit of its own with a chat or people."""
    parent = office.area.unit_by_code[ticket.unit_code].parent if ticket.unit_code in office.area.unit_by_code else None
    if parent is None or office.area.unit_by_code[parent].kind is UnitKind.AREA:
        return ()
    return reach.unit_chats(tx, parent)[:1] or reach.privately(tx, reach.handlers_of(tx, parent))


Readers = Callable[[Tx, Office, Ticket], tuple[Seat, ...]]

AUDIENCES: dict[Audience, Readers] = {
    Audience.UNIT: _to_unit,
    Audience.PARENT: _to_parent,
    Audience.COORDINATORS: _to_coordinators,
}

_THE_COORDINATORS = frozenset({Audience.COORDINATORS})
_THEIR_OWN = frozenset({Clock.QUESTION, Clock.DISPATCH, Clock.REVIEW})
"""What the coordinators themselves have to do."""
_UNTOLD = frozenset({(Clock.DISPATCH, Rung.EARLY), (Clock.RESPONSE, Rung.EARLY), (Clock.RESPONSE, Rung.NAMING)})
"""Who has to answer within the hour needs no early word, and nobody is named for answering late."""


def audience(office: Office, clock: Clock, rung: Rung) -> frozenset[Audience]:
    """Who is told of which rung of which clock. Never the reporting group."""
    if (clock, rung) in _UNTOLD:
        return frozenset()
    return _THE_COORDINATORS if clock in _THEIR_OWN else office.audience[rung]


def readers(tx: Tx, office: Office, ticket: Ticket, clock: Clock, rung: Rung) -> dict[Audience, tuple[Seat, ...]]:
    """Where each of them reads."""
    told = audience(office, clock, rung)
    return {one: seats for one in Audience if one in told and (seats := AUDIENCES[one](tx, office, ticket))}


def seats_of(found: Mapping[Audience, tuple[Seat, ...]]) -> tuple[Seat, ...]:
    """Each place once, though several of them read there."""
    return tuple({(seat.chat_id, seat.topic): seat for seats in found.values() for seat in seats}.values())
