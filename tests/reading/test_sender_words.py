"""What those who reported something ask for below their report, and what only sounds like it."""

from __future__ import annotations

import pytest

from bot.reading.sender_words import SenderOrder, SenderWord, read_sender_words


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("撤回", SenderOrder(SenderWord.WITHDRAW)),
        ("撤回。", SenderOrder(SenderWord.WITHDRAW)),
        ("我要撤回", SenderOrder(SenderWord.WITHDRAW)),
        ("撤回吧，看错了", SenderOrder(SenderWord.WITHDRAW, "看错了")),
        ("取消这条上报", SenderOrder(SenderWord.WITHDRAW)),
        ("不用处理了，物业修好了", SenderOrder(SenderWord.WITHDRAW, "物业修好了")),
        ("有异议", SenderOrder(SenderWord.OBJECT)),
        ("我不同意：桶就在路边", SenderOrder(SenderWord.OBJECT, "桶就在路边")),
        ("不认可 那里确实有坑", SenderOrder(SenderWord.OBJECT, "那里确实有坑")),
        ("不是同一个", SenderOrder(SenderWord.DETACH)),
        ("不是一回事，我报的在后门", SenderOrder(SenderWord.DETACH, "我报的在后门")),
        ("不一样", SenderOrder(SenderWord.DETACH)),
        ("这两个不一样", SenderOrder(SenderWord.DETACH)),
        ("我报的是另一个", SenderOrder(SenderWord.DETACH)),
        ("五星", SenderOrder(SenderWord.STARS, stars=5)),
        ("给4星", SenderOrder(SenderWord.STARS, stars=4)),
        ("打两分", SenderOrder(SenderWord.STARS, stars=2)),
        ("撤回" + "。" * 4000, None),
        ("怎么撤回？", None),
        ("能不能撤回", None),
        ("不是同一个吗", None),
        ("取消", None),
        ("撤回消息的人太多了", None),
        ("看错了，是5栋", None),
        ("不一样高，绊脚", None),
        ("六星", None),
        ("5", None),
        ("", None),
        ("还是坏的", None),
        ("进度", None),
    ],
)
def test_what_a_sender_asks_for(text: str, order: SenderOrder | None) -> None:
    assert read_sender_words(text) == order
