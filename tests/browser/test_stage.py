"""Around the messenger: stories step by step, what lies under the glass, and starting over."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Newcomer
from tests.browser.demo import Demo
from tests.browser.visitor import CHEN, DESK, LI, PINGDONG, RIDERS, WANG, Visitor


def test_stories_are_stepped_played_paused_and_survive_a_reload(visitor: Visitor, demo: Demo) -> None:
    line = visitor.page.locator("#stage .told p").first
    coming = demo.coming_lines()
    visitor.be(CHEN, CHEN)  # the chat with the bot bears the person's name
    expect(visitor.page.locator(".talkhead")).to_contain_text("蜂哨")
    visitor.tell("step")
    expect(line).to_have_text(coming[0])
    demo.story_at_rest()
    expect(visitor.page.locator(".talkhead")).to_contain_text("群")  # the view has followed the story
    visitor.tell("play")
    expect(line).to_have_text(coming[1])
    visitor.tell("pause")
    demo.story_at_rest()
    visitor.tell("step")
    demo.story_at_rest()
    expect(line).to_have_text(coming[1])
    visitor.reload()
    expect(line).to_have_text(coming[1])
    assert demo.coming_lines() == coming[2:]


def test_starting_over_is_asked_first_and_clears_the_town(newcomer: Newcomer, demo: Demo) -> None:
    visitor = newcomer()
    visitor.be(WANG, RIDERS)
    visitor.post("这条消息会消失")
    said = visitor.message("这条消息会消失")
    visitor.do("again")
    visitor.page.locator("dialog").get_by_role("button", name="取消").click()
    expect(said).to_be_visible()
    visitor.do("again")
    visitor.do("again-yes")
    visitor.sees_no_more(said)
    expect(visitor.page.locator("#compose")).to_contain_text("小镇正在准备")
    visitor.be(WANG, RIDERS)
    visitor.post("平东小区101栋的垃圾桶坏了")
    visitor.sees_reaction(visitor.message("平东小区101栋"), "✍")


def test_under_the_glass_lie_the_ticket_and_the_calls(visitor: Visitor) -> None:
    place = "阳光新城71栋"
    visitor.be(WANG, RIDERS)
    visitor.post(f"{place}的垃圾桶坏了")
    post = visitor.message(place)
    visitor.sees_reaction(post, "✍")
    visitor.choose(post, "behind")
    glass = visitor.page.locator("#glass")
    expect(glass).to_contain_text("平东社区")
    expect(glass).to_contain_text("垃圾桶")
    glass.locator("[data-tab=calls]").first.click()
    expect(glass).to_contain_text("setMessageReaction")
    glass.locator("[data-tab=update]").first.click()
    expect(glass).to_contain_text("update_id")
    visitor.page.keyboard.press("Escape")
    expect(glass).to_be_hidden()

    visitor.be(LI, PINGDONG)
    visitor.choose(visitor.message("待受理", place), "behind")
    expect(glass).to_contain_text("已送达")
    glass.locator("[data-tab=calls]").first.click()
    expect(glass).to_contain_text("sendMessage")


def test_under_the_glass_of_figures_lies_no_ticket(visitor: Visitor) -> None:
    visitor.be(CHEN, DESK)
    visitor.post("/stats")
    visitor.choose(visitor.message("黄山区", buttons=["今日"]), "behind")
    glass = visitor.page.locator("#glass")
    expect(glass).to_contain_text("sendPhoto")
    glass.locator("[data-tab=ticket]").first.click()
    expect(glass).to_contain_text("没有对应的工单")
