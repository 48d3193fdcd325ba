"""Messages with a picture that the bot made: sent, exchanged for another, and said in words where it cannot be had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.desk.messages import edit_message, keyboard, reply, reply_key, take_away, turn
from bot.desk.reach import Seat
from bot.domain.notices import Call, Draft, NoticeKind, NoticeState
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Answer, Tap
from bot.notices.buttons import Buttons
from bot.notices.markup import Markup
from storage import notices, outbox
from storage.notices import Notice
from storage.transaction import Tx

_WITH_FILE = frozenset({Call.SEND_PHOTO, Call.SEND_DOCUMENT})


@dataclass(frozen=True, slots=True)
class MadePicture:
    """A picture of our own. `path` is that of its file in the media folder, which must be there before the notice.

    `caption` stands below it; `text` says the same without it.
    """

    path: str
    caption: Markup
    text: Markup


def reply_with_picture(tx: Tx, seat: Seat, picture: MadePicture, now: datetime, *, rows: Buttons | None = None) -> None:
    """An answer to a command; it stays."""
    payload = {
        "photo": {"made": picture.path},
        "caption": picture.caption,
        "text": picture.text,
        "reply_markup": keyboard(rows or []),
    }
    draft = Draft(
        key=reply_key(seat, now),
        kind=NoticeKind.ANSWER,
        call=Call.SEND_PHOTO,
        chat_id=seat.chat_id,
        topic=seat.topic,
        reply_to=seat.reply_to,
        payload=payload,
    )
    notices.queue(tx, draft, now)


@dataclass(frozen=True, slots=True)
class MadeDocument:
    """A file of our own, as `MadePicture`. `name` is what the reader's device calls it."""

    path: str
    name: str
    caption: Markup
    text: Markup


def reply_with_document(
    tx: Tx, seat: Seat, document: MadeDocument, now: datetime, *, rows: Buttons | None = None
) -> None:
    """An answer to a command; it stays."""
    below = {"reply_markup": keyboard(rows)} if rows else {}
    draft = Draft(
        key=reply_key(seat, now),
        kind=NoticeKind.ANSWER,
        call=Call.SEND_DOCUMENT,
        chat_id=seat.chat_id,
        topic=seat.topic,
        reply_to=seat.reply_to,
        payload={
            "document": {"made": document.path},
            "filename": document.name,
            "caption": document.caption,
            "text": document.text,
            **below,
        },
    )
    notices.queue(tx, draft, now)


def turns_picture(tx: Tx, tap: Tap) -> bool:
    """Whether the tapped message carries a picture, so that another may take its place."""
    standing = notices.of_message(tx, tap.chat_id, tap.message_id)
    return standing is not None and standing.call is Call.SEND_PHOTO


def turn_picture(
    tx: Tx, tap: Tap, picture: MadePicture | None, text: Markup, now: datetime, rows: Buttons | None = None
) -> Answer:
    """The tapped message shows another picture; a message of words shows `text`. Raises Refused.

    Without a picture a message that shows one is replaced by words: what it shows would be wrong, and no edit
    makes words of a picture.
    """
    standing = notices.of_message(tx, tap.chat_id, tap.message_id)
    if standing is None:
        raise Refused(Refusal.STALE_BUTTON)
    if standing.call is not Call.SEND_PHOTO:
        return turn(tx, tap, text, now, rows)
    if picture is None:
        _replace(tx, standing, text, rows or [], now)
        return Answer()
    payload = {
        "media": {"media": {"made": picture.path}, "caption": picture.caption},
        "text": picture.text,
        "reply_markup": keyboard(rows or []),
    }
    edit_message(tx, standing, Call.EDIT_MEDIA, payload, f"turn:{standing.id}:{int(now.timestamp() * 1000)}", now)
    return Answer()


def turn_words(tx: Tx, tap: Tap, text: Markup, now: datetime, rows: Buttons | None = None) -> Answer:
    """The tapped message says something else: below a picture, which stays. `text` must fit there. Raises Refused.

    A picture that is still on its way takes the words along.
    """
    standing = notices.of_message(tx, tap.chat_id, tap.message_id)
    if standing is None:
        raise Refused(Refusal.STALE_BUTTON)
    if standing.call is not Call.SEND_PHOTO:
        return turn(tx, tap, text, now, rows)
    waiting = notices.waiting_under(tx, notices.edits_of(standing.id))
    if waiting is not None and waiting.call is Call.EDIT_MEDIA:
        media = {**waiting.payload["media"], "caption": text}
        changed = {**waiting.payload, "media": media, "text": text, "reply_markup": keyboard(rows or [])}
        notices.amend(tx, waiting.id, waiting.call, changed)
        return Answer()
    payload = {"caption": text, "text": text, "reply_markup": keyboard(rows or [])}
    edit_message(tx, standing, Call.EDIT_CAPTION, payload, f"turn:{standing.id}:{int(now.timestamp() * 1000)}", now)
    return Answer()


def say_in_words(tx: Tx, notice: Notice, error: str, now: datetime) -> bool:
    """The picture of this notice cannot be sent: its words go out alone. False when it has none."""
    words = notice.payload.get("text", notice.payload.get("caption"))
    if notice.call in _WITH_FILE and words is not None:
        outbox.requeue(tx, notice.id, error, now)
        markup = notice.payload.get("reply_markup", {})
        notices.amend(tx, notice.id, Call.SEND_MESSAGE, {"text": words, "reply_markup": markup})
        return True
    standing = notices.load(tx, notice.target) if notice.target is not None else None
    if notice.call is not Call.EDIT_MEDIA or words is None or standing is None:
        return False
    outbox.settle(tx, notice.id, NoticeState.DROPPED, error)
    if not notices.waiting_under(tx, notices.edits_of(standing.id)):
        rows = [
            [(button["text"], button["callback_data"]) for button in row]
            for row in notice.payload["reply_markup"]["inline_keyboard"]
        ]
        _replace(tx, standing, Markup(words), rows, now)
    return True


def edit_words(tx: Tx, notice: Notice, error: str, now: datetime) -> bool:
    """The message has words, and no picture with a caption: the edit that was to put one above them has failed. The
    words are edited where they are. False where it was another call.
    """
    if notice.call is not Call.EDIT_CAPTION:
        return False
    outbox.requeue(tx, notice.id, error, now)
    form = {name: value for name, value in notice.payload.items() if name != "caption"}
    return notices.amend(tx, notice.id, Call.EDIT_TEXT, {"text": notice.payload["caption"], **form})


def _replace(tx: Tx, standing: Notice, text: Markup, rows: Buttons, now: datetime) -> None:
    take_away(tx, standing, now)
    reply(tx, Seat(standing.chat_id, standing.topic), text, now, rows=rows)
