"""Closed tickets, each of a post of its own, and what they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import cycle

from bot.domain.posts import Post, PostState, Sender
from bot.domain.tickets import State
from storage import posts, tickets
from storage.transaction import Tx
from tests.storage.histories import a_ticket

NOON = datetime(2026, 10, 1, 4, tzinfo=UTC)
Told = tuple[str, str | None, str | None]
"""Text, category, unit."""


def close_posts(tx: Tx, told: Sequence[Told], state: State = State.CLOSED) -> None:
    number = int(tx.value("SELECT coalesce(max(message_id), 0) FROM posts"))
    for text, category, unit in told:
        number += 1
        post = Post(-1001, number, Sender(101, "王师傅"), NOON, text=text)
        stored = posts.add(tx, post, PostState.REPORTED, None, kept_at=NOON)
        facts = {"text": text, "category": category, "unit_code": unit, "state": state, "post_id": stored}
        tickets.add(tx, a_ticket(**facts, closed_at=NOON), [])


def street_talk(categories: Sequence[str], units: Sequence[str], number: int) -> Iterator[Told]:
    """So many different texts, of two categories and two units that their words tell apart."""
    things = cycle([("井盖松动了", categories[0]), ("垃圾堆着没人清", categories[1])])
    grounds = cycle([("槐荫里", units[0]), ("槐荫里", units[0]), ("柳浪巷", units[1]), ("柳浪巷", units[1])])
    tails = cycle(["麻烦看看", "好几天了", "请处理", "影响走路", "又这样了"])
    for at, (thing, category), (ground, unit), tail in zip(range(number), things, grounds, tails, strict=False):
        yield f"{ground}{'东西南北前后左右'[at % 8]}边{thing}，{tail}", category, unit
