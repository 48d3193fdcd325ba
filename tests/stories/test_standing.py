"""A quiet bot: at most two standing messages per ticket in the reporting group, whatever happens in its life."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.sandbox import Chat
from tests.sandbox.pictures import jpeg
from tests.stories.town import Town


class Most:
    """The most messages of the bot that ever stood in a chat at one time, questions and short answers included."""

    def __init__(self, town: Town, place: Chat) -> None:
        self.town, self.place = town, place
        self.count = 0
        self.texts: list[str] = []

    def look(self) -> None:
        standing = self.town.said(self.place)
        if len(standing) > self.count:
            self.count = len(standing)
            self.texts = [message.words.text for message in standing]


@asynccontextmanager
async def watching(town: Town, place: Chat) -> AsyncIterator[Most]:
    """Count at every change of the world."""
    most = Most(town, place)
    tell = town.sandbox.feed.tell

    def tell_and_look(*told: object) -> None:
        most.look()
        tell(*told)  # type: ignore[arg-type]

    town.sandbox.feed.tell = tell_and_look  # type: ignore[method-assign]
    yield most
    town.sandbox.feed.tell = tell  # type: ignore[method-assign]


async def test_a_unit_with_a_chat_leaves_only_the_closure(town: Town) -> None:
    async with watching(town, town.riders) as most:
        _, card = await town.report()
        await town.tap(town.li, card, "受理")
        town.post(town.li, "已清理", town.office, reply_to=card)
        closure = await town.shown(town.riders, "已办结", button="未解决")
        await town.calm()
        await town.tap(town.wang, closure, "未解决")
        await town.calm()
        town.post(town.li, "已重新清理", town.office, photo=jpeg(), reply_to=card)
        closure = await town.shown(town.riders, "已重新清理")
        await town.calm()
        await town.tap(town.wang, closure, "已解决")
        await town.calm()
    assert most.count == 1, most.texts
    assert town.said(town.riders) == [closure]


async def test_a_unit_without_a_chat_has_card_and_closure_there(town: Town) -> None:
    async with watching(town, town.riders) as most:
        post = town.post(town.wang, "西苑小区2栋的垃圾桶坏了", photo=jpeg())
        card = await town.shown(town.riders, "#T1001", button="受理")
        await town.tap(town.sun, card, "受理")
        await town.calm()
        await town.later(days=4)
        town.post(town.sun, "已清理", reply_to=card)
        closure = await town.shown(town.riders, "已办结", button="未解决")
        await town.calm()
        await town.tap(town.wang, closure, "未解决")
        await town.calm()
        town.post(town.sun, "已重新清理", photo=jpeg("green"), reply_to=post)
        closure = await town.shown(town.riders, "已重新清理", button="已解决")
        await town.calm()
        await town.tap(town.wang, closure, "已解决")
        await town.calm()
    assert most.count <= 2, most.texts
    assert town.said(town.riders) == [card, closure]
    assert town.value("SELECT count(*) FROM notices WHERE kind = 'reminder'") >= 1, "it was late, yet not shamed here"


async def test_a_question_goes_when_it_is_settled(town: Town) -> None:
    async with watching(town, town.riders) as most:
        town.post(town.wang, "垃圾桶坏了没人管")
        question = await town.shown(town.riders, "请问在哪个小区")
        await town.calm()
        town.post(town.wang, "西苑小区2栋", reply_to=question)
        card = await town.shown(town.riders, "#T1001", button="受理")
        await town.calm()
        assert town.said(town.riders) == [card]
        await town.tap(town.sun, card, "办结")
        prompt = await town.shown(town.riders, "请发一张处理后的照片")
        await town.calm()
        await town.tap(town.sun, prompt, "已清理")
        closure = await town.shown(town.riders, "已办结", button="已解决")
        await town.calm()
        assert town.said(town.riders) == [card, closure]
    assert most.count <= 3, "two standing ones, and the question while it is open"


async def test_a_group_that_forbids_reactions_gets_one_line(town: Town) -> None:
    town.sandbox.allow_reactions(town.riders, [])
    post, card = await town.report()
    line = town.only(town.riders, "收到，正在转办")
    assert line.reply_to is post and not town.sign(post)
    town.post(town.li, "已清理", town.office, reply_to=card)
    await town.shown(town.riders, "已办结")
    await town.calm()
    assert town.said(town.riders, "收到，正在转办") == [], "the closure says more"
    other, _ = await town.report("东湖花园9栋的垃圾桶满了", town.zhao)
    assert len(town.said(town.riders)) <= 2
    assert town.only(town.riders, "收到，正在转办").reply_to is other, "one line a post, and no second try to react"
    assert len(town.sandbox.calls.of("setMessageReaction", chat_id=town.riders.id)) <= 2


async def test_sent_about_reopened_rejected_and_objected_to(town: Town) -> None:
    async with watching(town, town.riders) as most:
        post = town.post(town.wang, "西苑小区2栋的垃圾桶坏了", photo=jpeg())
        card = await town.shown(town.riders, "#T1001", button="受理")
        await town.calm()
        town.post(town.sun, "转 东湖社区，在他们那边", reply_to=card)
        moved = await town.shown(town.office, "#T1001", button="受理")
        await town.calm()
        assert town.said(town.riders) == [], "who has it now reads it elsewhere"
        town.post(town.li, "已清理", town.office, reply_to=moved)
        closure = await town.shown(town.riders, "已办结", button="未解决")
        await town.calm()
        await town.tap(town.wang, closure, "未解决")
        await town.calm()
        town.post(town.chen, "不予受理 重复投诉", town.office, reply_to=moved)
        told = await town.shown(town.riders, "不予受理", button="有异议")
        await town.calm()
        assert town.said(town.riders) == [told]
        await town.tap(town.wang, told, "有异议")
        await town.tap(town.wang, await town.shown(town.riders, "请写为什么", button="问题还在"), "问题还在")
        hall = await town.shown(town.hall, "#T1001", "有异议", button="东湖社区")
        await town.calm()
        assert town.said(town.riders) == []
        await town.tap(town.chen, hall, "其他单位…")
        await town.calm()
        await town.tap(town.chen, hall, "青石街道 ›")
        await town.calm()
        await town.tap(town.chen, hall, "西苑社区")
        card = await town.shown(town.riders, "#T1001", button="受理")
        await town.calm()
        town.post(town.sun, "已换新桶", reply_to=card)
        closure = await town.shown(town.riders, "已办结", "已换新桶", button="已解决")
        await town.calm()
        await town.tap(town.wang, closure, "已解决")
        await town.calm()
        await town.tap(town.wang, closure, "5⭐")
        await town.calm()
    assert most.count <= 2, most.texts
    assert town.said(town.riders) == [card, closure]
    assert town.ticket()["state"] == "closed" and town.sign(post) == "👌"


async def test_joined_split_off_merged_and_withdrawn(town: Town) -> None:
    async with watching(town, town.riders) as most:
        _, card = await town.report()
        again = town.post(town.zhao, "东湖花园3栋的垃圾桶坏了")
        await town.calm()
        town.post(town.zhao, "不是同一个", reply_to=again)
        second = await town.shown(town.office, "#T1002", button="受理")
        await town.calm()
        town.post(town.li, "并入 T1001", town.office, reply_to=second)
        await town.calm()
        assert most.count == 0, most.texts
        town.post(town.li, "已清理", town.office, reply_to=card)
        closure = await town.shown(town.riders, "已办结", "同报人 赵师傅")
        await town.calm()
        await town.tap(town.zhao, closure, "未解决")
        await town.calm()
        assert town.said(town.riders) == []
        third = town.post(town.wang, "东湖花园9栋的垃圾桶坏了")
        await town.calm()
        town.post(town.wang, "撤回", reply_to=third)
        await town.calm()
        town.post(town.li, "已换新桶", town.office, photo=jpeg("green"), reply_to=card)
        closure = await town.shown(town.riders, "已换新桶")
        await town.calm()
    assert most.count == 1, most.texts
    assert town.said(town.riders) == [closure]
    assert [row["state"] for row in town.tickets()] == ["resolved", "merged", "withdrawn"]
