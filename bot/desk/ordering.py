"""Ordering: a move that is written in words is made or proposed, and what its words lack is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

from bot.desk import prompts
from bot.desk.acts import Act, load_ticket
from bot.desk.consent import Carried, carry_out, check_unasked
from bot.desk.handling import check_act, check_open
from bot.desk.likely import likely_units
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.durations import Duration
from bot.domain.moves import MOVES, Demand
from bot.domain.orders import Length, Measure, MoveOrder
from bot.domain.prompts import Asked, Said
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import capacities
from bot.domain.tickets import Move, State, Ticket
from bot.domain.wishes import Wish
from bot.domain.workdays import DayCount
from bot.reading.dates import after
from bot.reading.move_orders import read_move_order
from bot.reading.unit_names import units_named, units_with
from storage.transaction import Tx

MORNING = time(9)
"""When a ticket comes back from 挂账 on its day: nobody's phone rings at midnight."""

FARTHEST = 183
"""Days to which a deadline is put off at most by a date: 延到11月1日 on the 2nd is a slip, and not next year's."""

_ASKS = {
    Move.RETURN: Asked.RETURN,
    Move.REJECT: Asked.REJECT,
    Move.EXTEND: Asked.EXTEND,
    Move.SUSPEND: Asked.SUSPEND,
    Move.NOTE: Asked.NOTE,
    Move.REWORK: Asked.REWORK,
    Move.TRANSFER: Asked.UNIT,
}


def find_order(office: Office, text: str, now: datetime) -> MoveOrder | None:
    """The move that words order. 转… without a space or 给 is one only before a unit that is known."""
    order = read_move_order(text, today(office, now))
    if order is not None and order.loose and not units_named(office.area, order.unit).codes:
        return None
    return order


def today(office: Office, now: datetime) -> date:
    return now.astimezone(office.zone).date()


def obey_or_ask(tx: Tx, office: Office, act: Act, order: MoveOrder, seat: Seat, now: datetime) -> Carried | None:
    """Make the move, propose it, or ask below `seat` for what is lacking (None). Raises Refused.

    `act` says who orders it of which ticket, and what came along; the rest stands in the order.
    """
    ticket = load_ticket(tx, act.ticket_id)
    order = _meant(office, ticket, act, order)
    check_open(tx, office, ticket, order.move, act.person)
    whole = _whole(office, ticket, act, order, now)
    lacking = _lacking(whole)
    if lacking is None:
        return carry_out(tx, office, whole, now)
    if lacking is Demand.UNIT:
        _ask_unit(tx, office, ticket, whole, order, seat, now)
        return None
    _ask(tx, office, ticket, whole, _ASKS[order.move], seat, now)
    return None


def together(tx: Tx, office: Office, acts: Sequence[Act], order: MoveOrder, now: datetime) -> list[Carried]:
    """Make or propose the move of all these tickets, or of none. Raises Refused for what its words lack."""
    whole = []
    for act in acts:
        ticket = load_ticket(tx, act.ticket_id)
        meant = _meant(office, ticket, act, order)
        check_open(tx, office, ticket, meant.move, act.person)
        whole.append(_whole(office, ticket, act, meant, now))
        check_act(tx, office, whole[-1], now)
        check_unasked(tx, office, ticket, whole[-1])
    return [carry_out(tx, office, act, now) for act in whole]


def _meant(office: Office, ticket: Ticket, act: Act, order: MoveOrder) -> MoveOrder:
    """退回 of somebody who reviews what was resolved is 退回返工."""
    held = capacities(act.person, ticket, office.area)
    if order.move is Move.RETURN and ticket.state is State.RESOLVED and held & MOVES[Move.REWORK].who:
        return replace(order, move=Move.REWORK)
    return order


def _whole(office: Office, ticket: Ticket, act: Act, order: MoveOrder, now: datetime) -> Act:
    """The act with the order's wish. Raises Refused(UNKNOWN_UNIT, BAD_DATE)."""
    if order.impossible:
        raise Refused(Refusal.BAD_DATE)
    return replace(act, move=order.move, words=order.words, wish=_wish(office, ticket, order, now))


