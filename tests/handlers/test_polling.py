"""Polling: what was not stored is not acknowledged, and no answer of a server ends the loop but an unknown token."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from bot.desk.shell import Shell
from bot.sandbox import Sandbox
from handlers.arrivals import ALLOWED_UPDATES, lane_of
from handlers.polling import Poller, SomebodyElsePolls, WrongToken
from storage import waits
from storage.errors import StorageFull
from tests.handlers.rooms import Failing, ask, until
from tests.patience import PATIENCE

BOT = 7
GROUP = -1001
Json = dict[str, Any]


def _update(number: int, chat: int = GROUP) -> Json:
    return {"update_id": number, "message": {"message_id": number, "chat": {"id": chat}, "text": "垃圾桶坏了"}}


def _ok(*updates: Json) -> web.Response:
    return web.json_response({"ok": True, "result": list(updates)})


def _refusal(code: int, **more: Any) -> web.Response:
    return web.json_response({"ok": False, "error_code": code, "description": "x"} | more, status=code)


@dataclass
class Server:
    """Answers getUpdates as the test wants, one answer a call; afterwards it lets the caller wait."""

    answers: list[Any]
    asked: list[dict[str, str]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(dict(request.query))
        if not self.answers:
            await asyncio.Event().wait()
        found = self.answers.pop(0)
        if found == "hang up":
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        assert isinstance(found, web.Response)
        return found

    @property
    def offsets(self) -> list[str | None]:
        return [one.get("offset") for one in self.asked]


class _Poller(Poller):
    """Writes its waits down instead of waiting."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.waits: list[float] = []
        self.requests = 0

    async def _wait(self, seconds: float) -> None:
        self.waits.append(seconds)

    def _request(self) -> Any:
        self.requests += 1
        return super()._request()


@asynccontextmanager
async def _polling(
    shell: Shell, *answers: Any, probation: float = 0.0
) -> AsyncIterator[tuple[_Poller, Server, asyncio.Task[None], list[int]]]:
    server = Server(list(answers))
    app = web.Application()
    app.router.add_post(f"/bot{BOT}:secret/getUpdates", server.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.01)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    arrived: list[int] = []
    poller = _Poller(
        shell,
        f"http://127.0.0.1:{runner.addresses[0][1]}",
        f"{BOT}:secret",
        BOT,
        timedelta(seconds=20),
        lambda: arrived.append(1),
    )
    poller.probation = probation
    task = asyncio.create_task(poller.run())
    try:
        yield poller, server, task, arrived
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await runner.cleanup()


async def _stored(shell: Shell) -> list[int]:
    return [number for (number,) in await ask(shell, "SELECT update_id FROM inbox ORDER BY id")]


async def test_what_was_stored_is_acknowledged_by_the_next_call(shell: Shell) -> None:
    async with _polling(shell, _ok(_update(5), _update(6)), _ok(), _ok(_update(9))) as (poller, server, _, arrived):
        await until(lambda: len(server.asked) == 4)
    assert server.offsets == [None, "7", "7", "10"]
    assert await ask(shell, "SELECT update_id, lane FROM inbox") == [(5, GROUP), (6, GROUP), (9, GROUP)]
    assert await ask(shell, "SELECT next_update_id FROM cursors") == [(10,)]
    assert len(arrived) == 2
    assert (poller.received, poller.last_answer_at, poller.waits) == (3, shell.now(), [])


async def test_every_call_says_what_it_wants(shell: Shell) -> None:
    async with _polling(shell, _ok()) as (_, server, _, _):
        await until(lambda: len(server.asked) == 2)
    assert [asked["timeout"] for asked in server.asked] == ["0", "20"]  # the first one is answered at once
    for asked in server.asked:
        assert asked["limit"] == "100"
        assert json.loads(asked["allowed_updates"]) == list(ALLOWED_UPDATES)


async def test_the_next_start_goes_on_where_the_last_one_was(shell: Shell) -> None:
    async with _polling(shell, _ok(_update(5))) as (_, server, _, _):
        await until(lambda: len(server.asked) == 2)
    async with _polling(shell) as (_, server, _, _):
        await until(lambda: server.asked)
    assert server.offsets == ["6"]


async def test_numbers_that_restart_lower_are_followed(shell: Shell) -> None:
    async with _polling(shell, _ok(_update(900)), _ok(_update(12))) as (_, server, _, _):
        await until(lambda: len(server.asked) == 3)
    assert server.offsets == [None, "901", "13"]
    assert await _stored(shell) == [900, 12]


