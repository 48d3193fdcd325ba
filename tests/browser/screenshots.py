"""`python -m tests.browser.screenshots FOLDER`: the pictures of the READMEs, taken of the real demo at good moments."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser

from tests.browser.chromium import browser
from tests.browser.demo import Demo, running_demo
from tests.browser.visitor import CHEN, DESK, LI, PINGDONG, RIDERS, WANG, Visitor

PHONE = {"viewport": {"width": 390, "height": 780}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
DESKTOP = {"viewport": {"width": 1440, "height": 900}, "device_scale_factor": 1.5}
LARGEST = 250_000
"""Bytes of one picture: whoever reads the README on a phone waits for it."""
_BIN = "广场花苑小区3栋"


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

    def take(self, name: str, visitor: Visitor) -> None:
        """What the window shows now, as a PNG, and closes the window."""
        visitor.page.evaluate("() => document.activeElement?.blur()")
        visitor.page.mouse.move(0, 0)
        data = _small(visitor.page.screenshot(animations="disabled", caret="hide"))
        (self._folder / f"{name}.png").write_bytes(data)
        print(f"{name}.png {len(data) / 1000:.0f} kB")  # noqa: T201 - what the command answers
        visitor.page.context.close()

    def phone(self, name: str, person: str, chat: str, *words: str, **look: Any) -> None:
        visitor = self.window(**PHONE, **look)
        visitor.be(person, chat)
        visitor.sees_photo(visitor.message(*words))
        self.take(name, visitor)


def main(folder: Path) -> None:
    """Play the story of the bin, and the figures at the end of all stories."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, browser() as chromium, running_demo(Path(scratch)) as demo:
        photographer = Photographer(chromium, demo, folder)
        demo.play_until("bin", 2)
        photographer.phone("phone-card", LI, PINGDONG, "处理中", _BIN)
        demo.play_until("bin", 4)
        photographer.phone("phone-riders", WANG, RIDERS, "已办结", _BIN)
        photographer.phone("phone-dark", WANG, RIDERS, "已办结", _BIN, color_scheme="dark")
        desktop = photographer.window(**DESKTOP)
        desktop.be(LI, PINGDONG)
        desktop.sees_photo(desktop.message("已处理，桶盖修好了"))
        photographer.take("desktop", desktop)
        demo.play_until("stats", 1)
        photographer.phone("phone-stats", CHEN, DESK, "黄山区", "按期")


def _small(png: bytes) -> bytes:
    """The same picture in fewer bytes: losslessly if that is enough, else in 256 colours."""
    with Image.open(io.BytesIO(png)) as picture:
        whole = picture.convert("RGB")
    for candidate in (whole, whole.quantize(256, dither=Image.Dither.NONE)):
        out = io.BytesIO()
        candidate.save(out, "PNG", optimize=True)
        if out.tell() < LARGEST:
            break
    return out.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
