"""/mute and /unmute: who is meant and for how long; and what a muted person's commands and taps still do."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.desk.shell import Shell
from bot.domain.posts import Post, Sender
from handlers.commands import take_command
from handlers.muting import read_arguments
from handlers.requests import Request
from handlers.words import find_command
from tests.handlers.rooms import ask, through_inbox
from tests.sandbox.conftest import Clock
from tests.stories.area import HALL, RIDERS

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
CHEN, WANG = Sender(301, "陈协调"), Sender(101, "王师傅")
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("rest", "meant"),
    [
        ("", ("", None)),
        ("3d", ("", 3 * DAY)),
        ("3 天", ("", 3 * DAY)),
        ("12小时", ("", DAY / 2)),
        ("30M", ("", timedelta(minutes=30))),
        ("2周", ("", 14 * DAY)),
        ("王师傅", ("王师傅", None)),
        ("王师傅 3d", ("王师傅", 3 * DAY)),
        ("王 师傅  3 天", ("王 师傅", 3 * DAY)),
        ("101", ("101", None)),
        ("@wang 1d", ("@wang", DAY)),
        ("王3d", ("王3d", None)),
        ("王  师傅 3d", ("王  师傅", 3 * DAY)),
        ("1 2 天", ("1", 2 * DAY)),
        ("天", ("天", None)),
    ],
)
def test_who_and_how_long(rest: str, meant: tuple[str, timedelta | None]) -> None:
    assert read_arguments(rest) == meant


def test_no_words_keep_the_bot_busy() -> None:
    """Read before it is known whether the sender may mute at all."""
    begun = time.process_time()
    for blank in (" ", "\n", " 1", "3 "):
        read_arguments(f"王{blank * (4_000 // len(blank))}师傅")
    assert time.process_time() - begun < 0.05


async def _take(shell: Shell, text: str, by: Sender = CHEN, chat: int = HALL, about: Sender | None = None) -> None:
    found = find_command(text, "fengshao_bot", private=chat > 0)
    assert found is not None
    ((number,),) = await ask(shell, "SELECT coalesce(max(update_id), 0) + 1 FROM inbox")
    post = Post(chat, 50 + number, by, NOW, text, private=chat > 0)
    request = Request(*found, by, post, about)
    message = {"message_id": post.message_id, "chat": {"id": chat}, "from": {"id": by.id}}

    async def handle(update: dict[str, Any]) -> None:
        await take_command(shell, request)

    assert await through_inbox(shell, {"update_id": number, "message": message}, handle) == "done"


async def _muted(shell: Shell) -> list[tuple[Any, ...]]:
    return await ask(shell, "SELECT person_id, until IS NULL FROM mutes WHERE ended_at IS NULL")


async def test_as_a_reply_and_by_name(shell: Shell) -> None:
    await _take(shell, "禁言 3天", about=WANG)
    assert await _muted(shell) == [(WANG.id, 0)]
    await _take(shell, "解除禁言 王师傅")
    assert await _muted(shell) == []
    await _take(shell, "/mute 101")
    assert await _muted(shell) == [(WANG.id, 1)]
    await _take(shell, "/unmute", about=WANG)
    assert await _muted(shell) == []


async def test_nobody_is_muted_by_mistake(shell: Shell) -> None:
    for text in ("/mute", "/mute 3d", "/mute 谁", "/unmute", "/unmute 谁", "/mute 李书记"):
        await _take(shell, text)
    await _take(shell, "/mute 李书记 3d", about=WANG)
    assert await _muted(shell) == [], "a name that is written counts before the reply"


async def test_a_strangers_order_mutes_nobody_and_tells_nothing_of_names(shell: Shell) -> None:
    for text in ("/mute 王师傅", "/mute 谁", "/unmute 王师傅", "/mute"):
        await _take(shell, text, WANG, RIDERS, about=CHEN)
    assert await _muted(shell) == []
    assert {call for (call,) in await ask(shell, "SELECT call FROM notices")} <= {"setMessageReaction"}


async def test_a_muted_person_may_ask_of_oneself_alone(shell: Shell, clock: Clock) -> None:
    await _take(shell, "/mute", about=WANG)
    await _take(shell, "/mine", WANG, WANG.id)
    clock.move(seconds=1)
    await _take(shell, "/privacy", WANG, WANG.id)
    await _take(shell, "/stats", WANG, RIDERS)
    said = [text for (text,) in await ask(shell, f"SELECT payload FROM notices WHERE chat_id = {WANG.id} ORDER BY id")]
    assert len(said) == 2
    assert "您暂时被禁言" in said[0]
    assert "个人信息" in said[1]
    assert await ask(shell, f"SELECT 1 FROM notices WHERE chat_id = {RIDERS}") == []
