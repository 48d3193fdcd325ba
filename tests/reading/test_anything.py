"""Anything at all is read, and replied to, without a fault and in linear time; `make torture` tries 10,000 of it."""

from __future__ import annotations

import os
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.readings import Kind, ReadingContext
from bot.reading.normalise import normalise
from bot.reading.orders import is_courtesy, puts_off, read_order
from bot.reading.vocabulary import words
from tests.reading.example_area import example_reader

TRIES = 10_000 if os.environ.get("FENGSHAO_TORTURE") == "1" else 200
LONGEST = 4096

_WORDS = words(
    "龙西小区 平东 甘棠大道 3栋 三单元 301室 47-6-746 A座 东门 门口 1-4栋 垃圾桶 井盖 路灯 坏了 不亮 被占 "
    "成了垃圾场 一直没 没人管 太脏 着火了 差点 漏气 有人 困在电梯里 出不来 掉进 火花 已经灭了 已处理 "
    "修好了 明天 应该 不归我们管 没解决 谢谢 好了 T1024 #T1025 1026 谁 吗 但是 又坏了 呵呵 例如 不要乱 "
    "請問 門口"
)
_MARKS = ("，", "。", "；", "\n", "1.", "2、", "？", "！", "/", " ", "\t", "、", "和", "“", "”", "#", "@")
_ODD = (
    "\u200b",
    "\u202e",
    "\u2066",
    "\u2069",
    "\ufeff",
    "😀",
    "👨‍👩‍👧",
    "🏳️‍🌈",
    "\ufdfa",
    "㎡",
    "é",
    "e\u0301",
    "\x00",
    "\ud800",
)
_NESTS = ("(", ")", "[", "]", "{", "}", "【", "】", "（", "）", "《", "》", "“", "”", "<b>", "</b>")

PIECES = st.sampled_from([*_WORDS, *_MARKS, *_ODD])
NESTED = st.lists(st.sampled_from(_NESTS), min_size=1, max_size=200).map("".join)
ANYTHING = st.one_of(
    st.lists(PIECES, max_size=120).map("".join),
    st.lists(st.one_of(PIECES, NESTED, st.text(max_size=20)), max_size=30).map("".join),
    st.builds(lambda piece, times: (piece * times)[:LONGEST], PIECES, st.integers(1, LONGEST)),
    st.characters(exclude_categories=()).map(lambda char: char * LONGEST),
)


@settings(max_examples=TRIES, deadline=None, suppress_health_check=list(HealthCheck))
@given(ANYTHING, st.booleans())
def test_anything_is_read(text: str, photo: bool) -> None:
    reading = example_reader().read(text, ReadingContext(has_photo=photo))
    assert reading.text == text
    assert bool(reading.problems) == (reading.kind is Kind.REPORT)
    order = read_order(text)
    assert order is None or order.words == text.strip()
    puts_off(text)
    is_courtesy(text)


@pytest.mark.parametrize("piece", [*_WORDS, *_NESTS, *_MARKS, *_ODD])
def test_4096_characters_of_one_piece_take_linear_time(piece: str) -> None:
    """Twice as much takes about twice as long: 50 ms for the longest message leave no room for more."""
    normalise("路燈")  # the converter's tables are loaded once, not for each text
    text = (piece * LONGEST)[:LONGEST]
    assert min(_timed(text) for _ in range(3)) < 0.05


def _timed(text: str) -> float:
    started = time.process_time()
    example_reader().read(text)
    return time.process_time() - started


@pytest.mark.parametrize("piece", _WORDS)
def test_a_reply_of_one_piece_takes_no_time(piece: str) -> None:
    """What is longer than a reply is not looked at; one of the longest must not set the patterns counting."""
    text = (piece * 200)[:200]
    started = time.process_time()
    read_order(text)
    puts_off(text)
    assert time.process_time() - started < 0.05
