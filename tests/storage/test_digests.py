"""Digests: the counts by unit are those that one would count by hand, and few tickets are read."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.tickets import State, Ticket
from bot.domain.workloads import Workload
from storage import digests, tickets
from storage.digests import Triaged
from storage.transaction import Tx
from tests.storage.histories import START, UNITS, a_ticket, memory

NOW = START + timedelta(days=3, hours=9)
MIDNIGHT = NOW + timedelta(hours=7)
BACK = MIDNIGHT + timedelta(days=2)
HOUR = timedelta(hours=1)
_DUES = (None, *(NOW + hours * HOUR for hours in (-30, -1, 0, 1, 6.99, 7, 50, 55, 60)))


@st.composite
def open_tickets(draw: st.DrawFn) -> Ticket:
    state = draw(st.sampled_from(State))
    unit = draw(st.sampled_from([*UNITS, None]))
    return a_ticket(state=state, unit_code=unit, due_at=draw(st.sampled_from(_DUES)))


def _counted(ticket: Ticket) -> Workload:
    if ticket.state is State.TRIAGE:
        return Workload(triage=1)
    if ticket.state is State.RESOLVED:
        return Workload(review=1)
    if ticket.state not in {State.ASSIGNED, State.ACCEPTED}:
        return Workload()
    due = ticket.due_at
    late = due is not None and due <= NOW
    return Workload(
        overdue=int(late),
        today=int(due is not None and NOW < due < MIDNIGHT),
        ahead=int(due is not None and MIDNIGHT <= due < BACK),
        working=1,
        late_since=due if late else None,
    )


@settings(max_examples=100, deadline=None)
@given(kept=st.lists(open_tickets(), max_size=25))
def test_the_counts_are_those_counted_by_hand(kept: list[Ticket]) -> None:
    by_hand: dict[str | None, Workload] = {}
    for ticket in kept:
        by_hand[ticket.unit_code] = by_hand.get(ticket.unit_code, Workload()) + _counted(ticket)
    with memory() as tx:
        for ticket in kept:
            tickets.add(tx, ticket, [])
        told = digests.workloads(tx, NOW, MIDNIGHT, BACK)
        assert told == {unit: load for unit, load in by_hand.items() if load != Workload()}
        own = digests.workloads(tx, NOW, MIDNIGHT, BACK, UNITS[:2])
        assert own == {unit: load for unit, load in told.items() if unit in UNITS[:2]}


def _add(tx: Tx, **facts: object) -> int:
    return tickets.add(tx, a_ticket(**facts), []).id


def test_what_presses_comes_by_its_deadline(tx: Tx) -> None:
    today, late = _add(tx, due_at=NOW + HOUR), _add(tx, due_at=NOW - HOUR)
    _add(tx, due_at=MIDNIGHT)
    _add(tx, due_at=None)
    _add(tx, due_at=NOW - HOUR, state=State.RESOLVED)
    _add(tx, due_at=NOW - HOUR, unit_code="shuguang")
    assert [one.id for one in digests.pressing(tx, "longxi", MIDNIGHT, 9)] == [late, today]
    assert [one.id for one in digests.pressing(tx, "longxi", MIDNIGHT, 1)] == [late]


def test_what_is_new_and_does_not_press(tx: Tx) -> None:
    fresh = {"created_at": NOW - HOUR, "due_at": MIDNIGHT}
    first, without = _add(tx, **fresh), _add(tx, **(fresh | {"due_at": None}))
    _add(tx, **(fresh | {"created_at": NOW - 3 * HOUR}))
    _add(tx, **(fresh | {"due_at": NOW}))
    _add(tx, **(fresh | {"state": State.RESOLVED}))
    assert [one.id for one in digests.new(tx, "longxi", NOW - 2 * HOUR, MIDNIGHT, 9)] == [first, without]
    assert len(digests.new(tx, "longxi", NOW - 2 * HOUR, MIDNIGHT, 1)) == 1


def test_what_waits_for_its_review(tx: Tx) -> None:
    one, other = _add(tx, state=State.RESOLVED), _add(tx, state=State.RESOLVED, unit_code="shuguang")
    _add(tx)
    assert digests.in_review(tx, None, 9) == [one, other]
    assert digests.in_review(tx, ["shuguang"], 9) == [other]
    assert digests.in_review(tx, None, 1) == [one]


def test_what_waits_for_its_dispatch_by_where_it_may_belong(tx: Tx) -> None:
    between = {"state": State.TRIAGE, "unit_code": None, "candidates": ("longxi", "shuguang")}
    one, other = _add(tx, **between), _add(tx, **between)
    back = _add(tx, **(between | {"returners": ("longxi",)}))
    nowhere = _add(tx, state=State.TRIAGE, unit_code=None)
    _add(tx)
    assert digests.in_triage(tx) == [
        Triaged(None, (), ("longxi", "shuguang"), [one, other]),
        Triaged(None, ("longxi",), ("longxi", "shuguang"), [back]),
        Triaged(None, (), (), [nowhere]),
    ]
