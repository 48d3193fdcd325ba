"""Consent: which moves a unit may only propose, and a coordinator makes by 同意."""

from __future__ import annotations

from bot.domain.areas import Area, TimeClass, UnitKind
from bot.domain.moves import MOVES
from bot.domain.tickets import Capacity, Move, Ticket
from bot.domain.wishes import Wish


def needs_consent(
    move: Move, ticket: Ticket, held: frozenset[Capacity], wish: Wish, area: Area, *, direct: bool = False
) -> bool:
    """Whether these capacities may only propose this move (DESIGN 8). `direct` is desk.department_transfer = "direct".

    A coordinator never asks; the bot neither. A second extension asks, one beyond the ticket's own limit, and one of
    an emergency; so does a transfer from a community to a department, to a unit that gave the ticket back, and of one
    that a coordinator gave for good (指定承办).
    """
    rule = MOVES[move]
    if {Capacity.COORDINATOR, Capacity.BOT} & held & rule.who:
        return False
    if not rule.who & held:
        return True
    if move is Move.EXTEND and wish.span is not None:
        beyond = wish.span.flat() > ticket.limit.flat()
        return beyond or ticket.extended > 0 or ticket.time_class is TimeClass.URGENT
    if move is Move.TRANSFER and wish.unit is not None:
        return (
            ticket.designated
            or wish.unit in ticket.returners
            or (not direct and _leaves_the_ground(area, ticket.unit_code, wish.unit))
        )
    return False


def _leaves_the_ground(area: Area, own: str | None, other: str) -> bool:
    """From a community to a department: who pays for the repair changes, not only who walks there."""
    kinds = [area.unit_by_code[code].kind for code in (own, other) if code in area.unit_by_code]
    return len(kinds) == 2 and kinds[0] is not UnitKind.DEPARTMENT and kinds[1] is UnitKind.DEPARTMENT
