"""What the other tests trust in: the watch hears every complaint, and the measures of looks see what is wrong."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.browser.conftest import PHONE
from tests.browser.demo import Demo
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
        page.evaluate("() => console.warn('hm')")
        page.evaluate("() => { setTimeout(() => { throw new Error('broken') }); }")
        page.goto(f"{demo.address}/static/nothing.js")
        page.route("http://elsewhere.invalid/", lambda route: route.abort("namenotresolved"))
        page.evaluate("() => fetch('http://elsewhere.invalid/', { mode: 'no-cors' }).catch(() => {})")
        page.wait_for_timeout(100)
    heard = "\n".join(watch.complaints())
    for complaint in ("console warning: hm", "page error: broken", "404", "elsewhere.invalid"):
        assert complaint in heard


def test_the_measures_see_what_is_wrong(chromium: Browser) -> None:
    with chromium.new_context(viewport=PHONE) as context:
        page = context.new_page()
        page.set_content(_UGLY)
        assert [found.split("“")[1][:4] for found in too_pale(page)] == ["pale", "half"]
        assert [found.split("“")[1][:4] for found in too_small(page, "#app")] == ["flat"]
        assert any(found.startswith("main") for found in too_wide(page))
