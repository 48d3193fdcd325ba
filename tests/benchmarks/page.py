"""Page: from the press on send to what is seen, in a real browser in front of the real demo; and the page's weight."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page

from tests.browser.chromium import NoBrowser, browser
from tests.browser.demo import Demo, running_demo
from tests.browser.visitor import LI, PINGDONG, RIDERS, WANG, Visitor

POSTS = 20
GOAL_REACTION_MS = 500
GOAL_CARD_MS = 1_000
GOAL_WEIGHT_KB = 150

_WATCH = """([words, sign]) => {
  const there = (message) => message.textContent.includes(words) && message.querySelector(sign) !== null
    && [...message.querySelectorAll(".photos img")].every((photo) => photo.complete && photo.naturalWidth > 0);
  window.seen = new Promise((resolve) => {
    const look = () => requestAnimationFrame(() => {
      if (![...document.querySelectorAll("#talk .message")].some(there)) return look();
      resolve(performance.timeOrigin + performance.now());
    });
    look();
  });
}"""
"""Looks at each frame that is drawn: `seen` is the moment of the first in which it is there, its photos included."""
_WATCH_SEND = """() => {
  const send = document.querySelector("#compose [data-do=send]");
  const note = () => { window.sent = performance.timeOrigin + performance.now(); };
  send.addEventListener("click", note, { capture: true });
}"""
_WEIGHT = """() => {
  const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  const own = entries.filter(({ name }) => !new URL(name).pathname.startsWith("/page/"));
  const files = new Map(own.map((entry) => [entry.name, [entry.decodedBodySize, entry.encodedBodySize]]));
  return [...files.values()];
}"""
"""Of each file of the page that was loaded: its bytes unpacked and as they were sent; a file is loaded once."""


def run() -> None:
    print(f"page: Chromium in front of the demo, {POSTS} posts with a photo, milliseconds from the press on send")
    try:
        with browser() as started:
            _measure(started)
    except NoBrowser as reason:
        print(f"  not measured: {reason}")


def _measure(chromium: Browser) -> None:
    with tempfile.TemporaryDirectory() as folder, running_demo(Path(folder)) as demo:
        courier, secretary = _window(chromium, demo), _window(chromium, demo)
        courier.be(WANG, RIDERS)
        secretary.be(LI, PINGDONG)
        taken = [_one_post(courier, secretary, f"阳光新城{number}栋") for number in range(101, 101 + POSTS)]
        reactions, cards = zip(*taken, strict=True)
        _print("reaction visible", reactions, GOAL_REACTION_MS)
        _print("card with its photo visible", cards, GOAL_CARD_MS)
        files: list[list[int]] = _window(chromium, demo).page.evaluate(_WEIGHT)
        unpacked, sent = (sum(sizes) / 1000 for sizes in zip(*files, strict=True))
        print(f"  weight, without photos: {len(files)} files, {sent:.0f} kB on the way,", end=" ")
        print(f"{unpacked:.1f} unpacked; expected < {GOAL_WEIGHT_KB}")


def _window(chromium: Browser, demo: Demo) -> Visitor:
    visitor = Visitor(chromium.new_context(locale="zh-CN").new_page(), demo)
    visitor.arrive()
    return visitor


def _one_post(courier: Visitor, secretary: Visitor, place: str) -> tuple[float, float]:
    """Milliseconds until the courier sees the first reaction, and the secretary the card."""
    courier.attach_sample("broken bin")
    courier.words.fill(f"{place}的垃圾桶坏了")
    courier.page.evaluate(_WATCH_SEND)
    courier.page.evaluate(_WATCH, [place, ".chip"])
    secretary.page.evaluate(_WATCH, [place, ".key"])
    courier.send()
    reaction, card = _seen(courier.page), _seen(secretary.page)
    sent: float = courier.page.evaluate("() => window.sent")
    return reaction - sent, card - sent


def _seen(page: Page) -> float:
    moment: float = page.evaluate("() => window.seen")
    return moment


def _print(what: str, taken: Sequence[float], goal: int) -> None:
    print(f"  {what:29} median {median(taken):5.0f}   worst {max(taken):5.0f}   expected < {goal}")
