"""What was being written: no failure, reload, change of person or deletion throws words or photos away."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from tests.browser.demo import Demo, until
from tests.browser.visitor import RIDERS, WANG, ZHAO, Visitor


def hold_posts(visitor: Visitor) -> list[Route]:
    """Posts that are under way from now on: they wait for an answer."""
    held: list[Route] = []
    visitor.page.route("**/page/post", lambda route: held.append(route))
    return held


def fail(visitor: Visitor, held: list[Route], place: int) -> None:
    def is_under_way() -> bool:
        visitor.page.wait_for_timeout(10)
        return len(held) > place

    until("the post is under way", is_under_way)
    held[place].fulfill(status=200, body="no answer of the page's server")


def test_what_could_not_be_sent_is_there_again_before_what_was_begun(visitor: Visitor) -> None:
    tray = visitor.page.locator("#compose .trayphoto")
    visitor.be(WANG, RIDERS)
    held = hold_posts(visitor)
    visitor.post("第一句", samples=["broken bin"])
    visitor.words.fill("第二句")
    visitor.be(ZHAO, RIDERS)
    fail(visitor, held, 0)
    visitor.is_told("没有成功")
    expect(visitor.words).to_have_value("")
    visitor.be(WANG, RIDERS)
    expect(visitor.words).to_have_value("第一句\n第二句")
    expect(tray).to_have_count(1)
    visitor.page.unroute("**/page/post")
    visitor.send()
    visitor.sees_photo(visitor.message("第一句", "第二句"))
    expect(visitor.words).to_have_value("")


def test_posts_that_fail_come_back_in_their_order_and_outlive_a_reload(visitor: Visitor) -> None:
    visitor.be(WANG, RIDERS)
    held = hold_posts(visitor)
    visitor.post("先说的")
    visitor.post("后说的")
    fail(visitor, held, 1)
    fail(visitor, held, 0)
    expect(visitor.words).to_have_value("先说的\n后说的")
    visitor.send()
    expect(visitor.words).to_have_value("")
    visitor.reload()  # while it is under way
    expect(visitor.words).to_have_value("先说的\n后说的")
    visitor.words.fill("")


def test_a_change_in_progress_outlives_other_people_a_reload_and_the_message(visitor: Visitor, demo: Demo) -> None:
    visitor.be(WANG, RIDERS)
    visitor.post("晚上有雨")
    said = visitor.message("晚上有雨")
    visitor.choose(said, "edit")
    visitor.words.fill("晚上有大雨")
    visitor.be(ZHAO, RIDERS)
    expect(visitor.words).to_have_value("")
    visitor.be(WANG, RIDERS)
    expect(visitor.words).to_have_value("晚上有大雨")
    visitor.reload()
    expect(visitor.page.locator("#compose .context")).to_contain_text("修改消息")
    expect(visitor.words).to_have_value("晚上有大雨")
    key, chat = said.get_attribute("data-key"), said.get_attribute("data-chat")
    wang = next(person["id"] for person in demo.world()["people"] if person["name"] == WANG)
    demo.ask("/page/delete", **{"as": wang, "chat": int(chat or 0), "message": int(key or 0)})
    visitor.is_told("这条消息已被删除")
    expect(visitor.page.locator("#compose .context")).to_be_hidden()
    expect(visitor.words).to_have_value("晚上有大雨")
    visitor.words.fill("")


def test_the_story_takes_nobody_s_pen_away(visitor: Visitor, demo: Demo) -> None:
    visitor.be(ZHAO, ZHAO)  # the chat with the bot: no story begins there
    if (start := visitor.page.locator("#talk [data-do=start]")).is_visible():
        start.click()
    visitor.words.fill("正写到一半")
    demo.ask("/page/story", do="step")
    demo.story_at_rest()
    expect(visitor.words).to_be_focused()
    expect(visitor.words).to_have_value("正写到一半")
    visitor.words.fill("")
