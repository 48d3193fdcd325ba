"""Snoozing: a coordinator puts a reminder off with two presses, and hears of it again when it is still true."""

from __future__ import annotations

from pathlib import Path

from tests.stories.test_reminders import accepted, reminders, rungs
from tests.stories.town import FRIDAY_MORNING, Town

NO_DIGEST = {"reminders.digest": "", "reminders.thanks": ""}


async def test_two_presses_put_it_off_until_the_next_working_day(folder: Path) -> None:
    """督办 on a Tuesday morning; the bin is mended on Wednesday before work, so that nobody is told again."""
    async with Town(folder, config=NO_DIGEST) as town:
        await accepted(town)
        _, card = await town.report("东湖花园8栋的垃圾桶坏了", town.zhao)
        await town.tap(town.li, card, "受理")
        await town.until_time(10, 3, days=4)
        message = town.only(town.hall, "督办 2 件")
        assert message.button_texts == ["T1001", "T1002", "稍后提醒"]
        assert (await town.tap(town.zhou, message, "稍后提醒")).show_alert, "a reviewer does not coordinate"
        await town.tap(town.chen, message, "稍后提醒")
        await town.shown(town.hall, "督办 2 件", button="明天 08:30")
        assert message.button_texts == ["1小时后", "今天 16:30", "明天 08:30", "‹ 返回"]
        answer = await town.tap(town.chen, message, "明天 08:30")
        assert answer.text == "11月25日 08:30 再提醒"
        await town.shown(town.hall, "⏸ 陈协调 推迟了 2 件，11月25日 08:30 再提醒")
        assert message.button_texts == ["T1001", "T1002"]
        await town.tap(town.chen, message, "T1001")
        await town.shown(town.hall, "#T1001", "陈协调 推迟提醒：11月25日 08:30 再提醒")
        town.post(town.li, "已修好", town.office, reply_to=card)
        await town.until_time(8, 29)
        assert rungs(town, town.hall) == ["督办", "督办"]
        await town.until_time(8, 32)
        assert [line.split()[3] for line in reminders(town, town.hall)[2:]] == ["#T1001"], "the other is mended"
        await town.until_time(20, 0)
        assert len(reminders(town, town.hall)) == 3


async def test_a_fire_is_put_off_for_an_hour_and_no_longer(folder: Path) -> None:
    async with Town(folder, start=FRIDAY_MORNING.replace(hour=22), config=NO_DIGEST) as town:
        town.post(town.wang, "东湖花园3栋着火了")
        card = await town.shown(town.office, "#T1001", button="受理")
        await town.tap(town.li, card, "受理")
        await town.later(hours=2, minutes=15, seconds=10)
        message = town.only(town.hall, "🚨 紧急提醒：督办 1 件")
        await town.tap(town.chen, message, "稍后提醒")
        await town.shown(town.hall, "🚨 紧急提醒", button="1小时后")
        assert message.button_texts == ["1小时后", "‹ 返回"]
        await town.tap(town.chen, message, "1小时后")
        await town.shown(town.hall, "⏸ 陈协调 推迟了 1 件")
        await town.later(minutes=58)
        assert rungs(town, town.hall) == ["督办"]
        await town.later(minutes=2)
        assert rungs(town, town.hall) == ["督办", "通报"], "it was an hour late meanwhile"
