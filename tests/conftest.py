"""What goes for all tests: modules are compiled once, the workers share the tests out in a way of their own, and
whatever the program says meanwhile is searched for tokens and personal data (tests/secrecy/).
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Generator
from typing import Any

import pytest
import structlog
from hypothesis import settings

from bot.children.resting import collector_at_rest
from tests.secrecy.watch import WATCH
from tests.sharing import rank, workers

# The suite starts the program a hundred times, and each worker rewrites the asserts of every test. Where nothing of
# it may be kept (PYTHONDONTWRITEBYTECODE), all of that is compiled again each time.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# How long one example takes says how busy the machine is: speed is measured by the benchmarks, against a floor.
settings.register_profile("fengshao", deadline=None)
settings.load_profile("fengshao")

WATCH.install()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Twelve thousand tests that all stay: to look them through as they come is a sixth of the time, in each worker."""
    with collector_at_rest():
        return (yield)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: rank(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from tests.sharing import Sharing

    return Sharing(config, log)


@pytest.hookimpl(optionalhook=True, wrapper=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """`-n auto`; a number said by PYTEST_XDIST_AUTO_NUM_WORKERS is kept."""
    cores = yield
    return cores if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ else workers(cores)


def pytest_runtest_setup() -> None:
    _put_logs_back()
    WATCH.hear_events()


def _put_logs_back() -> None:
    """A command that ran in this process has set them up for itself: what it asked for is no other test's."""
    root = logging.getLogger()
    for handler in [one for one in root.handlers if getattr(one, "of_fengshao", False)]:
        root.removeHandler(handler)
    root.setLevel(logging.WARNING)
    logging.disable(logging.NOTSET)
    structlog.reset_defaults()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Generator[None, Any, Any]:
    """After the fixtures have ended what they started. Who said what must not be said fails."""
    try:
        return (yield)
    finally:
        said = WATCH.findings()
        assert not said, "what nobody may say was said:\n" + "\n".join(said[:10])
