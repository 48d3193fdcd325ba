"""Short ways to put notices into the outbox and to look at them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.notices import Call, Draft, NoticeKind
from storage import notices, outbox
from storage.notices import Notice
from storage.transaction import Tx

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
GROUP, OTHER, NEW = -1001, -1002, -1009
SECOND = timedelta(seconds=1)


def queued(
    tx: Tx,
    key: str,
    kind: NoticeKind = NoticeKind.CARD,
    call: Call = Call.SEND_MESSAGE,
    chat: int = GROUP,
    **facts: object,
) -> int:
    """Queue a notice whose text is its key. Returns its id."""
    draft = Draft(key, kind, call, chat, {"text": key}, **facts)  # type: ignore[arg-type]
    number = notices.queue(tx, draft, NOW)
    assert number is not None
    return number


def loaded(tx: Tx, number: int) -> Notice:
    notice = notices.load(tx, number)
    assert notice is not None
    return notice


def sent_as(tx: Tx, number: int, message_id: int, at: datetime = NOW) -> None:
    """Send it; the chat shows it as this message."""
    outbox.mark_sending(tx, number)
    outbox.mark_sent(tx, number, message_id, at)


def chats_waiting(tx: Tx, now: datetime) -> list[int]:
    """The chats for which something may leave, the most pressing first."""
    return [chat.chat_id for chat in outbox.chats_waiting(tx, now)]
