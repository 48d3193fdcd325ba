"""Recurrences: what keeps coming back often enough, and which unit leads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.special_recurrences import Found, leader, recurrences


def found(unit: str | None = "longxi", posts: int = 3, **facts: object) -> Found:
    base = Found("sanitation", "广场花苑", unit, posts, posts, newest=1001)
    return replace(base, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rows", "counts"),
    [
        ([found(posts=3)], [3]),
        ([found(posts=2)], []),
        ([found(count=6, posts=2)], []),  # two posts that name three buildings each: twice
        ([found(posts=2), found("shuguang", posts=1)], [3]),  # of two units at one place
        ([found(posts=2), found(None, posts=1)], [3]),  # one waits for its dispatch
        ([found(None, posts=3)], []),  # nobody's: nobody could lead
        ([found(posts=2), found(posts=2, category="traffic")], []),
        ([found(posts=2), found(posts=2, place_name="学府新村")], []),
        ([found(posts=3), found(posts=5, place_name="学府新村")], [5, 3]),  # most often first
    ],
)
def test_what_came_back_often_enough(rows: list[Found], counts: list[int]) -> None:
    assert [one.count for one in recurrences(rows, 3, None)] == counts


def test_a_name_of_two_units_means_two_places() -> None:
    rows = [found(posts=3), found("shuguang", posts=4)]
    assert [(one.ground, one.lead) for one in recurrences(rows, 3, None)] == [(None, "shuguang")]
    apart = recurrences(rows, 3, None, shared={"广场花苑"})
    assert [(one.ground, one.lead, one.count) for one in apart] == [
        ("shuguang", "shuguang", 4),
        ("longxi", "longxi", 3),
    ]


@pytest.mark.parametrize(
    ("had", "unit"),
    [
        ([("a", 2, 5), ("b", 3, 1)], "b"),
        ([("a", 2, 5), ("b", 1, 9), ("b", 1, 1)], "b"),  # as many, and the newest
        ([(None, 9, 9), ("a", 1, 1)], "a"),
        ([(None, 9, 9)], None),
        ([], None),
    ],
)
def test_who_had_most_leads(had: list[tuple[str | None, int, int]], unit: str | None) -> None:
    assert leader(had) == unit
