"""Thanks: one line with numbers and kinds, the most frequent first; nobody is named."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.domain.areas import Area, Category, Subcategory, TimeClass
from bot.notices.thanks import thanks_text
from tests.notices.samples import AREA, DAY, HOUR, NOON, TEXTS, ZONE, shown

KINDS = Area(
    name=AREA.name,
    units=AREA.units,
    categories=(
        *AREA.categories,
        Category(
            code="city",
            name="市政设施",
            time_class=TimeClass.A,
            sub=tuple(Subcategory(code=f"s{n}", name=f"设施{n}") for n in range(9)),
        ),
    ),
)


def thanks(closed: dict[tuple[str | None, str | None], int], days: float = 7) -> str:
    return shown(thanks_text(TEXTS, KINDS, Counter(closed), NOON - days * DAY, NOON, ZONE))[0]


def test_a_week_in_one_line() -> None:
    closed: dict[tuple[str | None, str | None], int] = {
        ("city", "s1"): 3,
        ("sanitation", "bin"): 5,
        ("sanitation", None): 1,
        (None, None): 2,
    }
    assert (
        thanks(closed) == "🌻 这一周，大家报的问题办好了 11 件：垃圾桶 5、设施1 3、环境卫生 1、其他 2。谢谢各位骑手！"
    )


def test_of_many_kinds_five_are_named() -> None:
    closed: dict[tuple[str | None, str | None], int] = {("city", f"s{n}"): 9 - n for n in range(9)}
    assert "办好了 45 件：设施0 9、设施1 8、设施2 7、设施3 6、设施4 5、其他 10。" in thanks(closed)


def test_a_kind_that_the_book_knows_no_more_is_told_by_its_code() -> None:
    assert "：gone 1。" in thanks({("sanitation", "gone"): 1})


@pytest.mark.parametrize(
    ("days", "start"),
    [(6.1, "这一周"), (7.9, "这一周"), (3, "10月30日以来"), (14, "10月19日以来"), (1 + 1 / 24, "11月1日以来")],
)
def test_the_time_is_told_as_it_was(days: float, start: str) -> None:
    assert thanks({("sanitation", "bin"): 1}, days).startswith(f"🌻 {start}，")


def test_an_hour_later_is_a_week_all_the_same() -> None:
    text = thanks_text(TEXTS, KINDS, {("sanitation", "bin"): 1}, NOON - 7 * DAY - HOUR, NOON, ZONE)
    assert "这一周" in text
