"""How it looks: nothing wider than the screen, both languages, light and dark, and words that can be read in them."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Newcomer
from tests.browser.looks import too_pale, too_small, too_wide
from tests.browser.visitor import LI, PINGDONG, RIDERS, WANG, Visitor

WIDTHS = (360, 414, 768, 1100, 1360, 1920)
_LONG = "阳光新城81栋" + "很长很长的一句话" * 6 + "https://example.org/" + "a" * 90


def test_nothing_is_wider_than_the_screen(visitor: Visitor) -> None:
    visitor.be(WANG, RIDERS)
    visitor.post(f"{_LONG} 垃圾桶坏了", samples=["broken bin", "new bin"])
    visitor.sees_photo(visitor.message("很长很长的一句话"), 2)
    wide = {}
    for width in WIDTHS:
        visitor.page.set_viewport_size({"width": width, "height": 800})
        wide[width] = too_wide(visitor.page)
    assert wide == {width: [] for width in WIDTHS}


def test_on_a_phone_everything_is_reached_by_the_thumb(newcomer: Newcomer) -> None:
    visitor = newcomer(viewport=PHONE, is_mobile=True, has_touch=True, device_scale_factor=2)
    visitor.be(WANG, RIDERS)
    visitor.post("阳光新城91栋的垃圾桶坏了", samples=["broken bin"])
    post = visitor.message("阳光新城91栋")
    visitor.sees_reaction(post, "✍")
    assert (too_wide(visitor.page), too_small(visitor.page, "#app")) == ([], [])
    post.locator(".more").click()
    expect(visitor.page.locator(".menu")).to_be_visible()
    assert too_small(visitor.page, ".menu") == []
    visitor.page.go_back()
    expect(visitor.page.locator(".menu")).to_have_count(0)
    expect(post).to_be_visible()
    visitor.be(LI, PINGDONG)
    card = visitor.message("待受理", "阳光新城91栋", buttons=["受理"])
    card_chat = card.get_attribute("data-chat")
    visitor.press(card, "受理")
    visitor.sees(card, "处理中")
    assert (too_wide(visitor.page), too_small(visitor.page, "#app")) == ([], [])
    visitor.page.locator("[data-opens=stage]:visible").first.click()
    expect(visitor.page.locator("#clock")).to_be_visible()
    assert (too_wide(visitor.page), too_small(visitor.page, "#stage")) == ([], [])
    visitor.page.go_back()
    expect(visitor.page.locator("#clock")).to_be_hidden()
    expect(card).to_be_visible()
    visitor.page.go_back()
    expect(visitor.page.locator(f'[data-chat-id="{card_chat}"]')).to_be_visible()
    assert (too_wide(visitor.page), too_small(visitor.page, "#app")) == ([], [])


def test_light_and_dark_follow_the_system_and_the_switch(newcomer: Newcomer) -> None:
    for scheme in ("light", "dark"):
        visitor = newcomer(color_scheme=scheme)
        visitor.be(WANG, RIDERS)
        assert (visitor.is_dark(), too_pale(visitor.page)) == (scheme == "dark", [])
        visitor.do("theme")
        assert (visitor.is_dark(), too_pale(visitor.page)) == (scheme != "dark", [])
        visitor.reload()
        assert visitor.is_dark() == (scheme != "dark")


def test_both_languages(newcomer: Newcomer) -> None:
    visitor = newcomer(locale="en-GB")
    visitor.be(WANG, RIDERS)
    expect(visitor.page.locator("#stage")).to_contain_text("Stories")
    expect(visitor.page.locator("html")).to_have_attribute("lang", "en-GB")
    visitor.do("language")
    expect(visitor.page.locator("#stage")).to_contain_text("剧情")
    visitor.reload()
    expect(visitor.page.locator("#stage")).to_contain_text("剧情")
