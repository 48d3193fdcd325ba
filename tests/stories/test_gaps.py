"""After a downtime longer than Telegram keeps updates, the group is asked to post again what it posted meanwhile."""

from __future__ import annotations

from datetime import timedelta

from tests.stories.town import Town


async def test_the_group_is_asked_once_to_post_again(town: Town) -> None:
    await town.report()
    await town.look_at_the_clock()
    await town.stop_bot()
    town.now.move(timedelta(hours=50))
    await town.start_bot()
    await town.until(lambda: town.app.poller.last_answer_at)
    await town.look_at_the_clock()
    asked = town.only(town.riders, "断线", "再发一次")
    assert "11月20日 10:00 到 11月21日 12:00" in asked.text
    town.only(town.hall, "断线")
    await town.stop_bot()
    await town.start_bot()
    await town.until(lambda: town.app.poller.last_answer_at)
    await town.look_at_the_clock()
    assert len(town.said(town.riders, "断线")) == 1


async def test_a_night_without_the_bot_is_nobody_s_business(town: Town) -> None:
    await town.look_at_the_clock()
    await town.stop_bot()
    town.now.move(timedelta(hours=23))
    post = town.post(town.wang, "东湖花园3栋的垃圾桶坏了")
    await town.start_bot()
    await town.shown(town.office, "#T1001")
    await town.look_at_the_clock()
    assert town.sign(post) == "✍"
    assert not town.said(town.riders, "断线")
