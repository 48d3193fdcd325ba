"""Likely units: where a ticket most probably belongs when the one that has it says that it is not theirs."""

from __future__ import annotations

from itertools import islice

from bot.desk import reach
from bot.desk.office import Office
from bot.domain.tickets import Ticket
from storage.transaction import Tx

MOST = 6


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
    ranked = dict.fromkeys((*ticket.candidates, *grounds, *department, *with_chat, *neighbours))
    barred = {ticket.unit_code, *ticket.returners}
    readable = (code for code in ranked if code not in barred and reach.is_reachable(tx, code, private=ticket.private))
    return list(islice(readable, MOST))
