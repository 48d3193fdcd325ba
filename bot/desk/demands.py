"""Demands: whether what a move cannot do without came along, and can be used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.desk import audiences, racing, reach
from bot.desk.acts import Act
from bot.desk.office import Office
from bot.domain.moves import MOVES, PASSES, Demand
from bot.domain.posts import MediaPurpose
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import capacities, may_dispatch, sees_all
from bot.domain.tickets import Capacity, Move, State, Ticket
from bot.domain.wishes import STARS, Correction
from storage import media, supporters, tickets
from storage.transaction import Tx

LONGEST_SPAN = timedelta(days=365)
LONGEST_SUSPENSION = timedelta(days=2 * 366)
"""A slip of the pen is likelier than a repair in three years."""
REOPENABLE = timedelta(days=7)
"""How long after its closing a ticket may be disputed: as long as the 1357 rule has it looked after. What breaks later
is a new problem, with a deadline of its own, and no 返工 of the unit's."""
_BY_UNIT = frozenset({Capacity.HANDLER, Capacity.COORDINATOR})
_MERGING = _BY_UNIT | {Capacity.BOT}


def check_demands(tx: Tx, office: Office, ticket: Ticket, act: Act, now: datetime) -> None:
    """Raises Refused for the first thing that stands in the way: the ticket itself, then each demand of the move."""
    if (check := _FURTHER.get(act.move)) is not None:
        check(tx, office, ticket, act, now)
    for demand in Demand:
        if demand in MOVES[act.move].demands:
            _CHECKS[demand](tx, office, ticket, act, now)


def _check_stage(tx: Tx, office: Office, ticket: Ticket, act: Act, now: datetime) -> None:
    """A step of the ticket's own that nobody has made; who was quicker is told."""
    stage = PASSES[act.move]
    if stage in ticket.to_come:
        return
    move = office.texts.plain(f"move.{act.move.value}")
    if ticket.stages is None or stage not in ticket.stages.steps():
        raise Refused(Refusal.NO_STAGE, number=ticket.number, move=move)
    for one in (act.move, Move.REPAIR):  # who mends it passes both
        if (told := racing.who_did(tx, office, ticket, one)) is not None:
            raise told
    raise Refused(Refusal.NO_STAGE, number=ticket.number, move=move)


def _check_reason(tx: Tx, office: Office, ticket: Ticket, act: Act, now: datetime) -> None:
    if not act.words.strip():
        raise Refused(Refusal.MISSING_REASON)


def _check_units(tx: Tx, office: Office, ticket: Ticket, act: Act, now: datetime) -> None:
    """One unit that can be reached and has the ticket not yet; where work is shared out, several."""
    several = act.move in {Move.SPLIT, Move.WHISTLE}
    if not act.wish.units or (len(act.wish.units) > 1 and not several):
        raise Refused(Refusal.UNKNOWN_UNIT, unit="")
    for code in act.wish.units:
        unit = office.area.unit_by_code.get(code)
        if unit is None:
            raise Refused(Refusal.UNKNOWN_UNIT, unit=code)
        if code == ticket.unit_code and ticket.state is not State.TRIAGE:
            raise Refused(Refusal.SAME_UNIT, unit=unit.name)
        aside = ticket.private or ticket.lead_unit is not None or act.move is Move.WHISTLE
        if not reach.is_reachable(tx, code, private=aside):
            raise Refused(Refusal.UNIT_UNREACHABLE, unit=unit.name)


def _check_proof(tx: Tx, office: Office, ticket: Ticket, act: Act, now: datetime) -> None:
    has_photo = bool(act.photos) or bool(media.of_ticket(tx, ticket.id, MediaPurpose.PROOF))
    if office.proof == "required" and not has_photo:
        raise Refused(Refusal.MISSING_PHOTO)
    if office.proof == "asked" and not (has_photo or act.words):
        raise Refused(Refusal.MISSING_PROOF)


def _check_span(tx: Tx, office: Office, ticket: Ticket, act: Act, now: datetime) -> None:
    span = act.wish.span
    if span is None or not span.amount or span.flat() > LONGEST_SPAN:
        raise Refused(Refusal.MISSING_SPAN)


def _check_date(tx: Tx, office: Office, ticket: Ticket, act: Act, now: datetime) -> None:
    until = act.wish.until
    if until is None:
        raise Refused(Refusal.MISSING_DATE)
    if not now < until <= now + LONGEST_SUSPENSION:
        raise Refused(Refusal.BAD_DATE)


def _check_ticket(tx: Tx, office: Office, ticket: Ticket, act: Act, now: datetime) -> None:
    """Another ticket that still stands; a unit merges its own into its own only, and learns of no other."""
    number = act.wish.ticket
    other = tickets.load(tx, number) if number is not None else None
    if number is None or (other is None and sees_all(act.person)):
        raise Refused(Refusal.MISSING_TICKET)
    if other is None or not capacities(act.person, other, office.area) & _MERGING:
        raise Refused(Refusal.OTHER_UNITS, number=f"T{number}")
    if other.id == ticket.id:
        raise Refused(Refusal.SAME_TICKET)
    if other.state.is_over:
        state = office.texts.plain(f"state.{other.state.value}")
        raise Refused(Refusal.TICKET_OVER, number=other.number, state=state)
    if other.lead_unit is not None or ticket.lead_unit is not None:
        raise Refused(Refusal.IS_HELP)
    if ticket.is_urgent and not other.is_urgent:  # its clock would stop, and nobody be called
        raise Refused(Refusal.URGENT_FIRST, number=other.number, urgent=ticket.number)


