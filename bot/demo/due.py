"""What falls due next: the next moment at which the bot's clock makes something happen that people see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from bot.demo.wording import CLOCKS, rung_phrase
from bot.desk import boards, digests, thanks
from bot.desk.office import Office
from bot.desk.readers import readers
from bot.domain.deadlines import Rung, Step, to_fire
from bot.domain.tickets import State, Ticket
from bot.notices.texts import Texts
from bot.sandbox.page.backstage import Due, Phrase
from storage import deadlines, schedules, tickets
from storage.deadlines import Deadline
from storage.transaction import Tx

_OPEN = tuple(state for state in State if not state.is_over)
_MOST = 100_000


def next_due(tx: Tx, office: Office, now: datetime) -> Due | None:
    """The soonest reminder that somebody gets, or digest that says something; None while nothing is open.

    What falls into quiet hours is due at their end.
    """
    moments = [*_reminders(tx, office, now), *_rounds(tx, office, now)]
    soonest = min((due.at for due in moments), default=None)
    together = [due.what for due in moments if due.at == soonest]
    return Due(soonest, _joined(together)) if soonest is not None else None


def _joined(together: list[Phrase]) -> Phrase:
    """The first of those that fall due at one moment, and how many more there are."""
    first, more = together[0], len(together) - 1
    return Phrase(f"{first.zh}，另有 {more} 件", f"{first.en}, and {more} more") if more else first


def _reminders(tx: Tx, office: Office, now: datetime) -> Iterator[Due]:
    for ticket in tickets.in_states(tx, _OPEN, limit=_MOST):
        for deadline in deadlines.running(tx, ticket.id).values():
            for at, step in _to_fire(office, ticket, deadline, now):
                if readers(tx, office, ticket, deadline.clock, step.rung):
                    yield Due(at, _worded(office.texts, ticket, deadline, step))
                    break


def _to_fire(office: Office, ticket: Ticket, deadline: Deadline, now: datetime) -> Iterator[tuple[datetime, Step]]:
    """The rungs that are still to fire, each with its moment."""
    ladder = office.ladders.of(ticket.unit_code, deadline.clock, urgent=deadline.urgent)
    steps = ladder.steps(deadline.started_at, deadline.due_at, office.days_of(ticket.unit_code))
    fired = deadline.last_step
    for step in steps:
        at = _heard(office, max(step.at, now), deadline.urgent)
        if (firing := to_fire(steps, fired, at)) is not None:
            fired = firing.number
            yield at, firing


def _heard(office: Office, at: datetime, urgent: bool) -> datetime:
    """Emergencies do not know quiet hours."""
    return at if urgent else office.quiet.awake(at.astimezone(office.zone))


def _worded(texts: Texts, ticket: Ticket, deadline: Deadline, step: Step) -> Phrase:
    """T1003 办结时限到：催办."""
    clock, rung = CLOCKS[deadline.clock], rung_phrase(texts, step.rung)
    if step.rung is Rung.EARLY:
        return Phrase(
            f"{ticket.number} {clock.zh}将到：{rung.zh}", f"{ticket.number}: {clock.en} nearly over, {rung.en}"
        )
    passed = "到" if step.rung is Rung.REMINDER else "已过"
    return Phrase(f"{ticket.number} {clock.zh}{passed}：{rung.zh}", f"{ticket.number}: {clock.en} over, {rung.en}")


_TOLD: tuple[tuple[str, Callable[[Tx, Office, datetime], bool], Phrase], ...] = (
    (digests.NAME, digests.has_digest, Phrase("每日日报", "the daily digest")),
    (boards.NAME, boards.has_board, Phrase("每日办结公示", "the daily list of what was closed")),
    (thanks.NAME, thanks.has_thanks, Phrase("每周感谢", "the weekly line of thanks")),
)
"""What repeats: its schedule, whether it would say anything at a moment, and what it is called."""


def _rounds(tx: Tx, office: Office, now: datetime) -> Iterator[Due]:
    """What comes at its hour, if there is anything to tell by now; of what comes together the first stands for all."""
    moments: set[datetime] = set()
    for name, says_something, phrase in _TOLD:
        planned = schedules.next_at(tx, name)
        if planned is None or (at := max(planned, now)) in moments or not says_something(tx, office, at):
            continue
        moments.add(at)
        yield Due(at, phrase)
