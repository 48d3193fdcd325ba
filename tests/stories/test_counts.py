"""What /stats says after a day of which everything is known."""

from __future__ import annotations

from tests.stories.town import Town


async def close(town: Town, number: int) -> None:
    town.post(town.li, "已清理", town.office, reply_to=town.only(town.office, f"#T{number} ·"))
    await town.calm()
    await town.tap(town.wang, town.only(town.riders, f"#T{number} ", button="已解决"), "已解决")
    await town.calm()


async def test_the_counts_are_right(town: Town) -> None:
    """Four reports: one in time, one reopened and then in time, one late, one rejected."""
    for number in (1, 2, 3):
        await town.report(f"东湖花园{number}栋的垃圾桶坏了")
    town.post(town.zhao, "南门小区1栋的垃圾桶坏了")
    await town.calm()
    await close(town, 1001)
    town.post(town.li, "已清理", town.office, reply_to=town.only(town.office, "#T1002 ·"))
    await town.calm()
    await town.tap(town.wang, town.only(town.riders, "#T1002 ", button="未解决"), "未解决")
    await town.calm()
    await close(town, 1002)
    await town.tap(town.chen, town.only(town.hall, "待分派", button="不是问题"), "不是问题")
    await town.until_time(11, days=3)
    await close(town, 1003)

    town.post(town.chen, "/stats", town.hall)
    figures = await town.shown(town.hall, button="本月")
    await town.tap(town.chen, figures, "本月")
    await town.until(lambda: "收到 4" in figures.caption)
    assert "办结 4，结案 3" in figures.caption or "办结 3，结案 3" in figures.caption
    assert "不予受理 1" in figures.caption
    assert "按期 2/3" in figures.caption and "超时 1" in figures.caption
    assert "返工 1" in figures.caption
    assert "东湖社区" in figures.caption

    answer = await town.tap(town.qian, figures, "本周")
    assert answer.show_alert


async def test_lists_show_what_is_ones_own(town: Town) -> None:
    await town.report()
    town.post(town.zhao, "南门小区1栋的垃圾桶坏了")
    await town.calm()
    town.whisper(town.li, "/todo")
    todo = await town.shown(town.private(town.li), "待办 1 件")
    assert "#T1001" in todo.text
    town.whisper(town.chen, "待办")
    todo = await town.shown(town.private(town.chen), "待办")
    assert "#T1002 待分派" in todo.text
    town.whisper(town.wang, "/mine")
    mine = await town.shown(town.private(town.wang), "上报和同报的")
    assert "#T1001" in mine.text and "#T1002" not in mine.text
