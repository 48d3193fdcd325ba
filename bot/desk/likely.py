"""Likely units: where a ticket belongs when the unit that has it says no, and who may help with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from bot.desk import reach
from bot.desk.office import Office
from bot.domain.areas import UnitKind
from bot.domain.tickets import Move, Ticket
from storage import tickets
from storage.transaction import Tx

MOST = 6
"""Three rows of two buttons: the rest stands behind 其他单位."""


def likely_units(tx: Tx, office: Office, ticket: Ticket) -> list[str]:
    """The units that 转派 offers first; none that gave the ticket back, and none that nobody would read it in.

    First those whose ground the named place may be, then the category's department, then the neighbours under the
    same parent that have a chat of their own.
    """
    area = office.area
    grounds = [place.unit for place in area.places if ticket.place_name and place.name == ticket.place_name]
    category = area.category_by_code.get(ticket.category or "")
    department = [category.unit] if category is not None and category.unit else []
    parent = area.unit_by_code[ticket.unit_code].parent if ticket.unit_code in area.unit_by_code else None
    neighbours = [unit.code for unit in area.units if parent is not None and unit.parent == parent]
    with_chat = [code for code in neighbours if reach.unit_chats(tx, code)]
    ranked = (*ticket.candidates, *grounds, *department, *with_chat, *neighbours)
    return _readable(tx, ticket, ranked, {ticket.unit_code, *ticket.returners})


def likely_helpers(tx: Tx, office: Office, ticket: Ticket) -> list[str]:
    """The units that 吹哨 and 拆分 offer first: departments, that of the category before all, then those above."""
    area = office.area
    category = area.category_by_code.get(ticket.category or "")
    own = [category.unit] if category is not None and category.unit else []
    departments = [unit.code for unit in area.units if unit.kind is UnitKind.DEPARTMENT]
    above = [unit.code for unit in area.ancestors(ticket.unit_code or "") if unit.kind is not UnitKind.AREA]
    there = {part.unit_code for part in tickets.helping(tx, ticket.id)}
    return _readable(tx, ticket, (*own, *departments, *above), {ticket.unit_code, *there})


def nobody_reads(tx: Tx, ticket: Ticket, move: Move) -> Callable[[str], bool]:
    """Whether a unit, by its code, could not be given this ticket by this move, since nobody would read its card."""
    aside = ticket.private or ticket.lead_unit is not None or move is Move.WHISTLE
    return lambda code: not reach.is_reachable(tx, code, private=aside)


def _readable(tx: Tx, ticket: Ticket, ranked: Sequence[str], barred: set[str | None]) -> list[str]:
    """The first of them that somebody reads."""
    codes = (code for code in dict.fromkeys(ranked) if code not in barred)
    return list(islice((code for code in codes if reach.is_reachable(tx, code, private=ticket.private)), MOST))
