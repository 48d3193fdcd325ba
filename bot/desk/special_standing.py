"""Special actions as they stand: whose they are, which tickets are theirs, and what came of those."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from bot.desk.office import Office
from bot.desk.statistics import units_of
from bot.domain.people import Person
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import Action, grounds, may_on
from bot.domain.special_actions import Member, Phase, Progress, SpecialAction, progress
from bot.domain.tickets import Ticket
from storage import special_actions, special_recurrences
from storage.transaction import Tx


def find(tx: Tx, number: int) -> SpecialAction:
    """Raises Refused(UNKNOWN_SPECIAL)."""
    found = special_actions.load(tx, number)
    if found is None:
        raise Refused(Refusal.UNKNOWN_SPECIAL, number=str(number))
    return found


def keeps(person: Person, action: SpecialAction, office: Office) -> bool:
    """Whether this is a coordinator of its ground."""
    return may_on(person, Action.KEEP_SPECIAL_ACTIONS, action.ground, office.area)


def leads(person: Person, action: SpecialAction) -> bool:
    """Whether this is somebody of its lead unit, once it is theirs."""
    return action.phase is not Phase.PREPARED and action.lead_unit in person.handled_units


def sees(person: Person, action: SpecialAction, office: Office) -> bool:
    """Whether this is one of its keepers, of its lead unit, or of who coordinates the lead unit's ground."""
    over_lead = may_on(person, Action.KEEP_SPECIAL_ACTIONS, action.lead_unit, office.area)
    return keeps(person, action, office) or leads(person, action) or over_lead


def check_sees(person: Person, action: SpecialAction, office: Office) -> None:
    """Raises Refused(NO_RIGHT)."""
    if not sees(person, action, office):
        raise Refused(Refusal.NO_RIGHT)


def check_keeps(person: Person, action: SpecialAction, office: Office) -> None:
    """Raises Refused: NO_RIGHT, and SPECIAL_OVER for one that ended."""
    if not keeps(person, action, office):
        raise Refused(Refusal.NO_RIGHT)
    if action.phase is Phase.ENDED:
        raise Refused(Refusal.SPECIAL_OVER, number=str(action.id))


def units_on(office: Office, ground: str | None) -> list[str] | None:
    """The units whose tickets count there; of a ground that is gone from the area its own code alone."""
    try:
        return units_of(office.area, ground)
    except Refused:
        return None if ground is None else [ground]


def current(tx: Tx, office: Office, action: SpecialAction) -> list[Member]:
    """Its tickets as they are now: of one that is open also those that came since it was looked at."""
    kept = special_actions.members(tx, action.id)
    if action.phase is Phase.ENDED:
        return kept
    gone = set(special_actions.strangers(tx, action))
    fitting = special_recurrences.evidence(
        tx, action.category, action.place_name, units_on(office, action.ground), action.counts_from
    )
    return list({one.id: one for one in (*kept, *fitting) if one.id not in gone}.values())


def how_it_stands(tx: Tx, office: Office, action: SpecialAction) -> Progress:
    return progress(action, current(tx, office, action), _later(tx, office, action))


def _later(tx: Tx, office: Office, action: SpecialAction) -> int:
    if action.ended_at is None:
        return 0
    units = units_on(office, action.ground)
    since = special_recurrences.evidence(tx, action.category, action.place_name, units, action.ended_at)
    return sum(one.created_at >= action.ended_at for one in since)


def gather(tx: Tx, office: Office, action: SpecialAction, now: datetime) -> bool:
    """Let what came join, and what was put right elsewhere go. Whether anything did."""
    wanted = {one.id for one in current(tx, office, action)}
    kept = {one.id for one in special_actions.members(tx, action.id)}
    special_actions.add(tx, action.id, sorted(wanted - kept), now)
    special_actions.release(tx, action.id, sorted(kept - wanted))
    return wanted != kept


def ground_for(person: Person, ticket: Ticket, office: Office) -> str | None:
    """On which of the person's grounds the same kind and place as this ticket's are looked for: the widest.

    A name that places of several units bear means the ticket's own unit. Raises Refused(NO_RIGHT).
    """
    area = office.area
    held = grounds(person, Action.KEEP_SPECIAL_ACTIONS)
    own = area.highest([code for code in held if code is not None and area.covers(code, ticket.unit_code)])
    if None not in held and not own:
        raise Refused(Refusal.NO_RIGHT)
    if ticket.place_name in shared_names(office):
        return ticket.unit_code
    return None if None in held else own[0]


def shared_names(office: Office) -> frozenset[str]:
    """The names that places of several units bear."""
    met = Counter(name for name, _ in {(place.name, place.unit) for place in office.area.places})
    return frozenset(name for name, units in met.items() if units > 1)