async def test_what_comes_again_is_kept_once_and_acknowledged(shell: Shell) -> None:
    async with _polling(shell, _ok(_update(5)), _ok(_update(5), _update(6))) as (poller, server, _, _):
        await until(lambda: len(server.asked) == 3)
    assert (server.offsets[-1], await _stored(shell), poller.received) == ("7", [5, 6], 2)


async def test_what_could_not_be_stored_is_not_acknowledged(shell: Shell) -> None:
    failing = Failing(shell, StorageFull(path="bot.db", reason="disk full"))
    failing.left = 2
    again = [_ok(_update(5)) for _ in range(3)]
    async with _polling(shell, *again) as (poller, server, _, arrived):
        await until(lambda: len(server.asked) == 4)
    assert server.offsets == [None, None, None, "6"]
    assert (failing.failed, len(arrived), len(poller.waits)) == (2, 1, 2)
    assert await _stored(shell) == [5]


async def test_an_update_that_nobody_can_read_is_stored_like_any_other(shell: Shell) -> None:
    odd = [
        {"update_id": 5, "message": "words"},
        {"update_id": 6, "message": {"chat": {"id": "x"}}},
        {"update_id": 7, "message": {"chat": {"id": GROUP}, "text": "\ud83d"}},
        {"update_id": 8, "something_new": {"x": 1}},
        {"update_id": 9},
    ]
    async with _polling(shell, _ok(*odd)) as (_, server, _, _):
        await until(lambda: len(server.asked) == 2)
    assert server.offsets[-1] == "10"
    assert await ask(shell, "SELECT update_id, lane FROM inbox ORDER BY id") == [
        (5, 0),
        (6, 0),
        (7, GROUP),
        (8, 0),
        (9, 0),
    ]
    (raw,) = (await ask(shell, "SELECT raw FROM inbox WHERE update_id = 7"))[0]
    assert json.loads(raw) == odd[2]


_DEEP = b'{"update_id":6,"message":{"x":' + b"[" * 3000 + b"]" * 3000 + b"}}"


async def test_what_is_nested_too_deeply_is_stored_as_the_text_it_is(shell: Shell) -> None:
    body = b'{"ok":true,"result":[' + json.dumps(_update(5)).encode() + b"," + _DEEP + b"]}"
    answer = web.Response(body=body, content_type="application/json")
    async with _polling(shell, answer) as (_, server, task, _):
        await until(lambda: len(server.asked) == 2 or task.done())
    assert server.offsets[-1] == "7"
    assert await ask(shell, "SELECT update_id, lane FROM inbox ORDER BY id") == [(5, GROUP), (6, 0)]
    assert await ask(shell, "SELECT raw FROM inbox WHERE update_id = 6") == [(_DEEP.decode(),)]


NO_UPDATES: list[Any] = [None, 5, {}, {"update_id": None}, {"update_id": "abc"}, {"update_id": 2**70}]


@pytest.mark.parametrize("nonsense", NO_UPDATES)
async def test_what_is_no_update_is_passed_over(shell: Shell, nonsense: Any) -> None:
    async with _polling(shell, _ok(nonsense, _update(5), nonsense)) as (_, server, task, _):
        await until(lambda: len(server.asked) == 2 or task.done())
    assert server.offsets == [None, "6"]
    assert await _stored(shell) == [5]


async def test_a_batch_without_any_update_is_waited_out_ever_longer(shell: Shell) -> None:
    async with _polling(shell, *[_ok(None) for _ in range(3)]) as (poller, server, task, _):
        await until(lambda: len(server.asked) == 4 or task.done())
    assert poller.waits == [0.5, 1.0, 2.0]


@pytest.mark.parametrize("code", [401, 404])
async def test_a_token_that_is_not_known_ends_it(shell: Shell, code: int) -> None:
    async with _polling(shell, _refusal(code)) as (_, server, task, _):
        with pytest.raises(WrongToken):
            await asyncio.wait_for(task, PATIENCE)
    assert len(server.asked) == 1


async def test_a_429_is_waited_out_as_long_as_it_says(shell: Shell) -> None:
    async with _polling(shell, _refusal(429, parameters={"retry_after": 17})) as (poller, server, _, _):
        await until(lambda: len(server.asked) == 2)
        assert (poller.waits, poller.requests) == ([17.0], 1)


FAULTS: dict[str, Any] = {
    "another poller": lambda: _refusal(409),
    "bad gateway": lambda: _refusal(502),
    "a page": lambda: web.Response(text="<html>", status=502),
    "half an answer": lambda: web.Response(text='{"ok":true,"res', status=200),
    "nothing": lambda: web.json_response(None),
    "a list": lambda: web.json_response([1]),
    "no result": lambda: web.json_response({"ok": True, "result": None}),
    "odd parameters": lambda: _refusal(429, parameters=None),
    "an odd wait": lambda: _refusal(429, parameters={"retry_after": "soon"}),
    "no bytes": lambda: web.Response(text=""),
    "a broken connection": lambda: "hang up",
}


