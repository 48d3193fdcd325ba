"""Presses of joint work: 吹哨 and 拆分 choose units, 评价 says how the help turned out."""

from __future__ import annotations

from datetime import datetime

from bot.desk.consent import carry_out
from bot.desk.handling import check_open, perform
from bot.desk.likely import likely_helpers, nobody_reads
from bot.desk.messages import turn
from bot.desk.office import Office
from bot.desk.taps.press import Deed, Press, carried_text, show_buttons
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Answer
from bot.domain.tickets import Move
from bot.domain.wishes import RATINGS, Wish
from bot.notices.unit_buttons import likely_buttons, unit_buttons
from storage.transaction import Tx


def choose(move: Move) -> Deed:
    """The card's buttons become the likeliest units, and behind one more every other."""

    def press(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
        check_open(tx, office, press.ticket, move, press.person)
        likely = likely_helpers(tx, office, press.ticket)
        show_buttons(tx, press, likely_buttons(office.texts, office.area, press.ticket, move, likely), now)
        return Answer()

    return press


def browse(move: Move) -> Deed:
    """其他单位…: the tree of units."""

    def press(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
        check_open(tx, office, press.ticket, move, press.person)
        parent, page = press.tap.argument(1), press.tap.number(2)
        if parent and parent not in office.area.unit_by_code:
            raise Refused(Refusal.STALE_BUTTON)
        number, verb = press.ticket.id, move.value
        rows = unit_buttons(
            office.texts,
            office.area,
            f"{verb}to:{number}",
            f"{verb}s:{number}",
            f"{verb}:{number}",
            parent,
            page,
            unread=nobody_reads(tx, press.ticket, move),
        )
        show_buttons(tx, press, rows, now)
        return Answer()

    return press


def send(move: Move) -> Deed:
    """A unit was chosen."""

    def press(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
        act = press.act(move, wish=Wish(units=(press.tap.argument(1),)))
        carried = carry_out(tx, office, act, now)
        return Answer(carried_text(office, carried, move))

    return press


def rate(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """One tap for 到场, 及时 and 解决."""
    name = press.tap.argument(1)
    rating = RATINGS.get(name)
    if rating is None:
        raise Refused(Refusal.STALE_BUTTON)
    words = office.texts.plain(f"rating.{name}")
    ticket = perform(tx, office, press.act(Move.RATE, words=words, wish=Wish(rating=rating)), now)
    unit = office.area.unit_name(ticket.unit_code) or ""
    text = office.texts.say("help.rated", number=ticket.number, unit=unit, name=press.person.name, words=words)
    turn(tx, press.tap, text, now)
    return Answer(office.texts.plain("done.rate", number=ticket.number))
