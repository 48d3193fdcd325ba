"""The photographer: opens windows on the demo's page and takes pictures of them, small enough for a phone to load."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Locator, ViewportSize, expect

from tests.browser.demo import Demo
from tests.browser.visitor import PATIENCE_MS, Visitor

_WIDTH = 412
_SIZE: ViewportSize = {"width": _WIDTH, "height": 880}
PHONE = {"viewport": _SIZE, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
DESKTOP = {"viewport": {"width": 1440, "height": 900}, "device_scale_factor": 1.5}
LARGEST = 250_000
"""Bytes of one picture: whoever reads the README on a phone waits for it."""
_AIR = 12
"""Pixels below the last message of a stretch, and a third of it above the first."""
_A_GLANCE_MS = 200.0
"""In which the page comes to rest after it was scrolled, or its window changed."""
_FIND = """(key) => {
  const message = document.querySelector(`#talk .message[data-key="${key}"]`);
  // The line with the day stands before the first message of it, and belongs to it.
  const before = message.previousElementSibling;
  return { message, begin: before && !before.matches(".message") ? before : message };
}"""
_STRETCH = f"""([first, last]) => {{
  const find = {_FIND}, scroller = find(first).message.closest(".scroller");
  const top = find(first).begin.getBoundingClientRect().top;
  const bottom = find(last).message.getBoundingClientRect().bottom;
  return {{ length: bottom - top, around: window.innerHeight - scroller.clientHeight }};
}}"""
_SHOW = f"""([first, last, air]) => {{
  const find = {_FIND}, scroller = find(first).message.closest(".scroller");
  const {{ top, bottom }} = scroller.getBoundingClientRect();
  scroller.scrollBy(0, find(first).begin.getBoundingClientRect().top - top - air);
  const end = find(last).message.getBoundingClientRect().bottom + 3 * air;
  return {{ top: document.querySelector(".talkhead").getBoundingClientRect().top, bottom: Math.min(end, bottom) }};
}}"""


class Photographer:
    """Takes pictures of the demo into a folder."""

    def __init__(self, chromium: Browser, demo: Demo, folder: Path) -> None:
        self._chromium = chromium
        self._demo = demo
        self._folder = folder

    def window(self, **look: Any) -> Visitor:
        context = self._chromium.new_context(locale="zh-CN", reduced_motion="reduce", **look)
        visitor = Visitor(context.new_page(), self._demo)
        visitor.arrive()
        return visitor

    def phone(self, person: str, chat: str, **look: Any) -> Visitor:
        """A phone's window on somebody's chat, the story's caption folded."""
        visitor = self.window(**PHONE, **look)
        visitor.be(person, chat)
        visitor.page.locator("#caption [data-caption=fold]").click()
        return visitor

    def take(self, name: str, visitor: Visitor) -> None:
        """What the window shows now, and closes the window."""
        _hands_off(visitor)
        self._keep(name, visitor.page.screenshot(animations="disabled", caret="hide"))
        visitor.page.context.close()

    def take_stretch(self, name: str, visitor: Visitor, first: Locator, last: Locator) -> None:
        """A phone's chat from one message to another, below the head with the chat's name: the window stays open."""
        page = visitor.page
        keys = [message.get_attribute("data-key") for message in (first, last)]
        _hands_off(visitor)
        for _ in range(2):  # in a window of another height photos come into view that were not loaded
            measured = page.evaluate(_STRETCH, keys)
            height = round(measured["around"] + measured["length"] + _AIR)
            page.set_viewport_size({"width": _WIDTH, "height": height})
            page.wait_for_timeout(_A_GLANCE_MS)
        page.evaluate(_SHOW, [*keys, _AIR // 3])
        page.wait_for_timeout(_A_GLANCE_MS)
        shown = page.evaluate(_SHOW, [*keys, _AIR // 3])
        png = page.screenshot(
            animations="disabled",
            caret="hide",
            clip={"x": 0, "y": shown["top"], "width": _WIDTH, "height": shown["bottom"] - shown["top"]},
        )
        self._keep(name, png)
        page.set_viewport_size(_SIZE)

    def take_file(self, name: str, visitor: Visitor, message: Locator) -> None:
        """The picture that a message carries as a file, half as wide as it is."""
        link = message.get_by_role("link").first.get_attribute("href")
        answer = visitor.page.request.get(f"{self._demo.address}{link}")
        with Image.open(io.BytesIO(answer.body())) as page:
            half = page.convert("RGB").resize((page.width // 2, page.height // 2), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        half.save(out, "PNG")
        self._keep(name, out.getvalue())

    def _keep(self, name: str, png: bytes) -> None:
        data = _small(png)
        assert len(data) < LARGEST, f"{name} has {len(data)} bytes; no more than {LARGEST} were wished for"
        (self._folder / f"{name}.png").write_bytes(data)
        sys.stdout.write(f"{name}.png {len(data) / 1000:.0f} kB\n")


def _hands_off(visitor: Visitor) -> None:
    """Nothing is focused, nothing is pointed at, and no note that comes and goes lies over the chat."""
    expect(visitor.page.locator("#toasts > *")).to_have_count(0, timeout=PATIENCE_MS)
    visitor.page.evaluate("() => document.activeElement?.blur()")
    visitor.page.mouse.move(0, 0)


def _small(png: bytes) -> bytes:
    """The same picture in a third of the bytes: in its own 256 colours, which nobody can tell from all of them."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(png)) as picture:
        whole = picture.convert("RGB")
    own = whole.quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=4)
    whole.quantize(palette=own, dither=Image.Dither.FLOYDSTEINBERG).save(out, "PNG", optimize=True)
    return out.getvalue()
