"""What people do to a page: a photo of 30 MB, a text that calls itself a photo, 5,000 characters, markup."""

from __future__ import annotations

import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect

from tests.browser.visitor import LI, PINGDONG, RIDERS, WANG, Visitor


def test_a_photo_of_30_mb_is_made_smaller_and_sent(visitor: Visitor, folder: Path) -> None:
    width = 3250
    noise = Image.frombytes("RGB", (width, width), os.urandom(width * width * 3))
    photo = folder / "noise.png"
    noise.save(photo, compress_level=0)
    assert photo.stat().st_size > 30_000_000
    visitor.be(WANG, RIDERS)
    visitor.post("阳光新城61栋楼道堆满杂物", files=[photo])
    post = visitor.message("阳光新城61栋楼道堆满杂物")
    visitor.sees_photo(post)
    visitor.sees_reaction(post, "✍")
    visitor.be(LI, PINGDONG)
    visitor.sees_photo(visitor.message("待受理", "阳光新城61栋"))


def test_a_text_that_calls_itself_a_photo_is_refused_by_name(visitor: Visitor, folder: Path) -> None:
    wolf = folder / "垃圾桶.jpg"
    wolf.write_text("我不是照片\n" * 100, encoding="utf-8")
    visitor.be(WANG, RIDERS)
    visitor.attach(wolf)
    expect(visitor.page.get_by_text("“垃圾桶.jpg”不是图片").first).to_be_visible()
    expect(visitor.page.locator("#compose img")).to_have_count(0)


def test_an_empty_file_is_refused_and_a_thin_photo_is_offered_as_a_file(visitor: Visitor, folder: Path) -> None:
    empty, thin = folder / "空.jpg", folder / "细.png"
    empty.touch()
    Image.new("RGB", (4000, 20)).save(thin)
    visitor.be(WANG, RIDERS)
    notice = visitor.page.locator("#compose .notice")
    visitor.attach(empty)
    expect(notice).to_contain_text("“空.jpg”是空的")
    expect(notice.locator("[data-do=notice-act]")).to_have_count(0)
    visitor.attach(thin)
    expect(notice).to_contain_text("“细.png”太狭长")
    notice.locator("[data-do=notice-act]").click()
    expect(visitor.page.locator("#compose .trayfile")).to_contain_text("细.png")


def test_what_nobody_can_see_is_not_sent(visitor: Visitor) -> None:
    visitor.be(WANG, RIDERS)
    visitor.words.fill("\u200b \u200d")
    expect(visitor.page.locator("#compose [data-do=send]")).to_be_disabled()
    visitor.words.fill("\u200b好")
    expect(visitor.page.locator("#compose [data-do=send]")).to_be_enabled()
    visitor.words.fill("")


def test_5000_characters_are_counted_and_can_be_shortened(visitor: Visitor) -> None:
    visitor.be(WANG, RIDERS)
    visitor.words.fill("长" * 5000)
    expect(visitor.page.locator("#talk")).to_contain_text("还要删去 904 个字")
    expect(visitor.page.locator("#compose [data-do=send]")).to_be_disabled()
    visitor.words.press("Enter")
    expect(visitor.words).to_have_value("长" * 5000)
    visitor.words.fill("长" * 4096)
    visitor.send()
    visitor.message("长" * 100)


def test_markup_is_words(visitor: Visitor) -> None:
    written = "平东小区71栋<img src=x onerror=\"document.title='taken'\"><b>垃圾桶坏了</b> &amp; <script>1</script>"
    visitor.be(WANG, RIDERS)
    visitor.post(written)
    post = visitor.message("平东小区71栋<img")
    visitor.sees(post, written)
    visitor.sees_reaction(post, "✍")
    expect(post.locator(".text img, .text b, .text script")).to_have_count(0)
    visitor.be(LI, PINGDONG)
    card = visitor.message("待受理", "平东小区71栋")
    visitor.sees(card, "<img src=x")
    expect(card.locator(".text img, .text script")).to_have_count(0)
    assert visitor.page.title() != "taken"
