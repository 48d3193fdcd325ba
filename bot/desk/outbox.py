"""The outbox: which notice leaves next, what a crash left unanswered, and what the operator does about the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.desk import reminder_notices
from bot.desk.office import Office
from bot.desk.outcomes import Outcome, Report, settle
from bot.domain.notices import ONE_SHOT, Call, Errand, NoticeState, made_picture
from storage import notices
from storage import outbox as stored_outbox
from storage.notices import Notice
from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A notice with the message id that its call names (of the message edited, deleted or reacted to).

    `picture` is the file of a picture that the bot made, where the notice takes one along.
    """

    notice: Notice
    about: int | None
    picture: Path | None = None


def next_for(tx: Tx, office: Office, chat_id: int, now: datetime, *, counted: bool) -> Outgoing | None:
    """The next notice for a chat, marked as leaving when it makes a new message.

    A notice that has lost its point on the way (its target was never sent, nothing of a reminder is true any more) is
    dropped, and the next one taken.
    """
    while (notice := stored_outbox.next_for(tx, chat_id, now, counted=counted)) is not None:
        about = _about(tx, notice)
        if notice.target is not None and about is None:
            stored_outbox.settle(tx, notice.id, NoticeState.DROPPED, "its message was never sent or is gone")
            continue
        if notice.errand is Errand.REMINDER:
            reminder = reminder_notices.as_it_is_now(tx, office, notice, now)
            if reminder is None:
                continue
            notice = reminder
        if notice.call in ONE_SHOT:
            stored_outbox.mark_sending(tx, notice.id)
        made = made_picture(notice.payload)
        return Outgoing(notice, about, None if made is None else office.media / made)
    return None


def _about(tx: Tx, notice: Notice) -> int | None:
    """The message a call is about. Messages of before a migration keep their old chat and cannot be reached."""
    if notice.target is None:
        return notice.message_id
    target = notices.load(tx, notice.target)
    if target is None or target.state is not NoticeState.SENT or target.chat_id != notice.chat_id:
        return None
    if notice.call is not Call.DELETE and target.gone:
        return None
    return target.message_id


def recover(tx: Tx, office: Office, now: datetime) -> int:
    """After a start: calls that a crash left unanswered are unknown. Returns how many there were."""
    left = stored_outbox.interrupted(tx)
    for notice in left:
        settle(tx, office, notice, Report(Outcome.UNKNOWN, error="interrupted while sending"), now)
    return len(left)


def resend(tx: Tx, notice_id: int, now: datetime) -> bool:
    """Send an uncertain or failed notice again, on an operator's word."""
    return stored_outbox.release(tx, notice_id, now)


def dismiss(tx: Tx, notice_id: int) -> bool:
    """Take an uncertain or failed notice off the list, on an operator's word."""
    notice = notices.load(tx, notice_id)
    if notice is None or notice.state not in {NoticeState.UNCERTAIN, NoticeState.FAILED}:
        return False
    stored_outbox.settle(tx, notice_id, NoticeState.DROPPED, "dismissed by the operator")
    return True
