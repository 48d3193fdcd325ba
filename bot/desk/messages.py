"""Messages of the bot: queued, edited and taken away, each as a notice in the same transaction."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.desk.reach import Seat
from bot.domain.notices import Call, Draft, Errand, NoticeKind
from bot.domain.posts import Post
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Answer, Tap
from bot.notices.buttons import Buttons
from bot.notices.markup import Markup
from storage import messages, notices
from storage.notices import Notice
from storage.transaction import Tx


def keyboard(rows: Buttons) -> dict[str, Any]:
    """Buttons as the Bot API takes them."""
    return {"inline_keyboard": [[{"text": text, "callback_data": data} for text, data in row] for row in rows]}


def edit_message(tx: Tx, standing: Notice, call: Call, payload: dict[str, Any], key: str, now: datetime) -> None:
    """Queue an edit of a message of the bot; an edit of it that still waits is overtaken."""
    notices.queue(
        tx,
        Draft(
            key=key,
            kind=NoticeKind.EDIT,
            call=call,
            chat_id=standing.chat_id,
            ticket_id=standing.ticket_id,
            target=standing.id,
            coalesce=notices.edits_of(standing.id),
            payload=payload,
        ),
        now,
    )


def replace_buttons(tx: Tx, notice: Notice, rows: Buttons, key: str, now: datetime) -> None:
    """Change only the buttons of a message of the bot. An edit of its words that still waits takes them along."""
    waiting = notices.waiting_under(tx, notices.edits_of(notice.id))
    if waiting is not None and waiting.call is not Call.EDIT_BUTTONS:
        notices.amend(tx, waiting.id, waiting.call, {**waiting.payload, "reply_markup": keyboard(rows)})
        return
    edit_message(tx, notice, Call.EDIT_BUTTONS, {"reply_markup": keyboard(rows)}, key, now)


def say(
    tx: Tx,
    seat: Seat,
    kind: NoticeKind,
    key: str,
    text: Markup,
    now: datetime,
    *,
    rows: Buttons | None = None,
    ticket_id: int | None = None,
    not_before: datetime | None = None,
    coalesce: str | None = None,
    lines: dict[str, str] | None = None,
) -> int | None:
    """Queue one text message. Returns the notice's id, None when it was queued before.

    `lines` are kept beside the text of a message that may be continued while it waits, or whose buttons are about them.
    """
    payload: dict[str, Any] = {"text": text}
    if lines is not None:
        payload["lines"] = lines
    if rows:
        payload["reply_markup"] = keyboard(rows)
    return notices.queue(
        tx,
        Draft(
            key=key,
            kind=kind,
            call=Call.SEND_MESSAGE,
            chat_id=seat.chat_id,
            topic=seat.topic,
            reply_to=seat.reply_to,
            ticket_id=ticket_id,
            payload=payload,
            not_before=not_before,
            coalesce=coalesce,
        ),
        now,
    )


def take_away(tx: Tx, notice: Notice, now: datetime, *, at: datetime | None = None) -> None:
    """Delete a message of the bot, now or at a later moment; one that has not left is not sent at all."""
    if at is None and notices.withhold(tx, notice.id):
        return
    if at is None:
        messages.note_gone(tx, notice.id, now)
        notices.withhold_key(tx, f"delete:{notice.id}:later")
    notices.queue(
        tx,
        Draft(
            key=f"delete:{notice.id}" if at is None else f"delete:{notice.id}:later",
            kind=NoticeKind.DELETION,
            call=Call.DELETE,
            chat_id=notice.chat_id,
            ticket_id=notice.ticket_id,
            target=notice.id,
            payload={},
            not_before=at,
        ),
        now,
    )


DELETABLE = timedelta(hours=47)
"""A message of its own older than 48 hours cannot be deleted by a bot: https://core.telegram.org/bots/api#deletemessage"""

BRIEFLY = timedelta(minutes=2)
"""How long a one-line answer stands before it is tidied away."""


