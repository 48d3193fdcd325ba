"""The buttons of who reported it: what each state asks, and what is left once they said that it is solved."""

from __future__ import annotations

import pytest

from bot.domain.tickets import State
from bot.notices.closure_buttons import closure_buttons, objection_button
from tests.notices.samples import TEXTS, a_ticket
from tests.notices.test_buttons import data, labels

STARS = ["1⭐", "2⭐", "3⭐", "4⭐", "5⭐"]


@pytest.mark.parametrize(
    ("state", "thanked", "final", "shown"),
    [
        (State.RESOLVED, False, False, ["已解决", "未解决"]),
        (State.RESOLVED, True, False, [*STARS, "未解决"]),
        (State.CLOSED, False, False, ["未解决"]),
        (State.CLOSED, True, False, [*STARS, "未解决"]),
        (State.CLOSED, True, True, STARS),
    ],
)
def test_what_is_asked(state: State, thanked: bool, final: bool, shown: list[str]) -> None:
    assert labels(closure_buttons(TEXTS, a_ticket(state=state), thanked=thanked, final=final)) == shown


def test_given_stars_are_marked_and_may_be_changed() -> None:
    rows = closure_buttons(TEXTS, a_ticket(state=State.CLOSED, stars=2), thanked=True, final=True, stars=2)
    assert labels(rows) == ["1⭐", "✓2", "3⭐", "4⭐", "5⭐"]
    assert data(rows) == [f"thank:{a_ticket().id}:{count}" for count in range(1, 6)]


@pytest.mark.parametrize(
    ("state", "objected", "shown"),
    [(State.REJECTED, False, ["有异议"]), (State.REJECTED, True, []), (State.TRIAGE, False, [])],
)
def test_an_objection_is_offered_once(state: State, objected: bool, shown: list[str]) -> None:
    assert labels(objection_button(TEXTS, a_ticket(state=state, objected=objected))) == shown
