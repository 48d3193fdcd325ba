"""Time: reminders once each and never before the riders, quiet hours, downtime, digests."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.sandbox import Chat
from tests.stories.town import FRIDAY_MORNING, SHANGHAI, Town

AFTERNOON = FRIDAY_MORNING.replace(hour=16, minute=30)
MANHOLE = "东湖花园3栋门口的井盖坏了"
"""6 hours to mend it."""


def reminders(town: Town, place: Chat) -> list[str]:
    """The lines of every reminder in a chat, oldest first."""
    return [line for message in town.said(place, "⏰ 提醒") for line in message.text.split("\n")[1:]]


async def accepted(town: Town, text: str = "东湖花园3栋的垃圾桶坏了") -> None:
    _, card = await town.report(text)
    await town.tap(town.li, card, "受理")
    await town.calm()


async def test_each_rung_once_and_never_before_the_riders(town: Town) -> None:
    """Three days from Friday 10:00: 75 % is Sunday 16:00."""
    await accepted(town)
    await town.until_time(15, 59, days=2)
    assert not reminders(town, town.office)
    await town.until_time(16, 1)
    assert [line.split()[0] for line in reminders(town, town.office)] == ["临期提醒"]
    await town.until_time(10, 1)
    assert [line.split()[0] for line in reminders(town, town.office)] == ["临期提醒", "催办"]
    assert not reminders(town, town.hall)
    await town.until_time(10, 1)
    assert [line.split()[0] for line in reminders(town, town.hall)] == ["督办"]
    for _ in range(3):
        await town.look_at_the_clock()
    await town.until_time(10, 1, days=3)
    assert [line.split()[0] for line in reminders(town, town.hall)] == ["督办", "通报"]
    assert len(reminders(town, town.office)) == 2
    await town.until_time(10, 1, days=30)
    assert len(reminders(town, town.hall)) == 2 and len(reminders(town, town.office)) == 2
    assert not town.said(town.riders)


async def test_what_nobody_accepts_is_reminded_of_after_four_hours(town: Town) -> None:
    await town.report()
    await town.later(hours=4, seconds=1)
    (line,) = reminders(town, town.office)
    assert "催办 #T1001" in line and "待受理" in line
    await town.until_time(14, 1, days=1)
    assert ["督办" in line for line in reminders(town, town.hall)] == [True]


async def test_all_that_is_due_for_a_chat_is_one_message(town: Town) -> None:
    for number in (3, 4, 5):
        await town.report(f"东湖花园{number}栋的垃圾桶坏了")
    await town.later(hours=4, minutes=5)
    (message,) = town.said(town.office, "⏰ 提醒")
    assert all(f"#T{number}" in message.text for number in (1001, 1002, 1003))


async def test_quiet_hours_hold_reminders_back_until_the_morning(folder: Path) -> None:
    """Due at 22:30 in the night: at eight the unit hears of the highest rung, once."""
    async with Town(folder, start=AFTERNOON, config={"reminders.digest": ""}) as town:
        await accepted(town, MANHOLE)
        await town.until_time(20, 59)
        assert not reminders(town, town.office)
        for hour, minute in ((21, 1), (22, 31), (23, 59), (7, 59)):
            await town.until_time(hour, minute)
            assert not reminders(town, town.office), f"quiet at {hour}:{minute}"
        await town.until_time(8, 0)
        (line,) = reminders(town, town.office)
        assert line.startswith("催办 #T1001") and "已超时" in line


async def test_an_emergency_knows_no_quiet_hours(folder: Path) -> None:
    async with Town(folder, start=FRIDAY_MORNING.replace(hour=22)) as town:
        town.post(town.wang, "东湖花园3栋着火了")
        card = await town.shown(town.office, "#T1001", button="受理")
        await town.tap(town.li, card, "受理")
        await town.later(hours=2, seconds=5)
        assert any("催办 #T1001" in line for line in reminders(town, town.office))


async def test_after_a_downtime_the_highest_rung_fires_once(town: Town) -> None:
    await accepted(town)
    await town.stop_bot()
    town.now.move(datetime(2026, 11, 24, 11, 0, tzinfo=SHANGHAI) - FRIDAY_MORNING)
    await town.start_bot()
    await town.shown(town.hall, "⏰ 提醒")
    await town.calm()
    assert [line.split()[0] for line in reminders(town, town.hall)] == ["督办"]
    assert not reminders(town, town.office)
    await town.stop_bot()
    await town.start_bot()
    await town.calm()
    await town.look_at_the_clock()
    assert len(reminders(town, town.hall)) == 1


async def test_a_unit_without_a_chat_is_reminded_privately_or_by_the_coordinators(town: Town) -> None:
    town.post(town.wang, "西苑小区2栋的垃圾桶坏了")
    await town.later(hours=4, seconds=5)
    assert len(reminders(town, town.hall)) == 1, "孙书记 has never opened a chat with the bot"
    town.sun.start(town.bot)
    await town.calm()
    town.post(town.wang, "西苑小区5栋的垃圾桶坏了")
    await town.later(hours=4, seconds=5)
    assert len(reminders(town, town.private(town.sun))) == 1
    assert len(reminders(town, town.hall)) == 1
    assert not reminders(town, town.riders)


async def test_what_waits_for_dispatch_is_reminded_of_within_the_hour(town: Town) -> None:
    town.post(town.wang, "南门小区3栋的垃圾桶坏了")
    await town.later(hours=1, seconds=5)
    (line,) = reminders(town, town.hall)
    assert "#T1001" in line and "待分派" in line


async def test_a_review_is_due_on_the_seventh_day(town: Town) -> None:
    _, card = await town.report()
    town.post(town.li, "已清理", town.office, reply_to=card)
    await town.calm()
    await town.until_time(9, 59, days=6)
    assert ["催办" in line for line in reminders(town, town.hall)] == [False]
    await town.until_time(10, 1)
    assert any("催办 #T1001" in line and "待复核" in line for line in reminders(town, town.hall))
    assert not reminders(town, town.office)


async def test_a_settled_ticket_is_not_reminded_of(town: Town) -> None:
    _, card = await town.report()
    town.post(town.li, "已清理", town.office, reply_to=card)
    closure = await town.shown(town.riders, "已办结", button="已解决")
    await town.calm()
    await town.tap(town.wang, closure, "已解决")
    await town.until_time(12, days=30)
    assert not reminders(town, town.office) and not reminders(town, town.hall)


async def test_the_digest_comes_once_a_day_at_half_past_eight(town: Town) -> None:
    await town.report()
    closed, _ = await town.report("东湖花园9栋的垃圾桶坏了", town.zhao)
    town.post(town.li, "已清理", town.office, reply_to=town.only(town.office, "#T1002"))
    await town.calm()
    town.post(town.zhao, "已解决", reply_to=closed)
    await town.calm()
    await town.until_time(8, 29)
    assert not town.said(town.hall, "在办")
    await town.until_time(8, 31)
    for _ in range(2):
        await town.look_at_the_clock()
    assert len(town.said(town.hall, "11月21日", "在办 1 件")) == 1
    assert len(town.said(town.office, "11月21日 东湖社区", "在办 1 件")) == 1
    board = town.only(town.riders, "11月21日 办结公示")
    assert "东湖花园9栋" in board.text and "赵师傅" not in board.text
    await town.until_time(8, 31)
    assert len(town.said(town.hall, "11月22日", "在办 1 件")) == 1
    assert len(town.said(town.riders, "办结公示")) == 1, "nothing was closed on the second day"


async def test_a_digest_missed_for_days_comes_once(town: Town) -> None:
    await town.report()
    await town.stop_bot()
    town.now.move(datetime(2026, 11, 24, 11, 0, tzinfo=SHANGHAI) - FRIDAY_MORNING)
    await town.start_bot()
    await town.shown(town.hall, "在办 1 件")
    await town.calm()
    assert len(town.said(town.hall, "在办 1 件")) == 1


async def test_the_operator_may_want_neither_digest_nor_board(folder: Path) -> None:
    async with Town(folder, config={"reminders.digest": "", "closure.board": False}) as town:
        post, card = await town.report()
        town.post(town.li, "已清理", town.office, reply_to=card)
        await town.shown(town.riders, "已办结")
        await town.calm()
        town.post(town.wang, "已解决", reply_to=post)
        await town.until_time(12, days=2)
        assert not town.said(town.hall) and not town.said(town.riders, "办结公示")
