"""Names in a text: the longest, the specific, the ambiguous and the ordinary."""

from __future__ import annotations

import pytest

from bot.domain.area_changes import amended, key_of
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


STREETS = Area(
    name="湖区",
    units=(
        Unit(code="area", name="湖区", kind=UnitKind.AREA),
        Unit(code="east", name="东岸街道", kind=UnitKind.STREET, parent="area"),
        Unit(code="west", name="西岸街道", kind=UnitKind.STREET, parent="area"),
        Unit(code="north", name="北岸镇", kind=UnitKind.STREET, parent="area"),
        Unit(code="east_one", name="桃林社区", kind=UnitKind.COMMUNITY, parent="east"),
        Unit(code="west_one", name="桃林社区", kind=UnitKind.COMMUNITY, parent="west"),
        Unit(code="west_two", name="杏林社区", kind=UnitKind.COMMUNITY, parent="west"),
        Unit(code="north_one", name="梅林村委会", kind=UnitKind.COMMUNITY, parent="north"),
    ),
    places=(
        Place(name="望湖花园", unit="east_one"),
        Place(name="望湖花园", unit="west_two"),
        Place(name="望湖花园", unit="north_one"),
        Place(name="环湖路", unit="east_one", kind="road"),
        Place(name="环湖路", unit="west_one", kind="road"),
        Place(name="环湖路", unit="west_two", kind="road"),
        Place(name="金桂苑", unit="west_one", aliases=("桂苑",)),
        Place(name="银桂苑", unit="north_one", aliases=("桂苑",)),
    ),
    categories=BUILT_IN,
)


@pytest.mark.parametrize(
    ("text", "context", "unit", "candidates"),
    [
        ("望湖花园3栋垃圾桶坏了", {}, None, ("east_one", "west_two", "north_one")),
        ("西岸街道望湖花园3栋垃圾桶坏了", {}, "west_two", ()),
        ("望湖花园3栋垃圾桶坏了，在北岸镇", {}, "north_one", ()),
        ("杏林社区望湖花园3栋垃圾桶坏了", {}, "west_two", ()),
        ("梅林村望湖花园3栋垃圾桶坏了", {}, "north_one", ()),
        ("望湖花园3栋垃圾桶坏了", {"chat_unit": "east"}, "east_one", ()),
        ("望湖花园3栋垃圾桶坏了", {"sender_unit": "north_one"}, "north_one", ()),
        ("西岸街道望湖花园3栋垃圾桶坏了", {"chat_unit": "east"}, "west_two", ()),  # the text goes before the chat
        ("环湖路路面破损", {"chat_unit": "west"}, None, ("east_one", "west_one", "west_two")),  # two of them lie there
        ("东岸街道环湖路路面破损", {}, "east_one", ()),
        ("桃林社区环湖路路面破损", {"chat_unit": "west"}, "west_one", ()),
        ("桃林社区门口垃圾成堆", {}, None, ("east_one", "west_one")),
        ("东岸街道桃林社区门口垃圾成堆", {}, "east_one", ()),
        ("桂苑5栋垃圾桶坏了", {}, None, ("west_one", "north_one")),
        ("北岸镇桂苑5栋垃圾桶坏了", {}, "north_one", ()),
    ],
)
def test_one_name_in_several_streets(
    text: str, context: dict[str, str], unit: str | None, candidates: tuple[str, ...]
) -> None:
    (problem,) = Reader(STREETS).read(text, ReadingContext(**context)).problems
    assert (problem.unit_code, problem.candidates) == (unit, candidates)


def test_a_renewed_gazetteer_finds_what_a_new_one_finds() -> None:
    units = (
        *STREETS.units[:-1],
        STREETS.units[-1].model_copy(update={"name": "兰林村委会", "keywords": ("老茶场",)}),
        Unit(code="new", name="新湾社区", kind=UnitKind.COMMUNITY, parent="north"),
    )
    gone = (STREETS.places[1], STREETS.places[6])
    come = (
        STREETS.places[6].model_copy(update={"aliases": ("桂苑", "金苑")}),
        Place(name="桃林", unit="west_two"),
        Place(name="新湾", unit="new"),
        Place(name="望湖", unit="new"),
    )
    places, _ = amended(STREETS.places, {key_of(place) for place in gone + come}, come)
    after = STREETS.model_copy(update={"units": units, "places": places})
    renewed = Gazetteer(STREETS).renewed(after, gone, come)
    assert renewed is not None
    anew = Gazetteer(after)
    texts = [
        *("望湖花园3栋", "望湖那边", "金苑门口", "桂苑5栋", "桃林门口", "桃林社区", "新湾社区", "新湾门口", "梅林村"),
        *("兰林村委会", "兰林那边", "老茶场", "环湖路", "杏林门口", "北岸镇兰林村望湖花园"),
    ]
    for text in texts:
        for chat in (None, "west", "new"):
            found, expected = renewed.find(text, chat), anew.find(text, chat)
            assert [(one.name, one.start, one.end) for one in found] == [
                (one.name, one.start, one.end) for one in expected
            ], text
            assert [set(one.units) for one in found] == [set(one.units) for one in expected], text
    again = renewed.renewed(STREETS, come, gone)
    assert again is not None
    assert [set(one.units) for one in again.find("望湖花园和桂苑")] == [
        {"east_one", "west_two", "north_one"},
        {"west_one", "north_one"},
    ]
    assert renewed.near_misses("旺湖花园3栋", [4]) == ("望湖花园",)
    assert renewed.near_misses("金远小区", [2]) == ()
