"""Closures: what those who reported a ticket are told when it is resolved, closed, rejected or reopened.

At most one such message stands in each of their chats: a rejection takes the closure's place, a reopening takes it
away.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.desk import reach
from bot.desk.audiences import Audience, audiences, buttons_for, resolving_words, said_solved, with_supporters
from bot.desk.discretion import for_others
from bot.desk.messages import DELETABLE, edit_message, keyboard, replace_buttons, say, take_away
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.desk.reactions import take_away_stand_in
from bot.domain.notices import Call, Draft, Errand, NoticeKind
from bot.domain.people import Person
from bot.domain.posts import MediaKind, MediaPurpose
from bot.domain.tickets import State, Ticket
from bot.notices.buttons import Buttons, card_buttons
from bot.notices.cards import CAPTION_LIMIT
from bot.notices.closure_buttons import objection_button
from bot.notices.markup import Markup, cut, mention, visible_length
from bot.notices.times import moment
from storage import media, messages, notices, supporters
from storage.notices import Notice
from storage.transaction import Tx


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
    """Reply to the posts, one message a chat: resolved, with the after-photo, and the senders' buttons."""
    _take_away_reworks(tx, ticket, now)
    for audience in audiences(tx, ticket):
        mark = "" if audience.home else f":{audience.seat.chat_id}"
        _say_resolved(tx, office, ticket, audience, words, f"closure:{ticket.id}:{occasion}{mark}", now)
    _take_away_stand_ins(tx, ticket, now)


def tell_newcomers(tx: Tx, office: Office, ticket: Ticket, now: datetime) -> None:
    """Whoever joined a ticket that was resolved before hears of it now, like everybody else."""
    if ticket.state is not State.RESOLVED:
        return
    told = {closure.chat_id for closure in messages.standing(tx, ticket.id, NoticeKind.CLOSURE)}
    for audience in audiences(tx, ticket):
        if audience.seat.chat_id not in told:
            key = f"closure:{ticket.id}:new:{audience.seat.chat_id}:{int(now.timestamp() * 1000)}"
            _say_resolved(tx, office, ticket, audience, resolving_words(tx, ticket), key, now)


def _say_resolved(
    tx: Tx, office: Office, ticket: Ticket, audience: Audience, words: str, key: str, now: datetime
) -> None:
    """Who reported elsewhere what somebody told in private hears neither its words nor what its unit answered."""
    rows = keyboard(buttons_for(office, ticket, audience, frozenset()))
    told, apart = for_others(office, ticket, audience.seat.chat_id), _is_apart(ticket, audience.seat.chat_id)
    text = with_supporters(office, audience, _text(office, told, "closure", "" if apart else words))
    call, payload = Call.SEND_MESSAGE, {"text": text, "reply_markup": rows}
    if not apart and (photo := _after_photo(tx, ticket)):
        call, payload = Call.SEND_PHOTO, {"photo": photo, "caption": text, "reply_markup": rows}
    draft = Draft(
        key=key,
        kind=NoticeKind.CLOSURE,
        call=call,
        chat_id=audience.seat.chat_id,
        topic=audience.seat.topic,
        reply_to=audience.seat.reply_to,
        ticket_id=ticket.id,
        payload=payload,
    )
    notices.queue(tx, draft, now)


def _is_apart(ticket: Ticket, chat_id: int) -> bool:
    """Whether this is not the private chat in which the ticket was reported."""
    return ticket.private and chat_id != ticket.chat_id


def _take_away_stand_ins(tx: Tx, ticket: Ticket, now: datetime) -> None:
    take_away_stand_in(tx, ticket.chat_id, ticket.message_id, now)
    for one in supporters.of_ticket(tx, ticket.id):
        take_away_stand_in(tx, one.chat_id, one.message_id, now)


def _after_photo(tx: Tx, ticket: Ticket) -> str | None:
    """The newest proof (those from before a reopening were retired)."""
    photos = [item for item in media.of_ticket(tx, ticket.id, MediaPurpose.PROOF) if item.kind is MediaKind.PHOTO]
    return photos[-1].file_id if photos else None


