"""The area book: every fault with its line and remedy, and TOML that reads to the same area."""

from __future__ import annotations

import time
from pathlib import Path
from textwrap import dedent

import pytest

from bot.domain.area_book import AreaBookFaults, read_area_book
from bot.domain.areas import (
    Place,
    TimeClass,
    Unit,
    UnitKind,
)
from bot.domain.categories import BUILT_IN
from bot.domain.durations import Duration
from bot.domain.routing import route_faults

EXAMPLE = Path(__file__).parents[2] / "examples/huangshan/area.toml"
SMALL = """\
[area]
name = "黄山区"

[[unit]]
code = "gantang"
name = "甘棠镇"
kind = "street"

[[unit]]
code = "longxi"
name = "龙西社区"
kind = "community"
parent = "gantang"
keywords = ["龙西"]

[[place]]
name = "龙西小区"
unit = "longxi"
aliases = ["龙西新村"]
lat = 30.29
lon = 118

[[category]]
code = "lighting"
name = "照明"
class = "B"

[[category.sub]]
code = "dark"
name = "灯不亮"
limit = "6h"
keywords = ["路灯"]
"""


def faults(text: str) -> list[str]:
    with pytest.raises(AreaBookFaults) as caught:
        read_area_book(text, "area.toml", BUILT_IN, route_faults)
    return caught.value.lines()


def added(text: str) -> list[str]:
    """The faults of the small book with more at its end; the first line added is line 1 of the result."""
    start = SMALL.count("\n")
    lines = [line.removeprefix("area.toml:").partition(":") for line in faults(SMALL + dedent(text).lstrip("\n"))]
    return [f"{int(number) - start}:{message}" for number, _, message in lines]


def test_a_book_becomes_an_area() -> None:
    area = read_area_book(SMALL)
    assert area.name == "黄山区"
    assert area.unit_by_code["longxi"] == Unit(
        code="longxi", name="龙西社区", kind=UnitKind.COMMUNITY, parent="gantang", keywords=("龙西",)
    )
    assert area.places == (Place(name="龙西小区", unit="longxi", aliases=("龙西新村",), lat=30.29, lon=118),)
    small = area.subcategory("lighting", "dark")
    assert small is not None
    assert small.limit == Duration.parse("6h")
    assert area.category_by_code["lighting"].time_class is TimeClass.B


def test_a_book_without_categories_has_the_built_in_ones() -> None:
    text = SMALL[: SMALL.index("[[category]]")]
    assert read_area_book(text, built_in=BUILT_IN).categories == BUILT_IN
    assert len(read_area_book(SMALL, built_in=BUILT_IN).categories) == 1


