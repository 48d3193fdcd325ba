"""The figures as a file in the chat: 导出 below /stats, where files may go, and what stands in the workbook."""

from __future__ import annotations

import csv
import io

from python_calamine import CalamineWorkbook

from bot.sandbox import Chat, Message
from tests.stories.town import Town


def files(town: Town, place: Chat) -> list[Message]:
    """The documents of the bot in a chat."""
    found = town.sandbox.messages(place, by=town.bot)
    return [message for message in found if message.media and message.media.kind == "document"]


async def test_a_coordinator_takes_the_figures_along(town: Town) -> None:
    _, card = await town.report()
    town.post(town.li, "收到", town.office, reply_to=card)
    await town.until(lambda: town.value("SELECT state FROM tickets") == "accepted")
    town.post(town.chen, "/stats", town.hall)
    figures = await town.shown(town.hall, button="导出")
    await town.calm()
    answer = await town.tap(town.chen, figures, "导出")
    assert answer.text == "正在导出，好了发到这里。"
    (sent,) = await town.until(lambda: files(town, town.hall))
    assert sent.media is not None
    assert sent.media.best.name == "统计-青石市-2026年第47周（11月16日至22日）.xlsx"
    assert sent.caption == "青石市 · 2026年第47周（11月16日至22日） · 统计表，工单 1 件"
    book = CalamineWorkbook.from_filelike(io.BytesIO(sent.media.best.data))
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    assert [*sheets] == ["汇总", "用时", "单位", "类别", "工单", "历程"]
    assert {str(row[0]): row[1] for row in sheets["汇总"][3:]}["收到"] == 1
    assert [row[0] for row in sheets["单位"][3:]] == ["东湖社区", "合计"]
    ((number, state, *_),) = sheets["工单"][3:]
    assert (number, state) == ("T1001", "处理中")
    assert [(row[2], row[6]) for row in sheets["历程"][3:]] == [("上报", "上报人"), ("受理", "李书记")]
    assert "王师傅" not in str(sheets), "nobody who reported stands in a file"

    await town.tap(town.chen, sent, "也要 CSV")
    await town.until(lambda: len(files(town, town.hall)) == 2)
    _, table = files(town, town.hall)
    assert table.media is not None
    assert table.media.best.name.endswith(".csv")
    head, row = csv.reader(io.StringIO(table.media.best.data.decode("utf-8-sig"), newline=""))
    assert (row[head.index("工单")], row[head.index("责任单位")]) == ("T1001", "东湖社区")
    await town.calm()
    assert not [*(town.folder / "media" / "made").glob("*/tickets")], "what it was made of is gone"


async def test_a_secretary_takes_the_own_unit_s_in_private_alone(town: Town) -> None:
    await town.report()
    town.post(town.zhao, "西苑小区5栋的垃圾桶坏了")
    await town.until(lambda: len(town.tickets()) == 2)
    town.whisper(town.li, "/stats")
    figures = await town.shown(town.private(town.li), button="导出")
    await town.calm()
    await town.tap(town.li, figures, "导出")
    (sent,) = await town.until(lambda: files(town, town.private(town.li)))
    assert sent.media is not None
    assert sent.media.best.name.startswith("统计-东湖社区-")
    book = CalamineWorkbook.from_filelike(io.BytesIO(sent.media.best.data))
    assert [row[0] for row in book.get_sheet_by_name("工单").to_python()[3:]] == ["T1001"]

    town.post(town.li, "/stats", town.office)
    in_the_group = await town.shown(town.office, button="✓ 本周")
    assert "导出" not in in_the_group.button_texts
