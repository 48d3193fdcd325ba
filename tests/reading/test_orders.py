"""Replied words: what settles, what asks, what only promises."""

from __future__ import annotations

import pytest

from bot.domain.readings import OrderWord
from bot.reading.orders import claims_done, is_courtesy, puts_off, read_order

ACCEPT, RESOLVE, CONFIRM = OrderWord.ACCEPT, OrderWord.RESOLVE, OrderWord.CONFIRM
DISPUTE, PROGRESS = OrderWord.DISPUTE, OrderWord.PROGRESS


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("受理", ACCEPT),
        ("收到", ACCEPT),
        ("收到！", ACCEPT),
        ("好的，收到", ACCEPT),
        ("接单", ACCEPT),
        ("已受理", ACCEPT),
        ("马上安排", ACCEPT),
        ("收到，马上安排人过去", ACCEPT),
        ("已处理", RESOLVE),
        ("已处理，换了新桶", RESOLVE),
        ("已办结", RESOLVE),
        ("办结", RESOLVE),
        ("修好了", RESOLVE),
        ("清理完毕", RESOLVE),
        ("垃圾已经清运干净了", RESOLVE),
        ("路灯已更换", RESOLVE),
        ("已安排人清理完毕", RESOLVE),
        ("處理好了", RESOLVE),
        ("已解决", CONFIRM),
        ("解决了，谢谢", CONFIRM),
        ("未解决", DISPUTE),
        ("没修好", DISPUTE),
        ("还是坏的", DISPUTE),
        ("还没清理", DISPUTE),
        ("修好没两天又坏了", DISPUTE),
        ("没有", DISPUTE),
        ("进度", PROGRESS),
        ("进度？", PROGRESS),
        ("怎么样了", PROGRESS),
    ],
)
def test_words_that_ask_for_something(text: str, word: OrderWord) -> None:
    order = read_order(text)
    assert order is not None
    assert (order.word, order.words) == (word, text)


@pytest.mark.parametrize(
    "text",
    [
        "已安排",
        "已联系物业",
        "已上报",
        "明天处理",
        "还没修好？",
        "修好了吗",
        "修好了没",
        "处理好了没有",
        "正在处理",
        "下午派人清理",
        "什么时候能修好",
        "已通知保洁",
        "马上修好",
    ],
)
def test_promises_and_questions_resolve_nothing(text: str) -> None:
    order = read_order(text)
    assert order is None or order.word not in {RESOLVE, CONFIRM}


@pytest.mark.parametrize("text", ["", "   ", "今天真热", "路灯不亮", "谢谢", "👍", "收到一个包裹在前台", "处" * 300])
def test_other_words_are_no_order(text: str) -> None:
    assert read_order(text) is None


def test_words_are_the_whole_text_trimmed() -> None:
    order = read_order("  已处理，锁也换了。 ")
    assert order is not None
    assert order.words == "已处理，锁也换了。"


@pytest.mark.parametrize("text", ["3栋垃圾桶已修好", "龙西小区门口的垃圾已经清理干净了", "5栋路灯修复完毕"])
def test_a_told_deed_is_progress(text: str) -> None:
    assert claims_done(text)


@pytest.mark.parametrize(
    "text",
    [
        "3栋垃圾桶修好了吗",
        "刚修好的路灯又不亮了",
        "井盖还没修好",
        "垃圾明天清理",
        "3栋垃圾桶坏了",
        "井盖已被人搬走",
        "护栏拆除了没人装回去",
        "路灯已经坏了没人处理",
    ],
)
def test_what_is_not_done_is_not_claimed(text: str) -> None:
    assert not claims_done(text)


@pytest.mark.parametrize(
    ("text", "is_put_off"),
    [
        ("明天处理", True),
        ("还没修好？", True),
        ("已安排", True),
        ("已联系物业", True),
        ("收到", True),
        ("不是", True),
        ("是的", False),
        ("换了新桶", False),
        ("已清理干净", False),
        ("物业换了灯泡", False),
        ("", False),
    ],
)
def test_what_is_put_off_is_no_resolution(text: str, is_put_off: bool) -> None:
    assert puts_off(text) is is_put_off


@pytest.mark.parametrize("text", ["谢谢", "辛苦了，师傅", "好的收到", "👍", "非常感谢！"])
def test_courtesies(text: str) -> None:
    assert is_courtesy(text)


@pytest.mark.parametrize("text", ["里面还漏水", "不行", "谢谢，里面还漏水", "5栋", "旁边路灯杆那个", "谢" * 201])
def test_what_says_something_is_no_courtesy(text: str) -> None:
    assert not is_courtesy(text)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("已处理，与 T1002 重复", ()),
        ("已处理，和#T1002是同一个", ()),
        ("已处理，见T1002", ()),
        ("T1024 和 T1025 已处理", (1024, 1025)),
    ],
)
def test_a_ticket_that_is_only_compared_to_is_not_meant(text: str, numbers: tuple[int, ...]) -> None:
    order = read_order(text)
    assert order is not None
    assert (order.word, order.numbers) == (OrderWord.RESOLVE, numbers)
