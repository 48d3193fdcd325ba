"""What the other tests trust in: the watch hears every complaint, and the measures of looks see what is wrong."""

from __future__ import annotations

import time

from playwright.sync_api import Browser

from tests.browser.conftest import PHONE
from tests.browser.demo import PATIENCE, Demo
from tests.browser.looks import too_pale, too_small, too_wide
from tests.browser.watch import Watch

_UGLY = """<div id=app><main id=talk style="width: 500px">
  <p style="color: #999; background: #fff">pale</p> <p style="color: #333; background: #fff">clear</p>
  <p><span style="color: #0008">half</span></p>
  <button style="width: 90px; height: 30px; padding: 0">flat</button>
  <button style="width: 90px; height: 44px; padding: 0">good</button></main></div>"""


def test_the_watch_hears_every_complaint(chromium: Browser, demo: Demo) -> None:
    watch = Watch(demo.address)
    with chromium.new_context() as context:
        watch.put_on(context)
        page = context.new_page()
        page.goto(f"{demo.address}/static/bee.svg")
        assert watch.complaints() == []
        heard: list[str] = []

        def hears(complaint: str) -> bool:
            ends = time.monotonic() + PATIENCE
            while not any(complaint in one for one in heard) and time.monotonic() < ends:
                page.wait_for_timeout(20)
                heard.extend(watch.complaints())
            return any(complaint in one for one in heard)

        page.evaluate("() => console.warn('hm')")
        assert hears("console warning: hm")
        page.evaluate("() => { setTimeout(() => { throw new Error('broken') }); }")
        assert hears("page error: broken")
        page.goto(f"{demo.address}/static/nothing.js")
        assert hears("404")
        page.route("http://elsewhere.invalid/", lambda route: route.abort("namenotresolved"))
        page.evaluate("() => fetch('http://elsewhere.invalid/', { mode: 'no-cors' }).catch(() => {})")
        assert hears("elsewhere.invalid")


def test_the_measures_see_what_is_wrong(chromium: Browser) -> None:
    with chromium.new_context(viewport=PHONE) as context:
        page = context.new_page()
        page.set_content(_UGLY)
        assert [found.split("“")[1][:4] for found in too_pale(page)] == ["pale", "half"]
        assert [found.split("“")[1][:4] for found in too_small(page, "#app")] == ["flat"]
        assert any(found.startswith("main") for found in too_wide(page))
