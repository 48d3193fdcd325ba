"""Faults strike the calls they are meant for, before or after the effect."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from bot.sandbox import FaultKind
from tests.patience import PATIENCE
from tests.sandbox.conftest import Box


def _sent(box: Box) -> int:
    return len(box.sandbox.messages(box.group, by=box.bot))


@pytest.mark.parametrize(
    ("kind", "code", "description", "effects"),
    [
        ("too_many", 429, "Too Many Requests: retry after 7", 0),
        ("server_error", 502, "Bad Gateway", 0),
        ("server_error_after", 502, "Bad Gateway", 1),
        ("reject", 400, "Bad Request: TOPIC_CLOSED", 0),
    ],
)
async def test_wrong_answers(box: Box, kind: str, code: int, description: str, effects: int) -> None:
    words = description if kind == "reject" else None
    fault = box.sandbox.faults.add(kind, method="sendMessage", retry_after=7, description=words)
    answer = await box.ask("sendMessage", chat_id=box.group.id, text="x")
    assert (answer["error_code"], answer["description"]) == (code, description)
    assert (_sent(box), fault.struck) == (effects, 1)
    await box.send()
    assert box.sandbox.calls[-2].fault == kind


@pytest.mark.parametrize(
    ("kind", "effects"),
    [(FaultKind.CLOSE_BEFORE, 0), (FaultKind.RESET_BEFORE, 0), (FaultKind.RESET_AFTER, 1)],
)
async def test_broken_connections(box: Box, kind: FaultKind, effects: int) -> None:
    box.sandbox.faults.add(kind)
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        await box.ask("sendMessage", chat_id=box.group.id, text="x")
    assert _sent(box) == effects
    await box.send()


async def test_a_malformed_answer(box: Box) -> None:
    box.sandbox.faults.add("malformed", method="sendMessage")
    with pytest.raises(ValueError, match=r"Unterminated|Expecting|delimiter"):
        await box.ask("sendMessage", chat_id=box.group.id, text="x")
    assert _sent(box) == 1


@pytest.mark.parametrize(("kind", "effects"), [("slow", 1), ("slow_before", 0)])
async def test_slow_answers(box: Box, kind: str, effects: int) -> None:
    fault = box.sandbox.faults.add(kind, seconds=30)
    asking = asyncio.create_task(box.ask("sendMessage", chat_id=box.group.id, text="x"))
    async with asyncio.timeout(PATIENCE):
        while fault.struck == 0 or _sent(box) != effects:  # noqa: ASYNC110 - a fault that strikes tells nobody
            await asyncio.sleep(0.002)
    assert not asking.done()
    asking.cancel()


async def test_a_fault_is_choosy(box: Box) -> None:
    box.wang.start(box.bot)
    box.sandbox.faults.add("server_error", method="sendMessage", chat_id=box.group.id, skip=1, times=2)
    await box.call("sendMessage", chat_id=101, text="私聊")
    codes = [(await box.ask("sendMessage", chat_id=box.group.id, text="x")).get("error_code") for _ in range(4)]
    assert codes == [None, 502, 502, None]
    box.sandbox.faults.add("server_error", times=None)
    assert not (await box.ask("getMe"))["ok"]
    box.sandbox.faults.clear()
    assert (await box.ask("getMe"))["ok"]


async def test_a_share_of_some_methods_is_struck_and_each_draws_its_own_wait(box: Box) -> None:
    methods = ("sendMessage", "getChat")
    fault = box.sandbox.faults.add("too_many", method=methods, share=0.5, times=None, retry_after=range(1, 301))
    asked = [await box.ask("getChat", chat_id=box.group.id) for _ in range(40)]
    waits = [answer["parameters"]["retry_after"] for answer in asked if not answer["ok"]]
    assert 0 < len(waits) == fault.struck < 40
    assert len(set(waits)) > 1 and set(waits) <= set(range(1, 301))
    assert (await box.ask("getMe"))["ok"]


async def test_some_faults_are_kept_when_the_others_go(box: Box) -> None:
    kept = box.sandbox.faults.add("server_error", method="getChat")
    box.sandbox.faults.add("server_error", method="sendMessage")
    box.sandbox.faults.keep([kept])
    await box.send()
    assert not (await box.ask("getChat", chat_id=box.group.id))["ok"]