def test_all_faults_at_once_in_line_order() -> None:
    text = """\
[area]
nam = "黄山区"
[[unit]]
code = "gantang"
name = "甘棠镇"
kind = "stret"
[[unit]]
code = "pingdong"
name = "平东社区"
kind = "community"
parent = "gantng"
[[place]]
unit = "pingdon"
name = "广场"
[[route]]
when = "category=nothing"
to = "pindong"
"""
    assert faults(text) == [
        'area.toml:1: the area has no name; write [area] and below it name = "黄山区"',
        'area.toml:2: area: unknown key "nam"; write name, or remove it',
        'area.toml:6: unit "gantang": kind = "stret" is not one of area, community, street, department; write "street"',
        'area.toml:11: unit "pingdong": parent "gantng" does not exist; did you mean "gantang"?',
        'area.toml:13: place "广场": unit "pingdon" does not exist; did you mean "pingdong"?',
        'area.toml:15: route 1 ("category=nothing" to "pindong"): no category "nothing" in the area book',
        'area.toml:17: route "category=nothing": unit "pindong" does not exist; did you mean "pingdong"?',
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            '[[unit]]\ncode = "longxi"\nname = "龙西二"\nkind = "community"\n',
            ['2: unit "longxi": line 10 has a unit with the same code; change one of them'],
            id="two units with one code: both lines",
        ),
        pytest.param(
            '[[unit]]\ncode = "a"\nname = "甲镇"\nkind = "street"\nparent = "b"\n'
            '[[unit]]\ncode = "b"\nname = "乙镇"\nkind = "street"\nparent = "a"\n',
            ['5: unit "a": its parents run in a circle (a → b → a); give one of them another parent'],
            id="a circle, told once",
        ),
        pytest.param(
            '[[unit]]\ncode = "a b"\nname = " 甲镇"\nkind = "street"\nkeywords = ["", "x1 "]\nbudget = 3\n',
            [
                '2: unit "a b": code "a b" cannot stand behind a button; write at most 24 letters and digits'
                ' (8 Chinese characters), without blanks, "=" or ":"',
                '3: unit "a b": name " 甲镇" has blanks around it; remove them',
                '5: unit "a b": an empty keyword; remove it',
                '5: unit "a b": "x1 " has blanks around it; remove them',
                '6: unit "a b": unknown key "budget"; remove it (known: code, name, kind, parent, keywords, boundary)',
            ],
            id="words that never match",
        ),
        pytest.param(
            '[[unit]]\nname = ""\nkind = 5\nkeywords = "x"\n',
            [
                '1: unit "?": code is missing; write code = "longxi"',
                '2: unit "": name is empty; write name = "龙西社区"',
                '3: unit "?": kind = "5" is not one of area, community, street, department; write "area"',
                '4: unit "?": keywords = "x" is not a list; write it in brackets, such as ["甲", "乙"]',
            ],
            id="missing, empty, of another type",
        ),
        pytest.param(
            '[[place]]\nname = "龙西小区"\nunit = "longxi"\n',
            ['2: place "龙西小区": line 17 has the same name in unit "longxi"; remove one of them'],
            id="a place twice in one unit",
        ),
        pytest.param(
            '[[place]]\nname = "甲园"\nunit = "longxi"\nlat = 118.1\nlon = 30.2\n'
            '[[place]]\nname = "乙园"\nunit = "longxi"\nlat = 30\n',
            [
                '4: place "甲园": lat = 118.1 is not on the globe; lat is -90 to 90, lon -180 to 180: '
                "they may be exchanged",
                '6: place "乙园": lon is missing; write lat and lon, or neither',
            ],
            id="coordinates",
        ),
        pytest.param(
            '[[place]]\nname = "甲园"\nunit = "qqqq"\naliases = [""]\n',
            [
                '3: place "甲园": unit "qqqq" does not exist; write the code of a [[unit]]',
                '4: place "甲园": an empty alias; remove it',
            ],
            id="a place nowhere",
        ),
        pytest.param(
            '[[category]]\ncode = "lighting"\nname = "又"\n'
            '[[category.sub]]\ncode = "s"\nname = "S"\nlimit = "6 hours"\n'
            '[[category.sub]]\ncode = "s"\nname = "T"\nclass = "D"\nunit = "longxi"\n',
            [
                '1: category "lighting": class is missing; write class = "B"',
                '2: category "lighting": line 24 has the same code; change one of them',
                '7: category "lighting": sub "s": limit = "6 hours" is not a duration; write a number and a unit, '
                "such as 30s, 15m, 2h or 3d",
                '9: category "lighting": sub "s": line 37 has the same code; change one of them',
                '11: category "lighting": sub "s": class = "D" is not one of urgent, A, B, C; write "urgent"',
                '12: category "lighting": sub "s": unknown key "unit"; remove it '
                "(known: code, name, class, limit, stages, keywords)",
            ],
            id="categories",
        ),
        pytest.param(
            '[[category]]\ncode = "x"\nname = "X"\ntime_class = "B"\nunit = "nowhere"\n'
            '[[category.sub]]\ncode = "y"\nname = "Y"\ntime_class = "A"\n',
            [
                '4: category "x": unknown key "time_class"; write class',
                '5: category "x": unit "nowhere" does not exist; write the code of a [[unit]]',
                '9: category "x": unknown key "time_class"; write class',
            ],
            id="the code's word for class",
        ),
        pytest.param(
            '[[person]]\ntelegram_id = 5\nname = "王"\nrole = "secretary"\n'
            '[[person]]\ntelegram_id = "x"\nname = "李"\nrole = "coordinator"\n'
            '[[person]]\ntelegram_id = 1087968824\nname = "匿名"\nrole = "admin"\n',
            [
                '1: person "王": a secretary needs a unit; write unit = "its code"',
                '6: person "李": telegram_id = "x" is not a whole number; write digits only, without quotes',
                '10: person "匿名": 1087968824 stands for every anonymous admin; write the person\'s own id',
            ],
            id="people",
        ),
        pytest.param(
            '[[person]]\ntelegram_id = 5\nname = "王"\nrole = "grid"\nunit = "longxi"\n' * 2,
            ['6: person "王": line 33 says the same of 5; remove one of them'],
            id="a person twice",
        ),
        pytest.param(
            '[[chat]]\nid = -100\nkind = "unit"\n[[chat]]\nid = -100\nkind = "report"\nunit = "lonxi"\n',
            [
                '1: chat -100: a unit\'s chat needs a unit; write unit = "its code"',
                "5: chat -100: line 34 has the same chat; remove one of them",
                '7: chat -100: unit "lonxi" does not exist; did you mean "longxi"?',
            ],
            id="chats",
        ),
        pytest.param(
            '[[person]]\ntelegram_id = 0\nname = "王"\nrole = "courier"\n'
            '[[chat]]\nid = 99999999999999999999999\nkind = "report"\ntopic = -3\n',
            [
                '2: person "王": 0 is no person\'s id; write the number that Telegram gives it',
                "6: chat: 99999999999999999… is no chat's id; write the number that Telegram gives it",
                "8: chat 99999999999999999999999: -3 is no topic's id; "
                "write the number of the forum topic, or leave topic out",
            ],
            id="ids that Telegram does not give",
        ),
        pytest.param(
            '[[place]]\nname = "龙西\\u202e小区"\nunit = "longxi"\n'
            '[[place]]\nname = "🐝🐝"\nunit = "longxi"\nkind = "bilding"\n'
            '[[place]]\nname = "甲"\nunit = "longxi"\naliases = ["。。", "乙", "a\\nb", "龙西苑"]\n',
            [
                '2: place "龙西\\u202e小区": name "龙西\\u202e小区" holds the invisible character U+202E; '
                "type it anew, without it",
                '5: place "🐝🐝": name "🐝🐝" has neither a letter nor a digit; write what people call it',
                '7: place "🐝🐝": kind = "bilding" is not one of estate, road, landmark, building; write "building"',
                '9: place "甲": name "甲" is one character, which stands in other words everywhere; write at least 2',
                '11: place "甲": alias "。。" has neither a letter nor a digit; write what people call it',
                '11: place "甲": alias "乙" is one character, which stands in other words everywhere; write at least 2',
                '11: place "甲": alias "a\\u000ab" holds the invisible character U+000A; type it anew, without it',
            ],
            id="words that no post holds, or every one",
        ),
        *(
            pytest.param(
                f'[[category]]\ncode = "x"\nname = "X"\nclass = "B"\n[[category.sub]]\ncode = "y"\nname = "Y"\n{line}\n',
                [f'8: category "x": sub "y": {told}'],
                id=line,
            )
            for line, told in (
                (
                    'stages = { restore = "3d" }',
                    'stages: restore alone is no step; write limit = "3d" instead of stages',
                ),
                (
                    'stages = { control = "1d", repair = "24h", restore = "3d" }',
                    'stages: repair = "24h" is no longer than control = "1d"; all count from the start: let them rise',
                ),
                (
                    'stages = { control = "3d", restore = "3d" }',
                    'stages: restore = "3d" is no longer than control = "3d"; all count from the start: let them rise',
                ),
                (
                    'stages = { control = "0h", restore = "3d" }',
                    'stages: control = "0h" leaves no time; write how long it may take, such as "1h"',
                ),
                ('stages = { control = "1h" }', 'stages: restore is missing; write restore = "3d"'),
                (
                    'stages = { control = "1x", restore = "3d" }',
                    'stages: control = "1x" is not a duration; write a number and a unit, such as 30s, 15m, 2h or 3d',
                ),
                (
                    'stages = { control = "1h", repiar = "2h", restore = "3d" }',
                    'stages: unknown key "repiar"; did you mean "repair"?',
                ),
                (
                    'stages = "1h"',
                    'stages: "1h" is no table of steps; '
                    'write stages = { control = "1h", repair = "1d", restore = "3d" }',
                ),
            )
        ),
        pytest.param(
            '[[category]]\ncode = "x"\nname = "X"\nclass = "B"\n[[category.sub]]\ncode = "y"\nname = "Y"\n'
            'limit = "2h"\nstages = { control = "1h", restore = "3d" }\n',
            [
                '9: category "x": sub "y": limit = "2h" and stages exclude each other; '
                "remove limit: restore is the whole limit"
            ],
            id="a limit beside steps",
        ),
        pytest.param("[units]\nx = 1\n", ['1: unknown table "units"; did you mean "unit"?'], id="an unknown table"),
        pytest.param(
            '[[route]]\nwhen = "class=A"\nto = "longxi"\n[[route]]\nwhen = "longxi"\nto = "longxi"\n',
            ['4: route 2 ("longxi" to "longxi"): "longxi" is not one of category, subcategory, place, unit, class'],
            id="a route that cannot apply",
        ),
    ],
)
def test_faults_with_line_and_remedy(text: str, told: list[str]) -> None:
    assert added(text) == told


