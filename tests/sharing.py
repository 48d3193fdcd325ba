"""How the workers share the tests out: a file to one, the browser's to one, a fault alone; the long ones first."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

BROWSER = "tests/browser"
"""Its tests look at one demo through one browser; a second worker would start both anew."""
FAULTS = "tests/torture/test_torture.py"
"""Each of them has a world and a bot of its own, and mostly waits: one after the other they are half of the run."""
LONG = (
    BROWSER,
    FAULTS,
    "tests/demo",
    "tests/commands/test_demo.py",
    "tests/commands",
    "tests/learning",
    "tests/stories",
)
"""Where the long ones are, the longest first: one that is begun last is waited for by the other workers."""


def workers(cores: int) -> int:
    """How many share `cores` processors: a worker spends a third of its time waiting for a process, a page or a clock,
    and two of them left two processors idle for a quarter of the run."""
    return cores + (cores + 1) // 2


def unit_of(nodeid: str) -> str:
    """What a test is given out with: its file, or the whole of the browser's tests; a fault alone."""
    if nodeid.startswith(f"{FAULTS}::"):
        return nodeid
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
        self._places: dict[str, int] = {}

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)

    def mark_test_complete(self, node: WorkerController, item_index: int, duration: float = 0) -> None:
        """A unit that is done is let go: all that a worker was ever given is counted through after each test."""
        units = self.assigned_work[node]
        unit = unit_of(self.registered_collections[node][item_index])
        super().mark_test_complete(node, item_index, duration)
        if all(units[unit].values()):
            del units[unit]

    def _assign_work_unit(self, node: WorkerController) -> None:
        """The next unit, its tests told by their places, which are looked up: a search for each is ten million steps
        in a run of ten thousand tests."""
        if not self._places:
            self._places = {nodeid: place for place, nodeid in enumerate(self.registered_collections[node])}
        unit, tests = self.workqueue.popitem(last=False)
        self.assigned_work[node][unit] = tests
        node.send_runtest_some([self._places[nodeid] for nodeid, done in tests.items() if not done])
