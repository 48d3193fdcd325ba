"""A messenger's own ways: albums, replies, edits, deletions, the menu of commands, a reload, a second person."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import Newcomer
from tests.browser.demo import Demo
from tests.browser.visitor import CHEN, LI, PINGDONG, RIDERS, WANG, ZHAO, Visitor

HAS_REACTIONS = """([chat, key]) => import("/static/world.js").then(({ world }) =>
  world.chats.get(chat).messages.get(key).reactions.length > 0)"""
"""What another person did has come to the page, whether or not it is drawn."""


def test_an_album_stands_together_and_becomes_one_card(visitor: Visitor) -> None:
    place = "东方丽景41栋"
    visitor.be(ZHAO, RIDERS)
    visitor.post(f"{place}窨井盖破损，很危险", samples=["open manhole", "dark lamp", "broken bin"])
    post = visitor.message(f"{place}窨井盖破损")
    visitor.sees_photo(post, 3)
    visitor.sees_reaction(post, "✍")
    visitor.be(LI, PINGDONG)
    card = visitor.message("待受理", place, "照片 3 张", buttons=["照片(3)"])
    visitor.sees_photo(card)


def test_a_wide_picture_is_shown_whole(visitor: Visitor, folder: Path) -> None:
    wide = folder / "bulletin.png"
    Image.new("RGB", (800, 370), "white").save(wide)
    visitor.be(WANG, RIDERS)
    visitor.post("上周的简报，大家看看", files=[wide])
    post = visitor.message("上周的简报，大家看看")
    visitor.sees_photo(post)
    shown = post.locator(".photo img").bounding_box()
    assert shown is not None
    assert shown["width"] / shown["height"] == pytest.approx(800 / 370, rel=0.02)


def test_one_s_own_words_are_edited_and_deleted(visitor: Visitor) -> None:
    visitor.be(WANG, RIDERS)
    visitor.post("今天风真大，大家慢点骑")
    said = visitor.message("今天风真大")
    said.locator(".bubble").click(button="right")
    expect(visitor.page.locator(".menu")).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.locator(".menu")).to_have_count(0)
    visitor.choose(said, "edit")
    expect(visitor.words).to_have_value("今天风真大，大家慢点骑")
    visitor.words.fill("今天风不大了")
    visitor.send()
    visitor.sees(said, "今天风不大了", "已编辑")
    visitor.choose(said, "delete")
    visitor.sees_no_more(said)


def test_a_reply_quotes_and_jumps(visitor: Visitor) -> None:
    visitor.be(WANG, RIDERS)
    visitor.post("中午一起吃面吗")
    asked = visitor.message("中午一起吃面吗")
    visitor.be(ZHAO, RIDERS)
    visitor.post("好啊，老地方见", reply_to=asked)
    answer = visitor.message("好啊，老地方见")
    expect(answer.locator(".quote")).to_contain_text("王师傅")
    answer.locator(".quote").click()
    expect(asked).to_be_in_viewport()


def test_the_menu_offers_what_the_bot_has_set(visitor: Visitor) -> None:
    visitor.be(CHEN, "甘棠镇协调群")
    visitor.words.press_sequentially("/st")
    offered = visitor.page.get_by_role("option")
    expect(offered.first).to_contain_text("/stats")
    visitor.words.press("Enter")
    figures = visitor.message("黄山区", buttons=["今日"])
    expect(visitor.words).to_have_value("")
    visitor.sees_photo(figures)


def test_a_reload_in_the_middle_keeps_everything(visitor: Visitor) -> None:
    visitor.be(ZHAO, RIDERS)
    visitor.post("这条消息要留下")
    visitor.message("这条消息要留下")
    visitor.words.fill("还没写完的半句")
    visitor.reload()
    visitor.message("这条消息要留下")
    expect(visitor.words).to_have_value("还没写完的半句")
    visitor.send()
    assert "own" in str(visitor.message("还没写完的半句").get_attribute("class"))


def test_somebody_else_sees_it_live(visitor: Visitor, newcomer: Newcomer) -> None:
    other = newcomer()
    other.be(LI, PINGDONG)
    visitor.be(WANG, RIDERS)
    visitor.post("阳光新城51栋的垃圾桶坏了", samples=["broken bin"])
    card = other.message("待受理", "阳光新城51栋", buttons=["受理"])
    other.sees_photo(card)
    other.press(card, "受理")
    other.sees(card, "处理中")
    other.be(ZHAO, RIDERS)
    seen = other.message("阳光新城51栋的垃圾桶坏了")
    visitor.choose(visitor.message("阳光新城51栋的垃圾桶坏了"), "edit")
    visitor.words.fill("阳光新城51栋的垃圾桶坏了，桶盖也没了")
    visitor.send()
    other.sees(seen, "桶盖也没了")


def test_a_press_on_a_message_that_changes_meanwhile_is_not_lost(visitor: Visitor, demo: Demo) -> None:
    place = "广场花苑小区27栋"
    visitor.be(WANG, RIDERS)
    visitor.post(f"{place}的垃圾桶坏了")
    visitor.be(LI, PINGDONG)
    card = visitor.message("待受理", place, buttons=["受理", "办结"])
    chen = next(person["id"] for person in demo.world()["people"] if person["name"] == CHEN)
    chat, key = card.get_attribute("data-chat"), card.get_attribute("data-key")
    with visitor.holding(card, "受理"):
        demo.ask("/page/react", **{"as": chen, "chat": int(chat or 0), "message": int(key or 0), "emoji": "👍"})
        visitor.page.wait_for_function(HAS_REACTIONS, arg=[int(chat or 0), int(key or 0)])
    visitor.sees(card, "处理中")
    visitor.sees_reaction(card, "👍")
