"""Repeating: when a thing that repeats has come due, once each time, also after a downtime or a clock put back."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk.office import Office
from bot.domain.repeating import When
from bot.domain.workdays import LONGEST_HOLIDAY
from storage import schedules
from storage.transaction import Tx

_SHORTLY = timedelta(hours=1, milliseconds=1)
"""Nothing repeats within the hour; a time that is left out where the clocks are put forward comes an hour later."""


def comes_due(
    tx: Tx, office: Office, name: str, when: When | None, now: datetime, *, on_workdays: bool = False
) -> datetime | None:
    """The moment for which this is to be done now; None when it is not due.

    After a downtime it is due once, for the first moment that was missed. The first call only plans, and so does one
    after the operator set another time; `when` None forgets it. `on_workdays`: never on a day on which nobody works,
    also not late: then it waits for its moment of the next working day.
    """
    if when is None:
        schedules.drop(tx, name)
        return None
    planned = schedules.next_at(tx, name)
    following = next_moment(office, when, now, on_workdays=on_workdays)
    if planned is None or next_moment(office, when, planned - _SHORTLY, on_workdays=on_workdays) != planned:
        schedules.set_next(tx, name, following)
        return None
    if planned > following:  # the host's clock was put back: no day goes without
        schedules.set_next(tx, name, following)
        if (ran := schedules.ran_at(tx, name)) is not None:
            schedules.note_run(tx, name, min(ran, now))
        return None
    if planned > now:
        return None
    schedules.set_next(tx, name, following)
    if on_workdays and not is_workday(office, now):
        return None
    schedules.note_run(tx, name, now)
    return planned


def next_moment(office: Office, when: When, after: datetime, *, on_workdays: bool = False) -> datetime:
    """The next moment, strictly after that one, at which this comes."""
    at = office.next_run(when, after)
    for _ in range(LONGEST_HOLIDAY if on_workdays else 0):
        if is_workday(office, at):
            break
        at = office.next_run(when, at)
    return at


def is_workday(office: Office, moment: datetime) -> bool:
    """Whether anybody works on the day of that moment, by the clocks of the area."""
    return office.days.is_workday(moment.astimezone(office.zone).date())
