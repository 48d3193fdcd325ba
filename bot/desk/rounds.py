"""Rounds: what is told at its hour, to one reader after the other, of all that happened since the last time.

A round begins in one short transaction. What its readers are told is then composed beside the writes, a few readers
at a time, and queued with the note that they have been seen to: intake waits for none of the reading, and a kill in
between loses nobody's message and doubles none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.messages import say
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.desk.repeating import comes_due, is_workday
from bot.domain.notices import NoticeKind
from bot.domain.repeating import When
from bot.notices.buttons import Buttons
from bot.notices.markup import Markup
from storage import rounds, schedules
from storage.rounds import Waiting
from storage.transaction import Tx

BATCH = 10
"""Readers in one transaction."""


@dataclass(frozen=True, slots=True)
class Message:
    """`key` is its notice's: of one day once. What waits under the same `coalesce` is overtaken."""

    seat: Seat
    key: str
    text: Markup
    rows: Buttons | None = None
    coalesce: str | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """What one reader is told: nothing where there is nothing to tell, or where the program fell over it (`fault`)."""

    reader: str
    messages: Sequence[Message]
    fault: Exception | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """What comes round: its schedule's name, what its messages are, and how far the first one goes back (`usual`).

    `when` says at which hour, None: never. `readers` are all who may be told of the time since a moment, each with the
    count of what is new to them; `write` says what one of them is told now.
    """

    name: str
    kind: NoticeKind
    usual: timedelta
    when: Callable[[Office], When | None]
    readers: Callable[[Tx, Office, datetime, datetime], Mapping[str, int]]
    write: Callable[[Tx, Office, Waiting, datetime], Sequence[Message]]
    on_workdays: bool = False


def begin_when_due(what: Round, tx: Tx, office: Office, now: datetime) -> bool:
    """Let the readers of a round wait for it when its moment has come: once, also after a downtime.

    What is late waits for the end of quiet hours; the hour that the operator chose is kept, whatever it is.
    Nothing comes twice on one day: what is left of it belongs to the next.
    """
    when = what.when(office)
    if when is None:
        rounds.forget(tx, what.name)
    if _waits_for_quiet_to_end(what, tx, office, now):
        return False
    since = _since(what, tx, office, when, now)
    if since is None:
        return False
    rounds.begin(tx, what.name, what.readers(tx, office, since, now), since)
    return True


def compose(what: Round, tx: Tx, office: Office, now: datetime) -> list[Letter]:
    """What the next few readers are told; empty when nobody waits. Changes nothing."""
    if _waits_for_quiet_to_end(what, tx, office, now) or (what.on_workdays and not is_workday(office, now)):
        return []
    return [_letter(what, tx, office, one, now) for one in rounds.waiting(tx, what.name, BATCH)]


_FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""Of the program, not of the storage, which a later sweep may find mended."""


def _letter(what: Round, tx: Tx, office: Office, one: Waiting, now: datetime) -> Letter:
    """One reader whose message cannot be made must not keep the others from theirs, day after day."""
    try:
        return Letter(one.reader, what.write(tx, office, one, now))
    except _FAULTS as fault:
        return Letter(one.reader, (), fault)


def queue(what: Round, letters: Sequence[Letter], tx: Tx, office: Office, now: datetime) -> None:
    """Send these, and note that their readers have been seen to."""
    for letter in letters:
        rounds.settle(tx, what.name, letter.reader)
        for one in letter.messages:
            say(tx, one.seat, what.kind, one.key, one.text, now, rows=one.rows, coalesce=one.coalesce)


def last_began(what: Round, tx: Tx, at: datetime) -> datetime:
    """Since when a round of that moment tells; while readers of one wait, when that one began."""
    return schedules.ran_at(tx, what.name) or at - what.usual


def _since(what: Round, tx: Tx, office: Office, when: When | None, now: datetime) -> datetime | None:
    """Since when there is to be told now; None while it is not due."""
    last = schedules.ran_at(tx, what.name)
    due = comes_due(tx, office, what.name, when, now, on_workdays=what.on_workdays)
    if due is None or last is None:
        return due and due - what.usual
    if last.astimezone(office.zone).date() == now.astimezone(office.zone).date():
        schedules.note_run(tx, what.name, last)
        return None
    return last


def _waits_for_quiet_to_end(what: Round, tx: Tx, office: Office, now: datetime) -> bool:
    """Whether quiet hours run now that did not at the hour of the round, which is late or was cut short."""
    if not office.quiet.covers(now.astimezone(office.zone)):
        return False
    planned = schedules.next_at(tx, what.name)
    hour = planned if planned is not None and planned <= now else schedules.ran_at(tx, what.name)
    return hour is not None and not office.quiet.covers(hour.astimezone(office.zone))
