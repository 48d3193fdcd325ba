"""The words of the docs are those of the code: roles, chats, rungs, reactions, moves, and what replied words do."""

from __future__ import annotations

import re

import pytest

from bot.domain.areas import ChatKind, Role
from bot.domain.deadlines import Clock, Rung
from bot.domain.notices import Reaction
from bot.domain.people import ROLE_NAMES
from bot.domain.readings import OrderWord
from bot.domain.tickets import Move
from bot.notices.catalogue import ZH
from bot.reading.orders import read_order
from bot.reading.sender_words import SenderWord, read_sender_words
from tests.docs.pages import GUIDES, ROOT, rows, text

_SECRETARY = "docs/guides/secretary.zh-CN.md"


def _pairs(under: str) -> dict[str, str]:
    return {row[0].strip("`"): row[1] for row in rows(text("docs/words.md"), under)}


def test_roles() -> None:
    assert _pairs("## People") == {role.value: ROLE_NAMES[role] for role in Role}


def test_chats() -> None:
    told = _pairs("## Chats")
    assert set(told) == {kind.value for kind in ChatKind}
    assert all(ZH[f"bind.{code}"].startswith(word) for code, word in told.items())


def test_rungs_and_clocks() -> None:
    assert _pairs("## Clocks and rungs") == {rung.value: ZH[f"rung.{rung.value}"] for rung in Rung}
    for clock in Clock:
        assert f"`{clock.value}` {ZH[f'clock.{clock.value}']}" in text("docs/words.md")


def _reactions_in_use() -> set[str]:
    """Those that the desk really puts on a message."""
    desk = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot" / "desk").glob("*.py"))
    return {reaction.value for reaction in Reaction if re.search(rf"Reaction\.{reaction.name}\b", desk)}


@pytest.mark.parametrize(
    ("page", "under"), [("README.md", "## What the reactions mean"), ("README.zh-CN.md", "## 表情是什么意思")]
)
def test_the_readme_explains_the_reactions_in_use_and_no_others(page: str, under: str) -> None:
    assert {row[0] for row in rows(text(page), under)} == _reactions_in_use()


def test_the_couriers_guide_knows_what_happens_to_posts() -> None:
    told = {row[0] for row in rows(text("docs/guides/courier.zh-CN.md"), "## 看表情")}
    assert told == _reactions_in_use() - {Reaction.NO_RIGHT.value}


def test_every_move_is_told_to_somebody() -> None:
    guides = "\n".join(guide.read_text(encoding="utf-8") for guide in GUIDES)
    assert [move.value for move in Move if ZH[f"move.{move.value}"] not in guides] == []


@pytest.mark.parametrize(("row", "word"), [("受理", OrderWord.ACCEPT), ("办结", OrderWord.RESOLVE)])
def test_replied_words_do_what_the_guide_says(row: str, word: OrderWord) -> None:
    told = {cells[0]: cells[1] for cells in rows(text(_SECRETARY), "## 不点按钮，直接回复")}
    for said in told[row].split("，")[0].split("、"):
        order = read_order(said)
        assert order is not None, said
        assert order.word is word, said


def test_promises_resolve_nothing() -> None:
    (line,) = [line for line in text(_SECRETARY).splitlines() if "**不算**办结" in line]
    for said in re.findall("“(.+?)”", line):
        order = read_order(said)
        assert order is None or order.word is not OrderWord.RESOLVE, said


def test_the_couriers_words_do_what_the_guide_says() -> None:
    guide = text("docs/guides/courier.zh-CN.md")
    for said, word in (("进度", OrderWord.PROGRESS), ("还是坏的", OrderWord.DISPUTE)):
        assert said in guide
        order = read_order(said)
        assert order is not None
        assert order.word is word


@pytest.mark.parametrize(
    ("said", "word"),
    [("撤回", SenderWord.WITHDRAW), ("不同意", SenderWord.OBJECT), ("不是同一个", SenderWord.DETACH)],
)
def test_what_a_sender_may_reply(said: str, word: SenderWord) -> None:
    assert f"“{said}”" in text("docs/guides/courier.zh-CN.md").replace("*", "")
    order = read_sender_words(said)
    assert order is not None
    assert order.word is word


def test_quoted_texts_are_what_the_bot_says() -> None:
    said = "\n".join(ZH.values())
    for quoted in ("收到，正在转办", "已清理", "已修复", "已更换", "照片看不清", "没有修好", "其他单位…", "已隔离"):
        assert any(quoted in guide.read_text(encoding="utf-8") for guide in GUIDES), quoted
        assert quoted in said, quoted
