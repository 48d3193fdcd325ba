"""Names that no book knows, as they stand before a building: 幸福新村3栋 says more than 3栋 to who goes there."""

from __future__ import annotations

import re

from bot.domain.readings import Problem
from bot.reading.places import ORDINARY

_BEFORE = 12
"""Characters looked at before the building: estates have two to eight."""

_KINDS = (
    "(?:小区|新村|花园|花苑|家园|家苑|公寓|名苑|雅苑|大院|大厦|广场|市场|公园|小学|中学|学校|医院"
    "|[里苑府城园庄村路街巷])"
)
_NAME = re.compile(f"([\u4e00-\u9fffA-Za-z0-9]{{1,8}}{_KINDS})的?$")
_NOT_A_NAME = re.compile("^(?:请问|麻烦|你好|您好|大家|看下|看一下|反映|在|我们?|这个|那个|就|是|到|去)+")


def name_as_written(text: str, problem: Problem) -> str | None:
    """What looks like the name of the place; None where the book knows it, or where nothing stands before the tail."""
    span = _span(text, problem)
    return text[slice(*span)] if span is not None else None


def _span(text: str, problem: Problem) -> tuple[int, int] | None:
    """Where the name stands, half-open."""
    if problem.spot is None or problem.spot.name is not None:
        return None
    for reason in problem.why:
        before = max(0, reason.start - _BEFORE)
        if reason.kind == "address" and (found := _NAME.search(text[before : reason.start])):
            end = before + found.end(1)
            start = end - len(_NOT_A_NAME.sub("", found[1]))
            return (start, end) if start < end else None
    return None


_SHORTEST = 3
_KIND = re.compile(f"{_KINDS}$")
_LONGEST_OWN = 6
"""Characters before 小区, 新村, 路: where there are more, talk stands in front of the name."""
_UP_TO = re.compile(
    ".*(?:位于|[在到去是的有住了啊呀呢吧啦]|[今昨前][天晚早日]|[早晚]上|[上中下]午|刚才|刚刚|现在|目前|反映|报告|投诉|发现|看见|路过|经过)"
)
_SAID_OF_ANY = re.compile(
    "[我你您他她它这那哪谁啥们]|隔壁|对面|旁边|附近|前面|后面|楼下|门口|路口"
    "|^(?:[老新旧大小本该某每各全菜]|整个|农贸|安置|高层|封闭|开放|单身|出租|地下|周边)?$"
)
"""What makes a name nobody's own: 隔壁小区, 我们村, 菜市场."""


def name_to_remember(text: str, problem: Problem) -> str | None:
    """The unknown name as far as it would still mean this place in another post; None where it would not.

    What the reading took for something else (a unit's name, a thing, a fault) and 在, 到, 的 do not belong to it.
    """
    span = _span(text, problem)
    if span is None:
        return None
    start, end = span
    start = max([start, *(reason.end for reason in problem.why if reason.start < end)])
    name = _UP_TO.sub("", text[start:end])
    own = _KIND.sub("", name)
    if len(name) < _SHORTEST or len(own) > _LONGEST_OWN or own.isascii():
        return None
    if name in ORDINARY or _SAID_OF_ANY.search(own):
        return None
    return name


def place_as_written(text: str, problem: Problem) -> str | None:
    """The place as people know it: 幸福新村3栋; None for a problem without a spot."""
    if problem.spot is None:
        return None
    return (name_as_written(text, problem) or "") + problem.spot.on_screen()


def summary_without_name(text: str, problem: Problem) -> str:
    """What is wrong, without the name that the place says already."""
    name = name_as_written(text, problem)
    return (problem.summary.removeprefix(name).removeprefix("的") or problem.summary) if name else problem.summary
