"""Mornings: digests on working days, the board every day, thanks on Friday; and what their buttons open."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.desk import rounds
from bot.sandbox import Message
from tests.stories.town import FRIDAY_MORNING, SHANGHAI, Town

THURSDAY_MORNING = FRIDAY_MORNING - timedelta(days=1)
BIN_5 = "东湖花园5栋的垃圾桶坏了"


def digests(town: Town) -> tuple[int, int]:
    """How many the office and the coordinators' hall have had."""
    return len(town.said(town.office, "📋")), len(town.said(town.hall, "📋"))


def newest(town: Town) -> tuple[Message, Message]:
    return town.said(town.office, "📋")[-1], town.said(town.hall, "📋")[-1]


async def closed(town: Town, text: str = "东湖花园9栋的垃圾桶坏了") -> None:
    """赵师傅 reports it, the office resolves it, and he says that it is solved."""
    post, card = await town.report(text, town.zhao)
    town.post(town.li, "已清理", town.office, reply_to=card)
    await town.calm()
    town.post(town.zhao, "已解决", reply_to=post)
    await town.calm()


async def test_a_weekend_has_no_digest_and_monday_tells_of_all_since_friday(folder: Path) -> None:
    async with Town(folder, start=THURSDAY_MORNING) as town:
        await town.report()
        await town.until_time(8, 29)
        assert digests(town) == (0, 0)
        await town.until_time(8, 31)
        for _ in range(2):
            await town.look_at_the_clock()
        assert digests(town) == (1, 1)
        office, hall = newest(town)
        assert "11月20日 东湖社区" in office.text and "昨天以来新增 1 件" in office.text
        assert "11月20日 青石市" in hall.text and "东湖社区：在办 1" in hall.text
        await town.until_time(10, 0)  # due after Monday's digest, whatever the machine does meanwhile
        await town.report(BIN_5)
        await closed(town)
        for day in ("11月21日", "11月22日"):
            await town.until_time(8, 31)
            assert digests(town) == (1, 1), f"{day} is of the weekend"
        board = town.only(town.riders, "11月21日 办结公示")
        assert "东湖花园9栋" in board.text and "赵师傅" not in board.text
        assert not town.said(town.riders, "11月22日 办结公示"), "nothing was closed on Saturday"
        await town.until_time(8, 31)
        assert digests(town) == (2, 2)
        office, hall = newest(town)
        assert "11月23日 东湖社区" in office.text and "周五以来新增 2 件" in office.text
        assert "已超时 1 件" in office.text, "due on Sunday"
        assert "东湖社区：超时 1 · 今天到期 1 · 在办 2" in hall.text


async def test_the_national_holiday_and_the_saturday_that_makes_up_for_it(folder: Path) -> None:
    """2026: off from 1 to 7 October; Saturday the 10th is a working day."""
    start = datetime(2026, 9, 30, 7, 0, tzinfo=SHANGHAI)
    async with Town(folder, start=start) as town:
        await town.report()
        await town.until_time(8, 31)
        assert digests(town) == (1, 1)
        await town.report(BIN_5)
        for _ in range(7):
            await town.until_time(8, 31)
        assert digests(town) == (1, 1)
        told = []
        for _ in range(4):
            await town.until_time(8, 31)
            told.append(digests(town)[0])
        assert told == [2, 3, 4, 4], "Thursday the 8th, Friday, the Saturday that is worked, and no Sunday"
        first = town.said(town.office, "📋")[1]
        assert "10月8日" in first.text and "9月30日以来新增 1 件" in first.text


async def test_a_button_of_the_digest_opens_its_ticket_which_is_then_worked_on(folder: Path) -> None:
    async with Town(folder, start=THURSDAY_MORNING) as town:
        await town.report()
        await town.until_time(8, 31)
        office, _ = newest(town)
        assert office.button_texts == ["T1001"]
        await town.tap(town.li, office, "T1001")
        await town.calm()
        whole = town.said(town.office, "#T1001", button="受理")[-1]
        assert whole.key > office.key and "东湖花园3栋" in whole.text
        await town.tap(town.li, whole, "受理")
        await town.calm()
        assert town.ticket()["state"] == "accepted"
        refused = await town.tap(town.qian, office, "T1001")
        assert refused.show_alert, "a passer-by in the office's chat may not"


