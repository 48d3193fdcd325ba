"""What falls due next: the next moment at which the bot's clock makes something happen that people see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from bot.demo.wording import CLOCKS, rung_phrase
from bot.desk import boards, bulletins, digests, special_proposals, thanks
from bot.desk.office import Office
from bot.desk.readers import readers
from bot.desk.reminder_notices import AT_ONCE, TOGETHER, rungs_of
from bot.domain.deadlines import Rung, Step, to_fire
from bot.domain.notices import Errand
from bot.domain.periods import PeriodKind
from bot.domain.tickets import State, Ticket
from bot.notices.texts import Texts
from bot.sandbox.page.backstage import Due, Phrase
from storage import deadlines, outbox, schedules, special_actions, tickets
from storage.deadlines import Deadline
from storage.transaction import Tx

_OPEN = tuple(state for state in State if not state.is_over)
_MOST = 100_000


def next_due(tx: Tx, office: Office, now: datetime) -> Due | None:
    """The soonest reminder that somebody gets, or digest that says something; None while nothing is open.

    What falls into quiet hours, or was put off, is due at their end. A miss alone is seen by nobody.
    """
    moments = [
        *_waiting(tx, office, now),
        *_reminders(tx, office, now),
        *_rounds(tx, office, now),
        *_specials(tx, office, now),
    ]
    soonest = min((due.at for due in moments), default=None)
    together = [due.what for due in moments if due.at == soonest]
    return Due(soonest, _joined(together)) if soonest is not None else None


def _specials(tx: Tx, office: Office, now: datetime) -> Iterator[Due]:
    """The dates of special actions that are reminded of."""
    for action in special_actions.running(tx):
        if action.next_at is not None:
            at = office.quiet.awake(max(action.next_at, now).astimezone(office.zone))
            yield Due(at, Phrase(f"专项行动 {action.id} 到期提醒", f"the date of special action {action.id}"))


def _joined(together: list[Phrase]) -> Phrase:
    """The first of those that fall due at one moment, and how many more there are."""
    first, more = together[0], len(together) - 1
    return Phrase(f"{first.zh}，另有 {more} 件", f"{first.en}, and {more} more") if more else first


def _reminders(tx: Tx, office: Office, now: datetime) -> Iterator[Due]:
    for ticket in tickets.in_states(tx, _OPEN, limit=_MOST):
        for deadline in deadlines.running(tx, ticket.id).values():
            for at, step in _to_tell(office, ticket, deadline, now):
                if readers(tx, office, ticket, deadline.clock, step.rung):
                    yield Due(at, _worded(office.texts, ticket, deadline, step))
                    break


def _waiting(tx: Tx, office: Office, now: datetime) -> Iterator[Due]:
    """What has fired, and waits for its minute or for the end of quiet hours."""
    for at, reminder in outbox.waiting_for(tx, Errand.REMINDER, now):
        clocks = rungs_of(tx, reminder)
        for deadline in deadlines.still_running(tx, list(clocks)[:AT_ONCE])[:1]:
            ticket, rung = tickets.load(tx, deadline.ticket_id), clocks[deadline.id]
            if ticket is not None:
                yield Due(at, _worded(office.texts, ticket, deadline, Step(0, rung, at)))


def _to_tell(office: Office, ticket: Ticket, deadline: Deadline, now: datetime) -> Iterator[tuple[datetime, Step]]:
    """The rungs that are still to be told, each with the moment at which its message leaves.

    After it was put off the highest of those told already is told again, unless a new one has come by then.
    """
    ladder = office.ladders.of(ticket.unit_code, deadline.clock, urgent=deadline.urgent)
    steps = ladder.steps(deadline.started_at, deadline.due_at, office.days_of(ticket.unit_code))
    fired = deadline.last_step
    if deadline.snoozed_until is not None and (told := [step for step in steps if step.number <= fired]):
        at = _fires(office, deadline, deadline.snoozed_until)
        if to_fire(steps, fired, at) is None:
            yield _leaves(office, deadline, at, now), told[-1]
    for step in steps:
        at = _fires(office, deadline, step.at)
        if (firing := to_fire(steps, fired, max(at, now))) is not None:
            fired = firing.number
            yield _leaves(office, deadline, _fires(office, deadline, firing.at), now), firing


def _fires(office: Office, deadline: Deadline, at: datetime) -> datetime:
    """Not while it is put off, nor in quiet hours."""
    return _heard(office, max(at, deadline.snoozed_until or at), deadline)


def _leaves(office: Office, deadline: Deadline, at: datetime, now: datetime) -> datetime:
    """A minute later, with what joins it; an emergency's at once. A minute that ends at night ends in the morning."""
    leaves = max(now, at if deadline.urgent else at + TOGETHER)
    heard = _heard(office, leaves, deadline)
    return heard if heard == leaves else heard + TOGETHER


def _heard(office: Office, at: datetime, deadline: Deadline) -> datetime:
    """Emergencies do not know quiet hours."""
    return at if deadline.urgent else office.quiet.awake(at.astimezone(office.zone))


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
    (digests.NAME, digests.has_digest, Phrase("日报", "the daily digest")),
    (boards.NAME, boards.has_board, Phrase("办结公示", "the daily list of what was closed")),
    (thanks.NAME, thanks.has_thanks, Phrase("每周感谢", "the weekly line of thanks")),
    (special_proposals.NAME, special_proposals.has_proposals, Phrase("反复出现的问题", "what keeps coming back")),
    *(
        (bulletins.NAMES[kind], partial(bulletins.has_bulletin, kind), phrase)
        for kind, phrase in (
            (PeriodKind.WEEK, Phrase("每周简报", "the weekly bulletin")),
            (PeriodKind.MONTH, Phrase("每月简报", "the monthly bulletin")),
            (PeriodKind.QUARTER, Phrase("季度简报和问题清单", "the quarterly bulletin and list of problems")),
        )
    ),
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
