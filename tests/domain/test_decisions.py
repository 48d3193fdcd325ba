"""Decisions: kept in an event's details and read back, in the names of the book."""

from __future__ import annotations

import pytest

from bot.demo.example import example_area
from bot.domain.areas import Route
from bot.domain.decisions import Decision, decide, read_decision
from bot.domain.readings import Problem, Reason

AREA = example_area()


def test_what_is_kept_is_read_back() -> None:
    problem = Problem(
        summary="井盖没了",
        category="facilities",
        subcategory=None,
        confidence=0.9,
        unit_code="longxi",
        candidates=("longxi", "longbei"),
        rule="place",
        why=(Reason("place", "龙西小区", 0, 4), Reason("fault", "a@b:c", 5, 10)),
    )
    decision = decide(AREA, problem, asked=True)
    assert decision.unit == AREA.unit_name("longxi")
    assert read_decision(decision.as_details()) == decision


def test_nothing_is_kept_of_nothing() -> None:
    assert Decision().as_details() == {}
    assert read_decision({}) == Decision()


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("category=safety unit=longxi", "公共安全、龙西社区"),
        ("class=A", "A类"),
        ("class=urgent place=龙西小区", "急、龙西小区"),
        ("subcategory=fire_lane", "占用消防通道"),
    ],
)
def test_a_route_is_told_in_the_words_of_the_book(when: str, told: str) -> None:
    area = AREA.model_copy(update={"routes": (Route(when=when, to="longxi"),)})
    assert decide(area, Problem("井盖没了", rule="route 1", unit_code="longxi")).route == told


@pytest.mark.parametrize("written", ["place", "place:龙西小区", "place:龙西小区@", "place:龙西小区@4", "", "@:-"])
def test_a_reason_that_was_written_otherwise_is_read_as_far_as_it_goes(written: str) -> None:
    reason = Reason.read(written)
    assert (reason.start, reason.end) == (0, 0)