async def test_a_review_and_a_dispatch_are_made_from_the_coordinators_digest(folder: Path) -> None:
    async with Town(folder, start=THURSDAY_MORNING) as town:
        _, card = await town.report()
        town.post(town.li, "已清理", town.office, reply_to=card)
        await town.calm()
        town.post(town.zhao, "南门小区3栋的垃圾桶坏了")
        await town.until_time(8, 31)
        _, hall = newest(town)
        assert "待分派 1 件" in hall.text and "待复核 1 件" in hall.text
        assert hall.button_texts == ["T1002", "T1001"]
        await town.tap(town.chen, hall, "T1001")
        await town.calm()
        await town.tap(town.chen, town.said(town.hall, button="复核通过")[-1], "复核通过")
        await town.calm()
        assert town.ticket(0)["state"] == "closed"


@pytest.mark.falls_over
async def test_a_bot_that_dies_between_two_digests_sends_the_others_when_it_is_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = rounds.queue
    left = [1]

    def dies(what: Any, *rest: Any) -> None:
        if not left:
            raise RuntimeError("the power is gone")
        left.pop()
        queue(what, *rest)

    monkeypatch.setattr(rounds, "BATCH", 1)
    async with Town(folder, start=THURSDAY_MORNING) as town:
        await town.report()
        town.post(town.zhao, "西苑小区门口路灯不亮了")
        await town.calm()
        monkeypatch.setattr(rounds, "queue", dies)
        await town.until_time(8, 31)
        assert digests(town) == (0, 1), "the coordinators come first, and no further it came"
        await town.stop_bot()
        monkeypatch.setattr(rounds, "queue", queue)
        town.now.move(timedelta(minutes=20))
        await town.start_bot()
        await town.shown(town.depot, "📋")
        await town.calm()
        await town.look_at_the_clock()
        assert digests(town) == (1, 1)
        assert len(town.said(town.depot, "📋")) == 1


async def test_a_digest_missed_for_days_comes_once(town: Town) -> None:
    await town.report()
    await town.stop_bot()
    town.now.move(datetime(2026, 11, 24, 11, 0, tzinfo=SHANGHAI) - FRIDAY_MORNING)
    await town.start_bot()
    await town.shown(town.hall, "📋")
    await town.calm()
    await town.look_at_the_clock()
    assert digests(town) == (1, 1)


async def test_a_week_ends_with_one_line_of_thanks_that_names_nobody(town: Town) -> None:
    await closed(town)
    await town.report()
    await town.until_time(16, 59)
    assert not town.said(town.riders, "谢谢各位")
    await town.until_time(17, 1)
    await town.look_at_the_clock()
    thanks = town.only(town.riders, "谢谢各位骑手")
    assert "这一周，大家报的问题办好了 1 件：垃圾桶 1。" in thanks.text
    assert "师傅" not in thanks.text and "#T" not in thanks.text
    await town.until_time(17, 1, days=6)
    assert len(town.said(town.riders, "谢谢各位")) == 1, "nothing was closed in the second week"
    assert not town.said(town.office, "谢谢各位")


@pytest.mark.parametrize(("readers", "told"), [(["units"], (1, 0)), (["coordinators"], (0, 1))])
async def test_the_operator_says_who_reads_digests(folder: Path, readers: list[str], told: tuple[int, int]) -> None:
    async with Town(folder, start=THURSDAY_MORNING, config={"reminders.digest_to": readers}) as town:
        await town.report()
        await town.until_time(8, 31)
        assert digests(town) == told


async def test_the_operator_may_want_neither_digest_nor_board_nor_thanks(folder: Path) -> None:
    off = {"reminders.digest": "", "closure.board": False, "reminders.thanks": ""}
    async with Town(folder, config=off) as town:
        await closed(town)
        await town.report()
        await town.until_time(18, days=3)
        assert digests(town) == (0, 0)
        assert not town.said(town.riders, "办结公示") and not town.said(town.riders, "谢谢各位")
