"""The drawn page: its size, that all of it is there and inside, and that no name can break it."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache

import pytest
from matplotlib.lines import Line2D
from matplotlib.text import Text
from PIL import Image

from bot.drawing.canvas import Canvas
from bot.drawing.page import SMALLEST, WIDTH
from bot.drawing.palette import ALARM
from bot.drawing.statistics import LEAST, MOST, draw
from bot.notices.pictures.sheet import Curve, Row, Sheet, Table
from tests.notices.pictures.samples import EMPTY, SMALL, large

SHEETS = {
    "small": SMALL,
    "empty": EMPTY,
    "large": large(),
    "nothing": Sheet("", "", "", "万"),
    "odd names": large("$x^2$ 😀 𠮷田\n<b>\u202e"),
    "noughts": large("零", 0),
}


@cache
def page(name: str) -> Canvas:
    """Drawn once for all tests."""
    return draw(SHEETS[name])


def texts(canvas: Canvas) -> list[Text]:
    return [text for text in canvas.figure.findobj(Text) if isinstance(text, Text) and text.get_text()]


def words(canvas: Canvas) -> list[str]:
    return [text.get_text() for text in texts(canvas)]


@pytest.mark.parametrize("name", SHEETS)
def test_the_file_is_a_portrait_for_a_phone(name: str) -> None:
    with Image.open(io.BytesIO(page(name).png())) as picture:
        assert picture.format == "PNG"
        assert picture.width == WIDTH
        assert LEAST <= picture.height <= MOST


@pytest.mark.parametrize("name", SHEETS)
def test_everything_stays_on_the_page_in_letters_that_can_be_read(name: str) -> None:
    canvas = page(name)
    for text in texts(canvas):
        box = text.get_window_extent()
        assert box.x0 >= 0 and box.x1 <= canvas.width, text.get_text()
        assert box.y0 >= 0 and box.y1 <= canvas.height, text.get_text()
        assert text.get_fontsize() * 100 / 72 >= SMALLEST - 0.01, text.get_text()


@pytest.mark.parametrize("name", SHEETS)
def test_no_words_lie_on_others(name: str) -> None:
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts(page(name))]
    for number, (one, box) in enumerate(boxes):
        for other, behind in boxes[number + 1 :]:
            apart = box.x1 <= behind.x0 or behind.x1 <= box.x0 or box.y1 <= behind.y0 or behind.y1 <= box.y0
            assert apart, f"{one} | {other}"


def test_what_stands_on_a_small_page() -> None:
    said = words(page("small"))
    for word in ("黄山区", "2026年第47周（11月16日至22日）", "11月22日 18:30 统计", "67%", "4 / 6", "走势", "上期收到"):
        assert word in said
    for word in ("周一", "周三", "龙西社区", "2", "/ 4", "60%", "环境卫生", "12"):
        assert word in said
    for word in ("按期率在 10 个社区中排第 2", "比上周同期", "▲3", "▲12个百分点", "满意率", "还没有评价", "30天以上"):
        assert word in said


def test_a_change_that_cannot_be_told_leaves_its_line_empty() -> None:
    assert words(page("small")).count("比去年同期") == 2


def test_an_empty_page_has_words_in_place_of_the_curve() -> None:
    said = words(page("empty"))
    assert "这段时间没有上报。" in said
    assert "最近有数据的是10月。" in said
    assert "走势" not in said


def test_where_nothing_is_open_there_are_no_ages() -> None:
    assert "没有未结的工单" in words(page("empty"))
    assert "未结工单已有多久" not in words(page("empty"))


def test_only_what_is_late_is_red() -> None:
    def red(sheet: Sheet) -> list[str]:
        return [text.get_text() for text in texts(draw(sheet)) if text.get_color() == ALARM]

    assert red(SMALL) == ["2", "2"]  # the headline and the unit
    rows = (Row("龙西社区", 0, 4, 8, "60%"),)
    calm = Table("单位", "", ("超时 / 未结", "收到", "按期率"), rows)
    assert red(Sheet("黄山区", "本周", "", "万", table=calm)) == []


def rows(*names: str) -> Table:
    return Table("单位", "", ("超时 / 未结", "收到", "按期率"), tuple(Row(name, 0, 4, 8, "60%") for name in names))


def test_units_whose_names_begin_alike_are_told_apart() -> None:
    long = "青石街道办事处东湖片区第{}社区居民委员会"
    said = words(draw(Sheet("黄山区", "本周", "", "万", table=rows(long.format("一"), long.format("二"), "东湖社区"))))
    assert {"…片区第一社区居民委员会", "…片区第二社区居民委员会", "东湖社区"} <= set(said)


def test_two_units_of_one_name_are_both_there() -> None:
    assert words(draw(Sheet("黄山区", "本周", "", "万", table=rows("东湖社区", "东湖社区")))).count("东湖社区") == 2


def test_a_long_name_alone_keeps_its_beginning() -> None:
    said = words(draw(Sheet("黄山区", "本周", "", "万", table=rows("青石街道办事处东湖片区第一社区居民委员会"))))
    assert "青石街道办事处东湖片区…" in said


def test_no_words_lie_on_the_rules_between_the_columns() -> None:
    for name in ("small", "large", "odd names"):
        canvas = page(name)
        upright = [line for line in canvas.figure.findobj(Line2D) if line.get_xdata()[0] == line.get_xdata()[-1]]
        assert upright
        for line in upright:
            rule = line.get_window_extent()
            for text in texts(canvas):
                box = text.get_window_extent()
                level = rule.y0 < box.y1 and box.y0 < rule.y1
                assert not (level and box.x0 < rule.x0 < box.x1), text.get_text()


def test_a_month_with_little_in_it_has_columns_side_by_side() -> None:
    days = tuple(f"{day}日" for day in range(1, 31))
    few = Curve("走势", ("收到", "办结", "上期收到"), days, (0, 2) * 15, (1, 0) * 15, (3, 1) * 15)
    assert "上期收到" not in words(draw(Sheet("黄山区", "本月", "", "万", curve=few)))
    many = replace(few, received=(0, 5) * 15)
    assert "上期收到" in words(draw(Sheet("黄山区", "本月", "", "万", curve=many)))


def test_the_legend_names_the_period_before_only_where_it_is_drawn() -> None:
    assert SMALL.curve is not None
    alone = replace(SMALL, curve=replace(SMALL.curve, before=()))
    assert "上期收到" not in words(draw(alone))
