"""Closures: what the reporting group is told when a ticket is resolved, closed, rejected or reopened.

At most one such message stands below a post: a rejection takes the closure's place, a reopening takes it away.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.desk import reach
from bot.desk.messages import edit_message, keyboard, replace_buttons, say, take_away
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.desk.reactions import take_away_stand_in
from bot.domain.notices import Call, Draft, Errand, NoticeKind
from bot.domain.posts import MediaKind, MediaPurpose
from bot.domain.tickets import Ticket
from bot.notices.buttons import Buttons, card_buttons, closure_buttons
from bot.notices.cards import CAPTION_LIMIT
from bot.notices.markup import Markup, cut, mention, visible_length
from bot.notices.times import moment
from storage import media, messages, notices
from storage.notices import Notice
from storage.transaction import Tx

DELETABLE = timedelta(hours=47)
"""A message of its own older than 48 hours cannot be deleted by a bot: https://core.telegram.org/bots/api#deletemessage"""


def _text(office: Office, ticket: Ticket, key: str, words: str) -> Markup:
    """The closure's HTML; the secretary's words give way when a caption would grow too long."""
    for room in (400, 120, 0):
        said = office.texts.say("event.words", words=cut(words, room)) if words and room else ""
        text = office.texts.say(
            key,
            number=ticket.number,
            place=ticket.place or "",
            summary=ticket.summary,
            unit=office.area.unit_name(ticket.unit_code) or "",
            words=said,
        )
        if visible_length(text) <= CAPTION_LIMIT:
            break
    return text


def announce_resolved(tx: Tx, office: Office, ticket: Ticket, words: str, occasion: int, now: datetime) -> None:
    """Reply to the post: resolved, with the after-photo, and the two buttons of the reporter."""
    _take_away_reworks(tx, ticket, now)
    take_away_stand_in(tx, ticket.chat_id, ticket.message_id, now)
    markup = keyboard(closure_buttons(office.texts, ticket))
    text = _text(office, ticket, "closure", words)
    call, payload = Call.SEND_MESSAGE, {"text": text, "reply_markup": markup}
    if photo := _after_photo(tx, ticket):
        call, payload = Call.SEND_PHOTO, {"photo": photo, "caption": text, "reply_markup": markup}
    _reply_to_post(tx, ticket, NoticeKind.CLOSURE, f"closure:{ticket.id}:{occasion}", call, payload, now)


def _after_photo(tx: Tx, ticket: Ticket) -> str | None:
    """The newest proof (those from before a reopening were retired)."""
    photos = [item for item in media.of_ticket(tx, ticket.id, MediaPurpose.PROOF) if item.kind is MediaKind.PHOTO]
    return photos[-1].file_id if photos else None


def _reply_to_post(
    tx: Tx, ticket: Ticket, kind: NoticeKind, key: str, call: Call, payload: dict[str, Any], now: datetime
) -> None:
    draft = Draft(
        key=key,
        kind=kind,
        call=call,
        chat_id=ticket.chat_id,
        topic=ticket.topic,
        reply_to=ticket.message_id,
        ticket_id=ticket.id,
        payload=payload,
    )
    notices.queue(tx, draft, now)


def announce_closed(
    tx: Tx, office: Office, ticket: Ticket, words: str, occasion: int, now: datetime, *, by_reporter: bool
) -> None:
    """Bring the standing closure to its last form: no buttons but what the state allows."""
    key = "closure.confirmed" if by_reporter else "closure.approved"
    text = _text(office, ticket, key, words)
    markup = keyboard([] if by_reporter else closure_buttons(office.texts, ticket))
    for closure in messages.standing(tx, ticket.id, NoticeKind.CLOSURE):
        with_photo = closure.call is Call.SEND_PHOTO
        payload = {"caption" if with_photo else "text": text, "reply_markup": markup}
        if notices.amend(tx, closure.id, closure.call, {**closure.payload, **payload}):
            continue
        call = Call.EDIT_CAPTION if with_photo else Call.EDIT_TEXT
        edit_message(tx, closure, call, payload, f"edit:{closure.id}:{occasion}", now)


