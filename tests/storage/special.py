"""What special actions are made of: tickets of one place, each of a post of its own, and an action that is prepared."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.special_actions import SpecialAction
from storage import special_actions, tickets
from storage.transaction import Tx
from tests.storage.histories import START, a_ticket

DAY = timedelta(days=1)
NOW = START + 30 * DAY
PLACE = "广场花苑小区"


def keep(tx: Tx, days: float = 0, **facts: object) -> int:
    """A ticket of a post of its own, so many days after the start."""
    at = START + days * DAY
    post = tx.insert(
        "INSERT INTO posts (state, chat_id, message_id, private, sender_id, sender_name, text, sent_at, kept_at)"
        " VALUES ('done', -100, :message, 0, 42, '张三', '', 0, 0)",
        message=1000 + tx.value("SELECT count(*) FROM posts"),
    )
    return tickets.add(tx, a_ticket(**{"post_id": post, "created_at": at} | facts), []).id


def prepared(tx: Tx, **facts: object) -> SpecialAction:
    base = SpecialAction(0, "sanitation", PLACE, None, "整治", "longxi", START, 7, NOW)
    return special_actions.prepare(tx, replace(base, **facts))  # type: ignore[arg-type]