def test_the_same_place_in_two_units_is_allowed_and_so_is_a_person_with_two_units() -> None:
    more = """\
[[place]]
name = "龙西小区"
unit = "gantang"
[[person]]
telegram_id = 5
name = "王"
role = "secretary"
unit = "longxi"
[[person]]
telegram_id = 5
name = "王"
role = "secretary"
unit = "gantang"
"""
    area = read_area_book(SMALL + more)
    assert [place.unit for place in area.places] == ["longxi", "gantang"]
    assert len(area.people) == 2


def test_a_file_that_lies_elsewhere_is_not_opened_and_the_other_faults_are_told_with_it() -> None:
    opened = []

    def open_file(name: str) -> str:
        opened.append(name)
        raise FileNotFoundError(2, "No such file or directory")

    more = "".join(
        f'[[unit]]\ncode = "{code}"\nname = "{code}村"\nkind = "community"\nboundary = "{file}"\n'
        for code, file in [("a", "/dev/zero"), ("b", "../b"), ("c", "c.json")]
    )
    with pytest.raises(AreaBookFaults) as caught:
        read_area_book(SMALL + more + '[[place]]\nname = "某某园"\nunit = "nowhere"\n', open_file=open_file)
    assert opened == ["c.json"]
    assert [line.split(": ")[1] for line in caught.value.lines()] == [
        'unit "a"',
        'unit "b"',
        'unit "c"',
        'place "某某园"',
    ]
    assert caught.value.lines()[2].endswith("cannot be read (No such file or directory); put the file beside the book")


