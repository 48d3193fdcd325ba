"""Places from CSV, as spreadsheets save it."""

from __future__ import annotations

import pytest

from bot.domain.areas import Place
from bot.domain.places_csv import PlacesFaults, read_places_csv

TABLE = (
    "name,unit,aliases,kind,lat,lon\r\n"
    "龙西小区,longxi,龙西新村；龙西苑、龙西;龙西,estate,30.29,118.1\r\n"
    ",,,,,\r\n"
    '"广场,东",gantang\r\n'
)
PLACES = (
    Place(name="龙西小区", unit="longxi", aliases=("龙西新村", "龙西苑", "龙西"), lat=30.29, lon=118.1),
    Place(name="广场,东", unit="gantang"),
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_places_in_every_encoding(encoding: str) -> None:
    assert read_places_csv(TABLE.encode(encoding)) == PLACES


def test_columns_in_another_order_and_only_those_needed() -> None:
    assert read_places_csv(" Unit ,NAME\na,甲乙\n".encode()) == (Place(name="甲乙", unit="a"),)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (
            "",
            [
                "p.csv:1: column name is missing; write name,unit,aliases,kind,lat,lon",
                "p.csv:1: column unit is missing; write name,unit,aliases,kind,lat,lon",
            ],
        ),
        ("name,unit,unti\n", ['p.csv:1: unknown column "unti"; did you mean "unit"?']),
        ("name,unit,unit\n", ["p.csv:1: column unit is there twice; remove one"]),
        ("name,unit\n甲乙,\n,a\n", ["p.csv:2: unit is empty; write one", "p.csv:3: name is empty; write one"]),
        ('name,unit\n"a\nb",\n', ["p.csv:2: unit is empty; write one"]),
        ("name,unit\n甲,a,b\n", ["p.csv:2: 3 cells for 2 columns; put cells with commas in double quotes"]),
        ("name,unit,lat\n甲,a,3\n", ["p.csv:2: lat or lon is missing; write both, or neither"]),
        (
            "name,unit,lat,lon\n甲乙,a,118,30\n丙丁,a,x,1\n",
            [
                'p.csv:2: lat "118" is not a number on the globe; lat is -90 to 90, lon -180 to 180',
                'p.csv:3: lat "x" is not a number on the globe; lat is -90 to 90, lon -180 to 180',
            ],
        ),
        (
            'name,unit\n"甲乙,a\n丙丁,a\n',
            ['p.csv:2: not CSV: a cell that begins with " is not closed by another; close it, or take the " out'],
        ),
        (
            'name,unit\n甲乙,a\n"丙丁,a\n"戊己",a\n',
            ['p.csv:3: not CSV: a cell that begins with " is not closed by another; close it, or take the " out'],
        ),
        ('name,unit\n"甲"乙,a\n', ["p.csv:2: not CSV: ',' expected after '\"'; mend this line"]),
        (
            "name,unit,aliases,kind\n甲,a,,\n甲乙,a,丙丁；戊,\n甲\u202e乙,a,,\n🐝🐝,a,,\n甲丁,a,,rode\n",
            [
                'p.csv:2: name "甲" is one character, which stands in other words everywhere; write at least 2',
                'p.csv:3: alias "戊" is one character, which stands in other words everywhere; write at least 2',
                'p.csv:4: name "甲\\u202e乙" holds the invisible character U+202E; type it anew, without it',
                'p.csv:5: name "🐝🐝" has neither a letter nor a digit; write what people call it',
                'p.csv:6: kind = "rode" is not one of estate, road, landmark, building; write "road"',
            ],
        ),
    ],
)
def test_faults_with_their_lines(table: str, told: list[str]) -> None:
    with pytest.raises(PlacesFaults) as caught:
        read_places_csv(table.encode(), "p.csv")
    assert list(caught.value.faults) == told


def test_bytes_in_no_known_encoding() -> None:
    with pytest.raises(PlacesFaults, match="neither UTF-8 nor GB18030; save it as CSV UTF-8"):
        read_places_csv(b"name,unit\n\xff\xff,a\n", "p.csv")
