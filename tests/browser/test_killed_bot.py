"""The bot's process is killed under the page: the page says so, keeps what is posted, and goes on when it is back."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.demo import Demo, until
from tests.browser.visitor import LI, PINGDONG, RIDERS, WANG, Visitor


def test_killed_from_outside_it_comes_back_by_itself(visitor: Visitor, demo: Demo) -> None:
    place = "平东小区81栋"
    visitor.be(WANG, RIDERS)
    banner = visitor.page.locator("#banner")
    expect(banner).to_be_empty()
    killed = demo.kill_bot()
    expect(banner).to_contain_text("消息已收好")
    visitor.post(f"{place}的垃圾桶坏了")
    post = visitor.message(place)
    visitor.sees_reaction(post, "✍")
    expect(banner).to_be_empty()
    visitor.be(LI, PINGDONG)
    visitor.message("待受理", place, buttons=["受理"])
    assert until("another process is the bot", demo.bot) != killed


def test_stopped_from_the_page_it_stays_down_until_it_is_started(visitor: Visitor, demo: Demo) -> None:
    place = "平东小区91栋"
    visitor.be(WANG, RIDERS)
    banner = visitor.page.locator("#banner")
    visitor.do("stop-bot")
    expect(banner).to_contain_text("机器人没有运行")
    until("the bot's process is gone", lambda: demo.bot() is None)
    visitor.post(f"{place}的垃圾桶坏了", samples=["broken bin"])
    post = visitor.message(place)
    expect(post.locator(".ticks")).to_have_attribute("title", "机器人还没收到")
    visitor.reload()
    expect(banner).to_contain_text("机器人没有运行")
    expect(post.locator(".chip")).to_have_count(0)
    banner.get_by_role("button", name="启动机器人").click()
    visitor.sees_reaction(post, "✍")
    expect(post.locator(".ticks")).to_have_attribute("title", "机器人已收到")
    expect(banner).to_be_empty()
    visitor.be(LI, PINGDONG)
    visitor.sees_photo(visitor.message("待受理", place, buttons=["受理"]))
