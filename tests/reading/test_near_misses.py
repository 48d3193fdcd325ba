"""Near misses: names that sound the same or have one slip are suggested; what is only alike is not."""

from __future__ import annotations

import random
import time

import pytest

from bot.domain.areas import Area, Place, Unit, UnitKind
from bot.domain.categories import BUILT_IN
from bot.reading.near_misses import LONGEST, NearMisses, nearest
from bot.reading.reader import Reader
from bot.reading.sounds import Sounds

AREA = Area(
    name="湖区",
    units=(
        Unit(code="area", name="湖区", kind=UnitKind.AREA),
        Unit(code="willow", name="柳堤社区", kind=UnitKind.COMMUNITY, parent="area"),
        Unit(code="city", name="城市管理局", kind=UnitKind.DEPARTMENT, parent="area"),
    ),
    places=(
        Place(name="枫桥花苑", unit="willow", aliases=("枫桥小区",)),
        Place(name="锦绣江南", unit="willow"),
        Place(name="临湖路", unit="willow", kind="road"),
        Place(name="双河佳园", unit="willow"),
        Place(name="双和家园", unit="willow"),
        Place(name="东门", unit="willow"),
    ),
    categories=BUILT_IN,
)
READER = Reader(AREA)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("风桥花苑3栋的垃圾桶坏了", ("枫桥花苑",)),  # sounds the same
        ("枫桥花园的垃圾桶坏了", ("枫桥花苑",)),
        ("麻烦看一下枫侨花苑垃圾桶坏了", ("枫桥花苑",)),
        ("枫桥花宛垃圾桶坏了", ("枫桥花苑",)),  # one character wrong
        ("枫桥花垃圾桶坏了", ("枫桥花苑",)),  # one missing
        ("枫桥桥花苑门口垃圾桶坏了", ("枫桥花苑",)),  # one too many
        ("枫花桥苑里的路灯不亮", ("枫桥花苑",)),  # two exchanged
        ("枫轿小区的路灯不亮", ("枫桥花苑",)),  # an alias: the place's own name is offered
        ("锦锈江南路灯不亮", ("锦绣江南",)),
        ("林湖路的路灯不亮", ("临湖路",)),
        ("灵湖路的路灯不亮", ("临湖路",)),  # n and ng are mixed up in the south
        ("柳提社区门口垃圾成堆", ("柳堤社区",)),
        ("双禾家园的路灯不亮", ("双和家园", "双河佳园")),
        ("临海路的路灯不亮", ()),  # another road: of three characters none may be wrong
        ("南门小区3栋的垃圾桶坏了", ()),
        ("我们小区的垃圾桶坏了", ()),
        ("垃圾桶坏了没人管", ()),
        ("城市管里局也不来，垃圾桶坏了", ()),  # a department is no place
        ("", ()),
    ],
)
def test_what_is_nearly_a_name(text: str, names: tuple[str, ...]) -> None:
    assert READER.near_misses(text) == names


def test_a_name_of_the_book_has_no_suggestions_to_make_it_another() -> None:
    assert READER.near_misses("双和家园的路灯不亮")[0] == "双和家园"


def test_more_than_three_as_near_say_nothing() -> None:
    misses = NearMisses(lambda: ["春江小院", "夏江小院", "秋江小院", "冬江小院"])
    assert nearest(misses.before("梅江小院", [4])) == []


@pytest.mark.parametrize(
    ("text", "words", "near"),
    [
        ("柳坝小区", ["柳堤小区"], ["柳堤小区"]),  # half of its own two characters is wrong: faint
        ("反映柳坝小区", ["柳堤小区"], ["柳堤小区"]),
        ("青柳坝小区", ["柳堤小区"], []),  # faint within a longer name: another estate
        ("柳坝小区", ["柳堤小区", "柳荫小区"], []),  # several are faint: neither
        ("柳坝小区", ["柳堤小区", "柳爸小区"], ["柳爸小区"]),  # one that sounds the same is not
        ("柳提小曲", ["柳堤小区"], ["柳堤小区"]),
    ],
)
def test_a_faint_likeness_counts_only_alone(text: str, words: list[str], near: list[str]) -> None:
    assert nearest(NearMisses(lambda: words).before(text, [len(text)])) == near


def test_any_characters_are_borne() -> None:
    misses = NearMisses(lambda: ["ABC公寓", "枫桥花苑", "🏠之家园", "名" * (LONGEST + 1)])
    for text in ("ABD公寓", "枫桥🏠苑", "𠮷" * 50, "\x00" * 9, "名" * 4096, "Ω≈ç√"):
        list(misses.before(text, range(len(text))[:20]))
    assert nearest(misses.before("ABD公寓", [5])) == ["ABC公寓"]


def test_sounds_are_the_same_where_syllables_are() -> None:
    sounds = Sounds()
    assert sounds.of("枫桥") == sounds.of("风侨")
    assert sounds.of("张") == sounds.of("臧")
    assert sounds.of("牛") == sounds.of("刘")
    assert sounds.of("河") != sounds.of("湖")


def test_a_hundred_thousand_names_are_searched_in_a_moment() -> None:
    dice = random.Random(7)
    characters = [chr(0x4E00 + number) for number in range(3000)]
    words = ["".join(dice.choices(characters, k=dice.choice((3, 4, 5)))) + "小区" for _ in range(100_000)]
    misses = NearMisses(lambda: [*words, "枫桥花苑"])
    list(misses.before("枫桥花园", [4]))
    began = time.perf_counter()
    assert nearest(misses.before("麻烦看下风桥花苑", [8])) == ["枫桥花苑"]
    assert time.perf_counter() - began < 0.5, "some 10 ms on a quiet machine"
