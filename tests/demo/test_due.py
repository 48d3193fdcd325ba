"""What falls due next, asked of a desk with tickets on it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.demo.due import next_due
from bot.desk import boards, bulletins, digests, reminders, special_proposals, thanks
from bot.desk.reminder_notices import TOGETHER
from bot.domain.durations import Duration
from bot.domain.periods import PeriodKind
from bot.domain.repeating import Cron
from bot.domain.tickets import Move
from bot.sandbox.page.backstage import Due
from storage import deadlines, schedules, special_actions
from tests.desk.office import CHEN, DAY, HALL, HOUR, LI, MONDAY, NIGHT, OFFICE, WANG, ZONE, Desk, a_desk, ladders
from tests.desk.rounds import go_round
from tests.desk.special import RULES, card, press, trouble
from tests.desk.test_handling import act


@pytest.fixture
def desk() -> Iterator[Desk]:
    with a_desk(quiet=NIGHT, digest=None, board=False) as desk:
        yield desk


def due(desk: Desk) -> Due | None:
    return next_due(desk.tx, desk.office, desk.now)


def told(desk: Desk) -> list[tuple[datetime, str, str]]:
    """Leap from one thing to the next until nothing is due any more; each must let the bot say something."""
    seen = []
    while (coming := due(desk)) is not None:
        assert coming.at >= desk.now
        desk.now = coming.at
        before = len(desk.notices(kind="reminder", state="sent"))
        reminders.sweep(desk.tx, desk.office, desk.now)
        desk.deliver()
        assert len(desk.notices(kind="reminder", state="sent")) > before, coming
        seen.append((coming.at.astimezone(ZONE), coming.what.zh, coming.what.en))
    return seen


def test_nothing_is_due_where_nothing_is_open(desk: Desk) -> None:
    assert due(desk) is None
    desk.report()
    desk.tap(LI, "accept:1001")
    assert due(desk) is not None


def test_every_leap_lets_something_happen_and_none_wakes_people(desk: Desk) -> None:
    desk.report()
    moments = told(desk)
    assert [what for _, what, _ in moments] == [
        "T1001 受理时限到：催办",
        "T1001 受理时限已过：督办",
        "T1001 办结时限将到：临期提醒",
        "T1001 办结时限到：催办",
        "T1001 办结时限已过：督办",
        "T1001 办结时限已过：通报",
    ]
    assert moments[0] == (
        datetime(2026, 11, 2, 16, 1, tzinfo=ZONE),
        "T1001 受理时限到：催办",
        "T1001: time to accept over, reminder",
    )
    assert moments[2][0] == datetime(2026, 11, 4, 18, 1, tzinfo=ZONE)
    assert all(8 <= at.hour < 21 for at, _, _ in moments)


def test_what_comes_at_night_is_due_in_the_morning_and_only_the_gravest_of_it(desk: Desk) -> None:
    desk.now = MONDAY.astimezone(ZONE).replace(hour=4, minute=30)
    desk.report("东湖花园路灯不亮")  # a day to fix it: the early reminder comes at half past ten, the deadline at night
    desk.tap(CHEN, "accept:1001")
    desk.now = desk.now.replace(hour=19)
    coming = due(desk)
    assert coming is not None
    assert coming.at == desk.now.replace(hour=8, minute=1) + DAY
    assert coming.what.zh == "T1001 办结时限到：催办"


def test_what_has_fired_is_due_when_it_leaves(desk: Desk) -> None:
    ticket = desk.report()
    desk.later(4 * HOUR)
    for _ in range(2):
        coming = due(desk)
        assert coming is not None
        assert (coming.at, coming.what.zh) == (ticket.created_at + 4 * HOUR + TOGETHER, "T1001 受理时限到：催办")
        reminders.sweep(desk.tx, desk.office, desk.now)
        desk.later(timedelta(seconds=30))
    desk.later(timedelta(seconds=1))
    desk.deliver()
    coming = due(desk)
    assert coming is not None
    assert coming.what.zh == "T1001 受理时限已过：督办"


def test_a_miss_alone_is_seen_by_nobody(desk: Desk) -> None:
    desk.office = replace(desk.office, ladders=ladders((), (Duration.parse("6h"),)))
    desk.report()  # missed at four in the afternoon, six hours later it is night
    coming = due(desk)
    assert coming is not None
    assert coming.at == datetime(2026, 11, 3, 8, 1, tzinfo=ZONE)


def test_what_was_put_off_is_due_at_its_end_and_told_again(desk: Desk) -> None:
    desk.report()
    desk.tap(LI, "accept:1001")
    (clock,) = deadlines.running(desk.tx, 1001).values()
    desk.now = clock.due_at + TOGETHER
    reminders.sweep(desk.tx, desk.office, desk.now)
    desk.deliver()
    until = desk.now + HOUR
    deadlines.snooze(desk.tx, clock.id, until)
    coming = due(desk)
    assert coming is not None
    assert (coming.at, coming.what.zh) == (until + TOGETHER, "T1001 办结时限到：催办")
    desk.now = coming.at
    reminders.sweep(desk.tx, desk.office, desk.now)
    assert [notice.kind for notice in desk.deliver()] == ["reminder"]


def test_an_emergency_knows_no_night(desk: Desk) -> None:
    desk.now = MONDAY.astimezone(ZONE).replace(hour=23)
    desk.report("东湖花园3栋着火了")
    coming = due(desk)
    assert coming is not None
    assert coming.at == desk.now + HOUR
    assert coming.what.zh == "T1001 受理时限到：催办"


def test_what_falls_due_together_is_counted(desk: Desk) -> None:
    desk.report("东湖花园3栋的垃圾桶坏了")
    desk.report("东湖花园5栋的垃圾桶坏了")
    desk.report("东湖花园7栋的垃圾桶坏了", sender=WANG)
    coming = due(desk)
    assert coming is not None
    assert (coming.what.zh, coming.what.en) == (
        "T1001 受理时限到：催办，另有 2 件",
        "T1001: time to accept over, reminder, and 2 more",
    )


def test_the_digest_is_due_where_it_has_something_to_tell() -> None:
    with a_desk() as desk:
        go_round(desk, digests.ROUND)
        morning = schedules.next_at(desk.tx, digests.NAME)
        assert morning is not None
        assert due(desk) is None
        desk.report()
        desk.tap(LI, "accept:1001")
        coming = due(desk)
        assert coming is not None
        assert (coming.at, coming.what.zh) == (morning, "日报")
        desk.say("已处理", sender=LI, chat=OFFICE, reply_to=desk.the("card").message_id)
        desk.tap(WANG, "confirm:1001")
        coming = due(desk)
        assert coming is not None
        assert (coming.at, coming.what.zh) == (morning, "日报")  # of what came in, though nothing is left open
        desk.now = morning + timedelta(seconds=1)
        go_round(desk, digests.ROUND)
        assert any("新增 1 件" in notice.payload["text"] for notice in desk.notices(kind="digest"))
        assert due(desk) is None


def test_the_board_is_due_where_there_is_no_digest() -> None:
    with a_desk(digest=None) as desk:
        go_round(desk, boards.ROUND)
        desk.report()
        desk.tap(LI, "accept:1001")
        desk.say("已处理", sender=LI, chat=OFFICE, reply_to=desk.the("card").message_id)
        desk.tap(WANG, "confirm:1001")
        coming = due(desk)
        assert coming is not None
        assert (coming.at, coming.what.zh) == (schedules.next_at(desk.tx, boards.NAME), "办结公示")


def test_the_line_of_thanks_is_due_where_something_was_closed() -> None:
    with a_desk(digest=None, board=False, thanks=Cron("0 17 * * fri")) as desk:
        go_round(desk, thanks.ROUND)
        desk.report()
        desk.say("已处理", sender=LI, chat=OFFICE, reply_to=desk.the("card").message_id)
        desk.tap(WANG, "confirm:1001")
        coming = due(desk)
        assert coming is not None
        assert (coming.at, coming.what.zh) == (schedules.next_at(desk.tx, thanks.NAME), "每周感谢")


def test_the_bulletin_is_due_where_the_week_had_anything() -> None:
    weekly = {PeriodKind.WEEK: Cron("30 8 * * mon")}
    with a_desk(digest=None, board=False, bulletins=weekly) as desk:
        bulletins.claim_when_due(desk.tx, desk.office, desk.now)
        assert due(desk) is None
        desk.report()
        desk.say("已处理", sender=LI, chat=OFFICE, reply_to=desk.the("card").message_id)
        desk.tap(WANG, "confirm:1001")
        coming = due(desk)
        assert coming is not None
        assert (coming.at, coming.what.zh) == (schedules.next_at(desk.tx, "bulletin:week"), "每周简报")


def test_what_keeps_coming_back_is_due_on_its_monday_and_then_the_date_of_the_action() -> None:
    with a_desk(digest=None, board=False, special=RULES) as desk:
        go_round(desk, special_proposals.ROUND)
        trouble(desk)
        for number in (1001, 1002, 1003):
            act(desk, Move.RESOLVE, LI, number=number)
            act(desk, Move.CONFIRM, WANG, number=number)
        coming = due(desk)
        assert coming is not None
        assert (coming.at, coming.what.zh) == (schedules.next_at(desk.tx, special_proposals.NAME), "反复出现的问题")
        press(desk, CHEN, "specialnew:1001:-")
        desk.deliver()
        press(desk, CHEN, "specialdate:1:30", card(desk, HALL))
        coming = due(desk)
        assert coming is not None, "it was taken on, and has a date"
        assert (coming.at, coming.what.zh) == (special_actions.next_at(desk.tx), "专项行动 1 到期提醒")
