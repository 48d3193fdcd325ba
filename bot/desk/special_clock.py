"""What time does to special actions: tickets that came later join them, and their dates are reminded of."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.desk import special_cards
from bot.desk.office import Office
from bot.desk.special_actions import refresh
from bot.desk.special_standing import current, gather, how_it_stands
from bot.domain.special_actions import SpecialAction, next_reminder
from storage import special_actions
from storage.transaction import Tx


def waiting(tx: Tx, office: Office, now: datetime) -> list[int]:
    """The numbers of those for which there is something to do. It only reads."""
    due = [action.id for action in special_actions.to_remind(tx, now)]
    grown = [action.id for action in special_actions.running(tx) if _has_changed(tx, office, action)]
    return sorted({*due, *grown})


def _has_changed(tx: Tx, office: Office, action: SpecialAction) -> bool:
    kept = {one.id for one in special_actions.members(tx, action.id)}
    return kept != {one.id for one in current(tx, office, action)}


def tend(tx: Tx, office: Office, number: int, now: datetime) -> None:
    """Let its tickets join, and remind of it when that is due: once, also after a downtime."""
    action = special_actions.load(tx, number)
    if action is None or action.due_at is None or action.ended_at is not None:
        return
    grown = gather(tx, office, action, now)
    if action.next_at is not None and action.next_at <= now:
        special_cards.remind(tx, office, action, how_it_stands(tx, office, action), now)
        action = replace(action, next_at=next_reminder(action.due_at, now, office.zone))
        special_actions.save(tx, action)
        grown = True
    if grown:
        refresh(tx, office, action, now)
