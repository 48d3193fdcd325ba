"""Cards: one message per ticket and unit, posted where the unit reads and edited through the ticket's life."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.desk import reach
from bot.desk.messages import DELETABLE, edit_message, is_opened, keyboard, take_away
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.deadlines import OF_STAGES, Clock, due_at
from bot.domain.notices import Call, Draft, NoticeKind
from bot.domain.people import Person
from bot.domain.posts import MediaKind, MediaPurpose, StoredPost
from bot.domain.rights import capacities
from bot.domain.stages import Stage
from bot.domain.tickets import Capacity, Move, State, Ticket
from bot.notices.buttons import Buttons, card_buttons, own_buttons
from bot.notices.cards import CAPTION_LIMIT, MESSAGE_LIMIT, CardFacts, Step, card
from bot.notices.markup import Markup
from storage import deadlines, events, media, messages, notices, people, supporters, tickets
from storage.events import Event
from storage.media import StoredMedia
from storage.notices import Notice
from storage.transaction import Tx

_NOT_ON_CARDS = frozenset({"opened", "reminded", "missed", "snoozed", "supported", "unsupported"})
"""Who reported stands on the card already, and how many the same; reminders are for the whole story (/ticket)."""


def post_card(tx: Tx, office: Office, ticket: Ticket, occasion: int, now: datetime) -> None:
    """Post the ticket's card where its unit reads it; a ticket in triage goes to the coordinators.

    `occasion` is the id of the event that asks for it: the same event posts one card a seat.
    """
    for seat in _seats(tx, office, ticket):
        _post(tx, office, ticket, seat, occasion, now)


def _seats(tx: Tx, office: Office, ticket: Ticket) -> tuple[Seat, ...]:
    """Where the ticket's card is read now."""
    in_triage = ticket.state is State.TRIAGE
    return reach.watching_seats(tx, office.area, ticket) if in_triage else reach.card_seats(tx, ticket)


def post_first(
    tx: Tx, office: Office, ticket: Ticket, post: StoredPost, seats: Sequence[Seat], occasion: int, now: datetime
) -> None:
    """Post the card of a ticket just opened: its photos are known and its history is empty, but for a pin."""
    photos = [item.file_id for item in post.media if item.kind is MediaKind.PHOTO]
    shown = _shown(tx, office, ticket) if post.pin is not None else []
    for seat in seats or reach.watching_seats(tx, office.area, ticket):
        _queue_card(tx, ticket, seat, _compose(tx, office, ticket, photos, shown, seat), occasion, now)


def _post(tx: Tx, office: Office, ticket: Ticket, seat: Seat, occasion: int, now: datetime) -> None:
    _queue_card(tx, ticket, seat, _content(tx, office, ticket, seat), occasion, now)


Content = tuple[Call, dict[str, Any]]
"""How a card leaves, and with which parameters."""


def _queue_card(tx: Tx, ticket: Ticket, seat: Seat, content: Content, occasion: int, now: datetime) -> None:
    call, payload = content
    notices.queue(
        tx,
        Draft(
            key=f"card:{ticket.id}:{seat.chat_id}:{occasion}",
            kind=NoticeKind.CARD,
            call=call,
            chat_id=seat.chat_id,
            topic=seat.topic,
            reply_to=seat.reply_to,
            ticket_id=ticket.id,
            unit_code=ticket.unit_code if ticket.state is not State.TRIAGE else None,
            payload=payload,
        ),
        now,
    )


def _content(tx: Tx, office: Office, ticket: Ticket, seat: Seat | None = None, *, pressed: bool = True) -> Content:
    """What a card says now."""
    photos = [item.file_id for item in _photos(tx, ticket)]
    return _compose(tx, office, ticket, photos, _shown(tx, office, ticket), seat, pressed=pressed)


def _shown(tx: Tx, office: Office, ticket: Ticket) -> list[Step]:
    return [step for step in history(tx, office, ticket) if step.kind not in _NOT_ON_CARDS]


def _compose(
    tx: Tx,
    office: Office,
    ticket: Ticket,
    photos: Sequence[str],
    shown: Sequence[Step],
    seat: Seat | None,
    *,
    pressed: bool = True,
) -> Content:
    """A photo with a caption when the report has one, else text; without `pressed`, no buttons."""
    facts = _facts(tx, office, ticket, shown, len(photos), attention=seat.mentions if seat else ())
    limit = CAPTION_LIMIT if photos else MESSAGE_LIMIT
    text = card(office.texts, office.area, ticket, facts, office.zone, limit=limit)
    markup = keyboard(card_buttons(office.texts, office.area, ticket, len(photos)) if pressed else [])
    if photos:
        return Call.SEND_PHOTO, {"photo": photos[0], "caption": text, "reply_markup": markup}
    return Call.SEND_MESSAGE, {"text": text, "reply_markup": markup}


