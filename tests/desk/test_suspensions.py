"""Suspensions: nothing runs until the date, then the ticket comes back with what was left of its time."""

from __future__ import annotations

from datetime import timedelta

from bot.desk import suspensions
from bot.desk.deadlines import LEAST
from bot.domain.areas import TimeClass
from bot.domain.deadlines import Clock
from bot.domain.tickets import Move, State
from bot.domain.wishes import Correction, Wish
from storage import deadlines
from tests.desk.office import CHEN, DAY, HOUR, LI, OFFICE, Desk, text_of
from tests.desk.test_handling import act, brought_to


def suspended(desk: Desk, span: timedelta) -> None:
    act(desk, Move.SUSPEND, CHEN, "等材料", wish=Wish(until=desk.now + span))
    desk.deliver()


def test_a_suspended_ticket_comes_back_at_its_date_and_not_before(desk: Desk) -> None:
    brought_to(desk, State.ACCEPTED)
    left = (desk.ticket().due_at or desk.now) - desk.now
    suspended(desk, 30 * DAY)
    assert not deadlines.running(desk.tx, 1001)
    until = suspensions.next_wake(desk.tx)
    assert until is not None
    desk.now = until - HOUR
    assert suspensions.resume_due(desk.tx, desk.office, desk.now) == 0
    desk.now = until
    assert suspensions.resume_due(desk.tx, desk.office, desk.now) == 1
    ticket = desk.ticket()
    assert ticket.state is State.ACCEPTED
    assert ticket.due_at is not None
    assert abs(ticket.due_at - desk.now - left) < timedelta(seconds=2)
    assert set(deadlines.running(desk.tx, 1001)) == {Clock.FIX}
    assert suspensions.resume_due(desk.tx, desk.office, desk.now) == 0
    assert suspensions.next_wake(desk.tx) is None


def test_the_unit_is_rung_when_it_comes_back(desk: Desk) -> None:
    brought_to(desk, State.ASSIGNED)
    suspended(desk, DAY)
    before = len(desk.notices(chat=OFFICE, kind="card"))
    desk.later(DAY)
    suspensions.resume_due(desk.tx, desk.office, desk.now)
    fresh = desk.notices(chat=OFFICE, kind="card")[before:]
    assert ["待受理" in text_of(card) for card in fresh] == [True]


def test_what_was_late_when_it_was_suspended_has_a_day(desk: Desk) -> None:
    brought_to(desk, State.ACCEPTED)
    desk.later(10 * DAY)
    suspended(desk, DAY)
    desk.later(DAY)
    act(desk, Move.RESUME, LI)
    due = desk.ticket().due_at
    assert due is not None
    assert abs(due - desk.now - LEAST) < timedelta(seconds=2)


def test_a_class_corrected_meanwhile_takes_away_the_difference_alone(desk: Desk) -> None:
    """Three days, of which one was used; of an A there is none left, and of a C there are four."""
    for time_class, left in ((TimeClass.A, LEAST), (TimeClass.C, 4 * DAY)):
        with desk.tried():
            brought_to(desk, State.ACCEPTED)
            desk.now = (desk.ticket().assigned_at or desk.now) + DAY
            suspended(desk, 30 * DAY)
            act(desk, Move.CORRECT, CHEN, "时限", wish=Wish(change=Correction(time_class=time_class)))
            assert not deadlines.running(desk.tx, 1001)
            desk.later(30 * DAY)
            act(desk, Move.RESUME, LI)
            due = desk.ticket().due_at
            assert due is not None
            assert abs(due - desk.now - left) < timedelta(seconds=3)


def test_a_class_corrected_after_it_keeps_the_time_that_stood_still(desk: Desk) -> None:
    brought_to(desk, State.ACCEPTED)
    suspended(desk, 30 * DAY)
    desk.later(30 * DAY)
    act(desk, Move.RESUME, LI)
    before = desk.ticket().due_at
    act(desk, Move.CORRECT, CHEN, "时限", wish=Wish(change=Correction(time_class=TimeClass.C)))
    assert before is not None
    assert desk.ticket().due_at == before + 2 * DAY
