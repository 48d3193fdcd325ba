"""Bulletins at the desk: claimed once, told once to each reader, nothing of units where couriers read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from bot.desk import bulletins
from bot.desk.bulletins import Issue, Part
from bot.desk.reach import Seat
from bot.domain.areas import ChatKind, Role
from bot.domain.bulletins import GroundNews, GroupNews
from bot.domain.deadlines import QuietHours
from bot.domain.people import Grant, Person
from bot.domain.periods import PeriodKind, read_period
from bot.domain.refusals import Refusal, Refused
from bot.domain.repeating import Cron
from bot.domain.tickets import State
from bot.domain.trends import Flow
from bot.notices.markup import Markup
from storage import bulletins as stored
from storage import chats, deadlines, tickets
from tests.desk.office import CHEN, DAY, DEPOT, HALL, HOUR, LI, MONDAY, OFFICE, RIDERS, ZONE, Desk, a_desk

WEEKLY = {PeriodKind.WEEK: Cron("30 8 * * mon")}
NEXT = datetime(2026, 11, 9, 8, 30, tzinfo=ZONE)
"""The Monday after MONDAY, at half past eight: the week of 2 November is over."""
TEXT = Part(Markup("简报"))


@pytest.fixture
def desk() -> Iterator[Desk]:
    with a_desk(bulletins=WEEKLY) as one:
        one.now = MONDAY
        bulletins.claim_when_due(one.tx, one.office, MONDAY)  # plans
        yield one


def claim(desk: Desk, at: datetime = NEXT) -> bool:
    desk.now = at
    return bulletins.claim_when_due(desk.tx, desk.office, at)


def due(desk: Desk) -> list[str]:
    return [one.period for one in bulletins.to_tell(desk.tx)]


def told(desk: Desk, chat: int) -> list[str]:
    return [str(notice.payload["text"]) for notice in desk.notices(chat=chat) if notice.key.startswith("bulletin:")]


def test_the_first_look_only_plans(desk: Desk) -> None:
    assert not due(desk) and not claim(desk, NEXT - timedelta(seconds=1))
    assert claim(desk) and due(desk) == ["2026-W45"]
    assert not claim(desk) and not claim(desk, NEXT + HOUR)


def test_after_two_weeks_of_downtime_the_last_week_once(desk: Desk) -> None:
    assert claim(desk, NEXT + 16 * DAY)
    assert due(desk) == ["2026-W47"]
    assert not claim(desk, NEXT + 17 * DAY)


def test_one_that_was_never_told_gives_way_to_the_next(desk: Desk) -> None:
    claim(desk)
    claim(desk, NEXT + 7 * DAY)
    assert due(desk) == ["2026-W46"]


def test_a_clock_put_back_tells_no_week_twice(desk: Desk) -> None:
    claim(desk)
    for later in (timedelta(days=-3), timedelta(), timedelta(hours=1)):
        claim(desk, NEXT + later)
    assert due(desk) == ["2026-W45"]
    (one,) = bulletins.to_tell(desk.tx)
    stored.settle(desk.tx, one.id, told=True, now=NEXT)
    claim(desk, NEXT - DAY)
    claim(desk)
    assert not due(desk)


def test_all_that_come_at_once_are_claimed(desk: Desk) -> None:
    crons = {PeriodKind.MONTH: Cron("30 8 1 * *"), PeriodKind.QUARTER: Cron("30 8 1 jan,apr,jul,oct *")}
    with a_desk(bulletins=crons) as other:
        bulletins.claim_when_due(other.tx, other.office, MONDAY)
        assert claim(other, datetime(2027, 1, 1, 8, 31, tzinfo=ZONE))
        assert due(other) == ["2026-12", "2026Q4"]


def test_who_switches_them_off_gets_none() -> None:
    with a_desk(bulletins={}) as desk:
        assert not claim(desk) and not claim(desk, NEXT + 30 * DAY)


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        (("coordinators",), [(HALL, None, False, False)]),
        (("units",), [(OFFICE, "donghu", True, False), (DEPOT, "luminju", True, False)]),
        (("groups",), [(RIDERS, None, False, True)]),
        ((-777,), [(-777, None, False, False)]),
        ((RIDERS,), [(RIDERS, None, False, True)]),
        (
            ("coordinators", "units", "coordinators", HALL),
            [(HALL, None, False, False), (OFFICE, "donghu", True, False)],
        ),
    ],
)
def test_who_reads_them(to: tuple[Any, ...], expected: list[tuple[int, str | None, bool, bool]]) -> None:
    with a_desk(bulletins=WEEKLY, bulletins_to=to) as desk:
        bulletins.claim_when_due(desk.tx, desk.office, MONDAY)
        claim(desk)
        (bulletin,) = bulletins.to_tell(desk.tx)
        found = bulletins.issues(desk.tx, desk.office, bulletin)
        assert [(one.seat.chat_id, one.unit_code, one.own, one.public) for one in found][: len(expected)] == expected
        assert len({(one.seat, one.unit_code) for one in found}) == len(found)


def test_a_group_of_which_only_a_topic_is_bound_is_the_couriers_too(desk: Desk) -> None:
    chats.bind(desk.tx, -800, ChatKind.REPORT, None, None, MONDAY, topic=7)
    claim(desk)
    (bulletin,) = bulletins.to_tell(desk.tx)
    with a_desk(bulletins=WEEKLY, bulletins_to=(-800,)) as other:
        (issue,) = bulletins.issues(desk.tx, other.office, bulletin)
    assert issue.public


def test_the_coordinators_of_a_ground_read_of_theirs(desk: Desk) -> None:
    chats.bind(desk.tx, -900, ChatKind.COORDINATORS, "jiedao", None, MONDAY)
    claim(desk)
    (bulletin,) = bulletins.to_tell(desk.tx)
    found = bulletins.issues(desk.tx, desk.office, bulletin)
    assert [(one.seat.chat_id, one.unit_code, one.whole) for one in found] == [
        (HALL, None, True),
        (-900, "jiedao", True),
    ]


def test_a_reader_is_told_once_whatever_ends_in_between(desk: Desk) -> None:
    """Killed after the first of two readers: the second is told after the start, the first not again."""
    chats.bind(desk.tx, -900, ChatKind.COORDINATORS, "jiedao", None, MONDAY)
    claim(desk)
    (bulletin,) = bulletins.to_tell(desk.tx)
    first, second = bulletins.issues(desk.tx, desk.office, bulletin)
    bulletins.tell(desk.tx, desk.office, bulletin, first, (TEXT, TEXT), NEXT)
    assert bulletins.issues(desk.tx, desk.office, bulletin) == [second]
    bulletins.tell(desk.tx, desk.office, bulletin, first, (TEXT, TEXT), NEXT)
    bulletins.tell(desk.tx, desk.office, bulletin, second, (TEXT,), NEXT)
    assert bulletins.settle(desk.tx, desk.office, bulletin, NEXT)
    bulletins.tell(desk.tx, desk.office, bulletin, Issue(Seat(DEPOT)), (TEXT,), NEXT)
    assert (told(desk, HALL), told(desk, -900), told(desk, DEPOT)) == (["简报"] * 2, ["简报"], [])


def test_nothing_happened_nothing_is_said(desk: Desk) -> None:
    claim(desk)
    (bulletin,) = bulletins.to_tell(desk.tx)
    (issue,) = bulletins.issues(desk.tx, desk.office, bulletin)
    content = bulletins.count(desk.tx, desk.office.area, read_period("2026-W45", NEXT, ZONE), NEXT, issue)
    assert content.is_quiet
    bulletins.tell(desk.tx, desk.office, bulletin, issue, (), NEXT)
    assert not bulletins.settle(desk.tx, desk.office, bulletin, NEXT)
    assert not told(desk, HALL)
    assert desk.tx.value("SELECT state FROM bulletins") == "quiet"


@pytest.mark.parametrize(
    ("at", "held"),
    [
        (NEXT, False),
        (NEXT.replace(day=10, hour=3), True),  # the bot came back in the night: the morning is soon enough
    ],
)
def test_what_is_late_waits_for_the_morning(at: datetime, held: bool) -> None:
    quiet = QuietHours(((time(21), time(8)),))
    with a_desk(bulletins=WEEKLY, quiet=quiet) as desk:
        bulletins.claim_when_due(desk.tx, desk.office, MONDAY)
        claim(desk, at)
        (bulletin,) = bulletins.to_tell(desk.tx)
        bulletins.tell(desk.tx, desk.office, bulletin, Issue(Seat(HALL)), (TEXT,), at)
        assert bool(desk.deliver()) is not held
        desk.now = at.replace(hour=8, minute=0)
        assert bool(desk.deliver()) is held


def test_the_operator_s_own_hour_is_kept_though_it_is_a_quiet_one() -> None:
    crons = {PeriodKind.WEEK: Cron("0 6 * * mon")}
    with a_desk(bulletins=crons, quiet=QuietHours(((time(21), time(8)),))) as desk:
        bulletins.claim_when_due(desk.tx, desk.office, MONDAY)
        claim(desk, NEXT.replace(hour=6, minute=0))
        (bulletin,) = bulletins.to_tell(desk.tx)
        bulletins.tell(desk.tx, desk.office, bulletin, Issue(Seat(HALL)), (TEXT,), desk.now)
        assert desk.deliver()


def content_of(desk: Desk, issue: Issue, **more: Any) -> GroundNews:
    found = bulletins.count(desk.tx, desk.office.area, read_period("2026-W45", NEXT, ZONE), NEXT, issue, **more)
    assert isinstance(found.told, GroundNews)
    return found.told


def resolved(desk: Desk, text: str, *, late: bool = False) -> None:
    ticket = desk.report(text)
    at = (ticket.due_at or MONDAY) + (HOUR if late else -HOUR)
    tickets.save(desk.tx, desk.ticket(ticket.id).model_copy(update={"state": State.RESOLVED, "resolved_at": at}))


def test_the_numbers_are_those_of_the_statistics(desk: Desk) -> None:
    resolved(desk, "东湖花园3栋的垃圾桶坏了")
    resolved(desk, "东湖花园5栋的垃圾桶坏了", late=True)
    desk.report("西苑小区2栋的垃圾桶坏了")
    whole = content_of(desk, Issue(Seat(HALL)))
    assert (whole.counts.received, whole.counts.resolved, whole.counts.on_time) == (3, 2, 1)
    assert whole.before is not None and whole.before.is_quiet
    own = content_of(desk, Issue(Seat(OFFICE), "donghu", own=True))
    assert (own.counts.received, own.counts.resolved) == (2, 2) and own.rank is None


def test_a_unit_reads_its_own_rank(desk: Desk) -> None:
    resolved(desk, "东湖花园3栋的垃圾桶坏了", late=True)
    resolved(desk, "西苑小区2栋的垃圾桶坏了")
    ranking = bulletins.ranking(desk.tx, desk.office, read_period("2026-W45", NEXT, ZONE), NEXT)
    own = content_of(desk, Issue(Seat(OFFICE), "donghu", own=True), ranking=ranking)
    assert own.rank is not None and (own.rank.place, own.rank.of) == (2, 2)
    assert own.rose is None and own.fell is None


def test_a_unit_reads_only_its_own_name(desk: Desk) -> None:
    for text in ("东湖花园3栋的垃圾桶坏了", "西苑小区2栋的垃圾桶坏了"):
        ticket = desk.report(text)
        fix = next(one for one in deadlines.running(desk.tx, ticket.id).values() if one.clock.value == "fix")
        deadlines.fire(desk.tx, fix, 4, "naming", NEXT - DAY, NEXT - DAY)
    assert len(content_of(desk, Issue(Seat(HALL))).named) == 2
    assert [one.place for one in content_of(desk, Issue(Seat(OFFICE), "donghu", own=True)).named] == ["东湖花园3栋"]


def test_a_group_reads_what_it_reported_and_no_unit(desk: Desk) -> None:
    resolved(desk, "东湖花园3栋的垃圾桶坏了")
    issue = Issue(Seat(RIDERS), public=True)
    found = bulletins.count(desk.tx, desk.office.area, read_period("2026-W45", NEXT, ZONE), NEXT, issue)
    assert isinstance(found.told, GroupNews)
    assert found.told.flow == Flow(1, 1) and found.told.before == Flow(0, 0)


def coordinator(*units: str | None) -> Person:
    return Person(CHEN.id, CHEN.name, grants=tuple(Grant(Role.COORDINATOR, unit) for unit in units))


@pytest.mark.parametrize(
    ("person", "chat", "ground"),
    [
        (coordinator(None), CHEN.id, None),
        (coordinator("jiedao"), CHEN.id, "jiedao"),
        (coordinator(None), HALL, None),
        (coordinator(None), -900, "jiedao"),
        (coordinator("donghu"), -900, "donghu"),
    ],
)
def test_whose_ground_an_answer_tells_of(desk: Desk, person: Person, chat: int, ground: str | None) -> None:
    chats.bind(desk.tx, -900, ChatKind.COORDINATORS, "jiedao", None, MONDAY)
    assert bulletins.ground_of(desk.tx, desk.office, person, Seat(chat)) == ground


@pytest.mark.parametrize(
    ("person", "chat", "refusal"),
    [
        (Person(LI.id, LI.name, grants=(Grant(Role.SECRETARY, "donghu"),)), LI.id, Refusal.NO_RIGHT),
        (coordinator(None), RIDERS, Refusal.ONLY_IN_PRIVATE),
        (coordinator(None), OFFICE, Refusal.ONLY_IN_PRIVATE),
        (coordinator(None), -777, Refusal.ONLY_IN_PRIVATE),
    ],
)
def test_who_may_not_ask_or_not_here(desk: Desk, person: Person, chat: int, refusal: Refusal) -> None:
    with pytest.raises(Refused) as told_so:
        bulletins.ground_of(desk.tx, desk.office, person, Seat(chat))
    assert told_so.value.reason is refusal


def test_a_file_that_is_lost_is_said_in_words(desk: Desk) -> None:
    parts = (
        Part(Markup("全文"), "made/aa/a.png", Markup("说明")),
        Part(Markup("丢了"), "made/bb/b.xlsx", Markup("清单"), "清单.xlsx"),
        Part(Markup("没画出来")),
    )
    bulletins.answer(desk.tx, Seat(HALL), parts, NEXT.astimezone(UTC))
    calls = [(notice.call.value, notice.payload) for notice in desk.notices(chat=HALL)]
    assert calls == [
        ("sendPhoto", {"photo": {"made": "made/aa/a.png"}, "caption": "说明", "text": "全文"}),
        (
            "sendDocument",
            {"document": {"made": "made/bb/b.xlsx"}, "filename": "清单.xlsx", "caption": "清单", "text": "丢了"},
        ),
        ("sendMessage", {"text": "没画出来"}),
    ]
