"""Of several names in a post: the one that is meant, and nothing guessed where the text does not say."""

from __future__ import annotations

import pytest

from bot.domain.areas import Area, Place, Unit, UnitKind
from bot.domain.categories import BUILT_IN
from bot.domain.readings import ReadingContext
from bot.reading.meant import meant
from bot.reading.places import Gazetteer
from bot.reading.reader import Reader

AREA = Area(
    name="河区",
    units=(
        Unit(code="area", name="河区", kind=UnitKind.AREA),
        Unit(code="town", name="南岸街道", kind=UnitKind.STREET, parent="area"),
        Unit(code="qinghe", name="青禾社区", kind=UnitKind.COMMUNITY, parent="town"),
        Unit(code="wangshu", name="望舒社区", kind=UnitKind.COMMUNITY, parent="town"),
        Unit(code="songtao", name="松涛社区", kind=UnitKind.COMMUNITY, parent="town"),
    ),
    places=(
        Place(name="青禾湾", unit="qinghe"),
        Place(name="青禾东苑", unit="qinghe"),
        Place(name="望舒苑", unit="wangshu"),
        Place(name="听松里", unit="songtao"),
        Place(name="松涛路", unit="songtao", kind="road"),
    ),
    categories=BUILT_IN,
)
READER = Reader(AREA)
GAZETTEER = Gazetteer(AREA)


@pytest.mark.parametrize(
    ("text", "place", "unit"),
    [
        # Beside what the place lies.
        ("青禾湾北门对面望舒苑井盖没了", "望舒苑", "wangshu"),
        ("青禾湾隔壁的望舒苑垃圾没人收", "望舒苑", "wangshu"),
        ("望舒苑井盖没了，在青禾湾斜对面", "望舒苑", "wangshu"),
        ("青禾湾旁边，望舒苑的垃圾桶倒了", "望舒苑", "wangshu"),
        ("离青禾湾不远的望舒苑井盖没了", "望舒苑", "wangshu"),
        ("青禾湾旁边的松涛路路面塌了一块", "松涛路", "songtao"),
        ("青禾社区旁边的望舒苑路灯不亮", "望舒苑", "wangshu"),
        ("松涛路青禾湾对面井盖没了", "青禾湾", "qinghe"),
        ("青禾社区青禾湾旁边垃圾没人收", "青禾湾", "qinghe"),
        # Where the sender comes from, goes to, or lives.
        ("从青禾湾送餐出来到望舒苑2栋发现井盖没了", "望舒苑", "wangshu"),
        ("刚送完青禾湾，望舒苑门口路灯不亮", "望舒苑", "wangshu"),
        ("刚从青禾湾出来，望舒苑3栋楼道灯坏了", "望舒苑", "wangshu"),
        ("青禾湾出来右转望舒苑门口垃圾满了", "望舒苑", "wangshu"),
        ("从青禾湾往东走一百米望舒苑门口井盖没了", "望舒苑", "wangshu"),
        ("去望舒苑的路上看到青禾湾门口井盖没了", "青禾湾", "qinghe"),
        ("给望舒苑3栋送餐，青禾湾门口井盖没了", "青禾湾", "qinghe"),
        ("送餐到青禾湾，回来经过望舒苑，看到望舒苑西门井盖没了", "望舒苑", "wangshu"),
        ("在青禾湾等餐，看到望舒苑井盖没了", "望舒苑", "wangshu"),
        ("路过青禾湾，望舒苑的垃圾桶倒了", "望舒苑", "wangshu"),
        ("刚在青禾湾吃完饭，走到望舒苑门口，井盖没了", "望舒苑", "wangshu"),
        ("望舒苑3栋的单，路过青禾湾门口，井盖没了", "青禾湾", "qinghe"),
        ("@青禾湾物业 望舒苑2栋井盖没了", "望舒苑", "wangshu"),
        ("望舒苑（青禾湾对面）井盖没了", "望舒苑", "wangshu"),
        ("路过青禾湾井盖没了，送到望舒苑才想起来报", "青禾湾", "qinghe"),
        ("我住青禾湾，望舒苑3栋垃圾没人收", "望舒苑", "wangshu"),
        ("您好，我是青禾湾的居民，反映一下望舒苑门口的路灯一直不亮", "望舒苑", "wangshu"),
        ("青禾湾业主反映望舒苑3栋污水冒出来了", "望舒苑", "wangshu"),
        ("我住青禾湾，望舒社区门口垃圾没人收", "望舒社区", "wangshu"),
        ("我住青禾湾3栋，青禾社区一直没人来收垃圾", "青禾湾", "qinghe"),
        ("望舒苑井盖没了，我住青禾湾，没人管", "望舒苑", "wangshu"),
        ("青禾湾比望舒苑还脏，垃圾没人收", "青禾湾", "qinghe"),
        ("青禾湾骑手反映松涛路路灯不亮", "松涛路", "songtao"),
        # What was wrong and is put right.
        ("青禾湾门口井盖没了，打错了是望舒苑", "望舒苑", "wangshu"),
        ("打错了是望舒苑不是青禾湾，门口井盖没了", "望舒苑", "wangshu"),
        ("更正：望舒苑2栋，不是青禾湾，垃圾桶坏了", "望舒苑", "wangshu"),
        ("刚才写成青禾湾了，是望舒苑门口井盖没了", "望舒苑", "wangshu"),
        ("不在青禾湾，在望舒苑，井盖没了", "望舒苑", "wangshu"),
        ("不是青禾社区，是望舒社区门口路灯不亮", "望舒社区", "wangshu"),
        # The one that the fault follows, or that a building follows.
        ("青禾湾那边下雨了，望舒苑井盖没了", "望舒苑", "wangshu"),
        ("青禾湾望舒苑3栋井盖没了", "望舒苑", "wangshu"),
        ("青禾湾3栋楼下等餐，望舒苑门口井盖没了", "望舒苑", "wangshu"),
        ("松涛路望舒苑门口路灯不亮", "望舒苑", "wangshu"),
    ],
)
def test_the_name_that_is_meant(text: str, place: str, unit: str) -> None:
    (problem,) = READER.read(text).problems
    assert problem.spot is not None
    assert (problem.spot.name, problem.unit_code, problem.candidates) == (place, unit, ())


