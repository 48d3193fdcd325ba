"""Applying a model: grams, the likeliest code, the words that say so, and aliases against the sum of all words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.grams import grams_of
from tests.reading.models import a_model, an_alias, scorer


def test_grams_mark_the_edges_of_letters_and_leave_out_digits() -> None:
    assert grams_of("井盖12栋", 2) == {"井", "盖", "栋", " 井", "井盖", "盖 ", " 栋", "栋 "}


def test_where_signs_tell_digits_are_alike_and_no_gram_breaks_a_line() -> None:
    assert grams_of("盖1B?", 2, letters=False) == {"盖", "0", "b", "?", " 盖", "盖0", "0b", "b?", "? "}
    assert not any("\n" in gram for gram in grams_of("井盖\n坏了", 2, letters=False))


def test_a_guess_names_the_stretch_that_speaks_for_it() -> None:
    guess = scorer({"枯": "trees", "枝": "trees", "灯": "lamps"}).guess("大门口12号枯枝很多")
    assert guess is not None
    assert (guess.code, "大门口12号枯枝很多"[guess.start : guess.end]) == ("trees", "枯枝")
    assert guess.confidence > 0.9


def test_two_voices_for_two_codes_are_no_certainty() -> None:
    guess = scorer({"枝": "trees", "灯": "lamps"}).guess("树枝挡了路灯")
    assert guess is not None
    assert guess.confidence == 0.5


@pytest.mark.parametrize("text", ["", "12345", "，。！", "毫不相干"])
def test_of_a_text_without_anything_known_nothing_is_guessed(text: str) -> None:
    assert scorer({"枝": "trees", "灯": "lamps"}).guess(text) is None


@given(st.text(max_size=300))
def test_any_text_is_guessed_within_its_bounds(text: str) -> None:
    guess = scorer({" ": "a", "的": "b", "a": "a", "b ": "b"}).guess(text)
    if guess is not None:
        assert 0 <= guess.start < guess.end <= len(text)
        assert 0 <= guess.confidence <= 1


UNITS = {"锦绣": "longxi", "翠湖": "pingdong"}


def test_a_learned_alias_says_the_unit() -> None:
    guess = a_model(aliases=[an_alias("锦绣坊", "longxi")]).unit_of("锦绣坊井盖坏了")
    assert guess is not None
    assert guess[:] == ("longxi", 0.99, 0, 3)


def test_aliases_of_two_units_say_nothing() -> None:
    model = a_model(aliases=[an_alias("锦绣坊", "longxi"), an_alias("翠湖", "pingdong")])
    assert model.unit_of("锦绣坊和翠湖都停水") is None


def test_an_alias_that_other_words_contradict_says_nothing() -> None:
    model = a_model(units=UNITS, aliases=[an_alias("门前", "longxi")])
    assert model.unit_of("翠湖门前") is None


def test_an_alias_that_is_not_sure_enough_says_nothing() -> None:
    assert a_model(aliases=[an_alias("锦绣坊", "longxi", confidence=0.9)]).unit_of("锦绣坊") is None


def test_the_sum_of_all_words_routes_above_its_bar_alone() -> None:
    assert a_model(units=UNITS).unit_of("锦绣那边") is not None
    assert a_model(units=UNITS, sure=1.0).unit_of("锦绣那边") is None
