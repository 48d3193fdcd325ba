"""Guarded patterns know all characters with which a branch may begin: worked out anew from the branches."""

from __future__ import annotations

import importlib
import re
from typing import Any

import pytest

from bot.reading import fault_patterns, kinds, order_patterns
from bot.reading.first_characters import anywhere, spans
from bot.reading.late_patterns import LatePattern

_PARSER: Any = importlib.import_module("re._parser")
_GUARDED = re.compile(r"\[(?P<first>(?:\\.|[^\]])*)\]\(\?<=\(\?=(?P<branches>.*)\)\(\?s:\.\)\)", re.DOTALL)


def _guarded() -> dict[str, re.Match[str]]:
    found = {}
    for module in (fault_patterns, kinds, order_patterns):
        for name, value in vars(module).items():
            if not isinstance(value, (re.Pattern, LatePattern)):
                continue
            if (guarded := _GUARDED.fullmatch(value.pattern)) is not None:
                found[f"{module.__name__}.{name}"] = guarded
    return found


GUARDED = _guarded()


def _openings(parsed: Any) -> tuple[set[str], bool]:
    """Samples of what a parsed pattern may begin with, and whether it may be empty."""
    samples: set[str] = set()
    for operation, told in parsed:
        more, empty = _opening(str(operation), told)
        samples |= more
        if not empty:
            return samples, False
    return samples, True


def _opening(operation: str, told: Any) -> tuple[set[str], bool]:
    match operation:
        case "LITERAL":
            return {chr(told)}, False
        case "IN":
            return set().union(*(_listed(str(kind), value) for kind, value in told)), False
        case "BRANCH":
            parts = [_openings(branch) for branch in told[1]]
            return set().union(*(samples for samples, _ in parts)), any(empty for _, empty in parts)
        case "SUBPATTERN":
            return _openings(told[3])
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            samples, empty = _openings(told[2])
            return samples, empty or told[0] == 0
        case "AT" | "ASSERT" | "ASSERT_NOT":
            return set(), True
    raise AssertionError(f"{operation} may begin with anything: no pattern to guard")


def _listed(kind: str, value: Any) -> set[str]:
    match kind:
        case "LITERAL":
            return {chr(value)}
        case "RANGE":
            return {chr(code) for code in range(value[0], value[1] + 1)}
        case "CATEGORY" if str(value) == "CATEGORY_DIGIT":
            return {"0", "9", "\u0663"}
    raise AssertionError(f"{kind} may begin with anything: no pattern to guard")


def test_there_are_guarded_patterns() -> None:
    assert len(GUARDED) > 8


@pytest.mark.parametrize("name", GUARDED)
def test_all_first_characters_are_listed(name: str) -> None:
    samples, empty = _openings(_PARSER.parse(GUARDED[name]["branches"]))
    assert samples
    assert not empty
    listed = re.compile(f"[{GUARDED[name]['first']}]")
    assert not [char for char in samples if listed.fullmatch(char) is None]


def test_a_branch_is_found_wherever_it_stands() -> None:
    assert anywhere("路井", "路灯|井盖$").search("3栋井盖") is not None
    assert anywhere("路井", "路灯|井盖$").search("井盖没了") is None


def test_a_span_is_the_first_group() -> None:
    found = spans("路\n", "路灯.?|\n路").search("小区\n路灯")
    assert found is not None
    assert found.span(1) == (2, 4)