def announce_reopened(
    tx: Tx, office: Office, ticket: Ticket, words: str, photo: str | None, occasion: int, now: datetime
) -> None:
    """Take the closure away and ring the unit, with the objection's photo: an edited card would ring nobody."""
    for closure in messages.standing(tx, ticket.id, NoticeKind.CLOSURE):
        _withdraw(tx, office, ticket, closure, occasion, now)
    _take_away_reworks(tx, ticket, now)
    for seat in reach.card_seats(tx, ticket):
        text = office.texts.say(
            "rework",
            number=ticket.number,
            place=cut(ticket.place or "", 100),
            summary=cut(ticket.summary, 100),
            people=Markup("".join(f"{mention(person.id, cut(person.name, 20))} " for person in seat.mentions)),
            due=moment(ticket.due_at or now, office.zone),
            words=office.texts.say("event.words", words=cut(words, 200)) if words else "",
        )
        key = Errand.REWORK.key(ticket.id, seat.chat_id, occasion)
        below = replace(seat, reply_to=seat.reply_to or _card_in(tx, ticket, seat.chat_id))
        rows = card_buttons(office.texts, office.area, ticket)
        if photo is not None and visible_length(text) <= CAPTION_LIMIT:
            _say_with_photo(tx, below, key, text, photo, rows, ticket, now)
        else:
            say(tx, below, NoticeKind.ALERT, key, text, now, rows=rows, ticket_id=ticket.id)


def _say_with_photo(
    tx: Tx, seat: Seat, key: str, text: Markup, photo: str, rows: Buttons, ticket: Ticket, now: datetime
) -> None:
    draft = Draft(
        key=key,
        kind=NoticeKind.ALERT,
        call=Call.SEND_PHOTO,
        chat_id=seat.chat_id,
        topic=seat.topic,
        reply_to=seat.reply_to,
        ticket_id=ticket.id,
        payload={"photo": photo, "caption": text, "reply_markup": keyboard(rows)},
    )
    notices.queue(tx, draft, now)


def _card_in(tx: Tx, ticket: Ticket, chat_id: int) -> int | None:
    """The message of the ticket's card in this chat: who is rung finds it with one tap."""
    cards = [notice for notice in messages.standing(tx, ticket.id, NoticeKind.CARD) if notice.chat_id == chat_id]
    return cards[-1].message_id if cards else None


def _withdraw(tx: Tx, office: Office, ticket: Ticket, closure: Notice, occasion: int, now: datetime) -> None:
    """Delete a closure; one too old to be deleted is turned into a line that claims nothing."""
    if closure.sent_at is None or now - closure.sent_at < DELETABLE:
        take_away(tx, closure, now)
        return
    messages.retire(tx, closure.id)
    key = "caption" if closure.call is Call.SEND_PHOTO else "text"
    call = Call.EDIT_CAPTION if closure.call is Call.SEND_PHOTO else Call.EDIT_TEXT
    payload = {key: _text(office, ticket, "closure.reopened", ""), "reply_markup": keyboard([])}
    edit_message(tx, closure, call, payload, f"edit:{closure.id}:{occasion}", now)


def _take_away_reworks(tx: Tx, ticket: Ticket, now: datetime) -> None:
    for alert in messages.standing(tx, ticket.id, NoticeKind.ALERT):
        if alert.errand is Errand.REWORK:
            take_away(tx, alert, now)


def announce_rejected(tx: Tx, office: Office, ticket: Ticket, words: str, occasion: int, now: datetime) -> None:
    """The rejection stands where the closure would."""
    take_away_stand_in(tx, ticket.chat_id, ticket.message_id, now)
    text = office.texts.say(
        "rejection",
        number=ticket.number,
        place=ticket.place or "",
        summary=ticket.summary,
        words=cut(words, 300),
    )
    seat = Seat(ticket.chat_id, ticket.topic, ticket.message_id)
    say(tx, seat, NoticeKind.CLOSURE, f"rejection:{ticket.id}:{occasion}", text, now, ticket_id=ticket.id)


def take_back_rejection(tx: Tx, office: Office, ticket: Ticket, occasion: int, now: datetime) -> None:
    """The reporter objected: what claimed that it is none of ours no longer stands."""
    for closure in messages.standing(tx, ticket.id, NoticeKind.CLOSURE):
        _withdraw(tx, office, ticket, closure, occasion, now)


def show_thanks(tx: Tx, office: Office, ticket: Ticket, occasion: int, now: datetime) -> None:
    """The closure's buttons after somebody was asked how satisfied they are."""
    for closure in messages.standing(tx, ticket.id, NoticeKind.CLOSURE):
        replace_buttons(tx, closure, closure_buttons(office.texts, ticket), f"edit:{closure.id}:{occasion}", now)
