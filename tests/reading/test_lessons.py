"""A reading with a learned model: never against a name in the book, and told apart in its reasons."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.readings import Problem, ReadingContext
from bot.reading.learned import LearnedModel
from bot.reading.reader import Reader
from tests.reading.example_area import example_area
from tests.reading.models import a_model, an_alias

WORDS = {"井盖": "facilities", "怪声": "construction", "垃圾": "sanitation"}
ALIAS = an_alias("锦绣坊", "longxi")
LEARNED = Reader(example_area(), model=a_model(WORDS, {"锦绣": "longxi", "翠湖": "pingdong"}, [ALIAS]))


def read(text: str, model: LearnedModel, context: ReadingContext | None = None) -> Problem:
    reading = Reader(example_area(), model=model).read(text, context or ReadingContext())
    (problem,) = reading.problems
    return problem


def test_a_learned_category_goes_before_that_of_the_words() -> None:
    problem = read("龙西小区3栋垃圾桶坏了，半夜怪声怪声不断", a_model({"怪声": "construction", "路灯": "facilities"}))
    assert problem.category == "construction"
    assert "learned:怪声怪声@" in " ".join(map(str, problem.why))


def test_without_a_model_words_decide() -> None:
    reading = Reader(example_area()).read("龙西小区3栋垃圾桶坏了")
    assert reading.problems[0].category == "sanitation"
    assert not any(reason.kind == "learned" for reason in reading.problems[0].why)


def test_words_stay_where_the_model_never_saw_their_category() -> None:
    model = a_model({"半夜": "construction", "路灯": "facilities"}, sure=0.5)
    assert read("龙西小区3栋垃圾桶坏了，半夜", model).category == "sanitation"


def test_the_subcategory_is_that_of_the_words_in_the_learned_category() -> None:
    problem = read("龙西小区3栋井盖坏了", a_model(WORDS))
    assert (problem.category, problem.subcategory) == ("facilities", "manhole")


def test_a_category_that_the_area_no_longer_has_is_left_out() -> None:
    assert read("龙西小区3栋井盖坏了", a_model({"井盖": "gone", "灯": "facilities"})).category == "facilities"


def test_a_learned_alias_is_a_place_and_routes() -> None:
    problem = read("锦绣坊3栋井盖坏了", a_model(aliases=[ALIAS]))
    assert (problem.unit_code, problem.rule) == ("longxi", "learned")
    assert problem.spot is not None
    assert (problem.spot.name, problem.spot.unit_code, problem.spot.building) == ("锦绣坊", "longxi", "3栋")
    assert "learned:锦绣坊@0-3" in map(str, problem.why)


def test_a_name_of_the_book_goes_before_an_alias() -> None:
    problem = read("广场花苑小区锦绣坊那边井盖坏了", a_model(aliases=[an_alias("锦绣坊", "gongxing")]))
    assert problem.rule == "place"
    assert problem.unit_code != "gongxing"


def test_an_alias_says_where_to_look_and_goes_before_the_chat() -> None:
    problem = read("锦绣坊井盖坏了", a_model(aliases=[ALIAS]), ReadingContext(chat_unit="gongxing"))
    assert problem.unit_code == "longxi"


def test_a_unit_that_the_area_no_longer_has_is_left_out() -> None:
    problem = read("锦绣坊3栋井盖坏了", a_model(aliases=[an_alias("锦绣坊", "gone")]))
    assert problem.unit_code is None


def test_spans_are_those_of_the_original() -> None:
    problem = read("\u200b錦\u200b繡坊3栋井蓋坏了", a_model(aliases=[ALIAS]))
    (reason,) = [reason for reason in problem.why if reason.kind == "learned"]
    assert reason.text == "錦\u200b繡坊"


@given(st.text(alphabet=st.sampled_from("锦绣坊翠湖井盖坏了怪声垃圾满，。1栋23和、 \u200ba🙂"), max_size=80))
def test_nothing_falls_over_and_spans_lie_within(text: str) -> None:
    for problem in LEARNED.read(text).problems:
        for reason in problem.why:
            assert text[reason.start : reason.end] == reason.text != ""


@pytest.mark.parametrize("piece", ["锦", "锦绣坊井盖坏了，", "3栋怪声、", "井盖坏了。锦 "])
def test_a_long_text_costs_little_more(piece: str) -> None:
    text = (piece * 4096)[:4096]
    begun = time.process_time()
    LEARNED.read(text)
    assert time.process_time() - begun < 0.25  # expected: 0.05; a quadratic reading took seconds


def test_chatter_stays_chatter() -> None:
    assert LEARNED.read("锦绣坊的奶茶真好喝").problems == ()
