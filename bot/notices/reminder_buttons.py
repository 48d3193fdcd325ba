"""Buttons below a reminder: each ticket to open, and 稍后提醒 with its choices for whoever coordinates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from bot.domain.snoozing import Snooze
from bot.domain.tickets import Ticket
from bot.notices.buttons import Buttons, open_buttons, pairs
from bot.notices.texts import Texts

MOST = 8
"""Tickets with a button of their own: more would be a keyboard that hides the chat."""


def reminder_buttons(texts: Texts, tickets: Sequence[Ticket], *, may_snooze: bool) -> Buttons:
    rows = open_buttons(tickets[:MOST])
    if may_snooze and tickets:
        rows.append([(texts.plain("button.snooze"), f"snooze:{tickets[0].id}")])
    return rows


def snooze_choices(
    texts: Texts, number: int, offered: Mapping[Snooze, datetime], now: datetime, zone: tzinfo
) -> Buttons:
    """Until when it may be put off, and a way back. `number` is the ticket in whose name the button stands."""
    today = now.astimezone(zone).date()
    rows = pairs(
        (
            _label(texts, one, until.astimezone(zone), (until.astimezone(zone).date() - today).days),
            f"snoozeto:{number}:{one.value}",
        )
        for one, until in offered.items()
    )
    return [*rows, [(texts.plain("button.back"), f"snoozeback:{number}")]]


def _label(texts: Texts, snooze: Snooze, until: datetime, days: int) -> str:
    tomorrow = snooze is Snooze.WORKDAY and days == 1
    return texts.plain("snooze.tomorrow" if tomorrow else f"snooze.{snooze.value}", time=f"{until:%H:%M}")
