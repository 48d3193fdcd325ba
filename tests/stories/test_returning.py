"""A resolution that did not convince: the reporter disputes it, a reviewer sends it back or lets it pass."""

from __future__ import annotations

from datetime import timedelta

from bot.sandbox import Message
from tests.sandbox.pictures import jpeg
from tests.stories.town import TAKEN, Town


async def for_review(town: Town) -> Message:
    """What the reviewer opens: the whole ticket, with the two moves that are a reviewer's."""
    town.post(town.zhou, "/ticket T1001", town.hall)
    opened = await town.shown(town.hall, "待复核 #T1001", button="退回返工")
    await town.calm()
    return opened


async def test_the_reporter_disputes_and_the_unit_works_again(town: Town) -> None:
    post, card = await town.report()
    town.post(town.li, "已清理", town.office, reply_to=card)
    closure = await town.shown(town.riders, "已办结", button="未解决")
    first_due = town.ticket()["due_at"]

    answer = await town.tap(town.wang, closure, "未解决")
    assert "#T1001" in answer.text and "东湖社区" in answer.text
    await town.calm()
    assert closure.deleted
    assert town.sign(post) == "✍"
    alert = town.only(town.office, "请返工")
    assert "处理中" in card.text and card.button_texts == TAKEN
    ticket = town.ticket()
    assert (ticket["state"], ticket["reopened"], ticket["resolved_at"]) == ("accepted", 1, None)
    assert ticket["due_at"] < first_due, "the second fix has half the time"

    town.post(town.li, "已重新清理", town.office, photo=jpeg(), reply_to=alert)
    second = await town.shown(town.riders, "已重新清理", button="已解决")
    await town.calm()
    assert alert.deleted
    await town.tap(town.wang, second, "已解决")
    await town.calm()
    assert town.ticket()["state"] == "closed"
    assert len(town.said(town.riders)) == 1, "the old closure is gone"


async def test_the_reporter_disputes_in_words_with_a_photo(town: Town) -> None:
    _, card = await town.report()
    town.post(town.li, "已清理", town.office, reply_to=card)
    closure = await town.shown(town.riders, "已办结")
    await town.calm()
    said = town.post(town.wang, "没有解决，还是坏的", photo=jpeg("blue"), reply_to=closure)
    await town.calm()
    assert town.ticket()["state"] == "accepted"
    assert town.sign(said) == "👌"
    assert "没有解决" in town.only(town.office, "请返工").caption
    assert town.value("SELECT count(*) FROM media WHERE purpose = 'objection'") == 1


async def test_thanks_in_words_close_the_ticket(town: Town) -> None:
    post, card = await town.report()
    town.post(town.li, "已清理", town.office, reply_to=card)
    await town.shown(town.riders, "已办结")
    await town.calm()
    town.post(town.wang, "已解决", reply_to=post)
    await town.calm()
    assert town.ticket()["state"] == "closed"
    assert "上报人确认" in town.only(town.riders, "已结案").text


async def test_a_reviewer_lets_it_pass(town: Town) -> None:
    _, card = await town.report()
    town.post(town.li, "已清理", town.office, reply_to=card)
    closure = await town.shown(town.riders, "已办结")
    await town.calm()
    assert card.button_texts == [], "a unit does not review itself"
    answer = await town.tap(town.zhou, await for_review(town), "复核通过")
    assert "复核通过" in answer.text
    await town.calm()
    assert town.ticket()["state"] == "closed"
    assert "已结案" in closure.text and "上报人确认" not in closure.text
    assert closure.button_texts == ["未解决"], "who reported may still object"


async def test_a_reviewer_sends_it_back_with_a_reason(town: Town) -> None:
    post, card = await town.report()
    town.post(town.li, "已清理", town.office, reply_to=card)
    closure = await town.shown(town.riders, "已办结")
    await town.calm()
    await town.tap(town.zhou, await for_review(town), "退回返工")
    question = await town.shown(town.hall, "请写明原因")
    assert question.button_texts == ["照片看不清", "没有修好", "取消"]
    await town.calm()
    town.post(town.chen, "我也说一句", town.hall)
    await town.calm()
    assert town.ticket()["state"] == "resolved", "the question waits for one person's words"
    reason = town.post(town.zhou, "桶盖没有换", town.hall)
    await town.calm()
    ticket = town.ticket()
    assert (ticket["state"], ticket["reopened"]) == ("accepted", 1)
    assert town.sign(reason) == "👌" and town.sign(post) == "✍"
    assert question.deleted and closure.deleted
    assert "桶盖没有换" in town.only(town.office, "请返工").text


