"""One demo, one browser and one window for all of these tests, the window as empty for each as a fresh one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import NoBrowser, browser
from tests.browser.demo import Demo, running_demo
from tests.browser.visitor import Visitor
from tests.browser.watch import Watch

DESKTOP = {"width": 1360, "height": 860}
PHONE = {"width": 360, "height": 740}

_OPTIONS: dict[str, Any] = {"locale": "zh-CN", "viewport": DESKTOP, "reduced_motion": "reduce"}
_FORGET = "() => { localStorage.clear(); sessionStorage.clear(); }"

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
            context = chromium.new_context(**_OPTIONS | options)
            windows.callback(context.close)
            watch.put_on(context)
            visitor = Visitor(context.new_page(), demo)
            visitor.arrive()
            return visitor

        yield come
    assert watch.complaints() == []


@pytest.fixture(scope="package")
def window(chromium: Browser, demo: Demo) -> Iterator[tuple[Page, Watch]]:
    """The window of most tests. To open one costs the machine three seconds of work, to load the page again one."""
    watch = Watch(demo.address)
    with chromium.new_context(**_OPTIONS) as context:
        watch.put_on(context)
        yield context.new_page(), watch


@pytest.fixture
def visitor(window: tuple[Page, Watch], demo: Demo) -> Iterator[Visitor]:
    """Somebody who comes to the page for the first time: nothing of who sat there before is left in the window.

    Whatever it complained of by the end of the test fails it.
    """
    page, watch = window
    page.set_viewport_size(DESKTOP)
    visitor = Visitor(page, demo)
    visitor.arrive()
    yield visitor
    page.unroute_all()
    page.mouse.move(0, 0)
    page.goto(f"{demo.address}/static/bee.svg")  # of the same origin, and itself without a memory
    page.evaluate(_FORGET)
    assert watch.complaints() == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path
