"""Notices as the outbox hands them to the edge."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.desk.outbox import Outgoing
from bot.domain.notices import Call, NoticeKind, NoticeState
from storage.notices import Notice


def outgoing(
    call: Call,
    chat_id: int,
    payload: dict[str, Any],
    *,
    about: int | None = None,
    topic: int | None = None,
    reply_to: int | None = None,
    picture: Path | None = None,
) -> Outgoing:
    """A notice about to leave; `about` is the message that it edits, deletes or reacts to."""
    notice = Notice(
        id=1,
        key="test",
        kind=NoticeKind.CARD,
        call=call,
        chat_id=chat_id,
        topic=topic,
        ticket_id=None,
        unit_code=None,
        target=None,
        message_id=None,
        reply_to=reply_to,
        payload=payload,
        state=NoticeState.SENDING,
        attempts=1,
        queued_at=datetime(2026, 11, 20, tzinfo=UTC),
        sent_at=None,
        gone=False,
        error=None,
    )
    return Outgoing(notice, about, picture)