async def test_a_preset_reason_and_a_change_of_mind(town: Town) -> None:
    _, card = await town.report()
    town.post(town.li, "已清理", town.office, reply_to=card)
    await town.shown(town.riders, "已办结")
    await town.calm()
    await town.tap(town.zhou, await for_review(town), "退回返工")
    question = await town.shown(town.hall, "请写明原因")
    assert (await town.tap(town.zhou, question, "取消")).text == "已取消"
    await town.calm()
    assert question.deleted and town.ticket()["state"] == "resolved"
    await town.tap(town.zhou, await for_review(town), "退回返工")
    question = await town.shown(town.hall, "请写明原因")
    await town.tap(town.zhou, question, "没有修好")
    await town.calm()
    assert question.deleted and town.ticket()["state"] == "accepted"
    assert "没有修好" in town.only(town.office, "请返工").text


async def test_the_question_for_proof_is_answered_within_ten_minutes_or_goes(town: Town) -> None:
    _, card = await town.report()
    assert (await town.tap(town.li, card, "办结")).text == "请看下面的提示"
    question = await town.shown(town.office, "请发一张处理后的照片")
    await town.later(minutes=9)
    assert not question.deleted
    await town.later(minutes=2)
    assert question.deleted
    town.post(town.li, "今天开会", town.office)
    await town.calm()
    assert town.ticket()["state"] == "assigned", "words after the ten minutes are talk again"

    await town.tap(town.li, card, "办结")
    question = await town.shown(town.office, "请发一张处理后的照片")
    town.post(town.li, "", town.office, photo=jpeg("green"))
    await town.calm()
    assert question.deleted and town.ticket()["state"] == "resolved"
    assert town.only(town.riders, "已办结").photo == jpeg("green")


async def test_a_preset_word_resolves(town: Town) -> None:
    _, card = await town.report()
    await town.tap(town.li, card, "办结")
    question = await town.shown(town.office, "请发一张处理后的照片")
    await town.tap(town.li, question, "已更换")
    await town.calm()
    assert "已更换" in town.only(town.riders, "已办结").text
    assert question.deleted


async def test_a_bare_photo_below_the_card_is_asked_about(town: Town) -> None:
    _, card = await town.report()
    town.post(town.li, "", town.office, photo=jpeg("green"), reply_to=card)
    question = await town.shown(town.office, "办结的照片吗", button="是，已办结")
    assert town.ticket()["state"] == "assigned"
    await town.tap(town.li, question, "是，已办结")
    closure = await town.shown(town.riders, "已办结")
    assert closure.photo == jpeg("green")
    await town.calm()
    assert question.deleted


async def test_promises_and_questions_resolve_nothing(town: Town) -> None:
    _, card = await town.report()
    for words in ("已安排", "已联系物业", "明天处理", "还没修好？", "修好了吗"):
        town.post(town.li, words, town.office, reply_to=card)
    await town.calm()
    assert town.ticket()["state"] in {"assigned", "accepted"}
    assert town.ticket()["resolved_at"] is None


async def test_a_review_of_a_closed_ticket_a_week_later(town: Town) -> None:
    """A closure older than 48 hours cannot be deleted by a bot; the dispute by word still reopens."""
    post, card = await town.report()
    town.post(town.li, "已清理", town.office, reply_to=card)
    closure = await town.shown(town.riders, "已办结")
    await town.calm()
    await town.tap(town.zhou, await for_review(town), "复核通过")
    await town.later(seconds=timedelta(days=3).total_seconds())
    town.post(town.wang, "又坏了，没有解决", reply_to=closure)
    await town.calm()
    assert town.ticket()["state"] == "accepted"
    assert town.sign(post) == "✍"
    assert closure.deleted or ("已结案" not in closure.text and closure.button_texts == [])
