"""Patterns compiled late: every one of the program's is sound, and each does what one compiled at once would do."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module

import pytest

import bot.reading
from bot.reading.late_patterns import LatePattern, late

_MODULES = [import_module(f"bot.reading.{each.name}") for each in pkgutil.iter_modules(bot.reading.__path__)]
LATE = {
    f"{module.__name__}.{name}": pattern
    for module in _MODULES
    for name, pattern in vars(module).items()
    if isinstance(pattern, LatePattern)
}


@pytest.mark.parametrize("pattern", LATE.values(), ids=list(LATE))
def test_every_source_can_be_compiled(pattern: re.Pattern[str]) -> None:
    assert pattern.pattern  # asking compiles it


def test_there_are_many() -> None:
    assert len(LATE) > 60


def test_it_is_not_compiled_before_it_is_asked() -> None:
    broken = late("(")
    with pytest.raises(re.error, match="unterminated"):
        broken.search("x")


def test_it_has_all_that_a_pattern_has() -> None:
    pattern, sound = late("(?P<a>B)|c.d", re.DOTALL), re.compile("(?P<a>B)|c.d", re.DOTALL)
    assert (pattern.pattern, pattern.flags, pattern.groupindex) == (sound.pattern, sound.flags, sound.groupindex)
    for _ in range(2):
        assert [match.span() for match in pattern.finditer("Bc\nd")] == [(0, 1), (1, 4)]
        assert pattern.sub("-", "Bc\nd") == "--"
    with pytest.raises(AttributeError):
        _ = pattern.nothing  # type: ignore[attr-defined]
