"""Special actions over real HTTP: what keeps coming back is proposed on Monday, taken on, reported, and ended."""

from __future__ import annotations

from datetime import timedelta

from tests.sandbox.pictures import jpeg
from tests.stories.town import Town

PLACE = "东湖花园环境卫生专项整治"


async def test_what_keeps_coming_back_is_taken_on_until_it_is_done(town: Town) -> None:
    await town.look_at_the_clock()  # plans the Monday
    for building in (3, 5, 7):
        await town.report(f"东湖花园{building}栋的垃圾桶坏了")
        await town.later(hours=1)
    await town.until_time(9, 1, days=2)
    told = await town.shown(town.hall, "反复出现的问题", "东湖花园 · 环境卫生 3 件", button="1 开专项")
    assert not town.said(town.riders, "反复") and not town.said(town.office, "反复")

    await town.tap(town.chen, told, "1 开专项")
    own = await town.shown(town.hall, f"准备开专项行动：{PLACE}", button="30天 · 12月23日")
    assert not town.said(town.office, PLACE), "the unit is told once there is a date"
    await town.tap(town.chen, own, "30天 · 12月23日")
    lead = await town.shown(town.office, f"专项行动 1：{PLACE}", "请东湖社区牵头办", button="怎么汇报")
    await town.until(lambda: "结束" in own.button_texts)

    await town.later(days=5)
    await town.report("东湖花园9栋的垃圾桶坏了", town.zhao)
    await town.later(seconds=30)
    await town.until(lambda: "新增 1 件" in own.text and "新增 1 件" in lead.text)

    hint = await town.tap(town.li, lead, "怎么汇报")
    assert hint.show_alert and "回复这条消息" in hint.text
    post = town.post(town.li, "换了 6 个新桶，每天加清一次", town.office, reply_to=lead, photo=jpeg())
    await town.until(lambda: town.sign(post) == "👌")
    await town.until(lambda: "李书记：换了 6 个新桶" in own.text)

    town.post(town.chen, "12月20日", town.hall, reply_to=own)
    await town.until(lambda: "期限：12月20日" in own.text and "期限：12月20日" in lead.text)
    await town.until_time(9, 1, days=18)
    await town.shown(town.office, "⏰", "还有 3 天到期")
    await town.later(days=4)
    late = await town.shown(town.hall, "⏰", "已过期限 1 天", button="结束")
    await town.tap(town.chen, late, "结束")
    await town.until(lambda: "确认结束" in late.button_texts)
    await town.tap(town.chen, late, "确认结束")
    for place in (town.hall, town.office):
        result = await town.shown(place, f"专项行动 1 结束：{PLACE}", "开展前 90 天 3 件", "新增 1 件")
        assert "李书记：换了 6 个新桶，每天加清一次" in result.text
        picture = await town.shown(place, "李书记 的照片")
        assert picture.photo is not None
    assert town.said(town.riders, "专项") == [], "nothing of it where couriers read"


async def test_the_list_by_its_chinese_word_and_for_whom_it_is(town: Town) -> None:
    await town.report()
    town.whisper(town.chen, "专项 T1001")
    own = await town.shown(town.private(town.chen), f"准备开专项行动：{PLACE}", button="不开了")
    await town.tap(town.chen, own, "14天 · 12月4日")
    await town.shown(town.office, "请东湖社区牵头办")
    town.post(town.li, "专项", town.office)
    listed = await town.shown(town.office, "开展中 1 个", button=f"1 {PLACE}")
    assert "反复" not in listed.text
    await town.tap(town.li, listed, f"1 {PLACE}")
    await town.calm()
    stranger = await town.tap(town.qian, listed, f"1 {PLACE}")
    assert stranger.show_alert and town.said(town.private(town.qian)) == []
    asked = town.post(town.wang, "/special")
    await town.until(lambda: town.sign(asked) == "🤷" or asked.deleted)
    await town.calm()
    assert town.said(town.riders, "专项") == []


async def test_the_bot_is_stopped_between_its_date_and_its_end(town: Town) -> None:
    await town.report()
    town.whisper(town.chen, "专项 T1001")
    own = await town.shown(town.private(town.chen), f"准备开专项行动：{PLACE}")
    await town.tap(town.chen, own, "14天 · 12月4日")
    await town.calm()
    await town.stop_bot()
    town.now.move(timedelta(days=20))
    await town.start_bot()
    await town.shown(town.office, "⏰", "已过期限 6 天")
    assert len(town.said(town.office, "⏰ 专项行动")) == 1
