"""How the workers share the tests out: a file goes to one of them, the browser's to one, and long ones come first."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

BROWSER = "tests/browser"
"""Its tests look at one demo through one browser; a second worker would start both anew."""
LONG = (
    BROWSER,
    "tests/stories/test_kill.py",
    "tests/demo",
    "tests/commands/test_demo.py",
    "tests/commands",
    "tests/learning",
    "tests/stories",
)
"""Where the long ones are, the longest first: one that is begun last is waited for by the other workers."""


def unit_of(nodeid: str) -> str:
    """What a test is given out with: its file, or the whole of the browser's tests."""
    return BROWSER if nodeid.startswith(f"{BROWSER}/") else nodeid.partition("::")[0]


def rank(nodeid: str) -> int:
    """The place of a test in the order in which units are given out."""
    return next((place for place, where in enumerate(LONG) if nodeid.startswith(where)), len(LONG))


class Sharing(LoadScopeScheduling):
    """Gives out a unit at a time.

    pytest-xdist's own groups (`xdist_group`) are without effect since pytest 9.2 has ids of another type, and given
    out one by one, thousands of tests of a millisecond each wait for the one that gives them out.
    """

    def __init__(self, config: pytest.Config, log: Any) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)
