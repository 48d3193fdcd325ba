"""Who may come in, and what every answer bears."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

import aiohttp
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.page import Page
from tests.sandbox.page.backstage import FakeBackstage
from tests.sandbox.page.conftest import MARK, House

ADDRESSES = (
    "/",
    "/favicon.ico",
    "/static/nothing.js",
    "/page/world",
    "/page/feed",
    "/page/file/99",
    "/page/sample/bin",
    "/page/commands?chat=1&as=1",
    "/page/behind?chat=1&message=1",
)
ACTIONS = tuple(
    f"/page/{name}" for name in ("post", "edit", "delete", "react", "tap", "start", "time", "story", "bot", "again")
)


def port(house: House) -> int:
    return urlsplit(house.sandbox.base_url).port or 0


@pytest.mark.parametrize("path", [*ADDRESSES, *ACTIONS])
async def test_every_answer_bears_the_headers(house: House, path: str) -> None:
    method = "POST" if path in ACTIONS else "GET"
    async with house.http.request(method, path, headers=MARK) as answer:
        assert answer.headers["Content-Security-Policy"] == (
            "default-src 'self'; img-src 'self' blob: data:; style-src 'self'; script-src 'self'; "
            "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
        )
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["Cache-Control"]
        assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("path", [*ADDRESSES, *ACTIONS])
async def test_a_foreign_name_is_turned_away(house: House, path: str) -> None:
    method = "POST" if path in ACTIONS else "GET"
    for host in (
        "evil.example",
        f"evil.example:{port(house)}",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.0.0.1:x",
        "[::1",
        "10.0.0.1",
    ):
        async with house.http.request(method, path, headers=MARK | {"Host": host}) as answer:
            assert answer.status == 403, host
            words = (await answer.json())["error"]
            assert house.sandbox.base_url in words["zh"] and house.sandbox.base_url in words["en"]


async def test_a_request_that_calls_us_nothing(house: House) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port(house))
    writer.write(b"GET /page/world HTTP/1.0\r\n\r\n")
    assert b" 403 " in await reader.readline()
    writer.close()
    await writer.wait_closed()


async def test_our_own_names(house: House) -> None:
    for name in ("127.0.0.1", "localhost", "LOCALHOST", "[::1]"):
        status, _ = await house.get("/page/world", headers={"Host": f"{name}:{port(house)}"})
        assert status == 200, name


@pytest.mark.parametrize("path", ACTIONS)
async def test_a_foreign_page_can_do_nothing(house: House, path: str) -> None:
    own = house.sandbox.base_url
    for headers in (
        {},
        {"X-Page": "0"},
        {"Origin": own},
        MARK | {"Origin": "null"},
        MARK | {"Origin": "https://evil.example"},
        MARK | {"Origin": own.replace("http:", "https:")},
        MARK | {"Origin": own + ".evil.example"},
        MARK | {"Origin": f"http://127.0.0.1:{port(house) + 1}"},
    ):
        async with house.http.post(path, json={}, headers=headers) as answer:
            assert answer.status == 403, headers
    assert house.backstage.asked == []


async def test_the_page_itself_may(house: House) -> None:
    for origin in ({}, {"Origin": house.sandbox.base_url}):
        assert (await house.post("/page/again", {}, headers=origin)) == (200, {})
    named = f"localhost:{port(house)}"
    headers = {"Host": named, "Origin": f"http://{named}"}
    assert (await house.post("/page/again", {}, headers=headers)) == (200, {})


async def test_a_bug_shows_no_inside(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.backstage.broken = True
    status, body = await house.post("/page/again", {})
    assert status == 500
    assert body == {
        "error": {"zh": "页面出了点问题，请再试一次。", "en": "Something went wrong on the page. Try again."}
    }
    assert "/page/again failed" in caplog.text


async def test_what_is_not_possible_says_why(house: House) -> None:
    house.backstage.refuses = True
    for path, body in (
        ("/page/time", {"ahead": 60}),
        ("/page/story", {"do": "play"}),
        ("/page/bot", {"do": "start"}),
        ("/page/again", {}),
    ):
        expected = {"zh": "机器人停了，请先启动。", "en": "The bot is down: start it first."}
        assert await house.post(path, body) == (409, {"error": expected})


async def test_no_web_page_plays_the_bot(house: House) -> None:
    """Its token stands in the sandbox's source, so that a foreign site may know it."""
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        for path in (f"/bot{house.bot.token}/getMe", f"/file/bot{house.bot.token}/photos/file_1.jpg"):
            async with house.http.get(path, headers=headers) as answer:
                assert answer.status == 403
    assert len(house.sandbox.calls) == 0
    async with house.http.get(f"/bot{house.bot.token}/getMe", headers={"Sec-Fetch-Site": "none"}) as answer:
        assert answer.status == 200


async def test_no_foreign_name_reaches_the_bot(house: House) -> None:
    """A site whose name was pointed here in the meantime sends neither Origin nor Sec-Fetch-Site."""
    for host in ("evil.example", f"evil.example:{port(house)}", "127.0.0.1:1", "[::1"):
        for path in (f"/bot{house.bot.token}/getMe", f"/file/bot{house.bot.token}/photos/file_1.jpg"):
            async with house.http.get(path, headers={"Host": host}) as answer:
                assert (answer.status, (await answer.json())["description"]) == (
                    403,
                    "Forbidden: this server goes by another name",
                )
    assert len(house.sandbox.calls) == 0
    async with house.http.get(f"/bot{house.bot.token}/getMe", headers={"Host": f"localhost:{port(house)}"}) as answer:
        assert answer.status == 200


async def test_the_bot_api_is_where_it_was(house: House) -> None:
    assert (await house.call("getMe"))["username"] == "fengshao_bot"
    async with house.http.get("/page/unknown") as answer:
        assert (answer.status, (await answer.json())["error_code"]) == (404, 404)


@pytest.mark.parametrize(("listen", "open_to_numbers"), [("0.0.0.0", True), ("localhost", False)])
async def test_where_it_was_told_to_listen(listen: str, open_to_numbers: bool) -> None:
    sandbox = Sandbox()
    sandbox.add_bot()
    sandbox.serve_also(Page(sandbox, FakeBackstage()).routes())
    await sandbox.start(listen)
    try:
        own = urlsplit(sandbox.base_url).port
        async with aiohttp.ClientSession(f"http://127.0.0.1:{own}") as http:
            for name, welcome in (
                (f"localhost:{own}", True),
                (f"192.168.7.7:{own}", open_to_numbers),
                (f"[fe80::7]:{own}", open_to_numbers),
                (f"evil.example:{own}", False),
            ):
                async with http.get("/page/world", headers={"Host": name}) as answer:
                    assert (answer.status == 200) is welcome, name
                    if not welcome and open_to_numbers:
                        assert f"http://127.0.0.1:{own}" in (await answer.json())["error"]["zh"]
    finally:
        await sandbox.stop()


async def test_ipv6_has_brackets_in_its_address() -> None:
    sandbox = Sandbox()
    try:
        await sandbox.start("::1")
    except OSError:
        pytest.skip("this machine has no IPv6")
    try:
        assert sandbox.base_url.startswith("http://[::1]:")
    finally:
        await sandbox.stop()
