"""Reminders: each rung once, the highest after a downtime, silence at night, ladders of units and of emergencies."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.reminders import next_wake, sweep
from bot.domain.deadlines import Clock, Ladder
from bot.domain.durations import Duration
from bot.domain.shares import Share
from bot.domain.tickets import Move, State
from storage import deadlines, events, people
from tests.desk.office import CHEN, DAY, DEPOT, HALL, HOUR, LI, NIGHT, OFFICE, RIDERS, Desk, a_desk, an_office, ladders
from tests.desk.sweeping import SECOND, an_accepted, fired, leaving, swept
from tests.desk.test_handling import act


@pytest.fixture
def accepted(desk: Desk) -> Desk:
    return an_accepted(desk)


def test_the_ladder_of_a_fix_clock(accepted: Desk) -> None:
    assert swept(accepted, 2.25 * DAY - SECOND) == {}
    assert swept(accepted, SECOND) == {
        OFFICE: [
            "<b>临期提醒 · 待办结</b>，快到时限了，请抓紧办结",
            "#T1001 东湖花园3栋 垃圾桶坏了 · 还剩 18小时（11月5日 12:00 到时限）",
        ]
    }
    assert swept(accepted, 0.75 * DAY - SECOND) == {}
    assert swept(accepted, SECOND) == {
        OFFICE: [
            "<b>催办 · 待办结</b>，已到时限，请尽快办结",
            "#T1001 东湖花园3栋 垃圾桶坏了 · 时限已到",
        ]
    }
    assert swept(accepted, DAY) == {  # the coordinators; the street has nobody
        HALL: [
            "<b>督办 · 待办结</b>，过了时限还没有办结，请抓紧落实",
            "#T1001 东湖社区 东湖花园3栋 垃圾桶坏了 · 已超时 1天",
        ]
    }
    assert swept(accepted, 4 * DAY) == {}, "通报 counts working days: Thursday + 5"
    assert swept(accepted, 2 * DAY) == {
        HALL: [
            "<b>通报 · 待办结</b>，已列入通报，请专人跟进，直到办结",
            "#T1001 东湖社区 东湖花园3栋 垃圾桶坏了 · 已超时 7天",
        ]
    }
    assert swept(accepted, 100 * DAY) == {}
    assert fired(accepted) == ["fix early", "fix reminder", "fix escalation", "fix naming"]
    assert deadlines.running(accepted.tx, 1001)[Clock.FIX].next_at is None


def test_each_rung_once_however_often_it_is_swept(accepted: Desk) -> None:
    accepted.later(3 * DAY)
    assert [sweep(accepted.tx, accepted.office, accepted.now) for _ in range(3)] == [1, 0, 0]
    assert len(accepted.notices(kind="reminder")) == 1


def test_after_a_downtime_only_the_highest_rung_fires_and_says_that_it_is_late(accepted: Desk) -> None:
    assert list(swept(accepted, 5 * DAY)) == [HALL]
    assert fired(accepted) == ["fix escalation"]
    (event,) = [event for event in events.history(accepted.tx, 1001) if event.kind == "reminded"]
    assert event.details == {"clock": "fix", "rung": "escalation", "late": True}
    assert list(swept(accepted, 5 * DAY)) == [HALL]
    assert fired(accepted) == ["fix escalation", "fix naming"]


def test_in_time_is_not_late_and_an_early_reminder_is_no_event(accepted: Desk) -> None:
    swept(accepted, 2.25 * DAY)
    swept(accepted, 0.75 * DAY)
    told = [event for event in events.history(accepted.tx, 1001) if event.kind == "reminded"]
    assert [(event.details["rung"], event.details["late"]) for event in told] == [("reminder", False)]


def test_what_was_done_in_time_is_not_reminded_of(accepted: Desk) -> None:
    act(accepted, Move.RESOLVE, LI)
    accepted.deliver()
    accepted.later(4 * DAY)
    sweep(accepted.tx, accepted.office, accepted.now)
    assert fired(accepted) == []


AT_NIGHT = [(3.5 * DAY, True), (3.5 * DAY + 8 * HOUR, False)]
"""After 3½ days it is midnight, and eight hours later morning."""


@pytest.mark.parametrize(("wait", "quiet"), AT_NIGHT)
def test_quiet_hours_hold_reminders_back(wait: timedelta, quiet: bool) -> None:
    with a_desk(quiet=NIGHT) as desk:
        desk.report()
        desk.later(wait)
        sweep(desk.tx, desk.office, desk.now)
        assert bool(fired(desk)) is not quiet


def test_what_is_held_back_is_told_once_at_their_end_and_only_the_gravest_of_it() -> None:
    """Of a day's time from half past four, three quarters end at half past ten in the evening, and all at night."""
    with a_desk(quiet=NIGHT) as desk:
        desk.now += 16.5 * HOUR
        desk.report("西苑小区的路灯不亮了")
        desk.tap(CHEN, "accept:1001")
        desk.later(18 * HOUR)
        for _ in range(19):
            assert swept(desk, timedelta()) == {}
            desk.later(HOUR / 2)
        assert list(swept(desk, timedelta())) == [DEPOT]
        assert fired(desk) == ["fix reminder"]
        assert swept(desk, HOUR) == {}


