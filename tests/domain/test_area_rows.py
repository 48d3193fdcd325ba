"""Rows of an area book that cannot be read: each fault with its line and its remedy."""

from __future__ import annotations

import pytest

from tests.domain.small_book import added


@pytest.mark.parametrize(
    ("text", "told"),
    [
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
                '3: unit "?": kind = "5" is not one of area, community, street, department; write the one that fits',
                '4: unit "?": keywords = "x" is not a list; write it in brackets, such as ["甲", "乙"]',
            ],
            id="missing, empty, of another type",
        ),
        pytest.param(
            '[[person]]\ntelegram_id = 5\nname = "李"\nrole = "书记"\nunit = "longxi"\n[[chat]]\nid = -5\n',
            [
                '4: person "李": role = "书记" is not one of courier, secretary, officer, grid, reviewer, coordinator, '
                "admin; write the one that fits",
                '6: chat -5: kind is missing; write kind = "report" or "unit" or "coordinators"',
            ],
            id="roles and kinds of chat",
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
            '[[category]]\ncode = "lighting"\nname = "又"\n'
            '[[category.sub]]\ncode = "s"\nname = "S"\nlimit = "6 hours"\n'
            '[[category.sub]]\ncode = "s"\nname = "T"\nclass = "D"\nunit = "longxi"\n',
            [
                '1: category "lighting": class is missing; write class = "B"',
                '2: category "lighting": line 24 has the same code; change one of them',
                '7: category "lighting": sub "s": limit = "6 hours" is not a duration; write a number and a unit, '
                "such as 30s, 15m, 2h or 3d",
                '9: category "lighting": sub "s": line 37 has the same code; change one of them',
                '11: category "lighting": sub "s": class = "D" is not one of urgent, A, B, C; write the one that fits',
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
                '[[category]]\ncode = "x"\nname = "X"\nclass = "B"\n'
                f'[[category.sub]]\ncode = "y"\nname = "Y"\n{line}\n',
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
                (
                    'stages = { control = "1h", restore = "999999d" }',
                    'stages: "999999d" is more than ten years; write at most "3660d"',
                ),
                ('limit = "0d"', 'limit: "0d" leaves no time; write how long it may take, such as "6h"'),
                ('limit = "999999h"', 'limit: "999999h" is more than ten years; write at most "3660d"'),
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
    ],
)
def test_faults_of_rows_with_line_and_remedy(text: str, told: list[str]) -> None:
    assert added(text) == told