def _photos(tx: Tx, ticket: Ticket) -> list[StoredMedia]:
    """Those of the report and of whoever reported the same; where the unit reads in the group, none sent in private."""
    apart = ticket.private or ticket.unit_code is None or bool(reach.unit_chats(tx, ticket.unit_code))
    kept = media.of_report(tx, ticket.id, ticket.post_id, private=apart)
    return [item for item in kept if item.kind is MediaKind.PHOTO]


def _facts(
    tx: Tx,
    office: Office,
    ticket: Ticket,
    shown: Sequence[Step],
    photos: int,
    *,
    attention: Sequence[Person] = (),
    lines: int = 4,
) -> CardFacts:
    answering = ticket.state is State.ASSIGNED
    return CardFacts(
        photos=photos,
        history=shown,
        attention=attention,
        review_due=_review_due(tx, ticket),
        respond_by=_respond_by(office, ticket) if answering else None,
        helpers=tickets.helping(tx, ticket.id) if shown else (),  # what has no history yet has no help either
        own_limit=ticket.limit != office.limits.classes[ticket.time_class],
        stages=_stage_dues(tx, ticket),
        lines=lines,
    )


def _stage_dues(tx: Tx, ticket: Ticket) -> dict[Stage, datetime]:
    """When the steps still to come are due; few tickets have any."""
    if not ticket.to_come:
        return {}
    clocks = deadlines.running(tx, ticket.id)
    return {stage: clocks[clock].due_at for stage, clock in OF_STAGES.items() if clock in clocks}


def _respond_by(office: Office, ticket: Ticket) -> datetime | None:
    """By when the unit should have accepted: computed, not looked up, since a card is made in every intake."""
    start = ticket.assigned_at
    return due_at(Clock.RESPONSE, ticket, start, office.limits, office.days_of(ticket.unit_code)) if start else None


def _review_due(tx: Tx, ticket: Ticket) -> datetime | None:
    if ticket.state is not State.RESOLVED:
        return None
    clock = deadlines.running(tx, ticket.id).get(Clock.REVIEW)
    return clock.due_at if clock else None


def history(tx: Tx, office: Office, ticket: Ticket, *, discreet: bool = False) -> list[Step]:
    """The ticket's events as a card tells them. Who reported in private is not named, nor quoted if `discreet`."""
    steps = []
    unnamed = supporters.unnamed_of(tx, ticket)
    for event in events.history(tx, ticket.id):
        name = event.actor_name or office.texts.plain("name.bot")
        if event.actor_id in unnamed:
            name = office.texts.plain("card.somebody")
        words = None if discreet and event.actor_id in unnamed else event.words
        if event.kind == Move.MERGE.value:
            words = f"#T{event.details['ticket']} {words or ''}".strip()
        if event.kind == "reminded":
            words = office.texts.plain(f"rung.{event.details['rung']}")
        elif event.kind == "missed":
            words = office.texts.plain(f"clock.{event.details['clock']}")
        steps.append(Step(event.done_at, event.kind, name, words, _unit_of(office, event)))
    return steps


def _unit_of(office: Office, event: Event) -> str | None:
    """The unit that an event tells of: those that were asked for help, or the one that has the ticket."""
    if event.kind in {Move.WHISTLE.value, Move.SPLIT.value}:
        return "、".join(office.area.unit_name(code) or code for code in event.details.get("units", ()))
    return office.area.unit_name(event.unit_code)


def hand_over(tx: Tx, office: Office, ticket: Ticket, occasion: int, now: datetime) -> None:
    """Close the cards of whoever had the ticket, and post one where it is read now: an edit would ring nobody.

    In a chat stands one card of a ticket, and in the reporting group none but a unit's that reads there.
    """
    read_in = {seat.chat_id for seat in _seats(tx, office, ticket)}
    for notice in messages.standing(tx, ticket.id, NoticeKind.CARD):
        in_the_way = notice.chat_id in read_in or (notice.chat_id == ticket.chat_id and not ticket.private)
        if in_the_way and (notice.sent_at is None or now - notice.sent_at < DELETABLE):
            take_away(tx, notice, now)
            continue
        call, payload = _content(tx, office, ticket, pressed=False)
        if not notices.amend(tx, notice.id, call, payload):
            _queue_edit(tx, notice, call, payload, f"edit:{notice.id}:{occasion}", now)
        if in_the_way:
            messages.retire(tx, notice.id)
    post_card(tx, office, ticket, occasion, now)
    _refresh_opened(tx, office, ticket, occasion, now)


