"""Taps on a ticket's buttons."""

from bot.desk.taps.press import done_text
from bot.desk.taps.table import TICKET_VERBS, refusal, take_tap

__all__ = ["TICKET_VERBS", "done_text", "refusal", "take_tap"]
