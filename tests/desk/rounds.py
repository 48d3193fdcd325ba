"""Rounds as the clock goes them: begun, then composed and queued a few readers at a time."""

from __future__ import annotations

from bot.desk import rounds
from bot.desk.rounds import Round
from tests.desk.office import Desk


def go_round(desk: Desk, what: Round) -> int:
    """All that is told now. Returns how many readers were seen to."""
    rounds.begin_when_due(what, desk.tx, desk.office, desk.now)
    seen = 0
    while letters := rounds.compose(what, desk.tx, desk.office, desk.now):
        rounds.queue(what, letters, desk.tx, desk.office, desk.now)
        seen += len(letters)
    return seen


def go_a_step(desk: Desk, what: Round) -> int:
    """As far as a bot comes that is killed after its first batch."""
    rounds.begin_when_due(what, desk.tx, desk.office, desk.now)
    letters = rounds.compose(what, desk.tx, desk.office, desk.now)
    rounds.queue(what, letters, desk.tx, desk.office, desk.now)
    return len(letters)
