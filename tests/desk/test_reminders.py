"""Reminders: each rung once, the highest after a downtime, silence at night, one message a chat, never the group."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.reminders import AUDIENCES, next_wake, sweep
from bot.domain.areas import ChatKind
from bot.domain.deadlines import Clock, Rung
from bot.domain.durations import Duration
from bot.domain.tickets import Move, State
from storage import chats, deadlines, events, people
from tests.desk.office import (
    DAY,
    DEPOT,
    HALL,
    HOUR,
    LI,
    NIGHT,
    OFFICE,
    RIDERS,
    SUN,
    Desk,
    a_desk,
    an_office,
    ladders,
    text_of,
)
from tests.desk.test_handling import act

SECOND = timedelta(seconds=1)
STREET = -1005


def fired(desk: Desk) -> list[str]:
    return [
        f"{row['clock']} {row['rung']}"
        for row in desk.tx.rows(
            "SELECT d.clock, r.rung FROM reminders r JOIN deadlines d ON d.id = r.deadline_id ORDER BY r.fired_at, d.id"
        )
    ]


def told(desk: Desk) -> dict[int, list[str]]:
    """The lines of the reminders that wait, by chat."""
    return {notice.chat_id: text_of(notice).split("\n")[1:] for notice in desk.queued(kind="reminder")}


def swept(desk: Desk, wait: timedelta) -> dict[int, list[str]]:
    """What a sweep says after this time, the reminders of before having left."""
    desk.deliver()
    desk.later(wait)
    sweep(desk.tx, desk.office, desk.now)
    return told(desk)


@pytest.fixture
def accepted(desk: Desk) -> Desk:
    """东湖社区 has accepted a ticket of three days: only the fix clock runs."""
    desk.report()
    act(desk, Move.ACCEPT, LI)
    desk.deliver()
    desk.now = desk.ticket().created_at
    return desk


def test_the_ladder_of_a_fix_clock(accepted: Desk) -> None:
    assert swept(accepted, 2.25 * DAY - SECOND) == {}
    assert list(swept(accepted, SECOND)) == [OFFICE]
    assert swept(accepted, 0.75 * DAY - SECOND) == {}
    (line,) = swept(accepted, SECOND)[OFFICE]
    assert line == "催办 #T1001 东湖花园3栋 垃圾桶坏了 · 待办结 · 时限已到"
    above = swept(accepted, DAY)  # 督办: the coordinators; the street has nobody
    assert above == {HALL: ["督办 #T1001 东湖社区 东湖花园3栋 垃圾桶坏了 · 待办结 · 已超时 1天"]}
    assert list(swept(accepted, 4 * DAY)) == [HALL]  # 通报
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
    assert list(swept(accepted, 3 * DAY)) == [HALL]
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


def test_quiet_hours_hold_no_emergency_back() -> None:
    with a_desk(quiet=NIGHT) as desk:
        desk.now += 11 * HOUR  # 23:00
        desk.say("东湖花园3栋着火了，快来人")
        desk.say("东湖花园5栋的垃圾桶坏了")
        desk.deliver()
        desk.later(2 * HOUR)
        sweep(desk.tx, desk.office, desk.now)
        assert {row.split()[0] for row in fired(desk)} == {"response", "fix"}
        assert all("#T1001" in line for lines in told(desk).values() for line in lines)


def test_one_message_a_chat_with_all_its_tickets(desk: Desk) -> None:
    for text in ("东湖花园3栋的垃圾桶坏了", "东湖花园5栋的垃圾桶坏了", "西苑小区的路灯不亮了"):
        desk.report(text)
    waiting = swept(desk, 4 * HOUR)
    assert {chat: len(lines) for chat, lines in waiting.items()} == {OFFICE: 2, DEPOT: 1}


def test_a_reminder_that_still_waits_is_continued(desk: Desk) -> None:
    desk.report("东湖花园3栋的垃圾桶坏了")
    desk.later(HOUR)
    desk.report("东湖花园5栋的垃圾桶坏了")
    desk.later(3 * HOUR)
    sweep(desk.tx, desk.office, desk.now)
    desk.later(HOUR)
    sweep(desk.tx, desk.office, desk.now)
    (reminder,) = desk.queued(kind="reminder")
    assert [line.split()[1] for line in text_of(reminder).split("\n")[1:]] == ["#T1001", "#T1002"]
    desk.deliver()
    assert len(desk.notices(kind="reminder")) == 1


@pytest.mark.parametrize(
    ("text", "there", "chat"),
    [
        ("东湖花园3栋的垃圾桶坏了", True, OFFICE),  # the unit's chat
        ("西苑小区3栋的垃圾桶坏了", True, SUN.id),  # else its secretary in private
        ("西苑小区3栋的垃圾桶坏了", False, HALL),  # who has not started the bot: the coordinators
    ],
)
def test_where_a_unit_is_reminded(desk: Desk, text: str, there: bool, chat: int) -> None:
    if there:
        desk.open_private(SUN)
    desk.report(text)
    lines = swept(desk, 4 * HOUR)
    assert list(lines) == [chat]
    assert ("西苑社区 " in lines[chat][0]) is (chat == HALL), "only who is not the unit needs its name"


def test_an_escalation_goes_to_the_coordinators_and_the_parent_unit(accepted: Desk) -> None:
    chats.bind(accepted.tx, STREET, ChatKind.UNIT, "jiedao", None, accepted.now)
    assert set(swept(accepted, 4 * DAY)) == {HALL, STREET}


def test_triage_reminds_the_coordinators(desk: Desk) -> None:
    desk.report("垃圾桶坏了")
    assert swept(desk, HOUR - SECOND) == {}
    assert list(swept(desk, SECOND)) == [HALL]
    assert fired(desk) == ["dispatch early", "dispatch reminder"]


def test_a_review_that_is_due_reminds_the_coordinators(accepted: Desk) -> None:
    act(accepted, Move.RESOLVE, LI)
    lines = swept(accepted, 7 * DAY)
    assert list(lines) == [HALL]
    assert "待复核" in lines[HALL][0]


def test_never_the_reporting_group(desk: Desk) -> None:
    for role_chat in chats.bound(desk.tx, ChatKind.UNIT, "donghu"):
        desk.tx.run("DELETE FROM bindings WHERE chat_id = :id", id=role_chat.chat_id)
    for text in ("东湖花园3栋的垃圾桶坏了", "西苑小区3栋的垃圾桶坏了", "垃圾桶坏了"):
        desk.say(text)
    for _ in range(20):
        swept(desk, DAY)
    assert desk.notices(kind="reminder")
    assert not desk.notices(chat=RIDERS, kind="reminder")


def test_every_rung_of_every_clock_has_an_audience() -> None:
    assert {clock: set(rungs) for clock, rungs in AUDIENCES.items()} == {clock: set(Rung) for clock in Clock}


def test_a_ladder_that_the_operator_changed_moves_the_next_rung(accepted: Desk) -> None:
    accepted.office = an_office(ladders=ladders((), (Duration.parse("6h"),)))
    assert swept(accepted, 2.25 * DAY) == {}
    assert next_wake(accepted.tx, accepted.office, accepted.now) == accepted.ticket().due_at + 6 * HOUR  # type: ignore[operator]
    swept(accepted, DAY)
    assert fired(accepted) == ["fix reminder"]


def test_the_next_wake_is_the_next_rung(desk: Desk) -> None:
    assert next_wake(desk.tx, desk.office, desk.now) is None
    ticket = desk.report()
    assert next_wake(desk.tx, desk.office, desk.now) == ticket.created_at + 3 * HOUR  # three quarters of four hours


def test_nobody_to_remind_is_no_error(desk: Desk) -> None:
    desk.report()
    desk.tx.run("DELETE FROM bindings WHERE kind <> 'report'")
    people.revoke_all_of(desk.tx, "donghu", desk.now)
    swept(desk, 5 * DAY)
    assert "fix escalation" in fired(desk)
    assert not told(desk)
    assert desk.ticket().state is State.ASSIGNED