def refresh(tx: Tx, office: Office, ticket: Ticket, occasion: int, now: datetime) -> None:
    """Bring every standing card of the ticket up to date; one that is needed and stands nowhere is made again."""
    standing = messages.standing(tx, ticket.id, NoticeKind.CARD)
    seats = {seat.chat_id: seat for seat in reach.card_seats(tx, ticket)} if ticket.state is State.ASSIGNED else {}
    for notice in standing:
        whose = None if ticket.state is State.TRIAGE else ticket.unit_code
        in_place = notice.unit_code == whose  # on the others the ticket is only read: it has gone elsewhere
        call, payload = _content(tx, office, ticket, seats.get(notice.chat_id), pressed=in_place)
        if not notices.amend(tx, notice.id, call, payload):
            _queue_edit(tx, notice, call, payload, f"edit:{notice.id}:{occasion}", now)
    if not standing and not ticket.state.is_over:
        post_card(tx, office, ticket, occasion, now)
    _refresh_opened(tx, office, ticket, occasion, now)


def _refresh_opened(tx: Tx, office: Office, ticket: Ticket, occasion: int, now: datetime) -> None:
    """What /ticket or a list's button opened shows the ticket as it is now: the newest in each chat, if it has buttons.

    In private it offers the reader's own moves, in a group those of a card.
    """
    opened = filter(is_opened, messages.standing(tx, ticket.id, NoticeKind.ANSWER))
    for notice in {notice.chat_id: notice for notice in opened}.values():
        discreet = notice.chat_id > 0 and not _works_on(tx, office, ticket, notice.chat_id)
        discreet |= reach.couriers_read(tx, notice.chat_id, notice.topic)
        text = story(tx, office, ticket, discreet=discreet)
        payload = {"text": text, "reply_markup": keyboard(_moves_in(tx, office, ticket, notice))}
        if not notices.amend(tx, notice.id, notice.call, payload):
            edit_message(tx, notice, Call.EDIT_TEXT, payload, f"edit:{notice.id}:{occasion}", now)


def _works_on(tx: Tx, office: Office, ticket: Ticket, person_id: int) -> bool:
    """Whether somebody is more to the ticket than one who reported it."""
    held = capacities(people.load(tx, person_id, ""), ticket, office.area)
    return bool(held - {Capacity.REPORTER, Capacity.SUPPORTER})


def _moves_in(tx: Tx, office: Office, ticket: Ticket, opened: Notice) -> Buttons:
    count = len(photos(tx, ticket))
    if opened.chat_id < 0:
        return card_buttons(office.texts, office.area, ticket, count)
    held = capacities(people.load(tx, opened.chat_id, ""), ticket, office.area)
    return own_buttons(office.texts, office.area, ticket, held, count)


_OF_THE_FIX = (MediaPurpose.STAGE, MediaPurpose.PROOF)


def photos(tx: Tx, ticket: Ticket, *, private: bool = True) -> list[str]:
    """The file ids of a ticket's photos: the report's, those of steps, then the proofs; `private`, also what
    supporters sent so."""
    shown = [item for kind in _OF_THE_FIX for item in media.of_ticket(tx, ticket.id, kind)]
    kept = [*media.of_report(tx, ticket.id, ticket.post_id, private=private), *shown]
    return [item.file_id for item in kept if item.kind is MediaKind.PHOTO]


def _queue_edit(tx: Tx, standing: Notice, call: Call, payload: dict[str, Any], key: str, now: datetime) -> None:
    """A text card that gains a photo becomes a photo card (editMessageMedia takes a text message, too)."""
    edits = {
        (Call.SEND_MESSAGE, Call.SEND_MESSAGE): Call.EDIT_TEXT,
        (Call.SEND_PHOTO, Call.SEND_PHOTO): Call.EDIT_CAPTION,
        (Call.SEND_MESSAGE, Call.SEND_PHOTO): Call.EDIT_MEDIA,
    }
    edit = edits.get((standing.call, call), Call.EDIT_CAPTION)
    if edit is Call.EDIT_CAPTION:
        payload = {
            "caption": payload.get("caption", payload.get("text")),
            "reply_markup": payload["reply_markup"],
        }
    elif edit is Call.EDIT_MEDIA:
        picture = {
            "type": "photo",
            "media": payload["photo"],
            "caption": payload["caption"],
            "parse_mode": "HTML",
        }
        payload = {"media": picture, "reply_markup": payload["reply_markup"]}
    edit_message(tx, standing, edit, payload, key, now)


def story(tx: Tx, office: Office, ticket: Ticket, *, discreet: bool = False) -> Markup:
    """The ticket with its whole history, as text; `discreet` where others read than those who work on it."""
    told = history(tx, office, ticket, discreet=discreet)
    facts = _facts(tx, office, ticket, told, len(_photos(tx, ticket)), lines=30)
    return card(office.texts, office.area, ticket, facts, office.zone, limit=MESSAGE_LIMIT)
