"""Records that are made quickly are those that their own constructors make."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError

import pytest

from bot.domain.readings import Problem, Spot
from bot.domain.routing import ProblemFacts
from bot.reading.records import maker


def test_a_record_is_as_its_constructor_makes_it() -> None:
    made = maker(ProblemFacts)("city", "lamp", None, "龙西小区", ("longxi",), ())
    assert type(made) is ProblemFacts
    assert made == ProblemFacts("city", "lamp", None, "龙西小区", ("longxi",), ())
    assert hash(made) == hash(ProblemFacts("city", "lamp", None, "龙西小区", ("longxi",), ()))
    assert repr(made).startswith("ProblemFacts(category='city'")


def test_a_record_is_frozen() -> None:
    spot = maker(Spot)("龙西小区", "longxi", "3栋", None, None, None, None, None, None)
    with pytest.raises(FrozenInstanceError):
        spot.building = "5栋"  # type: ignore[misc]


def test_a_record_goes_through_a_pipe() -> None:
    problem = maker(Problem)("路灯不亮", "city", "lamp", None, None, 0.9, None, "longxi", (), "place", ())
    assert pickle.loads(pickle.dumps(problem)) == problem


def test_all_fields_are_wanted() -> None:
    with pytest.raises(TypeError):
        maker(Problem)("路灯不亮")
