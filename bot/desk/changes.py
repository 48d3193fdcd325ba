"""Changes: what each move leaves different on its ticket, beside the state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.desk.acts import Act
from bot.desk.office import Office
from bot.domain.areas import Subcategory, TimeClass
from bot.domain.moves import MOVES, PASSES
from bot.domain.routing import Rule
from bot.domain.tickets import Move, State, Ticket

Changed = dict[str, Any]
Change = Callable[[Office, Ticket, Act, datetime], Changed]

DESIGNATING = 2
"""At the second return the coordinator names the unit for good (指定承办, DESIGN 8)."""


def moved(office: Office, ticket: Ticket, act: Act, now: datetime) -> Ticket:
    """The ticket as the move leaves it."""
    state = MOVES[act.move].leads_to(ticket.state, ticket.state_before)
    change: Changed = {"state": state}
    if (own := _CHANGES.get(act.move)) is not None:
        change |= own(office, ticket, act, now)
    if state is not ticket.state:
        change["closed_at"] = now if state.is_over else None
    return ticket.model_copy(update=change)


def _dispatched(office: Office, ticket: Ticket, act: Act, now: datetime) -> Changed:
    return _given(act, now) | {"designated": len(ticket.returners) >= DESIGNATING}


def _given(act: Act, now: datetime) -> Changed:
    return {
        "unit_code": act.wish.unit,
        "rule": Rule.DISPATCHED.value,
        "assigned_at": now,
        "accepted_at": None,
    }


def _transferred(office: Office, ticket: Ticket, act: Act, now: datetime) -> Changed:
    return _given(act, now)


def _accepted(office: Office, ticket: Ticket, act: Act, now: datetime) -> Changed:
    return {"accepted_at": now}


def _passed(office: Office, ticket: Ticket, act: Act, now: datetime) -> Changed:
    """Whoever guards or mends it has taken it on: it is accepted, too."""
    return {"stage": PASSES[act.move], "accepted_at": ticket.accepted_at or now}


def _resolved(office: Office, ticket: Ticket, act: Act, now: datetime) -> Changed:
    return {"resolved_at": now, "accepted_at": ticket.accepted_at or now}


def _reopened(office: Office, ticket: Ticket, act: Act, now: datetime) -> Changed:
    return {"resolved_at": None, "reopened": ticket.reopened + 1}


def _returned(office: Office, ticket: Ticket, act: Act, now: datetime) -> Changed:
    returners = (*ticket.returners, *([ticket.unit_code] if ticket.unit_code else []))
    return {
        "unit_code": None,
        "returners": returners,
        "candidates": tuple(code for code in ticket.candidates if code not in returners),
        "assigned_at": None,
        "accepted_at": None,
    }


def _extended(office: Office, ticket: Ticket, act: Act, now: datetime) -> Changed:
    return {"extended": ticket.extended + 1}


def _suspended(office: Office, ticket: Ticket, act: Act, now: datetime) -> Changed:
    return {"state_before": ticket.state, "suspended_until": act.wish.until}


def _resumed(office: Office, ticket: Ticket, act: Act, now: datetime) -> Changed:
    return {"state_before": None, "suspended_until": None}


def _merged(office: Office, ticket: Ticket, act: Act, now: datetime) -> Changed:
    before = ticket.state_before if ticket.state is State.SUSPENDED else ticket.state
    return {"state_before": before, "merged_into": act.wish.ticket, "suspended_until": None}


def _unmerged(office: Office, ticket: Ticket, act: Act, now: datetime) -> Changed:
    return {"state_before": None, "merged_into": None}


def _corrected(office: Office, ticket: Ticket, act: Act, now: datetime) -> Changed:
    """A category brings its class, limit and steps along, unless the class is said as well."""
    wanted, area = act.wish.change, office.area
    if wanted is None:
        return {}
    change: Changed = {}
    if wanted.category is not None:
        big, small = area.category_by_code[wanted.category], area.subcategory(wanted.category, wanted.subcategory)
        time_class = (small.time_class if small else None) or big.time_class
        change |= {"category": wanted.category, "subcategory": wanted.subcategory, "confidence": 1.0}
        change |= _timed(office, time_class, small)
    if wanted.time_class is not None:
        category = (wanted.category, wanted.subcategory) if wanted.category else (ticket.category, ticket.subcategory)
        in_steps = wanted.time_class is TimeClass.URGENT
        change |= _timed(office, wanted.time_class, area.subcategory(*category) if in_steps else None)
    if wanted.place is not None:
        change |= {"place": wanted.place, "place_name": wanted.name, "address": ""}
    return change


def _timed(office: Office, time_class: TimeClass, small: Subcategory | None) -> Changed:
    """The class with what goes with it. A 小类 that is named has its say: what is set to A by hand has just a day."""
    own, stages = (small.limit, small.stages) if small is not None else (None, None)
    return {
        "time_class": time_class,
        "limit": office.limits.for_class(time_class, own, stages),
        "stages": office.limits.stages_for(time_class, stages),
    }


def _objected(office: Office, ticket: Ticket, act: Act, now: datetime) -> Changed:
    """Back in triage; the unit that had it is offered first."""
    had = (ticket.unit_code,) if ticket.unit_code else ()
    return {
        "objected": True,
        "unit_code": None,
        "candidates": tuple(dict.fromkeys((*had, *ticket.candidates))),
        "assigned_at": None,
        "accepted_at": None,
    }


def _thanked(office: Office, ticket: Ticket, act: Act, now: datetime) -> Changed:
    """The reporter's stars count as the ticket's; those of supporters stand in the history."""
    return {"stars": act.wish.stars} if act.person.id == ticket.reporter_id else {}


_CHANGES: dict[Move, Change] = {
    Move.DISPATCH: _dispatched,
    Move.TRANSFER: _transferred,
    Move.ACCEPT: _accepted,
    Move.CONTROL: _passed,
    Move.REPAIR: _passed,
    Move.RESOLVE: _resolved,
    Move.DISPUTE: _reopened,
    Move.REWORK: _reopened,
    Move.DOUBT: _reopened,
    Move.RETURN: _returned,
    Move.EXTEND: _extended,
    Move.SUSPEND: _suspended,
    Move.RESUME: _resumed,
    Move.MERGE: _merged,
    Move.UNMERGE: _unmerged,
    Move.CORRECT: _corrected,
    Move.OBJECT: _objected,
    Move.THANK: _thanked,
}
