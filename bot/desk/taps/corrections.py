"""Presses of 更正: a coordinator chooses the right category or class; a place is written."""

from __future__ import annotations

from datetime import datetime

from bot.desk import stories
from bot.desk.handling import check_open, perform
from bot.desk.office import Office
from bot.desk.taps.press import Press, done, show_buttons
from bot.domain.areas import TimeClass
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import capacities
from bot.domain.taps import Answer
from bot.domain.tickets import Move
from bot.domain.wishes import Correction, Wish
from bot.notices.buttons import own_buttons
from bot.notices.correction_buttons import correction_buttons, subcategory_buttons
from storage.transaction import Tx


def choose(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """The opened ticket's buttons become the categories, the classes and the hint how to write a place."""
    check_open(tx, office, press.ticket, Move.CORRECT, press.person)
    show_buttons(tx, press, correction_buttons(office.texts, office.area, press.ticket), now)
    return Answer()


def choose_subcategory(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """A category that has some."""
    check_open(tx, office, press.ticket, Move.CORRECT, press.person)
    category = office.area.category_by_code.get(press.tap.argument(1))
    if category is None:
        raise Refused(Refusal.STALE_BUTTON)
    if not category.sub:
        return _correct(tx, office, press, Correction(category=category.code), now)
    show_buttons(tx, press, subcategory_buttons(office.texts, press.ticket, category), now)
    return Answer()


def set_category(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    change = Correction(category=press.tap.argument(1), subcategory=press.tap.argument(2) or None)
    return _correct(tx, office, press, change, now)


def set_class(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    return _correct(tx, office, press, Correction(time_class=press.tap.choice(1, TimeClass)), now)


def tell_place(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """A place is not chosen from a thousand buttons."""
    check_open(tx, office, press.ticket, Move.CORRECT, press.person)
    return Answer(office.texts.plain("correct.place", number=press.ticket.number), alert=True)


def show_own(tx: Tx, office: Office, press: Press, now: datetime) -> Answer:
    """返回: the moves of the opened ticket again."""
    held = capacities(press.person, press.ticket, office.area)
    if not held:
        raise Refused(Refusal.NO_RIGHT)
    count = len(stories.photos(tx, press.ticket))
    show_buttons(tx, press, own_buttons(office.texts, office.area, press.ticket, held, count), now)
    return Answer()


def _correct(tx: Tx, office: Office, press: Press, change: Correction, now: datetime) -> Answer:
    words = correction_words(office, change)
    ticket = perform(tx, office, press.act(Move.CORRECT, words=words, wish=Wish(change=change)), now)
    return done(office, ticket, Move.CORRECT)


def correction_words(office: Office, change: Correction) -> str:
    """类别 照明/路灯, 时限 A类, 地点 龙西小区3栋: what the history says was set right."""
    area, parts = office.area, []
    if change.category is not None:
        names = (area.category_name(change.category), area.subcategory_name(change.category, change.subcategory))
        parts.append("类别 " + "/".join(name for name in names if name))
    if change.time_class is not None:
        parts.append(f"时限 {change.time_class.on_screen()}")
    if change.place is not None:
        parts.append(f"地点 {change.place}")
    return "，".join(parts)
