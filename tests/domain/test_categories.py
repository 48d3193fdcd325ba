"""The built-in category book, and the example that spells it out."""

from __future__ import annotations

from bot.domain.categories import BUILT_IN
from bot.domain.durations import Duration
from tests.reading.example_area import example_area


def test_the_example_book_spells_out_the_same_list() -> None:
    assert example_area().categories == BUILT_IN


def test_there_are_eight_with_codes_of_their_own() -> None:
    codes = [big.code for big in BUILT_IN]
    assert len(set(codes)) == len(codes) == 8
    for big in BUILT_IN:
        small = [sub.code for sub in big.sub]
        assert small
        assert len(set(small)) == len(small)


def test_every_subcategory_says_how_long_it_may_take() -> None:
    for big in BUILT_IN:
        for sub in big.sub:
            assert (sub.limit is None) != (sub.time_class is None), sub.name
            assert sub.keywords, sub.name


def test_a_missing_manhole_cover_is_hours_and_a_pavement_days() -> None:
    limits = {sub.code: sub.limit for big in BUILT_IN for sub in big.sub}
    assert limits["manhole_missing"] == Duration.parse("2h")
    assert limits["manhole"] == Duration.parse("4h")
    assert limits["road_surface"] is None


def test_where_somebody_may_come_to_harm_the_first_step_is_soon_and_the_whole_as_quick_as_before() -> None:
    staged = {sub.code: sub for big in BUILT_IN for sub in big.sub if sub.stages is not None}
    assert set(staged) == {"manhole_missing", "road_collapse", "collapse", "wire", "falling"}
    for sub in staged.values():
        assert sub.stages is not None and sub.stages.fault() is None
        assert (str(sub.stages.control), str(sub.limit)) == ("1h", "2h"), sub.name


def test_no_keyword_stands_in_two_subcategories() -> None:
    seen: dict[str, str] = {}
    for big in BUILT_IN:
        for sub in big.sub:
            for keyword in sub.keywords:
                assert seen.setdefault(keyword, sub.code) == sub.code, keyword
