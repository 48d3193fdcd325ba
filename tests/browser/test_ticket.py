"""The line that everything serves, in the browser: post, card, reply, 未解决, 已解决; a reminder; the figures."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.visitor import CHEN, DESK, LI, PINGDONG, RIDERS, WANG, ZHAO, Visitor


def test_from_the_post_to_the_closed_ticket(visitor: Visitor) -> None:
    place = "广场花苑小区11栋"
    visitor.be(WANG, RIDERS)
    visitor.post(f"{place}的垃圾桶坏了", samples=["broken bin"])
    post = visitor.message(f"{place}的垃圾桶坏了")
    visitor.sees_photo(post)
    visitor.sees_reaction(post, "✍")

    visitor.be(LI, PINGDONG)
    card = visitor.message("待受理", place, buttons=["受理", "办结"])
    visitor.sees_photo(card)
    visitor.press(card, "受理")
    visitor.sees(card, "处理中", "李书记 受理")
    visitor.is_told("已受理")
    visitor.post("已处理，桶盖修好了", samples=["clean street"], reply_to=card)
    visitor.sees(card, "待复核")

    visitor.be(WANG, RIDERS)
    visitor.sees_reaction(post, "👌")
    closure = visitor.message("已办结", place, "桶盖修好了", buttons=["已解决", "未解决"])
    visitor.sees_photo(closure)
    expect(closure.locator(".quote")).to_contain_text(place)
    visitor.press(closure, "未解决")
    visitor.sees_no_more(closure)
    visitor.sees_reaction(post, "✍")

    visitor.be(LI, PINGDONG)
    visitor.sees(card, "处理中", "反映未解决")
    rework = visitor.message("请返工", place)
    visitor.post("已处理，换了新桶", samples=["closed manhole"], reply_to=rework)
    visitor.sees_no_more(rework)

    visitor.be(WANG, RIDERS)
    closure = visitor.message("已办结", place, "换了新桶", buttons=["已解决", "未解决"])
    visitor.press(closure, "已解决")
    visitor.sees(closure, "已结案", "上报人确认已解决")
    expect(closure.locator(".key")).to_have_count(5)  # stars

    visitor.be(LI, PINGDONG)
    visitor.sees(card, "已结案", "王师傅 确认已解决")


def test_a_stranger_s_press_is_answered_by_an_alert_that_waits(visitor: Visitor) -> None:
    visitor.be(WANG, RIDERS)
    visitor.post("龙西小区21栋的垃圾桶坏了")
    card = visitor.message("待受理", "龙西小区21栋", buttons=["受理"])
    visitor.be(ZHAO, RIDERS)
    visitor.press(card, "受理")
    alert = visitor.page.locator("dialog.alert")
    expect(alert).to_contain_text("没有这个权限")
    visitor.do("dismiss")
    expect(alert).to_have_count(0)
    visitor.sees(card, "待受理")


def test_a_deadline_that_passes_is_recalled(visitor: Visitor) -> None:
    place = "东方丽景31栋"
    visitor.be(WANG, RIDERS)
    visitor.post(f"{place}单元门坏了")
    visitor.sees_reaction(visitor.message(place), "✍")
    visitor.be(LI, PINGDONG)
    clock = visitor.page.locator("#clock")
    before = clock.text_content()
    visitor.leap_until("leap-due", lambda: visitor.has("催办", place))
    visitor.sees(visitor.message("提醒", "催办", place), "待受理")
    expect(clock).not_to_have_text(before or "")
    visitor.be(WANG, RIDERS)
    expect(visitor.page.locator("#talk")).not_to_contain_text("催办")


def test_the_coordinator_asks_for_the_figures(visitor: Visitor) -> None:
    visitor.be(CHEN, DESK)
    visitor.post("/stats")
    figures = visitor.message("黄山区", buttons=["今日", "本月"])
    visitor.sees_photo(figures)
    picture = figures.locator(".photos img").get_attribute("src")
    visitor.press(figures, "本月")
    expect(figures.locator('.key[data-text="✓ 本月"]')).to_be_visible()
    expect(figures.locator(".photos img")).not_to_have_attribute("src", str(picture))
    visitor.sees_photo(figures)