@pytest.mark.parametrize("name", FAULTS)
async def test_after_a_fault_it_asks_again_from_the_same_place(shell: Shell, name: str) -> None:
    answers = [_ok(_update(5)), FAULTS[name](), FAULTS[name](), _ok(_update(6))]
    async with _polling(shell, *answers) as (poller, server, task, _):
        await until(lambda: len(server.asked) == 5 or task.done())
        assert not task.done(), task.exception()
    assert server.offsets == [None, "6", "6", "6", "7"]
    assert poller.waits == [0.5, 1.0]


async def test_it_waits_longer_from_fault_to_fault_but_not_for_ever_and_builds_anew(shell: Shell) -> None:
    answers = [_refusal(502) for _ in range(9)]
    async with _polling(shell, *answers, _ok(), _refusal(502)) as (poller, server, _, _):
        await until(lambda: len(server.asked) == 12)
    assert poller.waits == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0, 0.5]
    assert poller.requests == 4


async def test_no_answer_at_all_is_a_fault_too(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.polling._GRACE", timedelta(seconds=-19.95))
    async with _polling(shell) as (poller, server, _, _):
        await until(lambda: len(server.asked) == 2)
    assert poller.waits[:1] == [0.5]


LANES: list[tuple[Json, int]] = [
    ({"message": {"chat": {"id": 5}}}, 5),
    ({"edited_message": {"chat": {"id": 5}}}, 5),
    ({"my_chat_member": {"chat": {"id": 5}}}, 5),
    ({"callback_query": {"message": {"chat": {"id": 5}}}}, 5),
    ({"callback_query": {"inline_message_id": "1"}}, 0),
    ({"callback_query": "x"}, 0),
    ({"message": {}}, 0),
    ({"message": {"chat": {"id": 2**70}}}, 0),
    ({"message": {"chat": {"id": -(2**63) - 1}}}, 0),
    ({"message": {"chat": {"id": float("inf")}}}, 0),
    ({"message": {"chat": None}}, 0),
    ({"poll": {"id": "1"}}, 0),
    ({}, 0),
]


@pytest.mark.parametrize(("update", "lane"), LANES)
def test_the_chat_in_which_order_matters(update: Json, lane: int) -> None:
    assert lane_of(update) == lane


async def test_a_webhook_left_behind_is_removed_by_the_poll_that_it_refuses(shell: Shell) -> None:
    async with Sandbox() as sandbox:
        bot = sandbox.add_bot()
        bot.updates.use_webhook("https://old.example.org/")
        poller = Poller(shell, sandbox.base_url, bot.token, bot.id, timedelta(seconds=1), lambda: None)
        poller.probation = 0.0
        polling = asyncio.create_task(poller.run())
        try:
            await until(lambda: poller.last_answer_at is not None)
        finally:
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)
        assert [call.method for call in sandbox.calls][:2] == ["getUpdates", "deleteWebhook"]


async def test_who_comes_second_takes_nothing_and_says_so(shell: Shell) -> None:
    """What it was handed meanwhile stays with Telegram, for the one that was there first."""
    async with _polling(shell, _ok(_update(5)), _refusal(409), probation=9.0) as (_, server, task, arrived):
        with pytest.raises(SomebodyElsePolls):
            await task
    assert server.offsets == [None, None]
    assert not arrived and await _stored(shell) == []


@pytest.mark.parametrize("then", [_ok(_update(6)), _ok()])
async def test_what_vanishes_was_taken_by_somebody_else(then: web.Response, shell: Shell) -> None:
    async with _polling(shell, _ok(_update(5)), then, probation=9.0) as (_, _, task, arrived):
        with pytest.raises(SomebodyElsePolls):
            await task
    assert not arrived and await _stored(shell) == []


async def test_who_is_alone_takes_in_what_came_while_it_looked(shell: Shell) -> None:
    async with _polling(shell, _ok(_update(5)), _ok(_update(6)), probation=0.001) as (poller, server, _, _):
        await until(lambda: poller.received == 2)
    assert await _stored(shell) == [5, 6]
    assert server.offsets[:2] == [None, "6"]


async def test_who_was_heard_a_minute_ago_looks_for_nobody(shell: Shell) -> None:
    await shell.do(lambda tx, office, now: waits.note_heard(tx, now - timedelta(seconds=50)))
    async with _polling(shell, _ok(_update(5)), probation=9.0) as (_, server, _, _):
        await until(lambda: len(server.asked) == 2)
    assert server.offsets == [None, "6"]
