"""Taps on what is told of special actions. Each is authorised by who tapped, at that moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.desk import special_actions, special_cards, special_lists
from bot.desk.acts import find_ticket
from bot.desk.messages import replace_buttons, turn
from bot.desk.office import Office
from bot.desk.paging import MOST_PAGES
from bot.desk.reach import Seat
from bot.desk.special_standing import check_keeps, check_sees, current, find, how_it_stands, keeps, leads
from bot.domain.people import Person
from bot.domain.refusals import Refusal, Refused
from bot.domain.rights import Action, may, may_on
from bot.domain.special_actions import PRESETS, Phase, SpecialAction
from bot.domain.taps import Answer, Tap
from bot.notices.buttons import Buttons
from bot.notices.special_buttons import AREA, date_buttons, end_buttons, lead_buttons, unit_of_data
from storage import notices, people
from storage.notices import Notice
from storage.transaction import Tx

_MOST_LEADS = 8


@dataclass(frozen=True, slots=True)
class _Press:
    tap: Tap
    person: Person
    action: SpecialAction

    @property
    def seat(self) -> Seat:
        return Seat(self.tap.chat_id, self.tap.topic)


def take_tap(tx: Tx, office: Office, tap: Tap, now: datetime) -> Answer:
    """Raises Refused, also for data that no button had."""
    person = people.load(tx, tap.person_id, tap.name)
    if tap.verb == "specialnew":
        return _prepare(tx, office, person, tap, now)
    if not may(person, Action.KEEP_SPECIAL_ACTIONS) and not person.handled_units:
        raise Refused(Refusal.NO_RIGHT)
    action = find(tx, tap.number(0))
    check_sees(person, action, office)
    special_lists.check_place(tx, Seat(tap.chat_id, tap.topic))
    return _DEEDS[tap.verb](tx, office, _Press(tap, person, action), now)


def _prepare(tx: Tx, office: Office, person: Person, tap: Tap, now: datetime) -> Answer:
    """specialnew:TICKET:GROUND."""
    if not may(person, Action.KEEP_SPECIAL_ACTIONS):
        raise Refused(Refusal.NO_RIGHT)
    written = tap.argument(1)
    ground = None if written == AREA else unit_of_data(office.area, written)
    if ground is None and written != AREA:
        raise Refused(Refusal.STALE_BUTTON)
    if not may_on(person, Action.KEEP_SPECIAL_ACTIONS, ground, office.area):
        raise Refused(Refusal.NO_RIGHT)
    ticket = find_ticket(tx, person, tap.number(0))
    if not office.area.covers(ground, ticket.unit_code):
        raise Refused(Refusal.NO_RIGHT)
    return special_lists.start(tx, office, person, ticket, ground, Seat(tap.chat_id, tap.topic), now)


def _show(tx: Tx, office: Office, press: _Press, now: datetime) -> Answer:
    special_lists.show(tx, office, press.person, press.action.id, press.seat, now)
    return Answer()


def _check_below(tx: Tx, press: _Press) -> Notice:
    """The pressed message, if it tells of the action: data that a client made up below another would overwrite it.

    Raises Refused(STALE_BUTTON).
    """
    notice = notices.of_message(tx, press.tap.chat_id, press.tap.message_id)
    if notice is None or special_cards.number_of(notice) != press.action.id:
        raise Refused(Refusal.STALE_BUTTON)
    return notice


def _card(tx: Tx, office: Office, press: _Press, now: datetime) -> Answer:
    """The pressed message shows how it stands now."""
    notice = _check_below(tx, press)
    done = how_it_stands(tx, office, press.action)
    told = special_cards.shown(tx, press.action, done)
    text, rows = special_cards.as_card(office, told, now, for_lead=_for_lead(office, press, notice))
    return turn(tx, press.tap, text, now, rows)


def _for_lead(office: Office, press: _Press, notice: Notice) -> bool:
    return special_cards.is_for_lead(notice) or not keeps(press.person, press.action, office)


def _tickets(tx: Tx, office: Office, press: _Press, now: datetime) -> Answer:
    """specialtickets:ID:PAGE: a message of its own, turned in place."""
    page = press.tap.number(1)
    if page > MOST_PAGES:
        raise Refused(Refusal.STALE_BUTTON)
    notice = notices.of_message(tx, press.tap.chat_id, press.tap.message_id)
    if notice is not None and notice.payload.get("lines") == {"special": str(press.action.id)}:
        found = special_lists.tickets_page(tx, office, press.action, page)
        return turn(tx, press.tap, found.text, now, found.rows)
    special_lists.show_tickets(tx, office, press.action, press.seat, now)
    return Answer()


def _tell(tx: Tx, office: Office, press: _Press, now: datetime) -> Answer:
    if not leads(press.person, press.action):
        raise Refused(Refusal.NO_RIGHT)
    return Answer(office.texts.plain("special.hint.tell"), alert=True)


def _offer_dates(tx: Tx, office: Office, press: _Press, now: datetime) -> Answer:
    check_keeps(press.person, press.action, office)
    dates = special_cards.preset_dates(office, now)
    return _offer(tx, press, date_buttons(office.texts, press.action, dates), now)


def _set_date(tx: Tx, office: Office, press: _Press, now: datetime) -> Answer:
    """specialdate:ID:DAYS."""
    days = press.tap.number(1)
    if days not in PRESETS:
        raise Refused(Refusal.STALE_BUTTON)
    day = dict(special_cards.preset_dates(office, now))[days]
    changed = special_actions.set_day(tx, office, press.person, press.action, day, now)
    return _card(tx, office, _Press(press.tap, press.person, changed), now)


def _offer_leads(tx: Tx, office: Office, press: _Press, now: datetime) -> Answer:
    """The units that had its tickets, then those above them: as far as the presser may choose them."""
    check_keeps(press.person, press.action, office)
    area = office.area
    had = [one.unit_code for one in current(tx, office, press.action) if one.unit_code is not None]
    of_place = [place.unit for place in area.places if place.name == press.action.place_name]
    below = [press.action.lead_unit, *had, *of_place]
    above = [unit.code for code in below for unit in area.ancestors(code)]
    wanted = [
        code
        for code in dict.fromkeys([*below, *above])
        if code in area.unit_by_code and may_on(press.person, Action.KEEP_SPECIAL_ACTIONS, code, area)
    ]
    offered = [code for code in wanted if code != press.action.lead_unit][:_MOST_LEADS]
    return _offer(tx, press, lead_buttons(office.texts, area, press.action, offered), now)


def _set_lead(tx: Tx, office: Office, press: _Press, now: datetime) -> Answer:
    """speciallead:ID:UNIT."""
    code = unit_of_data(office.area, press.tap.argument(1))
    if code is None:
        raise Refused(Refusal.STALE_BUTTON)
    special_actions.set_lead(tx, office, press.person, press.action, code, now)
    return _card(tx, office, _Press(press.tap, press.person, find(tx, press.action.id)), now)


def _drop(tx: Tx, office: Office, press: _Press, now: datetime) -> Answer:
    _check_below(tx, press)
    special_actions.drop(tx, office, press.person, press.action)
    return turn(tx, press.tap, office.texts.say("special.dropped", title=press.action.title), now)


def _ask_end(tx: Tx, office: Office, press: _Press, now: datetime) -> Answer:
    check_keeps(press.person, press.action, office)
    if press.action.phase is not Phase.OPEN:
        raise Refused(Refusal.STALE_BUTTON)
    told = special_cards.shown(tx, press.action, how_it_stands(tx, office, press.action))
    _offer(tx, press, end_buttons(office.texts, press.action), now)
    key = "special.sure" if told.reports else "special.sure.untold"
    return Answer(office.texts.plain(key), alert=True)


def _end(tx: Tx, office: Office, press: _Press, now: datetime) -> Answer:
    ended = special_actions.end(tx, office, press.person, press.action, now)
    return _card(tx, office, _Press(press.tap, press.person, ended), now)


def _offer(tx: Tx, press: _Press, rows: Buttons, now: datetime) -> Answer:
    """Other buttons below the pressed message. Raises Refused."""
    notice = _check_below(tx, press)
    replace_buttons(tx, notice, rows, f"buttons:{notice.id}:{int(now.timestamp() * 1000)}", now)
    return Answer()


_Deed = Callable[[Tx, Office, _Press, datetime], Answer]

_DEEDS: dict[str, _Deed] = {
    "special": _show,
    "specialcard": _card,
    "specialtickets": _tickets,
    "specialtell": _tell,
    "specialdates": _offer_dates,
    "specialdate": _set_date,
    "specialleads": _offer_leads,
    "speciallead": _set_lead,
    "specialdrop": _drop,
    "specialend": _ask_end,
    "specialends": _end,
}
VERBS = frozenset({"specialnew", *_DEEDS})
"""The first words of callback data that this file answers for."""
