"""A tap's data: a verb and its arguments, whatever a client sends."""

from __future__ import annotations

import pytest

from bot.domain.taps import Tap


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
