"""Cards: one message per ticket and unit, posted where the unit reads and edited through the ticket's life."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.desk import reach, stories
from bot.desk.messages import DELETABLE, edit_message, keyboard, take_away
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.domain.notices import Call, Draft, NoticeKind, NoticeState
from bot.domain.posts import MediaKind, StoredPost
from bot.domain.tickets import State, Ticket
from bot.notices.buttons import card_buttons
from bot.notices.cards import CAPTION_LIMIT, LAST_STEPS, MESSAGE_LIMIT, Step, card
from storage import messages, notices
from storage.notices import Notice
from storage.transaction import Tx

_NOT_ON_CARDS = frozenset({"opened", "reminded", "missed", "snoozed", "supported", "unsupported"})
"""Who reported stands on the card already, and how many the same; reminders are for the whole story (/ticket)."""


_OF_A_FLOOD = 15
"""Reports of a flood that its card shows, the newest: each is a line of the history."""


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


def _content(tx: Tx, office: Office, ticket: Ticket, seat: Seat | None = None) -> Content:
    """What a fresh card says."""
    photos = [item.file_id for item in stories.photos_of_report(tx, ticket)]
    return _compose(tx, office, ticket, photos, _shown(tx, office, ticket), seat)


def _change(
    tx: Tx,
    office: Office,
    standing: Notice,
    ticket: Ticket,
    occasion: int,
    now: datetime,
    seat: Seat | None = None,
    *,
    pressed: bool,
) -> None:
    """Let a card say what is so now: at once where it has not left, else by an edit. A picture stays, once shown."""
    pictured = standing.state is not NoticeState.QUEUED and (
        standing.call is Call.SEND_PHOTO or messages.has_become_picture(tx, standing.id)
    )
    photos = [item.file_id for item in stories.photos_of_report(tx, ticket)]
    shown = _shown(tx, office, ticket)
    call, payload = _compose(tx, office, ticket, photos, shown, seat, pressed=pressed, below_picture=pictured)
    if not notices.amend(tx, standing.id, call, payload):
        _queue_edit(tx, standing, call, payload, f"edit:{standing.id}:{occasion}", now, pictured=pictured)


def _shown(tx: Tx, office: Office, ticket: Ticket) -> list[Step]:
    discreet = stories.is_read_by_couriers(tx, ticket)
    return [step for step in stories.history(tx, office, ticket, discreet=discreet) if step.kind not in _NOT_ON_CARDS]


def _compose(
    tx: Tx,
    office: Office,
    ticket: Ticket,
    photos: Sequence[str],
    shown: Sequence[Step],
    seat: Seat | None,
    *,
    pressed: bool = True,
    below_picture: bool = False,
) -> Content:
    """A photo with a caption when the report has one, else text; without `pressed`, no buttons.

    `below_picture`: the words have no more room than a caption, though there is no photo any more.
    """
    attention = seat.mentions if seat else ()
    lines = _OF_A_FLOOD if ticket.bundle and ticket.state is State.TRIAGE else LAST_STEPS
    facts = stories.facts_of(tx, office, ticket, shown, len(photos), attention=attention, lines=lines)
    limit = CAPTION_LIMIT if photos or below_picture else MESSAGE_LIMIT
    text = card(office.texts, office.area, ticket, facts, office.zone, limit=limit)
    markup = keyboard(card_buttons(office.texts, office.area, ticket, len(photos)) if pressed else [])
    if photos:
        return Call.SEND_PHOTO, {"photo": photos[0], "caption": text, "reply_markup": markup}
    return Call.SEND_MESSAGE, {"text": text, "reply_markup": markup}


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
        _change(tx, office, notice, ticket, occasion, now, pressed=False)
        if in_the_way:
            messages.retire(tx, notice.id)
    post_card(tx, office, ticket, occasion, now)
    stories.refresh_opened(tx, office, ticket, occasion, now)


def refresh(tx: Tx, office: Office, ticket: Ticket, occasion: int, now: datetime) -> None:
    """Bring every standing card of the ticket up to date; one that is needed and stands nowhere is made again."""
    standing = messages.standing(tx, ticket.id, NoticeKind.CARD)
    seats = {seat.chat_id: seat for seat in reach.card_seats(tx, ticket)} if ticket.state is State.ASSIGNED else {}
    for notice in standing:
        whose = None if ticket.state is State.TRIAGE else ticket.unit_code
        in_place = notice.unit_code == whose  # on the others the ticket is only read: it has gone elsewhere
        _change(tx, office, notice, ticket, occasion, now, seats.get(notice.chat_id), pressed=in_place)
    if not standing and not ticket.state.is_over:
        post_card(tx, office, ticket, occasion, now)
    stories.refresh_opened(tx, office, ticket, occasion, now)


def _queue_edit(
    tx: Tx, standing: Notice, call: Call, payload: dict[str, Any], key: str, now: datetime, *, pictured: bool
) -> None:
    """A text card that gains a photo becomes a photo card (editMessageMedia takes a text message, too), and stays one:
    below a picture there is no text to edit.
    """
    edits = {
        (Call.SEND_MESSAGE, Call.SEND_MESSAGE): Call.EDIT_TEXT,
        (Call.SEND_PHOTO, Call.SEND_PHOTO): Call.EDIT_CAPTION,
        (Call.SEND_MESSAGE, Call.SEND_PHOTO): Call.EDIT_MEDIA,
    }
    only_words = pictured and call is Call.SEND_MESSAGE
    edit = Call.EDIT_CAPTION if only_words else edits.get((standing.call, call), Call.EDIT_CAPTION)
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
