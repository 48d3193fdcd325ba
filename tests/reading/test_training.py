"""Training: what it takes, how good it is beside a plain model, and that what it says of itself is true."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from bot.domain.areas import Category, TimeClass
from bot.reading.fitting import TooLittle
from bot.reading.normalise import normalise
from bot.reading.training import Example, learn
from tests.benchmarks.learning import grounds, history
from tests.reading.models import NOON

# Looked for and not imported: that takes a second, and every worker collects these tests.
pytestmark = pytest.mark.skipif(find_spec("sklearn") is None, reason="the extra `learn` is not installed")

ROWS = history.made_up(2_400)
KNOWN, NEW = ROWS[:1_600], ROWS[1_600:]
TICKETS = grounds.made_up(rows=1_500, places=150, units=8)


@pytest.fixture(scope="module")
def model():
    return learn([Example(row.text, row.category) for row in KNOWN], NOON)


@pytest.fixture(scope="module")
def ground():
    return learn([Example(text, None, unit) for text, unit in TICKETS[:1_000]], NOON)


def test_it_guesses_no_worse_than_a_plain_model(model) -> None:
    from tests.benchmarks.learning.plain import Plain

    plain = Plain([row.text for row in KNOWN], [row.category for row in KNOWN])
    theirs = [code == row.category for (code, _), row in zip(plain.guess([row.text for row in NEW]), NEW, strict=True)]
    ours = [model.category_of(normalise(row.text).text).code == row.category for row in NEW]
    assert sum(ours) >= sum(theirs)


def test_its_score_is_what_comes_true(model) -> None:
    right = sum(model.category_of(normalise(row.text).text).code == row.category for row in NEW) / len(NEW)
    assert model.score == pytest.approx(right, abs=0.04)


def test_what_is_said_with_nine_in_ten_is_right_so_often(model) -> None:
    guesses = [(model.category_of(normalise(row.text).text), row.category) for row in NEW]
    sure = [guess.code == code for guess, code in guesses if guess.confidence >= 0.9]
    assert len(sure) > 200
    assert sum(sure) / len(sure) > 0.9


def test_units_are_routed_where_that_is_sure(ground) -> None:
    guesses = [(ground.unit_of(normalise(text).text), unit) for text, unit in TICKETS[1_000:]]
    routed = [guess.code == unit for guess, unit in guesses if guess is not None]
    assert len(routed) > 0.6 * len(guesses)
    assert sum(routed) / len(routed) > 0.97


def test_place_words_come_with_it_and_hold_for_new_tickets(ground) -> None:
    assert len(ground.aliases) > 30
    told = [(alias.unit, unit) for text, unit in TICKETS[1_000:] for alias in ground.aliases if alias.word in text]
    assert sum(said == unit for said, unit in told) / len(told) > 0.97


def test_the_same_history_gives_the_same_model(model) -> None:
    again = learn([Example(row.text, row.category) for row in KNOWN], NOON)
    assert again.score == model.score
    assert (again.categories.weights == model.categories.weights).all()


def test_the_words_of_the_book_teach_what_was_not_reported_yet() -> None:
    examples = [Example(f"{name}井盖坏了", "facilities") for name in "东西南北中"] * 4
    examples += [Example(f"{name}垃圾满了", "sanitation") for name in "东西南北中"] * 4
    book = [
        Category(code="sanitation", name="环境卫生", time_class=TimeClass.A, keywords=("泔水", "泔水外溢")),
        Category(code="never", name="别的", time_class=TimeClass.A, keywords=("井盖",)),
    ]
    model = learn(examples, NOON, book=book)
    assert model.category_of("泔水又外溢了").code == "sanitation"
    assert model.categories.codes == ("facilities", "sanitation")


@pytest.mark.parametrize(
    "examples",
    [
        [],
        [Example("井盖坏了", "facilities")] * 30,
        [Example("井盖坏了", "facilities"), Example("垃圾满了", "sanitation")],
        [Example("井盖坏了", "facilities"), Example("垃圾满了", None, "longxi")] * 20,
    ],
)
def test_too_little_is_said_so(examples: list[Example]) -> None:
    with pytest.raises(TooLittle):
        learn(examples, NOON)


def test_the_same_two_texts_again_and_again_teach_without_a_fall() -> None:
    examples = [Example("井盖坏了", "facilities"), Example("垃圾满了", "sanitation")] * 20
    try:
        model = learn(examples, NOON)
    except TooLittle:
        return
    assert model.category_of("垃圾满了").code == "sanitation"


def test_progress_rises_to_the_end() -> None:
    told: list[float] = []
    learn([Example(row.text, row.category) for row in KNOWN[:200]], NOON, told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
