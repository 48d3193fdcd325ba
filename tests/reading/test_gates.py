"""The gates that spare a pattern most of its work: they let every beginning through that the pattern has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest

from bot.reading import clauses, emergencies, fault_patterns, kinds, mark_pattern, squeezing
from bot.reading.late_patterns import LatePattern

_PARSER = import_module("re._parser")
_MODULES = (clauses, emergencies, fault_patterns, kinds, mark_pattern, squeezing)
Beginnings = tuple[set[int], bool] | None
"""The characters with which a pattern may begin and whether it may be empty; None: this test cannot say."""


def _of_set(items: Iterable[Any]) -> set[int] | None:
    found: set[int] = set()
    for kind, value in items:
        match str(kind):
            case "LITERAL":
                found.add(value)
            case "RANGE":
                found.update(range(value[0], value[1] + 1))
            case _:
                return None
    return found


def _of_any(branches: Iterable[Any]) -> Beginnings:
    found: set[int] = set()
    empty = False
    for branch in branches:
        begins = _beginnings(branch)
        if begins is None:
            return None
        found |= begins[0]
        empty = empty or begins[1]
    return found, empty


def _of_one(kind: str, value: Any) -> Beginnings:
    match kind:
        case "LITERAL":
            return {value}, False
        case "IN":
            listed = _of_set(value)
            return None if listed is None else (listed, False)
        case "BRANCH":
            return _of_any(value[1])
        case "SUBPATTERN":
            return _beginnings(value[3])
        case "MAX_REPEAT" | "MIN_REPEAT":
            begins = _beginnings(value[2])
            return None if begins is None else (begins[0], begins[1] or value[0] == 0)
        case "ASSERT" | "ASSERT_NOT" | "AT":
            return set(), True
        case _:
            return None


def _beginnings(sequence: Iterable[Any]) -> Beginnings:
    found: set[int] = set()
    for kind, value in sequence:
        begins = _of_one(str(kind), value)
        if begins is None:
            return None
        found |= begins[0]
        if not begins[1]:
            return found, False
    return found, True


def _gated(module: ModuleType) -> Iterable[tuple[str, Any, Any]]:
    """Patterns of the form (?=[…])(?:…) and […](?<=(?=…).): their name, the set and what comes behind it."""
    for name, pattern in vars(module).items():
        if not isinstance(pattern, (re.Pattern, LatePattern)):
            continue
        parsed = list(_PARSER.parse(pattern.pattern, pattern.flags & (re.VERBOSE | re.DOTALL)))
        if str(pattern.pattern).lstrip().startswith("(?=[") and str(parsed[0][0]) == "ASSERT":
            yield name, parsed[0][1][1], parsed[1:]
        elif [str(kind) for kind, _ in parsed] == ["IN", "ASSERT"]:
            (ahead, (_, rest)), _ = parsed[1][1][1]
            assert str(ahead) == "ASSERT"
            yield name, parsed[:1], list(rest)


GATES = [
    pytest.param(gate, rest, id=f"{module.__name__}.{name}")
    for module in _MODULES
    for name, gate, rest in _gated(module)
]


@pytest.mark.parametrize(("gate", "rest"), GATES)
def test_every_beginning_passes(gate: Any, rest: Any) -> None:
    begins, passes = _beginnings(rest), _beginnings(gate)
    if begins is None or passes is None:
        return  # it begins with a class such as \s: nothing that could be listed
    assert not begins[1], "it may be empty: the lookahead would change what it finds"
    assert "".join(map(chr, sorted(begins[0] - passes[0]))) == ""


def test_there_are_some() -> None:
    assert len(GATES) > 6


@pytest.mark.parametrize(
    "text",
    [
        "有人喊救命",
        "他中毒了",
        "说要自杀",
        "她割腕了",
        "有人上吊",
        "他想不开",
        "有人抢劫",
        "他们动刀了",
        "不省人事",
        "他晕过去了",
        "心脏病发",
        "头破血流",
        "老人没反应",
        "孩子没动静",
        "人不动了",
        "孩子叫不醒",
        "人关在电梯里",
        "有人掉进井里",
        "有人跌下去",
        "车撞到人",
        "车把人撞了",
        "撞人了",
        "路面塌了个大洞",
        "地陷了个坑",
        "墙塌了",
        "天坑",
        "塔吊倒了",
        "火灾",
        "有明火",
        "火苗",
        "燃起来",
        "火没灭",
        "走火了",
        "漏电电到狗",
        "水里带电",
    ],
)
def test_no_danger_told_in_other_words_is_kept_out(text: str) -> None:
    assert emergencies._FRAMES.search(text) is not None
    assert emergencies._FRAMED.search(text) is not None
