"""The host's clock is moved while people post: nothing waits for it, no reminder comes early or twice.

What should wait for no clock comes within the town's patience, half a minute: whatever did wait would take an hour.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.sandbox.pictures import jpeg
from tests.stories.town import BIN, SHANGHAI, Town

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
JUMPS = [-HOUR, HOUR, -DAY]


async def jump(town: Town, by: timedelta, restart: bool) -> None:
    town.now.move(by)
    if restart:
        await town.stop_bot()
        await town.start_bot()


@pytest.mark.parametrize("restart", [False, True])
@pytest.mark.parametrize("by", JUMPS)
async def test_the_next_post_is_taken_up_at_once(town: Town, by: timedelta, restart: bool) -> None:
    await town.report()
    await jump(town, by, restart)
    post = town.post(town.wang, "东湖花园5栋的垃圾桶坏了")
    await town.shown(town.office, "#T1002")
    await town.calm()
    assert town.sign(post) == "✍"


@pytest.mark.parametrize("restart", [False, True])
@pytest.mark.parametrize("by", JUMPS)
async def test_a_pause_and_a_second_try_last_no_longer_than_was_said(town: Town, by: timedelta, restart: bool) -> None:
    """429 with two seconds for one chat, a reset connection for the other: both would be an hour late."""
    town.sandbox.faults.add("too_many", chat_id=town.office.id, retry_after=2)
    town.sandbox.faults.add("reset_before", method="sendMessage", chat_id=town.depot.id)
    town.post(town.wang, BIN)
    town.post(town.wang, "西苑小区门口路灯不亮了")
    await town.until(lambda: town.value("SELECT count(*) FROM notices WHERE error IS NOT NULL") == 2)
    await jump(town, by, restart)
    await town.shown(town.office, "#T1001")
    await town.shown(town.depot, "#T1002")


@pytest.mark.parametrize("restart", [False, True])
@pytest.mark.parametrize("by", JUMPS)
async def test_a_full_window_lasts_its_minute_at_most(folder: Path, by: timedelta, restart: bool) -> None:
    """Telegram's own window is not moved: what it would refuse is not sent, and nothing waits an hour."""
    async with Town(folder, config={"telegram.group_limit": 2, "telegram.overall_limit": 30}) as town:
        for number in (1, 2):
            town.post(town.wang, f"东湖花园{number}栋的垃圾桶坏了")
        await town.shown(town.office, "#T1002")
        await town.until(lambda: town.value("SELECT count(*) FROM notices WHERE state <> 'sent'") == 0)
        await jump(town, by, restart)
        town.post(town.wang, "东湖花园3栋的垃圾桶坏了")
        await town.until(lambda: len(town.tickets()) == 3)
        if by < timedelta():  # put forward, the clock shows that the window is long over
            await asyncio.sleep(0.1)  # the sender has seen what time it is
            assert not town.said(town.office, "#T1003")
            town.now.move(timedelta(seconds=61))
            town.app.sender.queued()
        await town.shown(town.office, "#T1003")


@pytest.mark.parametrize("by", JUMPS)
async def test_an_album_that_gathers_becomes_its_ticket(town: Town, by: timedelta) -> None:
    town.sandbox.post_album(town.riders, town.wang, [jpeg("red"), jpeg("green")], BIN)
    await town.until(lambda: town.value("SELECT count(*) FROM posts WHERE state = 'gathering'") == 1)
    town.now.move(by)
    await town.shown(town.office, "#T1001")


@pytest.mark.parametrize("skew", [-HOUR, HOUR, 8 * HOUR])
async def test_a_host_whose_clock_is_wrong_joins_a_photo_to_its_words(town: Town, skew: timedelta) -> None:
    """The host shows another time than Telegram: the wait for the words is counted by one clock alone."""
    telegram = town.now
    town.app.shell.now = lambda: telegram() + skew
    town.post(town.wang, photo=jpeg())
    await town.until(lambda: town.value("SELECT count(*) FROM posts") == 1)
    await town.app.clock.sweep()
    town.post(town.wang, BIN)
    await town.shown(town.office, "#T1001")
    assert town.value("SELECT count(*) FROM media WHERE post_id = (SELECT post_id FROM tickets)") == 1


@pytest.mark.parametrize("restart", [False, True])
async def test_a_question_waits_its_ten_minutes_and_no_hour(town: Town, restart: bool) -> None:
    _, card = await town.report()
    await town.tap(town.li, card, "办结")
    question = await town.shown(town.office, "办结", button="取消")
    await town.calm()
    await jump(town, -HOUR, restart)
    await town.app.clock.sweep()
    await town.later(minutes=9)
    assert not question.deleted
    await town.later(minutes=2)
    assert question.deleted


@pytest.mark.parametrize("restart", [False, True])
@pytest.mark.parametrize("by", [(-HOUR,), (-DAY,), (HOUR, -HOUR), (DAY, -DAY)])
async def test_no_deadline_moves_and_each_rung_comes_once(town: Town, by: tuple[timedelta, ...], restart: bool) -> None:
    await town.report()
    due = "SELECT clock, started_at, due_at FROM deadlines ORDER BY id"
    before = [tuple(row) for row in town.rows(due)]
    await town.later(hours=4, minutes=1, seconds=5)
    assert len(town.said(town.office, "⏰ 提醒")) == 1
    for one in by:
        await jump(town, one, restart)
        await town.look_at_the_clock()
    told = len(town.said(town.office, "⏰"))
    await town.later(hours=1, minutes=10)
    assert [tuple(row) for row in town.rows(due)] == before
    assert len(town.said(town.office, "⏰ 提醒")) == 1, "the time came a second time, the reminder did not"
    assert len(town.said(town.office, "⏰")) == told
    assert town.value("SELECT count(*) FROM reminders") == town.value(
        "SELECT count(*) FROM (SELECT DISTINCT deadline_id, step FROM reminders)"
    )


async def test_a_reminder_comes_when_the_clock_shows_its_time(town: Town) -> None:
    await town.report()
    town.now.move(-HOUR)
    await town.look_at_the_clock()
    await town.later(hours=4, minutes=30)
    assert not town.said(town.office, "⏰ 提醒"), "not before the time that people were told"
    await town.later(minutes=32)
    assert len(town.said(town.office, "⏰ 提醒")) == 1


@pytest.mark.parametrize("restart", [False, True])
async def test_a_day_put_back_leaves_no_day_without_its_digest(town: Town, restart: bool) -> None:
    """From Tuesday back to Monday."""
    await town.report()
    await town.until_time(9, days=3)
    await jump(town, -DAY, restart)
    await town.look_at_the_clock()
    planned = datetime.fromtimestamp(town.value("SELECT next_at FROM schedules WHERE name = 'digest'") / 1000, SHANGHAI)
    assert timedelta() < planned - town.now() <= DAY
    digests = "SELECT count(*) FROM notices WHERE kind = 'digest' AND chat_id = :office"
    before = town.value(digests, office=town.office.id)
    await town.until_time(9, days=1)
    assert town.value(digests, office=town.office.id) == before + 1