@pytest.mark.parametrize(
    "text",
    [
        "青禾湾 望舒苑 井盖没了",
        "青禾湾望舒苑井盖没了",
        "青禾湾，望舒苑路灯不亮",
        "垃圾没人收，青禾湾，望舒苑",
        "青禾湾还是望舒苑门口井盖没了，记不清了",
        "不是青禾湾就是望舒苑，有个井盖没了",
        "青禾湾到望舒苑的路灯全不亮",
        "从青禾湾到望舒苑这段路坑坑洼洼",
        "青禾湾去望舒苑的路上路灯不亮",
        "从青禾湾骑到望舒苑一路都没路灯",
        "青禾湾门口的垃圾都堆到望舒苑去了",
        "青禾湾和望舒苑之间的路灯不亮",
        "青禾湾和望舒苑交界处垃圾成堆",
    ],
)
def test_nothing_is_guessed_between_two_units(text: str) -> None:
    (problem,) = READER.read(text).problems
    assert (problem.unit_code, problem.candidates) == (None, ("qinghe", "wangshu"))
    settled = READER.read(text, ReadingContext(chat_unit="wangshu")).problems
    assert [one.unit_code for one in settled] == ["wangshu"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("青禾湾和望舒苑路灯不亮", ["青禾湾", "望舒苑"]),
        ("青禾湾、望舒苑、听松里的垃圾没人收", ["青禾湾", "望舒苑", "听松里"]),
        ("青禾湾，望舒苑路灯都不亮", ["青禾湾", "望舒苑"]),
        ("青禾湾3栋和望舒苑5栋垃圾没人收", ["青禾湾3栋", "望舒苑5栋"]),
        ("青禾湾和青禾东苑路灯不亮", ["青禾湾", "青禾东苑"]),
        ("青禾湾路灯不亮，望舒苑也是", ["青禾湾", "望舒苑"]),
        ("青禾湾3栋路灯不亮，望舒苑5栋也一样", ["青禾湾3栋", "望舒苑5栋"]),
        ("青禾湾路灯不亮，望舒苑那边也不亮，听松里也是", ["青禾湾", "望舒苑", "听松里"]),
        ("青禾湾和听松里路灯不亮，望舒苑也是", ["青禾湾", "听松里", "望舒苑"]),
        ("青禾湾路灯不亮，望舒苑也是青禾社区的", ["青禾湾"]),
        ("青禾湾路灯不亮，望舒苑的业主也有意见", ["青禾湾"]),
    ],
)
def test_listed_names_are_all_meant(text: str, places: list[str]) -> None:
    assert [one.spot.on_screen() for one in READER.read(text).problems if one.spot] == places


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("我住青禾湾3栋2单元，望舒苑5栋垃圾没人收", "望舒苑5栋"),
        ("青禾湾北门对面望舒苑井盖没了", "望舒苑青禾湾北门对面"),
        ("青禾湾3栋路灯不亮，打错了，是望舒苑", "望舒苑3栋"),
        ("青禾湾3栋路灯不亮，打错了，是望舒苑5栋", "望舒苑5栋"),
        ("青禾湾3栋路灯不亮，打错了是5栋", "青禾湾5栋"),
        ("青禾湾5栋不是3栋，路灯不亮", "青禾湾5栋"),
        ("青禾湾 望舒苑门口 3栋井盖没了", "望舒苑3栋门口"),
    ],
)
def test_a_building_goes_with_its_name(text: str, where: str) -> None:
    (problem,) = READER.read(text).problems
    assert problem.spot is not None
    assert problem.spot.on_screen() == where


def test_a_name_that_is_denied_alone_is_kept() -> None:
    names = GAZETTEER.find("不是青禾湾不是望舒苑")
    assert meant("不是青禾湾不是望舒苑", names, (), ()).names == tuple(names)