def answer_briefly(tx: Tx, seat: Seat, text: str, now: datetime, *, rows: Buttons | None = None) -> None:
    """A one-line answer below somebody's message, deleted after a while."""
    key = f"answer:{seat.chat_id}:{seat.reply_to}:{int(now.timestamp() * 1000)}"
    said = say(tx, seat, NoticeKind.ANSWER, key, Markup(text), now, rows=rows)
    if said is not None and (notice := notices.load(tx, said)) is not None:
        take_away(tx, notice, now, at=now + BRIEFLY)


def send_photo_briefly(tx: Tx, seat: Seat, file_id: str, now: datetime) -> None:
    """One further photo below a card, tidied away after a while; asked for again while it stands, it is not sent."""
    key = f"photo:{seat.chat_id}:{seat.reply_to}:{file_id}:"
    if messages.is_shown_briefly(tx, key):
        return
    draft = Draft(
        key=f"{key}{int(now.timestamp() * 1000)}",
        kind=NoticeKind.ANSWER,
        call=Call.SEND_PHOTO,
        chat_id=seat.chat_id,
        topic=seat.topic,
        reply_to=seat.reply_to,
        payload={"photo": file_id},
    )
    said = notices.queue(tx, draft, now)
    if said is not None and (notice := notices.load(tx, said)) is not None:
        take_away(tx, notice, now, at=now + BRIEFLY)


def reply_key(seat: Seat, now: datetime) -> str:
    """The key of the answer to a command."""
    return Errand.REPLY.key(seat.chat_id, seat.reply_to, int(now.timestamp() * 1000))


def reply(
    tx: Tx, seat: Seat, text: Markup, now: datetime, *, rows: Buttons | None = None, ticket_id: int | None = None
) -> None:
    """An answer to a command; it stays. With `ticket_id`, replies to it are about that ticket."""
    say(tx, seat, NoticeKind.ANSWER, reply_key(seat, now), text, now, rows=rows, ticket_id=ticket_id)


def is_opened(notice: Notice) -> bool:
    """Whether this is the answer to a command, with buttons below it."""
    return notice.errand is Errand.REPLY and "reply_markup" in notice.payload


A_WHILE = timedelta(minutes=10)
"""How long a list that somebody asked for stands in a group."""


def answer_for_a_while(
    tx: Tx,
    seat: Seat,
    text: Markup,
    now: datetime,
    *,
    rows: Buttons | None = None,
    ticket_id: int | None = None,
    lines: dict[str, str] | None = None,
) -> None:
    """A list or a ticket that one person asked for: in private it stays, in a group it is tidied away."""
    key = reply_key(seat, now)
    said = say(tx, seat, NoticeKind.ANSWER, key, text, now, rows=rows, ticket_id=ticket_id, lines=lines)
    if seat.chat_id < 0 and said is not None and (notice := notices.load(tx, said)) is not None:
        take_away(tx, notice, now, at=now + A_WHILE)


def tidy(tx: Tx, post: Post, now: datetime) -> None:
    """Take an answered command out of a group, where the bot may delete."""
    draft = Draft(
        key=f"tidy:{post.chat_id}:{post.message_id}",
        kind=NoticeKind.DELETION,
        call=Call.DELETE,
        chat_id=post.chat_id,
        message_id=post.message_id,
        payload={},
    )
    notices.queue(tx, draft, now)


def turn(tx: Tx, tap: Tap, text: Markup, now: datetime, rows: Buttons | None = None) -> Answer:
    """The tapped message becomes the next question, or its last word without buttons. Raises Refused."""
    notice = notices.of_message(tx, tap.chat_id, tap.message_id)
    if notice is None or notice.call is not Call.SEND_MESSAGE:
        raise Refused(Refusal.STALE_BUTTON)  # no edit makes words of a photo or a file
    payload = {"text": text, "reply_markup": keyboard(rows or [])}
    edit_message(tx, notice, Call.EDIT_TEXT, payload, f"turn:{notice.id}:{int(now.timestamp() * 1000)}", now)
    return Answer()
