"""What secretaries and reporters reply in their own words: what settles, what accepts, what only sounds like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.readings import OrderWord
from bot.reading.orders import puts_off, read_order

ACCEPT, RESOLVE, CONFIRM = OrderWord.ACCEPT, OrderWord.RESOLVE, OrderWord.CONFIRM
DISPUTE, NOT_OURS = OrderWord.DISPUTE, OrderWord.NOT_OURS


def replies(word: str) -> list[str]:
    """The sentences of one heading of replies.txt."""
    text = Path(__file__).with_name("replies.txt").read_text(encoding="utf-8")
    sections = dict(part.split("\n", 1) for part in text.split("## ")[1:])
    return sections[word].strip().split("\n")


NOT_YET, ASKED, MOCKING = replies("promised, hedged or only begun"), replies("asked"), replies("mocking")


@pytest.mark.parametrize(("text", "word"), [(text, word) for word in OrderWord for text in replies(word)])
def test_what_a_reply_asks_for(text: str, word: OrderWord) -> None:
    order = read_order(text)
    assert order is not None
    assert (order.word, order.words, order.numbers) == (word, text, ())


@pytest.mark.parametrize("text", NOT_YET + ASKED + MOCKING)
def test_what_settles_nothing(text: str) -> None:
    order = read_order(text)
    assert order is None or order.word not in {RESOLVE, CONFIRM}


@pytest.mark.parametrize("text", ASKED + MOCKING + replies("something else"))
def test_questions_and_mockery_are_left_alone(text: str) -> None:
    assert read_order(text) is None


@pytest.mark.parametrize(
    "text", [*(text for text in NOT_YET if "先" not in text), *ASKED, *replies(NOT_OURS), *replies(DISPUTE)]
)
def test_what_is_not_done_answers_no_question_for_the_deed(text: str) -> None:
    assert puts_off(text)


@pytest.mark.parametrize("text", replies(RESOLVE))
def test_a_deed_answers_the_question_for_it(text: str) -> None:
    assert not puts_off(text)


@pytest.mark.parametrize(
    ("text", "word", "numbers"),
    [
        ("#T1024 #T1025 已处理", RESOLVE, (1024, 1025)),
        ("#T1024、#T1025已处理", RESOLVE, (1024, 1025)),
        ("1024、1026 都好了", CONFIRM, (1024, 1026)),
        ("1024，1026都修好了", RESOLVE, (1024, 1026)),
        ("1024 1025 1026 已清理完毕", RESOLVE, (1024, 1025, 1026)),
        ("T1024和1025都处理好了，换了新桶", RESOLVE, (1024, 1025)),
        ("t1024已处理，t1025已处理", RESOLVE, (1024, 1025)),
        ("已处理 T1024", RESOLVE, (1024,)),
        ("T1024 T1025 收到", ACCEPT, (1024, 1025)),
        ("T1024 还是坏的", DISPUTE, (1024,)),
        ("1024号已解决，谢谢", CONFIRM, (1024,)),
        ("T1024、T1025 不归我们管", NOT_OURS, (1024, 1025)),
        ("3栋和5栋都修好了", RESOLVE, ()),
        ("换了3个灯泡，已修好", RESOLVE, ()),
        ("2单元1024室已修好", RESOLVE, ()),
        ("2026年11月2日已清理完毕", RESOLVE, ()),
        ("已处理，电话13800000000", RESOLVE, ()),
    ],
)
def test_numbers_are_tickets_only_where_they_are_meant(text: str, word: OrderWord, numbers: tuple[int, ...]) -> None:
    order = read_order(text)
    assert order is not None
    assert (order.word, order.numbers) == (word, numbers)


@pytest.mark.parametrize(
    "text",
    [
        "T1024已处理，T1025明天处理",
        "T1024修好了，T1025没修好",
        "T1024 T1025",
        "1024 明天处理",
        "T1024已处理，T1025呢？",
    ],
)
def test_different_words_for_different_tickets_settle_none(text: str) -> None:
    assert read_order(text) is None
