"""Names that no book knows, as they stand before a building: 幸福新村3栋 says more than 3栋 to who goes there."""

from __future__ import annotations

import re

from bot.domain.readings import Problem

_BEFORE = 12
"""Characters looked at before the building: estates have two to eight."""

_NAME = re.compile(
    "([\u4e00-\u9fffA-Za-z0-9]{1,8}"
    "(?:小区|新村|花园|花苑|家园|家苑|公寓|名苑|雅苑|大院|大厦|广场|市场|公园|小学|中学|学校|医院|[里苑府城园庄村路街巷]))的?$"
)
_NOT_A_NAME = re.compile("^(?:请问|麻烦|你好|您好|大家|看下|看一下|反映|在|我们?|这个|那个|就|是|到|去)+")


def name_as_written(text: str, problem: Problem) -> str | None:
    """What looks like the name of the place; None where the book knows it, or where nothing stands before the tail."""
    if problem.spot is None or problem.spot.name is not None:
        return None
    for reason in problem.why:
        if reason.kind == "address" and (found := _NAME.search(text[max(0, reason.start - _BEFORE) : reason.start])):
            return _NOT_A_NAME.sub("", found[1]) or None
    return None


def place_as_written(text: str, problem: Problem) -> str | None:
    """The place as people know it: 幸福新村3栋; None for a problem without a spot."""
    if problem.spot is None:
        return None
    return (name_as_written(text, problem) or "") + problem.spot.on_screen()


def summary_without_name(text: str, problem: Problem) -> str:
    """What is wrong, without the name that the place says already."""
    name = name_as_written(text, problem)
    return (problem.summary.removeprefix(name).removeprefix("的") or problem.summary) if name else problem.summary