def test_quiet_hours_hold_no_emergency_back() -> None:
    """0, 15 minutes and an hour after it should have been accepted, at night."""
    with a_desk(quiet=NIGHT) as desk:
        desk.now += 11 * HOUR  # 23:00
        desk.say("东湖花园3栋着火了，快来人")
        desk.say("东湖花园5栋的垃圾桶坏了")
        desk.deliver()
        told = []
        for minute in range(24 * 5):
            sweep(desk.tx, desk.office, desk.now)
            told += [(minute, notice.chat_id, fired(desk)[-1]) for notice in leaving(desk)]
            desk.later(timedelta(minutes=1))
        of_response = [one for one in told if one[2].startswith("response")]
        assert of_response == [(60, OFFICE, "response reminder"), (75, HALL, "response escalation")]
        assert {row.split()[0] for row in fired(desk)} == {"response", "fix"}
        assert not [notice for notice in desk.notices(kind="emergency") if "#T1002" in notice.payload["text"]]


def test_a_unit_climbs_its_own_ladder() -> None:
    own = Ladder((Share(0.5),), (Duration.parse("2h"),))
    usual = ladders((Share(0.75),), (Duration.parse("0s"),))
    with a_desk(ladders=replace(usual, of_units={"luminju": own})) as desk:
        desk.report("西苑小区的路灯不亮了")  # a day
        desk.report("东湖花园5栋的垃圾桶坏了")
        desk.tap(LI, "accept:1002")
        desk.tx.run("UPDATE deadlines SET stopped_at = 1 WHERE clock = 'response'")
        assert list(swept(desk, 0.5 * DAY)) == [DEPOT]
        assert swept(desk, 0.5 * DAY + HOUR) == {}
        assert list(swept(desk, HOUR)) == [DEPOT]
        assert fired(desk) == ["fix early", "fix reminder"]


def test_triage_reminds_the_coordinators(desk: Desk) -> None:
    desk.report("垃圾桶坏了")
    question = deadlines.running(desk.tx, 1001)[Clock.QUESTION]
    assert swept(desk, question.due_at - desk.now - SECOND) == {}
    assert list(swept(desk, SECOND)) == [HALL]
    assert swept(desk, HOUR - SECOND) == {}
    assert list(swept(desk, SECOND)) == [HALL]
    assert fired(desk) == ["question reminder", "dispatch early", "dispatch reminder"]


def test_a_review_that_is_due_reminds_the_coordinators(accepted: Desk) -> None:
    act(accepted, Move.RESOLVE, LI)
    lines = swept(accepted, 7 * DAY)
    assert list(lines) == [HALL]
    assert lines[HALL][0] == "<b>催办 · 待复核</b>，已到时限，请尽快复核"


def test_never_the_reporting_group(desk: Desk) -> None:
    desk.tx.run("DELETE FROM bindings WHERE kind = 'unit'")
    for text in ("东湖花园3栋的垃圾桶坏了", "西苑小区3栋的垃圾桶坏了", "垃圾桶坏了", "东湖花园3栋着火了，快来人"):
        desk.say(text)
    told = set()
    for _ in range(20):
        told |= set(swept(desk, DAY))
    assert told == {HALL}


def test_another_number_of_early_rungs_swallows_none_that_is_to_come(accepted: Desk) -> None:
    assert list(swept(accepted, 2.25 * DAY)) == [OFFICE]  # 临期提醒
    rungs = tuple(map(Duration.parse, ("0s", "1d", "5d")))
    accepted.office = an_office(ladders=ladders((), rungs))
    assert list(swept(accepted, 0.75 * DAY)) == [OFFICE]
    accepted.office = an_office(ladders=ladders((Share(0.5), Share(0.75)), rungs))
    assert swept(accepted, HOUR) == {}
    assert fired(accepted) == ["fix early", "fix reminder"]


def test_a_ladder_that_the_operator_changed_moves_the_next_rung(accepted: Desk) -> None:
    accepted.office = an_office(ladders=ladders((), (Duration.parse("6h"),)))
    assert swept(accepted, 2.25 * DAY) == {}
    due = accepted.ticket().due_at
    assert due is not None
    assert next_wake(accepted.tx, accepted.office, accepted.now) == due, "the miss is noted at once"
    assert swept(accepted, 0.75 * DAY) == {}
    assert next_wake(accepted.tx, accepted.office, accepted.now) == due + 6 * HOUR
    assert list(swept(accepted, DAY)) == [OFFICE]
    assert fired(accepted) == ["fix reminder"]


def test_the_next_wake_is_the_next_rung(desk: Desk) -> None:
    assert next_wake(desk.tx, desk.office, desk.now) is None
    ticket = desk.report()
    assert next_wake(desk.tx, desk.office, desk.now) == ticket.created_at + 3 * HOUR  # three quarters of four hours


def test_nobody_to_remind_is_no_error(desk: Desk) -> None:
    desk.report()
    desk.tx.run("DELETE FROM bindings WHERE kind <> 'report'")
    people.revoke_all_of(desk.tx, "donghu", desk.now)
    assert not swept(desk, 5 * DAY)
    assert "fix escalation" in fired(desk)
    assert desk.ticket().state is State.ASSIGNED
    assert not desk.queued(chat=RIDERS)
