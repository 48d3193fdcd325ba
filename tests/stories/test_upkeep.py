"""The book kept in chat, end to end: a place added by a line, a table sent, agreed to and given back."""

from __future__ import annotations

from bot.sandbox import Attachment, Message
from tests.domain.test_table_files import text, workbook
from tests.stories.town import Town

CSV = "名称,单位,别名\n龙西嘉园,西苑社区,嘉园\n东湖花园,东湖社区,湖花园\n北山新村,西苑社区,\n月球花园,月球社区,\n"


async def send_table(town: Town, data: bytes = CSV.encode("utf-8-sig"), name: str = "点位.csv") -> Message:
    """What the bot says to a table that 陈 sends in private."""
    town.whisper(town.chen, "/start")
    await town.calm()
    before = len(town.said(town.private(town.chen)))
    chat = town.private(town.chen)
    town.sandbox.post(chat, town.chen, document=Attachment(data, name, "text/csv"))
    await town.calm()
    return town.said(chat)[before:][0]


async def test_a_place_added_in_chat_routes_the_next_post(town: Town) -> None:
    town.post(town.wang, "龙西嘉园3栋的垃圾桶坏了")
    await town.shown(town.hall, "待分派", "没有找到这个地点")
    await town.calm()
    order = town.post(town.chen, "/place 新增 龙西嘉园 东湖社区", town.hall)
    await town.shown(town.hall, "已新增：龙西嘉园，属东湖社区。")
    await town.calm()
    assert order.deleted, "the command is tidied away"

    town.post(town.zhao, "龙西嘉园8栋的垃圾桶满了")
    await town.shown(town.office, "#T1002", "龙西嘉园8栋", button="受理")
    await town.calm()

    town.post(town.chen, "点位 归属 龙西嘉园 西苑", town.hall)
    await town.shown(town.hall, "龙西嘉园现在属西苑社区")
    town.post(town.zhao, "龙西嘉园9栋的井盖破损")
    await town.calm()
    assert town.ticket()["unit_code"] == "xiyuan"


async def test_who_keeps_no_places_is_not_answered_in_the_group(town: Town) -> None:
    order = town.post(town.wang, "/place 新增 龙西嘉园 东湖社区")
    await town.calm()
    assert town.sign(order) == "🤷" and not town.said(town.riders)
    assert town.value("SELECT count(*) FROM places WHERE name = '龙西嘉园'") == 0


async def test_a_table_is_shown_agreed_to_and_routes_the_next_post(town: Town) -> None:
    shown = await send_table(town)
    assert "新增 1，修改 1，冲突 1，有问题 1 行（不会导入）" in shown.text
    assert "+ 龙西嘉园（西苑社区）" in shown.text and "~ 东湖花园（东湖社区）：别名" in shown.text
    assert "! 北山新村（西苑社区）：现在属北山社区" in shown.text and "第 5 行：没有单位“月球社区”" in shown.text
    assert shown.button_texts == ["确认", "确认，1 个改归属", "取消"]
    assert town.value("SELECT count(*) FROM places WHERE name = '龙西嘉园'") == 0

    await town.stop_bot()
    await town.start_bot()
    await town.tap(town.chen, shown, "确认，1 个改归属")
    await town.calm()
    assert "新增 1，修改 1，改归属 1" in shown.text and shown.button_texts == []
    town.post(town.wang, "嘉园3栋的垃圾桶坏了")
    await town.calm()
    assert town.ticket()["unit_code"] == "xiyuan"
    assert town.value("SELECT unit_code FROM places WHERE name = '北山新村'") == "xiyuan"


async def test_a_workbook_is_read_too(town: Town) -> None:
    cells = [
        "".join(text(f"{column}{row}", word) for column, word in zip("AB", words, strict=True))
        for row, words in enumerate((("名称", "单位"), ("龙西嘉园", "东湖社区")), 1)
    ]
    shown = await send_table(town, workbook(*cells), "点位.xlsx")
    await town.tap(town.chen, shown, "确认")
    await town.calm()
    town.post(town.wang, "龙西嘉园3栋的垃圾桶坏了")
    await town.calm()
    assert town.ticket()["unit_code"] == "donghu"


async def test_a_table_is_too_old_after_half_an_hour(town: Town) -> None:
    shown = await send_table(town)
    await town.later(minutes=31)
    answer = await town.tap(town.chen, shown, "确认")
    assert answer.show_alert and "30 分钟" in answer.text
    assert town.value("SELECT count(*) FROM places WHERE name = '龙西嘉园'") == 0


async def test_what_is_no_table_is_told(town: Town) -> None:
    shown = await send_table(town, b"PK\x03\x04 torn", "点位.xlsx")
    assert shown.text.startswith("读不出这个文件")


async def test_what_a_courier_sends_is_no_table(town: Town) -> None:
    town.whisper(town.wang, "/start")
    await town.calm()
    chat = town.private(town.wang)
    town.sandbox.post(chat, town.wang, document=Attachment(CSV.encode(), "点位.csv", "text/csv"))
    await town.calm()
    assert not town.said(chat, "新增") and town.value("SELECT count(*) FROM imports") == 0


async def test_export_edit_import_is_a_circle(town: Town) -> None:
    town.whisper(town.chen, "/start")
    town.whisper(town.chen, "/export")
    file = await town.until(
        lambda: next((one for one in town.said(town.private(town.chen)) if one.media is not None), None)
    )
    await town.calm()
    assert file.media is not None and file.media.kind == "document"
    data = file.media.best.data
    assert file.media.best.name.endswith(".csv") and data.startswith(b"\xef\xbb\xbf")
    shown = await send_table(town, data)
    assert "没有变化 5" in shown.text and "没有可以导入的" in shown.text
    edited = data.decode("utf-8-sig").replace("东湖花园,东湖社区,", "东湖花园,东湖社区,湖花园、花园里")
    shown = await send_table(town, edited.encode("gb18030"))
    assert "修改 1，没有变化 4" in shown.text
    await town.tap(town.chen, shown, "确认")
    await town.calm()
    town.post(town.wang, "花园里3栋的垃圾桶坏了")
    await town.calm()
    assert town.ticket()["unit_code"] == "donghu"
