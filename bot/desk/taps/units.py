"""Presses that choose a unit: the likely ones, or any by the tree of units."""

from __future__ import annotations

from datetime import datetime

from bot.desk import remembering
from bot.desk.handling import check_open, perform
from bot.desk.likely import nobody_reads
from bot.desk.office import Office
from bot.desk.taps.press import Press, done, show_buttons
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Answer
from bot.domain.tickets import Move
from bot.domain.wishes import Wish
from bot.notices.unit_buttons import unit_buttons
from storage.transaction import Tx


def dispatch(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    ticket = perform(tx, office, press.act(Move.DISPATCH, wish=Wish(units=(press.tap.argument(1),))), now)
    remembering.offer(tx, office, ticket, press.seat, now)
    return done(office, ticket, Move.DISPATCH)


def browse_units(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """其他单位: the buttons of the triage card become the tree of units."""
    check_open(tx, office, press.ticket, Move.DISPATCH, press.person)
    parent, page = press.tap.argument(1), press.tap.number(2)
    if parent and parent not in office.area.unit_by_code:
        raise Refused(Refusal.STALE_BUTTON)
    number = press.ticket.id
    rows = unit_buttons(
        office.texts,
        office.area,
        f"dispatch:{number}",
        f"units:{number}",
        f"card:{number}",
        parent,
        page,
        unread=nobody_reads(tx, press.ticket, Move.DISPATCH),
    )
    show_buttons(tx, press, rows, now)
    return Answer()
