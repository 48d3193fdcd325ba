"""A small book to add faults to, and the faults of what was added."""

from __future__ import annotations

from textwrap import dedent

import pytest

from bot.domain.area_book import AreaBookFaults, read_area_book
from bot.domain.categories import BUILT_IN
from bot.domain.routing import route_faults

SMALL = """\
[area]
name = "黄山区"

[[unit]]
code = "gantang"
name = "甘棠镇"
kind = "street"

[[unit]]
code = "longxi"
name = "龙西社区"
kind = "community"
parent = "gantang"
keywords = ["龙西"]

[[place]]
name = "龙西小区"
unit = "longxi"
aliases = ["龙西新村"]
lat = 30.29
lon = 118

[[category]]
code = "lighting"
name = "照明"
class = "B"

[[category.sub]]
code = "dark"
name = "灯不亮"
limit = "6h"
keywords = ["路灯"]
"""


def faults(text: str) -> list[str]:
    """What is told of this book, a line each, in its order."""
    with pytest.raises(AreaBookFaults) as caught:
        read_area_book(text, "area.toml", BUILT_IN, route_faults)
    return caught.value.lines()


def added(text: str) -> list[str]:
    """The faults of the small book with more at its end; the first line added is line 1 of the result."""
    start = SMALL.count("\n")
    lines = [line.removeprefix("area.toml:").partition(":") for line in faults(SMALL + dedent(text).lstrip("\n"))]
    return [f"{int(number) - start}:{message}" for number, _, message in lines]
