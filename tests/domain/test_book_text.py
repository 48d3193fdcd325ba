"""Large area books: read quickly, yet as small ones are, with the same lines."""

from __future__ import annotations

import time

import pytest

from bot.domain.area_book import read_area_book
from tests.domain.small_book import SMALL, faults


def many_places(count: int, line: str = "") -> str:
    places = (
        f'[[place]]\nname = "小区{number}"\nunit = "longxi"\naliases = ["别名{number}", "又名{number}"] # a\n{line}\n'
        for number in range(count)
    )
    return SMALL + "".join(places)


@pytest.mark.parametrize(
    "line",
    ["", "lat = 30.5\nlon = 118.25", r'kind = "ro\u0061d"', "kind = 'estate'", "lat = +3.0\nlon = 1_0.0", "# lat = 1"],
    ids=["plain", "numbers", "escape", "single quotes", "other numbers", "comment"],
)
def test_many_places_are_read_as_few_are(line: str) -> None:
    """Large books take the quick way where they can; a small one always goes through tomllib."""
    many = read_area_book(many_places(300, line))
    few = read_area_book(many_places(3, line))
    assert len(many.places) == 301
    assert many.places[:4] == few.places
    assert many.units == few.units
    assert many.categories == few.categories


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('kint = "x"', 'area.toml:37: place "小区0": unknown key "kint"; did you mean "kind"?'),
        ('unit = "longxi"', "area.toml:37: not TOML: Cannot overwrite a value; mend this line"),
        ("lat = north", "area.toml:37: not TOML: Invalid value; mend this line"),
    ],
)
def test_faults_in_many_places_have_their_lines(line: str, told: str) -> None:
    assert faults(many_places(300, line))[0] == told


def test_a_large_book_with_faults_is_not_quadratic() -> None:
    def seconds(count: int) -> float:
        text = many_places(count, 'kint = "x"')
        start = time.process_time()
        assert len(faults(text)) == count
        return time.process_time() - start

    seconds(500)
    assert seconds(4000) < 30 * max(seconds(500), 0.005)
