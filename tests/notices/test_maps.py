"""What stands on a map, below it and on its buttons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.areas import Place
from bot.domain.pins import Pin
from bot.domain.questions import Question
from bot.domain.statistics import Scope
from bot.domain.tickets import State
from bot.notices.maps import Shown, map_buttons, map_caption, map_sheet
from bot.notices.markup import visible, visible_length
from bot.notices.pictures.workbook import unpacked
from bot.notices.texts import Texts
from tests.notices.mapped import LAT, LON, ZONE, area, plotted, ring, spotted, tickets, town, unit

TEXTS = Texts()
GARDEN = Place(name="湖畔花园", unit="u0", lat=LAT, lon=LON)
LATE = {"state": State.ACCEPTED, "place_name": "湖畔花园"}


def test_each_position_has_its_numbers() -> None:
    of = area([unit("u0", "龙西社区")], [GARDEN])
    soon = replace(spotted(1003, **LATE), due_at=None)
    found = [spotted(1001, **LATE), spotted(1002, **LATE), soon, spotted(1004, place_name="湖畔花园")]
    sheet = map_sheet(TEXTS, Shown(of, plotted(of, found)), ZONE)
    assert unpacked(sheet.symbols) == [[LAT, LON, 2, 1, 1]]
    assert sheet.legend == (("已超时", 2), ("未结未超时", 1), ("已了结", 1))
    assert (sheet.whose, sheet.period, sheet.counted) == ("青石区", "地图 · 2026年11月", "11月22日 18:30 统计")
    assert [one.name for one in sheet.names] == ["龙西社区"]


def test_units_with_a_boundary_are_named_within_it_and_those_above_are_lines() -> None:
    rings = [("a", 0.03), ("b", 0.01)]
    of = area(
        [unit("u0", "龙西社区", boundary="b"), unit("u1", "柳园社区")],
        [Place(name="柳园", unit="u1", lat=LAT + 0.01, lon=LON)],
        [(file, {"type": "Polygon", "coordinates": [ring(LAT, LON, radius)]}) for file, radius in rings],
    )
    street = of.unit_by_code["street"].model_copy(update={"boundary": "a"})
    of = of.model_copy(update={"units": tuple(street if one.code == "street" else one for one in of.units)})
    sheet = map_sheet(TEXTS, Shown(of, plotted(of, [])), ZONE)
    assert [(one.name, one.outer) for one in sheet.grounds] == [("", True), ("龙西社区", False)]
    assert [(one.name, round(one.lat, 6)) for one in sheet.names] == [("柳园社区", round(LAT + 0.01, 6))]


def test_of_a_unit_its_own_ground_is_shown_and_of_a_department_the_whole_area() -> None:
    of = town(2, 2)
    own = map_sheet(TEXTS, Shown(of, plotted(of, [], "u2")), ZONE)
    assert ([one.name for one in own.grounds], own.whose) == (["芙蓉社区"], "芙蓉社区")
    assert len(map_sheet(TEXTS, Shown(of, plotted(of, [], "chengguan")), ZONE).grounds) == 4


def test_a_map_says_of_which_category_and_place_it_is() -> None:
    of = area([unit("u0", "龙西社区")], [GARDEN])
    plot = replace(plotted(of, [spotted(**LATE)]), scope=Scope("u0", of.categories[0].code, "湖畔花园"))
    whose = f"龙西社区 · {of.categories[0].name} · 湖畔花园"
    assert map_sheet(TEXTS, Shown(of, plot), ZONE).whose == whose
    assert map_caption(TEXTS, Shown(of, plot)).startswith(f"<b>{whose} · 地图 · ")


def test_what_is_not_on_the_map_is_said() -> None:
    of = area([unit("u0", "龙西社区")], [GARDEN])
    far = spotted(1002, pin=Pin(39.9, 116.4))
    plot = replace(plotted(of, [spotted(**LATE), far, spotted(1003)]), cut=True)
    shown = Shown(of, plot)
    said = visible(map_caption(TEXTS, shown))
    assert "图上 1 件：已超时 1，未结未超时 0，已了结 0" in said
    assert "另有 1 件没有位置，不在图上。" in said
    assert "另有 1 件的位置离得太远，不在图上。" in said
    assert "只画了未结的和最近的，共 3 件" in said
    assert map_sheet(TEXTS, shown, ZONE).notes[1:] == tuple(said.split("\n")[2:])


def test_an_empty_period_still_shows_the_ground() -> None:
    of = town(1, 2)
    plot = plotted(of, [])
    assert not plot.is_blank
    assert "这段时间没有能上图的工单。" in visible(map_caption(TEXTS, Shown(of, plot)))


@pytest.mark.parametrize("places", [(), (Place(name="湖畔花园", unit="u0"),)])
def test_without_any_position_there_is_nothing_to_draw(places: tuple[Place, ...]) -> None:
    of = area([unit("u0", "龙西社区")], places)
    assert plotted(of, [spotted(place_name="湖畔花园")]).is_blank
    assert not plotted(of, [spotted(pin=Pin(LAT, LON))]).is_blank


def test_a_name_without_end_leaves_the_caption_short() -> None:
    of = town(1, 1).model_copy(update={"name": "长" * 3000})
    assert visible_length(map_caption(TEXTS, Shown(of, plotted(of, tickets(of, 5))))) <= 1024


def test_buttons_switch_the_period_lead_back_and_offer_the_file() -> None:
    question = Question("2026-10", Scope("longxi" * 5, "sanitation" * 5, "湖畔花园" * 5))
    rows = map_buttons(TEXTS, question, with_data=True)
    assert [[label for label, _ in row] for row in rows] == [
        ["今日", "本周", "本月"],
        ["本季", "本年", "全部"],
        ["‹ 返回统计", "地图数据"],
    ]
    data = [data for row in rows for _, data in row]
    assert data[0] == f"statsmap:{replace(question, period='today').as_data()}"
    assert data[-2:] == [f"stats:{question.as_data()}", f"statsmap:{question.as_data()}:data"]
    assert all(len(one.encode()) <= 64 for one in data)
    assert [row[0][0] for row in map_buttons(TEXTS, Question("week"), with_data=False)][2] == "‹ 返回统计"
    assert "✓ 本周" in [label for row in map_buttons(TEXTS, Question("week"), with_data=False) for label, _ in row]
