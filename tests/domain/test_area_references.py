"""What an area book says twice, or of what it does not hold: each fault with its line and its remedy."""

from __future__ import annotations

import pytest

from tests.domain.small_book import added


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
            '[[place]]\nname = "龙西小区"\nunit = "longxi"\n',
            ['2: place "龙西小区": line 17 has the same name in unit "longxi"; remove one of them'],
            id="a place twice in one unit",
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
            '[[route]]\nwhen = "class=A"\nto = "longxi"\n[[route]]\nwhen = "longxi"\nto = "longxi"\n',
            ['4: route 2 ("longxi" to "longxi"): "longxi" is not one of category, subcategory, place, unit, class'],
            id="a route that cannot apply",
        ),
    ],
)
def test_faults_between_rows_with_line_and_remedy(text: str, told: list[str]) -> None:
    assert added(text) == told
