"""The clients' way to the server: through the environment's proxy, except to this machine itself."""

import asyncio
import sys
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.sandbox import Sandbox
from handlers.network import open_request


@pytest.fixture
async def proxied(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[str]]:
    """The request lines that reach the environment's proxy."""
    lines: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        lines.append(head.decode().splitlines()[0])
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
        await writer.drain()
        writer.close()

    for name in ("no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    async with await asyncio.start_server(answer, "127.0.0.1", 0) as proxy:
        port = proxy.sockets[0].getsockname()[1]
        for name in ("http_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
        yield lines


async def test_this_machine_is_reached_without_the_proxy(proxied: list[str]) -> None:
    async with Sandbox() as sandbox:
        bot = sandbox.add_bot()
        async with open_request(sandbox.base_url, pool=1, read_timeout=5) as request:
            _, body = await request.do_request(f"{sandbox.base_url}/bot{bot.token}/getMe", "POST")
    assert b"fengshao_bot" in body
    assert proxied == []


async def test_other_machines_are_reached_through_it(proxied: list[str]) -> None:
    async with open_request("http://telegram.example", pool=1, read_timeout=5) as request:
        status, _ = await request.do_request("http://telegram.example/getMe", "POST")
    assert status == 200
    assert proxied == ["POST http://telegram.example/getMe HTTP/1.1"]


async def test_who_listens_hears_of_each_answer() -> None:
    heard: list[int] = []

    async def hear(response: httpx.Response) -> None:
        heard.append(response.status_code)

    async with Sandbox() as sandbox:
        bot = sandbox.add_bot()
        async with open_request(sandbox.base_url, pool=1, read_timeout=5, heard=[hear]) as request:
            for token in (bot.token, "1:nobody"):
                await request.do_request(f"{sandbox.base_url}/bot{token}/getMe", "POST")
    assert heard == [200, 401]


async def test_a_call_looks_for_no_module(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_for: list[str] = []

    class Finder:
        @staticmethod
        def find_spec(name: str, *_others: object) -> None:
            looked_for.append(name)

    async with Sandbox() as sandbox:
        bot = sandbox.add_bot()
        async with open_request(sandbox.base_url, pool=1, read_timeout=5) as request:
            url = f"{sandbox.base_url}/bot{bot.token}/getMe"
            await request.do_request(url, "POST")  # what a first call loads stays
            monkeypatch.setattr(sys, "meta_path", [Finder, *sys.meta_path])
            _, body = await request.do_request(url, "POST")
    assert b"fengshao_bot" in body
    assert looked_for == []
