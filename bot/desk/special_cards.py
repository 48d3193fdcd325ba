"""Cards of special actions: who reads of one, in which standing messages, and what is told beside them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from bot.desk import reach
from bot.desk.messages import edit_message, keyboard, say
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.notices import Call, Draft, NoticeKind
from bot.domain.questions import digest
from bot.domain.special_actions import PRESETS, Progress, SpecialAction, has_passed
from bot.notices.buttons import Buttons
from bot.notices.markup import Markup
from bot.notices.special_actions import Shown, card_text, reminder_text, result_text
from bot.notices.special_buttons import card_buttons, overdue_buttons
from storage import notices, special_actions
from storage.notices import Notice
from storage.special_actions import card_key
from storage.times import to_ms
from storage.transaction import Tx

_LEAD, _OWN = "lead", "own"
"""Whose card it is: of the unit that leads, or of who keeps the action."""


def number_of(notice: Notice) -> int | None:
    """Of which action a message of the bot tells; None: of none."""
    word, _, rest = notice.key.partition(":")
    number = rest.partition(":")[0]
    return int(number) if word == "special" and number.isdecimal() else None


def lead_seats(tx: Tx, office: Office, unit_code: str) -> tuple[Seat, ...]:
    return reach.reminder_seats(tx, unit_code, office.area)


def keeper_seats(tx: Tx, action: SpecialAction) -> tuple[Seat, ...]:
    """Where the coordinators of its ground read."""
    own = () if action.ground is None else reach.ground_seats(tx, action.ground)
    return own or reach.coordinator_seats(tx)


def shown(tx: Tx, action: SpecialAction, done: Progress) -> Shown:
    return Shown(action, done, special_actions.reports(tx, action.id))


def show(tx: Tx, office: Office, told: Shown, seat: Seat, now: datetime, *, for_lead: bool) -> None:
    """The card, as an answer to whoever asked; it stands, and shows later what holds then."""
    text, rows = as_card(office, told, now, for_lead=for_lead)
    whose = _lead_key(told.action) if for_lead else f"{card_key(told.action.id)}{_OWN}:"
    say(tx, seat, NoticeKind.ANSWER, f"{whose}{_mark(seat, now)}", text, now, rows=rows)


def tell_lead(tx: Tx, office: Office, action: SpecialAction, done: Progress, now: datetime) -> None:
    """Its lead unit reads of it from now on."""
    told = shown(tx, action, done)
    text, rows = as_card(office, told, now, for_lead=True)
    for seat in lead_seats(tx, office, action.lead_unit):
        say(tx, seat, NoticeKind.ALERT, f"{_lead_key(action)}{_mark(seat, now)}", text, now, rows=rows)


def tell_former_lead(tx: Tx, office: Office, before: SpecialAction, after: SpecialAction, now: datetime) -> None:
    """Whoever led it is told who does now; the old card says no more than that."""
    unit = office.area.unit_name(after.lead_unit) or after.lead_unit
    text = office.texts.say("special.moved", number=after.id, title=after.title, unit=unit)
    for card in special_actions.cards(tx, before.id):
        if _is_of_lead(card, before):
            _edit(tx, card, text, [], now)
    for seat in lead_seats(tx, office, before.lead_unit):
        say(tx, seat, NoticeKind.ALERT, f"special:{before.id}:moved:{_mark(seat, now)}", text, now)


def refresh(tx: Tx, office: Office, action: SpecialAction, done: Progress, now: datetime) -> None:
    """Every standing card shows what holds now."""
    told = shown(tx, action, done)
    for card in special_actions.cards(tx, action.id):
        for_lead = is_for_lead(card)
        if not for_lead or _is_of_lead(card, action):
            _edit(tx, card, *as_card(office, told, now, for_lead=for_lead), now)


def as_card(office: Office, told: Shown, now: datetime, *, for_lead: bool) -> tuple[Markup, Buttons]:
    text = card_text(office.texts, office.area, told, now, office.zone, for_lead=for_lead)
    return text, card_buttons(office.texts, told, preset_dates(office, now), for_lead=for_lead)


def preset_dates(office: Office, now: datetime) -> list[tuple[int, date]]:
    """The working day on or after so many days from now."""
    today = now.astimezone(office.zone).date()
    return [(days, office.days.next_workday(today + timedelta(days=days - 1))) for days in PRESETS]


def is_for_lead(card: Notice) -> bool:
    """Whether a message is a card of the unit that leads, or led."""
    return f":card:{_LEAD}:" in card.key


def _is_of_lead(card: Notice, action: SpecialAction) -> bool:
    return card.key.startswith(_lead_key(action))


def _lead_key(action: SpecialAction) -> str:
    return f"{card_key(action.id)}{_LEAD}:{digest(action.lead_unit)}:"


def _edit(tx: Tx, card: Notice, text: Markup, rows: Buttons, now: datetime) -> None:
    payload: dict[str, Any] = {"text": text, "reply_markup": keyboard(rows)}
    if not notices.amend(tx, card.id, Call.SEND_MESSAGE, payload):
        edit_message(tx, card, Call.EDIT_TEXT, payload, f"special_edit:{card.id}:{to_ms(now)}:{digest(text)}", now)


def remind(tx: Tx, office: Office, action: SpecialAction, done: Progress, now: datetime) -> None:
    """Before its day the unit that leads, after it the coordinators as well, who may end it at once."""
    told = shown(tx, action, done)
    local = now.astimezone(office.zone)
    not_before = office.quiet.awake(local) if office.quiet.covers(local) else None
    lead = lead_seats(tx, office, action.lead_unit)
    keepers = keeper_seats(tx, action) if has_passed(action, now, office.zone) else ()
    end = overdue_buttons(office.texts, action)
    for seat in _once(*keepers, *lead):
        key = f"special:{action.id}:remind:{_mark(seat, now)}"
        rows = end if seat in keepers else None
        text = reminder_text(office.texts, office.area, told, now, office.zone, for_lead=seat not in keepers)
        say(tx, seat, NoticeKind.ALERT, key, text, now, rows=rows, not_before=not_before)


def tell_result(tx: Tx, office: Office, action: SpecialAction, done: Progress, now: datetime) -> None:
    """How it turned out, to the unit that led and to the coordinators, with the last photo that was told with it."""
    told = shown(tx, action, done)
    text = result_text(office.texts, office.area, told, now, office.zone)
    pictured = next((one for one in reversed(told.reports) if one.photo), None)
    for seat in _once(*keeper_seats(tx, action), *lead_seats(tx, office, action.lead_unit)):
        say(tx, seat, NoticeKind.ALERT, f"special:{action.id}:result:{_mark(seat, now)}", text, now)
        if pictured is not None and pictured.photo is not None:
            caption = office.texts.say(
                "special.result.photo", number=action.id, title=action.title, name=pictured.person_name
            )
            _show_photo(tx, seat, f"special:{action.id}:photo:{_mark(seat, now)}", pictured.photo, caption, now)


def _show_photo(tx: Tx, seat: Seat, key: str, file_id: str, caption: Markup, now: datetime) -> None:
    draft = Draft(
        key=key,
        kind=NoticeKind.ALERT,
        call=Call.SEND_PHOTO,
        chat_id=seat.chat_id,
        topic=seat.topic,
        payload={"photo": file_id, "caption": caption},
    )
    notices.queue(tx, draft, now)


def _once(*seats: Seat) -> list[Seat]:
    return list({(seat.chat_id, seat.topic): seat for seat in reversed(seats)}.values())[::-1]


def _mark(seat: Seat, now: datetime) -> str:
    return f"{seat.chat_id}:{seat.topic or 0}:{to_ms(now)}"
