"""A visitor in front of the page: chooses who to be, opens chats, writes, presses, and sees what everybody sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.demo import Demo

RIDERS, PINGDONG, DESK = "甘棠镇骑手随手拍", "平东社区工作群", "甘棠镇协调群"
WANG, ZHAO, LI, CHEN = "王师傅", "小赵", "李书记", "陈主任"
PATIENCE_MS = 20_000.0
"""For whatever must become visible; a busy machine may stand still for several seconds."""

_MOST_LEAPS = 12
_IS_DARK = """() => {
  const light = (css) => css.match(/[\\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
  const { color, backgroundColor } = getComputedStyle(document.body);
  return light(color) > light(backgroundColor);
}"""
_AT_REST = "() => !document.getAnimations().some((each) => each instanceof CSSTransition)"
_PHOTOS_THERE = """([key, chat, count]) => {
  const photos = [...document.querySelectorAll(`#talk .message[data-key="${key}"][data-chat="${chat}"] .photos img`)];
  const missing = photos.find((photo) => !photo.complete || !photo.naturalWidth);
  missing?.scrollIntoView({ block: "nearest" });  // they are loaded when they come into view
  return photos.length === count && !missing;
}"""


class Visitor:
    """One browser window. The names are those of the demo's town."""

    def __init__(self, page: Page, demo: Demo) -> None:
        self.page = page
        self._demo = demo
        page.set_default_timeout(PATIENCE_MS)

    def arrive(self) -> None:
        """Open the page, and wait until it knows the world."""
        self.page.goto(self._demo.address)
        self.loaded()

    def reload(self) -> None:
        self.page.reload()
        self.loaded()

    def loaded(self) -> None:
        expect(self.page.locator("[data-person]").first).to_be_attached(timeout=PATIENCE_MS)

    def be(self, name: str, chat: str) -> None:
        """Become somebody, and open one of their chats."""
        world = self._demo.world()
        person = next(person["id"] for person in world["people"] if person["name"] == name)
        # A private chat bears its person's name; on the page it is the bot's.
        place = next(place["id"] for place in world["chats"] if place["title"] == chat)
        back = self.page.locator("[data-do=back]")
        if back.is_visible():  # on a phone, where one column is shown at a time
            back.click()
        self.page.locator(f'[data-person="{person}"]').click()
        self.page.locator(f'#who [data-chat-id="{place}"]').click()
        expect(self.page.locator("#compose, #talk [data-do=start]").first).to_be_visible(timeout=PATIENCE_MS)

    @property
    def words(self) -> Locator:
        """Where one writes."""
        return self.page.locator("#compose textarea")

    def post(
        self, text: str, *, samples: Sequence[str] = (), files: Sequence[Path] = (), reply_to: Locator | None = None
    ) -> None:
        """Write something, perhaps with photos, and send it."""
        if reply_to is not None:
            self.choose(reply_to, "reply")
        for sample in samples:
            self.attach_sample(sample)
        if files:
            self.attach(*files)
        self.words.fill(text)
        self.send()

    def send(self) -> None:
        self.page.locator("#compose [data-do=send]").click()

    def attach_sample(self, name: str) -> None:
        """Take one of the drawn photos."""
        self.page.locator("#compose [data-do=attach]").click()
        self.page.locator(f'[data-sample="{name}"]').click()

    def attach(self, *files: Path) -> None:
        """Take photos of one's own."""
        self.page.locator('input[type=file][accept*="image"]').first.set_input_files(files)

    def choose(self, message: Locator, action: str) -> None:
        """Open a message's menu and take one of its actions."""
        message.locator(".bubble").click(button="right")
        self.page.locator(f"#over .menurow[data-do={action}]").click()

    def message(self, *words: str, buttons: Sequence[str] = ()) -> Locator:
        """The newest message that is seen with all of these words and buttons: that one, however it changes."""
        found = self.page.locator("#talk .message")
        for word in words:
            found = found.filter(has_text=word)
        for button in buttons:
            found = found.filter(has=self.page.locator(_key(button)))
        expect(found.last).to_be_visible(timeout=PATIENCE_MS)
        key, chat = found.last.get_attribute("data-key"), found.last.get_attribute("data-chat")
        return self.page.locator(f'#talk .message[data-key="{key}"][data-chat="{chat}"]')

    def press(self, message: Locator, button: str) -> None:
        message.locator(_key(button)).click()

    @contextmanager
    def holding(self, message: Locator, button: str) -> Iterator[None]:
        """A slow press: what is done inside happens between finger down and finger up."""
        message.locator(_key(button)).hover()
        self.page.mouse.down()
        yield
        self.page.mouse.up()

    def sees(self, message: Locator, *words: str) -> None:
        for word in words:
            expect(message).to_contain_text(word, timeout=PATIENCE_MS)

    def sees_reaction(self, message: Locator, emoji: str) -> None:
        expect(message.locator(f'.chip[data-emoji="{emoji}"]')).to_be_visible(timeout=PATIENCE_MS)

    def has(self, *words: str) -> bool:
        """Whether a message with all of these words is there now."""
        found = self.page.locator("#talk .message")
        for word in words:
            found = found.filter(has_text=word)
        return found.count() > 0

    def sees_no_more(self, message: Locator) -> None:
        expect(message).to_have_count(0, timeout=PATIENCE_MS)

    def sees_photo(self, message: Locator, count: int = 1) -> None:
        """So many photos of the message are really there, with pixels."""
        key, chat = message.get_attribute("data-key"), message.get_attribute("data-chat")
        self.page.wait_for_function(_PHOTOS_THERE, arg=[key, chat, count], timeout=PATIENCE_MS)

    def is_told(self, words: str) -> None:
        """A note that comes and goes by itself says this."""
        expect(self.page.locator("#toasts")).to_contain_text(words, timeout=PATIENCE_MS)

    def do(self, name: str) -> None:
        """Press one of the page's own controls: leap-hour, play, stop-bot …"""
        self.page.locator(f"[data-do={name}]:visible").first.click()

    def leap_until(self, leap: str, condition: Callable[[], bool]) -> None:
        """Let time pass, leap by leap, until it is so; a leap is over when its button can be pressed again."""
        button = self.page.locator(f"[data-do={leap}]")
        for _ in range(_MOST_LEAPS):
            button.click()
            expect(button).to_be_enabled(timeout=PATIENCE_MS)
            if condition():
                return
        raise AssertionError(f"{_MOST_LEAPS} times {leap}, and it did not come to pass")

    def tell(self, what: str) -> None:
        """Press play, pause or step; back when the server has heard of it."""
        with self.page.expect_response("**/page/story"):
            self.do(what)

    def is_dark(self) -> bool:
        """Whether the letters are lighter than what is behind them, when all that moves has come to rest."""
        self.page.wait_for_function(_AT_REST, timeout=PATIENCE_MS)
        return bool(self.page.evaluate(_IS_DARK))


def _key(button: str) -> str:
    """The selector of a button below a message."""
    return f'.key[data-text="{button}"]'
