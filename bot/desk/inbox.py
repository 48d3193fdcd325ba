"""The inbox: a batch is kept with its cursor, an update is settled with its effects, a failing one is set aside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.desk import reach
from bot.desk.messages import say
from bot.desk.office import Office
from bot.domain.notices import NoticeKind
from storage import inbox
from storage.inbox import Arrival, Item
from storage.times import to_ms
from storage.transaction import Tx

TRIES = 4
"""How often an update is tried before it is quarantined."""


def receive(tx: Tx, bot_id: int, arrivals: Sequence[Arrival], now: datetime) -> int:
    """Keep a batch and move the cursor behind it. Only then may Telegram be told. Returns how many were new."""
    new = inbox.store(tx, bot_id, arrivals, now)
    if arrivals:
        inbox.move_cursor(tx, bot_id, arrivals[-1].update_id + 1, now)
    return new


def fail(tx: Tx, office: Office, item: Item, error: str, now: datetime) -> bool:
    """Note a failure; the last one quarantines the update and tells the coordinators. True when it did."""
    quarantine = item.attempts + 1 >= TRIES
    inbox.note_failure(tx, item.id, error, quarantine=quarantine, now=now)
    if quarantine:
        text = office.texts.say("alert.quarantined", chat=reach.name_of_chat(tx, office.area, item.lane))
        for seat in reach.coordinator_seats(tx):
            say(tx, seat, NoticeKind.ALERT, f"quarantined:{item.id}:{seat.chat_id}:{to_ms(now)}", text, now)
    return quarantine
