"""Rounds: what is told at its hour, to one reader after the other, of all that happened since the last time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.office import Office
from bot.desk.repeating import comes_due
from bot.domain.repeating import When
from storage import rounds, schedules
from storage.rounds import Waiting
from storage.transaction import Tx

BATCH = 10
"""Readers in one transaction, at most: intake waits no longer than these take."""


@dataclass(frozen=True, slots=True)
class Round:
    """Known to storage by its name. `usual`: how far the first one goes back."""

    name: str
    usual: timedelta
    on_workdays: bool = False


Readers = Callable[[datetime], Mapping[str, int]]
"""Who is to be told of the time since a moment, each with the count of what is new to them."""


def go_on(
    tx: Tx,
    office: Office,
    what: Round,
    when: When | None,
    now: datetime,
    readers: Readers,
    tell: Callable[[Waiting], bool],
) -> int:
    """Begin the round when its moment has come, and tell the next few readers; `when` None: there is none.

    `tell` says whether that was enough for one transaction. What is late waits for the end of quiet hours; the hour
    that the operator chose is kept, whatever it is. Returns how many readers were seen to: until it is 0, more wait.
    """
    if when is None:
        rounds.forget(tx, what.name)
    if _waits_for_quiet_to_end(tx, office, what, now):
        return 0
    since = _begins(tx, office, what, when, now)
    if since is not None:
        rounds.begin(tx, what.name, readers(since), since)
    if what.on_workdays and not office.days.is_workday(now.astimezone(office.zone).date()):
        return 0
    seen = 0
    for one in rounds.waiting(tx, what.name, BATCH):
        seen += 1
        rounds.settle(tx, what.name, one.reader)
        if tell(one):
            break
    return seen


def last_began(tx: Tx, what: Round, at: datetime) -> datetime:
    """Since when a round of that moment tells."""
    return schedules.ran_at(tx, what.name) or at - what.usual


def _begins(tx: Tx, office: Office, what: Round, when: When | None, now: datetime) -> datetime | None:
    """Since when there is to be told now; None while it is not due.

    Nothing comes twice on one day: what is left of it belongs to the next.
    """
    last = schedules.ran_at(tx, what.name)
    due = comes_due(tx, office, what.name, when, now, on_workdays=what.on_workdays)
    if due is None or last is None:
        return due and due - what.usual
    if last.astimezone(office.zone).date() == now.astimezone(office.zone).date():
        schedules.note_run(tx, what.name, last)
        return None
    return last


def _waits_for_quiet_to_end(tx: Tx, office: Office, what: Round, now: datetime) -> bool:
    """Whether quiet hours run now that did not at the hour of the round, which is late or was cut short."""
    if not office.quiet.covers(now.astimezone(office.zone)):
        return False
    planned = schedules.next_at(tx, what.name)
    hour = planned if planned is not None and planned <= now else schedules.ran_at(tx, what.name)
    return hour is not None and not office.quiet.covers(hour.astimezone(office.zone))
