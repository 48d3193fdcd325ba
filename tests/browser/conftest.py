"""One demo and one browser for all of these tests, and a fresh window for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import NoBrowser, browser
from tests.browser.demo import Demo, running_demo
from tests.browser.visitor import Visitor
from tests.browser.watch import Watch

DESKTOP = {"width": 1360, "height": 860}
PHONE = {"width": 360, "height": 740}

Newcomer = Callable[..., Visitor]


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with ExitStack() as resources:
        try:
            yield resources.enter_context(browser())
        except NoBrowser as reason:
            pytest.skip(str(reason))


@pytest.fixture(scope="package")
def demo(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo, begun. It asks for the browser first: without one nothing need be started."""
    with running_demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture
def newcomer(chromium: Browser, demo: Demo) -> Iterator[Newcomer]:
    """Opens windows, each a browser of its own: newcomer(**options of Playwright's new_context).

    Whatever one of them complained of by the end of the test fails it.
    """
    watch = Watch(demo.address)
    with ExitStack() as windows:

        def come(**options: Any) -> Visitor:
            context = chromium.new_context(
                **{"locale": "zh-CN", "viewport": DESKTOP, "reduced_motion": "reduce", **options}
            )
            windows.callback(context.close)
            watch.put_on(context)
            visitor = Visitor(context.new_page(), demo)
            visitor.arrive()
            return visitor

        yield come
    assert watch.complaints() == []


@pytest.fixture
def visitor(newcomer: Newcomer) -> Visitor:
    return newcomer()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path
