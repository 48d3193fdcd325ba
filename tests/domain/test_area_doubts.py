"""What a book can hardly mean is a warning: the example's people, an alias that means two things."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.area_book import read_area_book
from bot.domain.area_doubts import doubts, made_up
from bot.domain.areas import Area, ChatEntry, ChatKind, Place, Unit, UnitKind
from bot.domain.categories import BUILT_IN

EXAMPLE = Path(__file__).parents[2] / "examples/huangshan/area.toml"


def an_area(*places: Place) -> Area:
    units = [Unit(code=code, name=f"{code}社区", kind=UnitKind.COMMUNITY) for code in ("东", "西")]
    return Area(name="区", units=tuple(units), places=places, categories=BUILT_IN)


def test_the_example_s_people_are_told_in_one_line() -> None:
    area = read_area_book(EXAMPLE.read_text(encoding="utf-8"), built_in=BUILT_IN)
    (line,) = made_up(area)
    assert line.startswith(f"{len(area.people)} people are the example's and made up (骑手小程、")
    assert list(doubts(area)) == [line]


def test_the_example_s_chat() -> None:
    chat = ChatEntry(id=-1001234567890, kind=ChatKind.REPORT)
    (line,) = doubts(an_area().model_copy(update={"chats": (chat,)}))
    assert "-1001234567890 is the example's" in line


@pytest.mark.parametrize(
    "other",
    [Place(name="翠竹苑", unit="西"), Place(name="绿竹园", unit="西", aliases=("翠竹苑", "绿竹"))],
    ids=["a name", "an alias"],
)
def test_an_alias_that_is_another_unit_s_place_too(other: Place) -> None:
    area = an_area(Place(name="翠竹新居", unit="东", aliases=("翠竹苑",)), other)
    owners = {f"{place.name} ({place.unit}社区)" for place in area.places}
    (line,) = doubts(area)
    assert line.startswith('alias "翠竹苑" means ')
    assert line.endswith(": posts with it are asked about")
    assert set(line.removeprefix('alias "翠竹苑" means ').split(":")[0].split(" and ")) == owners


@pytest.mark.parametrize(
    "places",
    [
        [Place(name="时代广场", unit="东"), Place(name="时代广场", unit="西")],
        [Place(name="玉屏大道", unit=unit, aliases=("玉屏路",)) for unit in ("东", "西")],
        [Place(name="翠竹苑", unit="东", aliases=("翠竹苑", "竹苑", "竹苑"))],
        [Place(name="翠竹苑", unit="东", aliases=("竹苑",)), Place(name="翠竹苑二期", unit="东", aliases=("竹苑",))],
    ],
    ids=["a name in two units", "a road through two units", "its own name, and twice", "one unit"],
)
def test_what_is_meant_is_no_doubt(places: list[Place]) -> None:
    assert list(doubts(an_area(*places))) == []


def test_many_are_counted() -> None:
    here = [Place(name=f"甲园{n}", unit="东", aliases=(f"乙园{n}",)) for n in range(8)]
    there = [Place(name=f"乙园{n}", unit="西") for n in range(8)]
    told = list(doubts(an_area(*here, *there)))
    assert len(told) == 6
    assert told[-1] == "… and 3 aliases more that mean places of several units"