def _check_change(tx: Tx, office: Office, ticket: Ticket, act: Act, now: datetime) -> None:
    change, area = act.wish.change, office.area
    if change is None or change == change.model_copy(update=dict.fromkeys(Correction.model_fields)):
        raise Refused(Refusal.NOTHING_CHANGED)
    if change.category is not None and change.category not in area.category_by_code:
        raise Refused(Refusal.UNKNOWN_CATEGORY, category=change.category)
    if change.subcategory is not None and area.subcategory(change.category, change.subcategory) is None:
        raise Refused(Refusal.UNKNOWN_CATEGORY, category=change.subcategory)


def _check_stars(tx: Tx, office: Office, ticket: Ticket, act: Act, now: datetime) -> None:
    if act.wish.stars not in STARS:
        raise Refused(Refusal.STALE_BUTTON)


def _check_rating(tx: Tx, office: Office, ticket: Ticket, act: Act, now: datetime) -> None:
    if ticket.lead_unit is None:
        raise Refused(Refusal.NOT_HELP)
    if act.wish.rating is None:
        raise Refused(Refusal.STALE_BUTTON)


def _check_supporter(tx: Tx, office: Office, ticket: Ticket, act: Act, now: datetime) -> None:
    """A supporter of this ticket; who is only that, only themselves."""
    known = {one.post_id: one for one in supporters.of_ticket(tx, ticket.id)}
    joined = known.get(act.wish.post or 0)
    if joined is None:
        raise Refused(Refusal.STALE_BUTTON)
    if joined.person_id != act.person.id and not capacities(act.person, ticket, office.area) & _BY_UNIT:
        raise Refused(Refusal.NO_RIGHT)


Check = Callable[[Tx, Office, Ticket, Act, datetime], None]

_CHECKS: dict[Demand, Check] = {
    Demand.STAGE: _check_stage,
    Demand.REASON: _check_reason,
    Demand.UNIT: _check_units,
    Demand.PROOF: _check_proof,
    Demand.SPAN: _check_span,
    Demand.DATE: _check_date,
    Demand.TICKET: _check_ticket,
    Demand.CHANGE: _check_change,
    Demand.STARS: _check_stars,
    Demand.RATING: _check_rating,
    Demand.SUPPORTER: _check_supporter,
}


def _check_return(tx: Tx, office: Office, ticket: Ticket, act: Act, now: datetime) -> None:
    if ticket.designated:
        raise Refused(Refusal.DESIGNATED)


def _check_objection(tx: Tx, office: Office, ticket: Ticket, act: Act, now: datetime) -> None:
    if ticket.objected:
        raise Refused(Refusal.ONLY_ONCE)


def _check_dispute(tx: Tx, office: Office, ticket: Ticket, act: Act, now: datetime) -> None:
    if ticket.closed_at is not None and now - ticket.closed_at > REOPENABLE:
        raise Refused(Refusal.TOO_LATE, number=ticket.number, count=str(REOPENABLE.days))


def _check_withdrawal(tx: Tx, office: Office, ticket: Ticket, act: Act, now: datetime) -> None:
    if ticket.supporters:
        raise Refused(Refusal.HAS_SUPPORTERS, count=str(len(ticket.supporters)))
    if ticket.bundle and (others := supporters.of_ticket(tx, ticket.id)):
        raise Refused(Refusal.BUNDLED, count=str(len(others)))


def _check_helpers(tx: Tx, office: Office, ticket: Ticket, act: Act, now: datetime) -> None:
    """The lead closes last: help that was whistled for is resolved, or settled otherwise, before."""
    working = [one for one in tickets.helping(tx, ticket.id) if not (one.state.is_over or one.state is State.RESOLVED)]
    if working:
        names = "、".join(f"#{one.number} {office.area.unit_name(one.unit_code) or ''}".strip() for one in working)
        raise Refused(Refusal.HELP_UNDERWAY, helpers=names)


def _check_whistle(tx: Tx, office: Office, ticket: Ticket, act: Act, now: datetime) -> None:
    """One level only, and one helper a unit."""
    if ticket.lead_unit is not None:
        raise Refused(Refusal.IS_HELP)
    there = {one.unit_code for one in tickets.helping(tx, ticket.id) if not one.state.is_over}
    for code in act.wish.units:
        if code in there:
            raise Refused(Refusal.HAS_HELPER, unit=office.area.unit_name(code) or code)


def _check_dispatch(tx: Tx, office: Office, ticket: Ticket, act: Act, now: datetime) -> None:
    """Who coordinates one street dispatches what lies there, to who is there."""
    if act.wish.unit is not None and not may_dispatch(act.person, ticket, act.wish.unit, office.area):
        raise Refused(Refusal.OTHER_GROUND, unit=office.area.unit_name(act.wish.unit) or "")


def _check_split(tx: Tx, office: Office, ticket: Ticket, act: Act, now: datetime) -> None:
    if ticket.lead_unit is not None or ticket.parent_id is not None:
        raise Refused(Refusal.IS_HELP)


def _check_own_work(tx: Tx, office: Office, ticket: Ticket, act: Act, now: datetime) -> None:
    """Nobody closes what they resolved themselves, whatever else they are to the ticket."""
    if audiences.resolver(tx, ticket) == act.person.id:
        raise Refused(Refusal.OWN_WORK)


_FURTHER: dict[Move, Check] = {
    Move.APPROVE: _check_own_work,
    Move.CONFIRM: _check_own_work,
    Move.DISPATCH: _check_dispatch,
    Move.RETURN: _check_return,
    Move.OBJECT: _check_objection,
    Move.DISPUTE: _check_dispute,
    Move.WITHDRAW: _check_withdrawal,
    Move.RESOLVE: _check_helpers,
    Move.WHISTLE: _check_whistle,
    Move.SPLIT: _check_split,
}
"""What some moves ask beside their demands."""