def test_a_book_quotes_little_of_itself() -> None:
    told = faults(SMALL + f'[[place]]\nname = "{"长" * 9000}"\nunit = "{"远" * 9000}"\n')
    assert len(told) == 1
    assert len(told[0]) < 300


HEAD = SMALL[: SMALL.index("[[place]]")]
MANY = 4000


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("[" + " " * 20_000, 1),
        ("x = " + "[" * 50_000, 1),
        ("x = " + "9" * 5000, 1),
        ('x = """' + '\\"""' * 20_000, 1),
        ('[[place]]\nname = "某小区"\nunit = "longxi"\n' * MANY, MANY - 1),
        ('[[place]]\nname = ""\nunit = "longxi"\n' * MANY, MANY),
        ("".join(f'[[place]]\nname = "某{n}"\nunit = "l{n}"\n' for n in range(MANY)), MANY),
        (
            "".join(
                f'[[unit]]\ncode = "u{n}"\nname = "单位{n}"\nkind = "street"\nparent = "u{n + 1}"\n'
                for n in range(MANY)
            ),
            1,
        ),
        (
            "".join(
                f'[[unit]]\ncode = "u{n}"\nname = "单位{n}"\nkind = "street"\nparent = "x{n}"\n' for n in range(MANY)
            ),
            MANY,
        ),
    ],
    ids=["blanks", "brackets", "digits", "quotes", "doubles", "empty", "unknown units", "a long chain", "no parents"],
)
def test_no_book_takes_longer_than_its_length(text: str, count: int) -> None:
    """Each of these took minutes, or more than a second for a thousand lines, or ended in a traceback."""
    begun = time.perf_counter()
    assert len(faults(HEAD + text)) == count
    assert time.perf_counter() - begun < 15


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[area]\nname = 黄山\n", "area.toml:2: not TOML: Invalid value; mend this line"),
        ("[area\n", "area.toml:1: not TOML"),
        ('[area]\nname = "x"\n[area]\n', "area.toml:3: not TOML"),
        ("", "area.toml: the area has no name"),
        ("", "area.toml: there is no unit at all"),
        ('unit = 5\n[area]\nname = "x"\n', 'area.toml:1: "unit" is not a list of tables; write [[unit]] before each'),
        ('area = "x"\n', 'area.toml:1: "area" is not a table'),
        ('[area]\nname = "x"\n[unit]\n', 'area.toml:3: "unit" is not a list of tables'),
    ],
)
def test_books_of_another_shape(text: str, line: str) -> None:
    assert any(told.startswith(line) for told in faults(text))


def test_lines_hold_in_inline_tables_long_strings_and_windows_files() -> None:
    text = (
        '\ufeff[area]\nname = """黄山\n[[unit]]\n"""\n[[unit]]\ncode = "a"\nname = "甲镇"\nkind = "street"\n'
        '[[category]]\ncode = "c"\nname = "C"\nclass = "A"\nsub = [\n {code = "s", name = "S", limit = "x"},\n]\n'
        '[[unit]]\ncode = "a"\nname = "乙镇"\nkind = "street"\n'
    )
    told = faults(text.replace("\n", "\r\n"))
    assert told[0].startswith(
        'area.toml:2: area: name "黄山\\u000a[[unit]]\\u000a" holds the invisible character U+000A'
    )
    assert told[1].startswith('area.toml:13: category "c": sub "s": limit = "x" is not a duration')
    assert told[2] == 'area.toml:17: unit "a": line 6 has a unit with the same code; change one of them'