def announce_closed(
    tx: Tx, office: Office, ticket: Ticket, words: str, occasion: int, now: datetime, *, by_reporter: bool
) -> None:
    """Bring the standing closures to their last form: no buttons but what the state allows."""
    name = "closure.confirmed" if by_reporter else "closure.approved"
    for closure, audience, rows in _standing(tx, office, ticket):
        told = for_others(office, ticket, closure.chat_id)
        text = _text(office, told, name, "" if _is_apart(ticket, closure.chat_id) else words)
        with_photo = closure.call is Call.SEND_PHOTO
        payload = {
            "caption" if with_photo else "text": with_supporters(office, audience, text) if audience else text,
            "reply_markup": keyboard(rows),
        }
        if notices.amend(tx, closure.id, closure.call, {**closure.payload, **payload}):
            continue
        call = Call.EDIT_CAPTION if with_photo else Call.EDIT_TEXT
        edit_message(tx, closure, call, payload, f"edit:{closure.id}:{occasion}", now)


def _standing(tx: Tx, office: Office, ticket: Ticket) -> list[tuple[Notice, Audience | None, Buttons]]:
    """The closures that stand, whom each is for, and the buttons it ought to carry; one for nobody has none."""
    here = {audience.seat.chat_id: audience for audience in audiences(tx, ticket)}
    solved = said_solved(tx, ticket)
    found = []
    for closure in messages.standing(tx, ticket.id, NoticeKind.CLOSURE):
        audience = here.get(closure.chat_id)
        rows = buttons_for(office, ticket, audience, solved) if audience is not None else []
        found.append((closure, audience, rows))
    return found


def announce_reopened(
    tx: Tx,
    office: Office,
    ticket: Ticket,
    words: str,
    photo: str | None,
    occasion: int,
    now: datetime,
    *,
    unnamed: bool = False,
) -> None:
    """Take the closure away and ring the unit, with the objection's photo: an edited card would ring nobody.

    Of somebody who reported in private (`unnamed`) neither words nor photo are shown where couriers read.
    """
    for closure in messages.standing(tx, ticket.id, NoticeKind.CLOSURE):
        _withdraw(tx, office, ticket, closure, occasion, now)
    _take_away_reworks(tx, ticket, now)
    for seat in reach.card_seats(tx, ticket):
        if unnamed and reach.couriers_read(tx, seat.chat_id, seat.topic):
            words, photo = "", None
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
    told = for_others(office, ticket, closure.chat_id)
    payload = {key: _text(office, told, "closure.reopened", ""), "reply_markup": keyboard([])}
    edit_message(tx, closure, call, payload, f"edit:{closure.id}:{occasion}", now)


def _take_away_reworks(tx: Tx, ticket: Ticket, now: datetime) -> None:
    for alert in messages.standing(tx, ticket.id, NoticeKind.ALERT):
        if alert.errand is Errand.REWORK:
            take_away(tx, alert, now)


def announce_rejected(tx: Tx, office: Office, ticket: Ticket, words: str, occasion: int, now: datetime) -> None:
    """The rejection stands where the closure would, with its reason; the reporter may object, once."""
    _take_away_stand_ins(tx, ticket, now)
    count = 1 + len(supporters.of_ticket(tx, ticket.id))
    for audience in audiences(tx, ticket):
        seat = audience.seat
        shown = for_others(office, ticket, seat.chat_id)
        what = " ".join(part for part in (shown.place, shown.summary) if part)
        if ticket.bundle:
            what = office.texts.plain("rejection.bundle", count=count)
        text = office.texts.say("rejection", number=ticket.number, what=what, words=cut(words, 300))
        rows = objection_button(office.texts, ticket) if audience.home else []
        mark = "" if audience.home else f":{seat.chat_id}"
        told = with_supporters(office, audience, text)
        key = f"rejection:{ticket.id}:{occasion}{mark}"
        say(tx, seat, NoticeKind.CLOSURE, key, told, now, rows=rows, ticket_id=ticket.id)


def take_back_rejection(tx: Tx, office: Office, ticket: Ticket, occasion: int, now: datetime) -> None:
    """The reporter objected: what claimed that it is none of ours no longer stands."""
    for closure in messages.standing(tx, ticket.id, NoticeKind.CLOSURE):
        _withdraw(tx, office, ticket, closure, occasion, now)


def show_thanks(tx: Tx, office: Office, ticket: Ticket, who: Person, occasion: int, now: datetime) -> None:
    """The closures' buttons after somebody said 已解决, or how satisfied they are, where that changes any."""
    before = said_solved(tx, ticket, before_last=True)
    for closure, audience, rows in _standing(tx, office, ticket):
        starred = audience is not None and audience.home and who.id == ticket.reporter_id
        if audience is None or (rows == buttons_for(office, ticket, audience, before) and not starred):
            continue
        if not notices.amend(tx, closure.id, closure.call, {**closure.payload, "reply_markup": keyboard(rows)}):
            replace_buttons(tx, closure, rows, f"edit:{closure.id}:{occasion}", now)
