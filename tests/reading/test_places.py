"""Names in a text: the longest, the specific, the ambiguous and the ordinary."""

from __future__ import annotations

import pytest

from bot.domain.areas import Area, Place, Unit, UnitKind
from bot.domain.categories import BUILT_IN
from bot.domain.readings import ReadingContext
from bot.reading.places import Gazetteer
from bot.reading.reader import Reader

AREA = Area(
    name="湖区",
    units=(
        Unit(code="district", name="湖区", kind=UnitKind.AREA),
        Unit(code="town", name="柳堤镇", kind=UnitKind.STREET, parent="district"),
        Unit(code="willow", name="柳堤社区", kind=UnitKind.COMMUNITY, parent="town"),
        Unit(code="peace", name="和平社区", kind=UnitKind.COMMUNITY, parent="town", keywords=("老机械厂",)),
        Unit(code="maple", name="枫桥村", kind=UnitKind.COMMUNITY, parent="town"),
        Unit(code="city", name="城市管理局", kind=UnitKind.DEPARTMENT, parent="district", keywords=("城管",)),
    ),
    places=(
        Place(name="枫桥小区", unit="maple", aliases=("枫小",)),
        Place(name="枫桥小区东区", unit="peace"),
        Place(name="建设", unit="willow"),
        Place(name="临湖路", unit="willow", kind="road"),
        Place(name="学院路", unit="peace", kind="road"),
        Place(name="双子楼", unit="willow"),
        Place(name="双子楼", unit="peace"),
        Place(name="ABC公寓", unit="peace"),
    ),
    categories=BUILT_IN,
)
GAZETTEER = Gazetteer(AREA)


def names(text: str, chat_unit: str | None = None) -> list[tuple[str, tuple[str, ...]]]:
    return [(named.name, named.units) for named in GAZETTEER.find(text, chat_unit)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("枫桥小区", [("枫桥小区", ("maple",))]),
        ("枫桥小区东区", [("枫桥小区东区", ("peace",))]),
        ("枫小门口", [("枫桥小区", ("maple",))]),
        ("abc公寓", [("ABC公寓", ("peace",))]),
        ("双子楼", [("双子楼", ("willow", "peace"))]),
        ("老机械厂", [("和平社区", ("peace",))]),
        ("枫桥门口", [("枫桥村", ("maple",))]),
        ("柳堤那边", [("柳堤镇", ("town",))]),
        ("枫桥路", []),
        ("建设得不错", []),
        ("和平年代", []),
        ("湖区", []),
        ("枫桥小区和平整的路", [("枫桥小区", ("maple",))]),
    ],
)
def test_names(text: str, found: list[tuple[str, tuple[str, ...]]]) -> None:
    from bot.reading.normalise import normalise

    assert names(normalise(text).text) == found


@pytest.mark.parametrize("text", ["建设3栋", "建设小区", "建设门口"])
def test_an_ordinary_word_counts_with_support(text: str) -> None:
    assert names(text) == [("建设", ("willow",))]


def test_an_ordinary_word_counts_in_its_units_chat() -> None:
    assert names("建设那边", "willow") == [("建设", ("willow",))]
    assert names("建设那边", "peace") == []


READER = Reader(AREA)


@pytest.mark.parametrize(
    ("text", "place", "unit"),
    [
        ("柳堤镇枫桥村枫桥小区3栋垃圾桶坏了", "枫桥小区", "maple"),
        ("柳堤镇枫桥村垃圾桶坏了", "枫桥村", "maple"),
        ("柳堤镇垃圾桶坏了", "柳堤镇", "town"),
        ("和平社区双子楼垃圾桶坏了", "双子楼", "peace"),
        ("双子楼垃圾桶坏了", "双子楼", None),
        ("城管也不来，临湖路上垃圾没人清理", "临湖路", "willow"),
        ("垃圾没人清理，在枫桥小区", "枫桥小区", "maple"),
    ],
)
def test_the_closest_name_is_the_place(text: str, place: str, unit: str | None) -> None:
    (problem,) = READER.read(text).problems
    assert problem.spot is not None
    assert (problem.spot.name, problem.unit_code) == (place, unit)


def test_two_roads_at_a_crossing_are_one_place() -> None:
    (problem,) = READER.read("临湖路与学院路交叉口红绿灯不亮").problems
    assert problem.spot is not None
    assert (problem.spot.name, problem.spot.landmark) == ("临湖路", "与学院路交叉口")


def test_between_two_estates_a_person_decides() -> None:
    (problem,) = READER.read("枫桥小区和ABC公寓之间的路灯不亮").problems
    assert problem.unit_code is None
    assert problem.candidates == ("maple", "peace")


def test_an_ambiguous_name_is_settled_by_the_chat() -> None:
    (problem,) = READER.read("双子楼垃圾桶坏了", ReadingContext(chat_unit="willow")).problems
    assert (problem.unit_code, problem.candidates, problem.rule) == ("willow", (), "chat unit")


OFFICIAL = Area(
    name="湖区",
    units=(
        Unit(code="area", name="湖区", kind=UnitKind.AREA),
        Unit(code="east", name="石桥街道", kind=UnitKind.STREET, parent="area"),
        Unit(code="west", name="柳堤镇", kind=UnitKind.STREET, parent="area"),
        Unit(code="dragon", name="翠湖社区居民委员会", kind=UnitKind.COMMUNITY, parent="east"),
        Unit(code="bridge", name="石桥村委会", kind=UnitKind.COMMUNITY, parent="east"),
        Unit(code="xu_east", name="徐家村委会", kind=UnitKind.COMMUNITY, parent="east"),
        Unit(code="xu_west", name="徐家村委会", kind=UnitKind.COMMUNITY, parent="west"),
        Unit(code="build", name="建设村委会", kind=UnitKind.COMMUNITY, parent="west"),
        Unit(code="willow", name="柳堤社区居委会", kind=UnitKind.COMMUNITY, parent="west"),
    ),
    places=(),
    categories=BUILT_IN,
)


@pytest.mark.parametrize(
    ("place", "unit", "candidates"),
    [
        ("翠湖社区居民委员会", "dragon", ()),
        ("翠湖社区", "dragon", ()),
        ("翠湖", "dragon", ()),
        ("石桥村", "bridge", ()),
        ("石桥", None, ("east", "bridge")),
        ("石桥街道石桥", "bridge", ()),
        ("徐家", None, ("xu_east", "xu_west")),
        ("石桥街道徐家", "xu_east", ()),
        ("柳堤镇徐家村", "xu_west", ()),
        ("柳堤镇建设", "build", ()),
        ("柳堤", "west", ()),
        ("柳堤社区", "willow", ()),
    ],
)
@pytest.mark.parametrize("problem", ["{}门口的垃圾桶坏了", "{}路灯不亮", "反映一下，{}路面破损严重"])
def test_official_names_as_people_say_them(
    place: str, unit: str | None, candidates: tuple[str, ...], problem: str
) -> None:
    (found,) = Reader(OFFICIAL).read(problem.format(place)).problems
    assert (found.unit_code, found.candidates) == (unit, candidates)


def test_an_ordinary_word_behind_at_is_a_place() -> None:
    reader = Reader(OFFICIAL)
    assert reader.read("在建设，污水冒出来了").problems[0].unit_code == "build"
    assert not reader.read("在建设美好家园").problems
