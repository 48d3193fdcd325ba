"""Examining: what the network and Telegram can answer to somebody who only looks, and the clock in each answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from handlers import examining
from handlers.examining import Examined, Identity, Membership, Unknown, Webhook, Why, examine
from tests.sandbox.conftest import Box

NOBODY = "123456:another-token-of-nobody-at-all-000000"


def wall_clock() -> datetime:
    return datetime.now(UTC)


async def look(box: Box, token: str = "", now: Callable[[], datetime] = wall_clock) -> Examined:
    return await examine(box.sandbox.base_url, token or box.bot.token, [box.group.id, box.group.id], now)


async def test_all_that_is_asked(box: Box) -> None:
    found = await look(box)
    assert found.identity == Identity("fengshao_bot", reads_all=True)
    assert found.webhook == Webhook("", 0, "", None)
    assert found.chats == {box.group.id: Membership(may_write=True, is_admin=True, may_delete=True, may_pin=True)}
    asked = [call.method for call in box.sandbox.calls]
    assert asked == ["getMe", "getWebhookInfo", "getChatMember"], "each chat once, and nothing that changes anything"


@pytest.mark.parametrize("minutes", [-90, 0, 90])
async def test_how_far_the_clock_is_ahead(box: Box, minutes: int) -> None:
    found = await look(box, now=lambda: wall_clock() + timedelta(minutes=minutes))
    assert found.ahead is not None
    assert abs(found.ahead - timedelta(minutes=minutes)) < timedelta(seconds=2)


async def test_a_refusal_tells_the_time_too_and_does_not_repeat_the_token(box: Box) -> None:
    found = await look(box, NOBODY)
    assert found.identity == Unknown(Why.TOKEN, "Unauthorized")
    assert found.ahead is not None
    assert (found.webhook, found.chats) == (None, {})


@asynccontextmanager
async def answering(answer: bytes) -> AsyncIterator[str]:
    """A server that gives everybody this answer; its address."""

    async def give(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(give, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def page(status: str, body: bytes, date: str = "") -> bytes:
    dated = f"Date: {date}\r\n" if date else ""
    return f"HTTP/1.1 {status}\r\n{dated}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (page("200 OK", b"<html>log in here</html>"), Why.UNREACHED),
        (page("502 Bad Gateway", b"<html>" + b"x" * 5000), Why.UNREACHED),
        (page("403 Forbidden", b"{}"), Why.REFUSED),
        (page("404 Not Found", b"{}"), Why.TOKEN),
        (b"nothing that is HTTP\r\n\r\n", Why.UNREACHED),
    ],
)
async def test_what_stands_in_between_is_told_in_one_short_line(answer: bytes, why: Why) -> None:
    async with answering(answer) as url:
        found = await examine(url, NOBODY, [], wall_clock)
    assert isinstance(found.identity, Unknown)
    assert found.identity.why is why
    assert 0 < len(found.identity.words) <= 200
    assert "\n" not in found.identity.words


@pytest.mark.parametrize("date", ["", "yesterday", "Fri, 20 Nov 2026"])
async def test_an_answer_without_a_date(date: str) -> None:
    async with answering(page("502 Bad Gateway", b"", date)) as url:
        assert (await examine(url, NOBODY, [], wall_clock)).ahead is None


async def test_a_proxy_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """SOCKS needs an extra of the library, which is not installed."""
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1")
    found = await examine("http://telegram.example", NOBODY, [-1], wall_clock)
    assert isinstance(found.identity, Unknown)
    assert (found.identity.why, "Socks5" in found.identity.words) == (Why.UNREACHED, True)


async def test_a_silent_server_is_not_waited_for(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examining, "SECONDS_FOR_A_CALL", 0.1)
    box.sandbox.faults.add("slow", method="getMe", seconds=5, times=None)
    began = asyncio.get_running_loop().time()
    found = await look(box)
    assert asyncio.get_running_loop().time() - began < 2
    assert found.identity == Unknown(Why.UNREACHED, "no answer in time")
