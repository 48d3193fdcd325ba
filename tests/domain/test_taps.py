"""A tap's data: a verb and its arguments, whatever a client sends."""

from __future__ import annotations

import pytest

from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Tap
from bot.domain.tickets import Move


@pytest.mark.parametrize(
    ("data", "verb", "arguments"),
    [
        ("accept:1024", "accept", ["1024"]),
        ("units:1024::0", "units", ["1024", "", "0"]),
        ("", "", []),
        (":", "", [""]),
        ("accept", "accept", []),
    ],
)
def test_verb_and_arguments(data: str, verb: str, arguments: list[str]) -> None:
    tap = Tap(42, "王骑手", -1001, 5, data)
    assert (tap.verb, tap.arguments) == (verb, arguments)


def test_arguments_are_read_by_what_they_should_be() -> None:
    tap = Tap(42, "王骑手", -1001, 5, "preset:1024:resolve:")
    assert (tap.number(0), tap.choice(1, Move), tap.argument(2)) == (1024, Move.RESOLVE, "")


@pytest.mark.parametrize("written", ["", "x", "-1", " 1", "１", "1e3", "9" * 19, "\x00"])
def test_what_is_no_number_is_a_button_of_before(written: str) -> None:
    with pytest.raises(Refused) as caught:
        Tap(42, "王骑手", -1001, 5, f"accept:{written}").number(0)
    assert caught.value.reason is Refusal.STALE_BUTTON


@pytest.mark.parametrize(("data", "position"), [("preset", 0), ("preset:1024", 1), ("preset:1024:dance", 1)])
def test_what_is_no_choice_is_a_button_of_before(data: str, position: int) -> None:
    with pytest.raises(Refused) as caught:
        Tap(42, "王骑手", -1001, 5, data).choice(position, Move)
    assert caught.value.reason is Refusal.STALE_BUTTON