def _wish(office: Office, ticket: Ticket, order: MoveOrder, now: datetime) -> Wish:
    if order.move is Move.TRANSFER:
        return _to_unit(office, order)
    if order.move is Move.EXTEND:
        return Wish(span=_span(office, ticket, order, now))
    if order.move is Move.SUSPEND:
        return Wish(until=_until(office, order, now))
    return Wish(ticket=order.ticket)


def _to_unit(office: Office, order: MoveOrder) -> Wish:
    named = units_named(office.area, order.unit)
    if order.unit and not named.codes and not units_with(office.area, order.unit):
        raise Refused(Refusal.UNKNOWN_UNIT, unit=order.unit)
    return Wish(units=named.codes if named.sure else ())


def _span(office: Office, ticket: Ticket, order: MoveOrder, now: datetime) -> Duration | None:
    """By how much the deadline is put off. To a date: so many days that it keeps its time of day there."""
    start = max(ticket.due_at or now, now).astimezone(office.zone)
    days_of = office.days_of(ticket.unit_code)
    if order.until is not None:
        days = (order.until - start.date()).days
        if not 0 < days <= FARTHEST:
            raise Refused(Refusal.BAD_DATE)
        return _calendar_days(days_of, days)
    if order.length is None:
        return None
    amount, measure = order.length
    if measure is Measure.HOUR:
        return Duration(amount=amount, unit="h")
    if measure is Measure.DAY:
        return Duration(amount=amount, unit="d")
    if measure is Measure.MONTH:
        return _calendar_days(days_of, (after(start.date(), order.length) - start.date()).days)
    if days_of.working:
        return Duration(amount=amount, unit="d")
    working = replace(days_of, working=True).after(start, Duration(amount=amount, unit="d"))
    return _calendar_days(days_of, (working.date() - start.date()).days)


def _calendar_days(days_of: DayCount, days: int) -> Duration:
    """Days of 24 hours, also where `d` counts working days and `h` working hours."""
    return Duration(amount=days * 86_400, unit="s") if days_of.working else Duration(amount=days, unit="d")


def _until(office: Office, order: MoveOrder, now: datetime) -> datetime | None:
    if order.length is not None:
        return term(office, order.length, now)
    return datetime.combine(order.until, MORNING, tzinfo=office.zone) if order.until is not None else None


def term(office: Office, length: Length, now: datetime) -> datetime:
    """When a ticket comes back that is set aside for so long."""
    return datetime.combine(after(today(office, now), length), MORNING, tzinfo=office.zone)


def _lacking(act: Act) -> Demand | None:
    """What the words lack and a question can ask for."""
    demands = MOVES[act.move].demands
    for demand, there in (
        (Demand.UNIT, bool(act.wish.units)),
        (Demand.SPAN, act.wish.span is not None),
        (Demand.DATE, act.wish.until is not None),
        (Demand.REASON, bool(act.words.strip())),
    ):
        if demand in demands and not there:
            return demand
    return None


def _said(act: Act) -> Said:
    return Said(wish=act.wish, words=act.words, photos=act.photos, chat_id=act.chat_id, message_id=act.message_id)


def _ask(tx: Tx, office: Office, ticket: Ticket, act: Act, asked: Asked, seat: Seat, now: datetime) -> None:
    prompts.ask(tx, office, ticket, act.person, seat, asked, now, said=_said(act))


def _ask_unit(tx: Tx, office: Office, ticket: Ticket, act: Act, order: MoveOrder, seat: Seat, now: datetime) -> None:
    """是哪个单位？ Those that may be meant, or the likely ones where none was named."""
    own = [ticket.unit_code or ""]
    near = units_named(office.area, order.unit, without=own).codes or units_with(office.area, order.unit, without=own)
    units = near or tuple(likely_units(tx, office, ticket))
    prompts.ask(tx, office, ticket, act.person, seat, Asked.UNIT, now, said=_said(act), units=units, unit=order.unit)
