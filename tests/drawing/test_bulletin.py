"""Bulletins and registers drawn: everything on the page, nothing over its edge, whatever the names are like."""

from __future__ import annotations

import io
import itertools

import pytest
from matplotlib.text import Text
from PIL import Image

from bot.drawing import bulletin, register
from bot.drawing.canvas import Canvas
from bot.notices.pictures.bulletin import BulletinSheet, ChangeRow, NamedRow, NamedTable
from bot.notices.pictures.register import RegisterPage
from bot.notices.pictures.sheet import Headline

LONG = "青石街道城市管理综合行政执法大队市容环境卫生监督管理中队" * 3
NUMBERS = (
    Headline("收到", "128", "比上季度 ↑12"),
    Headline("办结", "119", "比上季度 ↓3"),
    Headline("按期率", "91%", "↑15 个百分点"),
    Headline("返工", "4", "比上季度 持平"),
)
SMALL = BulletinSheet(
    "东湖社区简报", "2026年第3季度", "10月1日 08:30 统计", NUMBERS, place="按期率在 12 个单位中排第 3"
)
FULL = BulletinSheet(
    "青石市简报",
    "2026年第47周（11月16日至22日）",
    "11月23日 08:30 统计",
    NUMBERS,
    changed="变化最大的单位（按期率）",
    changes=(ChangeRow("进步最大", LONG, "0%", "100%", True), ChangeRow("退步最大", "西苑社区", "90%", "70%", False)),
    named=NamedTable(
        "通报",
        "长期超时，未办结的在前",
        tuple(
            NamedRow(f"T{100 + n}", LONG if n % 2 else "市路灯所", LONG, "超时6天3小时，已办结", n > 3)
            for n in range(9)
        ),
        "……另有 3 件",
    ),
)
HEADS = ("序号", "工单", "上报时间", "点位", "问题", "责任单位", "时限", "办结时间", "落实情况")
ROW = ("26", "T1026", "09-30 08:30", LONG, LONG, LONG, "10-01 08:30", "10-01 07:30", "在办，已超时2天3小时，返工2次")


def page(rows: int, **facts: object) -> RegisterPage:
    usual: dict[str, object] = {
        "note": "其余 9,870 件见表格",
        "signs": ("填报单位（盖章）：", "审核人：", "填报日期："),
    }
    return RegisterPage(
        "问题反馈清单及落实解决情况",
        "青石市",
        "2026年第3季度",
        "10月1日 08:30 统计",
        "第 5 页，共 5 页",
        HEADS,
        (ROW,) * rows,
        frozenset({0}),
        **(usual | facts),  # type: ignore[arg-type]
    )


def texts(canvas: Canvas) -> list[Text]:
    return [text for text in canvas.figure.findobj(Text) if isinstance(text, Text) and text.get_text()]


def crowded(canvas: Canvas) -> list[tuple[str, str]]:
    """Texts that run into each other, and those that leave the page."""
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts(canvas)]
    over = [(said, "edge") for said, box in boxes if box.x0 < 0 or box.x1 > canvas.width or box.y0 < 0]
    pairs = itertools.combinations(boxes, 2)
    return over + [(one, other) for (one, a), (other, b) in pairs if a.padded(-3).overlaps(b.padded(-3))]


@pytest.mark.parametrize("sheet", [SMALL, FULL], ids=["small", "full"])
def test_a_bulletin_stands_whole_on_its_page(sheet: BulletinSheet) -> None:
    canvas = bulletin.draw(sheet)
    assert not crowded(canvas)
    said = {text.get_text() for text in texts(canvas)}
    assert {sheet.whose, sheet.period, *(one.note for one in sheet.headlines)} <= said
    assert (sheet.place or "……另有 3 件") in said
    with Image.open(io.BytesIO(canvas.png())) as picture:
        assert picture.size == (1080, canvas.height) and canvas.height <= 1800


def test_a_full_page_has_room_for_a_seal_below_its_last_row() -> None:
    from bot.notices.registers import ROWS_OF_PAGE

    canvas = register.draw(page(ROWS_OF_PAGE))
    assert not crowded(canvas)
    said = [text.get_text() for text in texts(canvas)]
    assert said.count("T1026") == ROWS_OF_PAGE and "第 5 页，共 5 页" in said and "审核人：" in said
    heights = {text.get_text(): text.get_window_extent().y1 for text in texts(canvas)}
    assert heights["填报单位（盖章）："] - heights["第 5 页，共 5 页"] > 60
    with Image.open(io.BytesIO(register.png(page(1)))) as picture:
        assert picture.width >= 1240 and picture.height / picture.width == pytest.approx(297 / 210, abs=0.01)


def test_only_what_is_late_is_red() -> None:
    canvas = register.draw(page(2, note="", signs=()))
    colours = [text.get_color() for text in texts(canvas) if text.get_text().startswith("在办")]
    assert len(colours) == 2 and len(set(colours)) == 2
