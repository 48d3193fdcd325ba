"""`python -m tests.browser.screenshots FOLDER`: the pictures of the docs, taken of the real demo at good moments.

`readmes`, `clock` or `drawn` behind the folder takes some of them: those of the READMEs and guides, those of reminders,
or what the bot itself draws.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from playwright.sync_api import expect

from tests.browser import pictures_of_the_clock
from tests.browser.chromium import browser
from tests.browser.demo import Demo, running_demo
from tests.browser.photographer import DESKTOP, Photographer
from tests.browser.visitor import CHEN, DESK, LI, PATIENCE_MS, PINGDONG, RIDERS, WANG
from tests.drawing import pictures

_PLACE = "平东小区6栋"


def main(folder: Path, parts: Sequence[str]) -> None:
    """Raises KeyError for a part that is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in parts or _PARTS:
        _PARTS[part](folder)


def _taken(take: Callable[[Photographer, Demo], None], folder: Path) -> None:
    """In a demo of its own."""
    with tempfile.TemporaryDirectory() as scratch, browser() as chromium, running_demo(Path(scratch)) as demo:
        take(Photographer(chromium, demo, folder), demo)


def _readmes(photographer: Photographer, demo: Demo) -> None:
    """A card as the story has it, one ticket by hand, and the figures at the end of the stories."""
    demo.play_until("bin", 1)
    desktop = photographer.window(**DESKTOP)
    desktop.be(LI, PINGDONG)
    desktop.sees_photo(desktop.message("待受理", buttons=["受理", "办结"]))
    photographer.take("desktop", desktop)
    _one_ticket(photographer, demo)
    _guides(photographer)
    demo.play_until("stats", 1)
    stats = photographer.phone(CHEN, DESK)
    stats.post("/stats 本周")
    figures = stats.message("黄山区", "周", "按期")
    stats.sees_photo(figures)
    figures.evaluate("(node) => { node.scrollIntoView(); node.closest('.scroller').scrollBy(0, -12); }")
    photographer.take("phone-stats", stats)


def _one_ticket(photographer: Photographer, demo: Demo) -> None:
    courier = photographer.phone(WANG, RIDERS)
    courier.post(f"{_PLACE}的垃圾桶坏了", samples=["broken bin"])
    courier.sees_photo(courier.message(f"{_PLACE}的垃圾桶坏了"))
    secretary = photographer.phone(LI, PINGDONG)
    card = secretary.message("待受理", _PLACE)
    secretary.sees_photo(card)
    photographer.take("phone-card", secretary)
    demo.ask("/page/time", ahead=2400)
    secretary = photographer.phone(LI, PINGDONG, color_scheme="dark")
    secretary.post("已处理，换了新桶", reply_to=secretary.message("待受理", _PLACE))
    courier.message("已办结", _PLACE, buttons=["已解决", "未解决"])
    photographer.take("phone-riders", courier)
    secretary.choose(secretary.message("待复核", _PLACE), "behind")
    secretary.page.locator("#glass").get_by_text("已送达").first.wait_for()
    photographer.take("phone-dark", secretary)


_PAIR = 426
"""Pixels of height that before and after have side by side on the page; the after-photo alone is higher."""
_LAMP = "平东小区8栋"
_HOLE = "平东小区9栋"


def _guides(photographer: Photographer) -> None:
    """What the users' guides tell of: the courier's last word, the secretary's choices, the coordinator's consent."""
    courier = photographer.phone(WANG, RIDERS)
    courier.post(f"{_LAMP}的路灯不亮", samples=["dark lamp"])
    secretary = photographer.phone(LI, PINGDONG)
    card = secretary.message("待受理", _LAMP)
    secretary.sees_photo(card)
    secretary.post("换了灯泡，亮了", reply_to=card, samples=["lit lamp"])
    closure = courier.message("已办结", _LAMP, buttons=["已解决", "未解决"])
    courier.press(closure, "已解决")
    closed = courier.message("已结案", _LAMP, buttons=["5⭐"])
    courier.sees_photo(closed)
    expect(closed.locator(".photos img")).to_have_js_property("naturalHeight", _PAIR, timeout=PATIENCE_MS)
    photographer.take("guide-courier", courier)

    courier = photographer.phone(WANG, RIDERS)
    courier.post(f"{_HOLE}门口的井盖破了", samples=["open manhole"])
    card = secretary.message("待受理", _HOLE)
    secretary.sees_photo(card)
    secretary.press(card, "更多 ›")
    secretary.message("待受理", _HOLE, buttons=["挂账", "备注"])
    photographer.take("guide-secretary", secretary)

    secretary = photographer.phone(LI, PINGDONG)
    secretary.post("挂账 到12月5日 等井盖到货", reply_to=secretary.message("待受理", _HOLE))
    coordinator = photographer.phone(CHEN, DESK)
    coordinator.message("申请挂账", _HOLE, buttons=["同意", "不同意"])
    photographer.take("guide-coordinator", coordinator)
    coordinator = photographer.phone(CHEN, DESK)
    asked = coordinator.message("申请挂账", _HOLE, buttons=["同意"])
    coordinator.press(asked, "同意")  # or it is late on the stories' morning, which tell of another
    expect(asked.locator(".key")).to_have_count(0, timeout=PATIENCE_MS)
    coordinator.page.context.close()
    secretary.page.context.close()
    courier.page.context.close()


_PARTS: dict[str, Callable[[Path], None]] = {
    "drawn": pictures.main,
    "readmes": partial(_taken, _readmes),
    "clock": partial(_taken, pictures_of_the_clock.take_all),
}

if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
