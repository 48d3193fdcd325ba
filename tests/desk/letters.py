"""Single notices on their way: queued, leaving, answered by Telegram in one way or another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.desk import outbox, outcomes
from bot.desk.outcomes import Outcome, Report
from bot.domain.notices import Call, Draft, NoticeKind
from storage import notices
from storage.notices import Notice
from tests.desk.office import Desk

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
OTHER = -2001
"""A group that the town does not know."""


def queue(desk: Desk, kind: NoticeKind = NoticeKind.CLOSURE, chat: int = OTHER, key: str = "", **facts: Any) -> Notice:
    """A message of this kind on its way."""
    usual = {"call": Call.SEND_MESSAGE, "payload": {"text": "好"}, "reply_to": 7, "topic": 3}
    draft = Draft(key=key or f"{kind}:{chat}", kind=kind, chat_id=chat, **(usual | facts))
    queued = notices.queue(desk.tx, draft, desk.now)
    assert queued is not None
    return desk.notice(queued)


def leave(desk: Desk, chat: int = OTHER, *, counted: bool = True) -> Notice | None:
    """The next notice, on its way now."""
    outgoing = outbox.next_for(desk.tx, desk.office, chat, desk.now, counted=counted)
    return desk.notice(outgoing.notice.id) if outgoing else None


def answer(desk: Desk, notice: Notice, outcome: Outcome, **facts: Any) -> Notice:
    report = Report(outcome, **({"error": "why"} | facts))
    outcomes.settle(desk.tx, desk.office, notice, report, desk.now)
    return desk.notice(notice.id)


def answered(desk: Desk, outcome: Outcome, kind: NoticeKind = NoticeKind.CLOSURE, **facts: Any) -> Notice:
    """A new message left, and this came back."""
    queue(desk, kind)
    notice = leave(desk)
    assert notice is not None
    return answer(desk, notice, outcome, **facts)


def not_before(desk: Desk, notice: Notice) -> timedelta:
    """How long it still waits."""
    at = desk.tx.value("SELECT not_before FROM notices WHERE id = :id", id=notice.id)
    return timedelta(milliseconds=at - int(desk.now.timestamp() * 1000))
