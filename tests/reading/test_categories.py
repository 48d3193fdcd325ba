"""Categories by words: which one is said, and a confidence that is kept."""

from __future__ import annotations

import pytest

from bot.domain.categories import BUILT_IN
from bot.reading.categories import Categoriser, Kindred
from tests.benchmarks.accuracy.calibration import calibration_error, guesses

WORDS = Categoriser(BUILT_IN)


def judged(text: str) -> Kindred:
    return WORDS.judge(WORDS.find(text))


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("路灯不亮", "facilities"),
        ("垃圾堆放没人管", "sanitation"),
        ("树木倒伏", "greenery"),
        ("私设地锁", "traffic"),
        ("占用消防通道", "safety"),
        ("今天天气真好", None),
    ],
)
def test_the_category_that_is_said(text: str, category: str | None) -> None:
    assert judged(text).category == category


def test_a_thing_alone_is_less_sure_than_what_is_wrong_with_it() -> None:
    assert judged("人行道").confidence < 0.9 < judged("路灯不亮").confidence


def test_a_second_category_makes_it_less_sure() -> None:
    assert judged("路灯不亮，小广告").confidence < judged("路灯不亮").confidence


def test_what_says_nine_tenths_is_right_nine_times_in_ten() -> None:
    said = [one for one in guesses(BUILT_IN) if one.guessed is not None]
    sure = [one.is_right for one in said if one.confidence >= 0.9]
    assert len(sure) > 20
    assert sum(sure) / len(sure) >= 0.9
    assert calibration_error(said) < 0.05
