"""Time: reminders once each and never before the riders, one message a minute, downtime."""

from __future__ import annotations

from datetime import datetime

from bot.sandbox import Chat
from tests.stories.town import FRIDAY_MORNING, SHANGHAI, Town


def reminders(town: Town, place: Chat) -> list[str]:
    """The lines of every reminder in a chat, oldest first, each behind its heading: 催办 · 待办结 #T1001 …"""
    found = []
    for message in town.said(place, "提醒：", "#T"):
        heading = ""
        for line in message.text.split("\n")[1:]:
            if line.startswith("#T"):
                found.append(f"{heading} {line}")
            else:
                heading = line.split("，")[0]
    return found


def rungs(town: Town, place: Chat) -> list[str]:
    return [line.split()[0] for line in reminders(town, place)]


async def accepted(town: Town, text: str = "东湖花园3栋的垃圾桶坏了") -> None:
    _, card = await town.report(text)
    await town.tap(town.li, card, "受理")
    await town.calm()


async def test_each_rung_once_and_never_before_the_riders(town: Town) -> None:
    """Three days from Friday 10:00: 75 % is Sunday 16:00."""
    await accepted(town)
    await town.until_time(15, 59, days=2)
    assert not reminders(town, town.office)
    await town.until_time(16, 2)
    assert rungs(town, town.office) == ["临期提醒"]
    await town.until_time(10, 2)
    assert rungs(town, town.office) == ["临期提醒", "催办"]
    assert not reminders(town, town.hall)
    await town.until_time(10, 2)
    assert rungs(town, town.hall) == ["督办"]
    for _ in range(3):
        await town.look_at_the_clock()
    await town.until_time(10, 2, days=4)
    assert rungs(town, town.hall) == ["督办"], "five working days after Monday are not over"
    await town.until_time(10, 2)
    assert rungs(town, town.hall) == ["督办", "通报"]
    await town.until_time(10, 2, days=30)
    assert len(reminders(town, town.hall)) == 2 and len(reminders(town, town.office)) == 2
    assert not town.said(town.riders, "提醒")


async def test_what_nobody_accepts_is_reminded_of_after_four_hours(town: Town) -> None:
    await town.report()
    await town.later(hours=4, minutes=1, seconds=5)
    (line,) = reminders(town, town.office)
    assert line.startswith("催办 · 待受理 #T1001")
    await town.until_time(14, 2, days=1)
    assert rungs(town, town.hall) == ["督办"]


async def test_what_falls_due_within_a_minute_is_one_message(town: Town) -> None:
    """Three reports, twenty seconds apart: the reminder waits its minute, and tells of all three."""
    for number in (3, 4, 5):
        await town.report(f"东湖花园{number}栋的垃圾桶坏了")
        await town.later(seconds=15)
    await town.later(hours=3, minutes=59, seconds=20)
    for _ in range(4):
        await town.later(seconds=10)
    assert not reminders(town, town.office), "the first of them fell due less than a minute ago"
    await town.later(minutes=1)
    (message,) = town.said(town.office, "⏰ 提醒：催办 3 件")
    assert [line.split()[0] for line in message.text.split("\n")[2:]] == ["#T1001", "#T1002", "#T1003"]
    assert message.button_texts == ["T1001", "T1002", "T1003"]
    await town.tap(town.li, message, "T1002")
    await town.shown(town.office, "#T1002", "东湖花园4栋", button="受理")


async def test_after_a_downtime_the_highest_rung_fires_once(town: Town) -> None:
    await accepted(town)
    await town.stop_bot()
    town.now.move(datetime(2026, 11, 24, 11, 0, tzinfo=SHANGHAI) - FRIDAY_MORNING)
    await town.start_bot()
    await town.shown(town.hall, "⏰ 提醒：督办 1 件")
    await town.calm()
    assert rungs(town, town.hall) == ["督办"]
    assert not reminders(town, town.office)
    await town.stop_bot()
    await town.start_bot()
    await town.calm()
    await town.look_at_the_clock()
    assert len(reminders(town, town.hall)) == 1


async def test_a_unit_without_a_chat_is_reminded_privately_or_by_the_coordinators(town: Town) -> None:
    town.post(town.wang, "西苑小区2栋的垃圾桶坏了")
    await town.later(hours=4, minutes=1, seconds=5)
    assert len(reminders(town, town.hall)) == 1, "孙书记 has never opened a chat with the bot"
    town.sun.start(town.bot)
    await town.calm()
    town.post(town.wang, "西苑小区5栋的垃圾桶坏了")
    await town.later(hours=4, minutes=1, seconds=5)
    assert len(reminders(town, town.private(town.sun))) == 1
    assert len(reminders(town, town.hall)) == 1
    assert not reminders(town, town.riders)


async def test_what_waits_for_dispatch_is_reminded_of_within_the_hour(town: Town) -> None:
    town.post(town.wang, "南门小区3栋的垃圾桶坏了")
    await town.later(hours=1, minutes=1, seconds=5)
    (line,) = reminders(town, town.hall)
    assert line.startswith("催办 · 待分派 #T1001")


async def test_a_question_that_nobody_answers_is_told_after_half_an_hour(town: Town) -> None:
    """Only then the hour begins in which a coordinator has to dispatch it."""
    town.post(town.wang, "垃圾桶坏了")
    await town.later(minutes=31, seconds=5)
    (line,) = reminders(town, town.hall)
    assert line.startswith("催办 · 没人回答在哪里 #T1001")
    await town.later(hours=1, minutes=1, seconds=5)
    assert rungs(town, town.hall) == ["催办", "催办"]
    assert reminders(town, town.hall)[1].startswith("催办 · 待分派 #T1001")


async def test_a_review_is_due_on_the_seventh_day(town: Town) -> None:
    _, card = await town.report()
    town.post(town.li, "已清理", town.office, reply_to=card)
    await town.calm()
    await town.until_time(9, 59, days=6)
    assert rungs(town, town.hall) == ["临期提醒"]
    await town.until_time(10, 2)
    assert reminders(town, town.hall)[1].startswith("催办 · 待复核 #T1001")
    assert not reminders(town, town.office)


async def test_a_settled_ticket_is_not_reminded_of(town: Town) -> None:
    _, card = await town.report()
    town.post(town.li, "已清理", town.office, reply_to=card)
    closure = await town.shown(town.riders, "已办结", button="已解决")
    await town.calm()
    await town.tap(town.wang, closure, "已解决")
    await town.until_time(12, days=30)
    assert not reminders(town, town.office) and not reminders(town, town.hall)
