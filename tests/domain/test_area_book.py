"""The area book: what it becomes, all its faults at once, and books of another shape or length than is usual."""

from __future__ import annotations

import time

import pytest

from bot.domain.area_book import AreaBookFaults, read_area_book
from bot.domain.areas import Place, TimeClass, Unit, UnitKind
from bot.domain.categories import BUILT_IN
from bot.domain.durations import Duration
from tests.domain.small_book import SMALL, faults


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
