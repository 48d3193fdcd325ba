"""The inbox's workers: order within a chat, chats side by side, retries, quarantine, and effects exactly once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.desk import inbox, quarantine
from bot.desk.shell import Shell
from handlers import inbox as handlers_inbox
from handlers.inbox import Workers, settle
from storage import schedules
from storage.errors import StorageFull
from storage.inbox import Arrival
from tests.handlers.rooms import Failing, ask, until
from tests.patience import PATIENCE

Json = dict[str, Any]
Handle = Callable[[Json], Awaitable[None]]


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handlers_inbox, "_BETWEEN_TRIES", (0.0,))
    monkeypatch.setattr(handlers_inbox, "_STORAGE_PAUSE", 0.0)


def _update(number: int, chat: int = -1) -> Json:
    return {"update_id": number, "message": {"message_id": number, "chat": {"id": chat}, "text": str(number)}}


async def _receive(shell: Shell, *updates: Json) -> None:
    arrivals = [Arrival(one["update_id"], one["message"]["chat"]["id"], json.dumps(one)) for one in updates]
    await shell.do(lambda tx, office, now: inbox.receive(tx, 7, arrivals, now))


async def _states(shell: Shell) -> list[str]:
    return [state for (state,) in await ask(shell, "SELECT state FROM inbox ORDER BY id")]


@asynccontextmanager
async def _working(shell: Shell, handle: Handle, **more: Any) -> AsyncIterator[Workers]:
    workers = Workers(shell, handle, **more)
    task = asyncio.create_task(workers.run())
    try:
        yield workers
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _settled(shell: Shell, *expected: str) -> None:
    """Wait until the inbox's items stand so."""
    async with asyncio.timeout(PATIENCE):
        while (found := await _states(shell)) != list(expected):
            assert len(found) == len(expected)
            await asyncio.sleep(0.002)


async def test_what_is_released_during_a_look_is_taken_up_all_the_same(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[int] = []
    looking, go = asyncio.Event(), asyncio.Event()
    look = Workers._look

    async def look_slowly(self: Workers) -> Any:
        found = await look(self)
        looking.set()
        await go.wait()
        return found

    async def handle(update: Json) -> None:
        done.append(update["update_id"])

    monkeypatch.setattr(Workers, "_look", look_slowly)
    await _receive(shell, _update(1), _update(2))
    await shell.do(lambda tx, office, now: tx.run("UPDATE inbox SET state = 'quarantined' WHERE update_id = 1"))
    async with _working(shell, handle) as workers:
        await looking.wait()
        await shell.do(lambda tx, office, now: quarantine.retry(tx, None, now))
        workers.begin_again()
        go.set()
        await _settled(shell, "ignored", "ignored")
    assert sorted(done) == [1, 2]


async def test_what_ends_during_a_look_that_saw_it_wait_is_handled_once(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[int] = []
    looked, go, came_back = asyncio.Event(), asyncio.Event(), asyncio.Event()
    look = Workers._look

    async def look_slowly(self: Workers) -> Any:
        found = await look(self)
        if found and done:  # they are under way, and end before this look comes back
            looked.set()
            await _settled(shell, "ignored", "ignored")
            came_back.set()
        return found

    async def handle(update: Json) -> None:
        done.append(update["update_id"])
        await go.wait()

    monkeypatch.setattr(Workers, "_look", look_slowly)
    await _receive(shell, _update(1), _update(2))
    async with _working(shell, handle) as workers:
        await until(lambda: done)
        workers.begin_again()
        async with asyncio.timeout(PATIENCE):
            await looked.wait()
            go.set()
            await came_back.wait()
        await until(lambda: not workers._lanes)
    assert sorted(done) == [1, 2]


async def test_within_a_chat_in_order_across_chats_side_by_side(shell: Shell) -> None:
    begun: list[int] = []
    go = asyncio.Event()

    async def handle(update: Json) -> None:
        begun.append(update["update_id"])
        if update["update_id"] == 1:
            await go.wait()

    await _receive(shell, _update(1, -1), _update(2, -1), _update(3, -2), _update(4, -1), _update(5, -2))
    async with _working(shell, handle):
        await _settled(shell, "waiting", "waiting", "ignored", "waiting", "ignored")
        assert begun == [1, 3, 5]
        go.set()
        await _settled(shell, *["ignored"] * 5)
    assert begun == [1, 3, 5, 2, 4]


async def test_so_many_chats_at_once(shell: Shell) -> None:
    begun: list[int] = []
    go = asyncio.Event()

    async def handle(update: Json) -> None:
        begun.append(update["update_id"])
        await go.wait()

    await _receive(shell, *(_update(number, -number) for number in range(1, 6)))
    async with _working(shell, handle, lanes_at_once=2):
        await until(lambda: len(begun) == 2)
        await asyncio.sleep(0.02)
        assert len(begun) == 2
        go.set()
        await _settled(shell, *["ignored"] * 5)


async def test_new_arrivals_are_taken_up(shell: Shell) -> None:
    seen: list[int] = []

    async def handle(update: Json) -> None:
        seen.append(update["update_id"])

    async with _working(shell, handle) as workers:
        for number in (1, 2):
            await _receive(shell, _update(number))
            workers.arrived()
            await until(lambda number=number: seen[-1:] == [number])


async def test_effects_and_the_done_mark_are_one(shell: Shell) -> None:
    async def handle(update: Json) -> None:
        await settle(shell, lambda tx, office, now: schedules.set_next(tx, update["message"]["text"], now))

    await _receive(shell, _update(1), _update(2))
    async with _working(shell, handle):
        await _settled(shell, "done", "done")
    assert await ask(shell, "SELECT name FROM schedules ORDER BY name") == [("1",), ("2",)]


async def test_what_fails_halfway_leaves_nothing_and_is_tried_again(shell: Shell) -> None:
    tries: list[int] = []

    async def handle(update: Json) -> None:
        tries.append(update["update_id"])

        def deed(tx: Any, office: Any, now: Any) -> None:
            schedules.set_next(tx, f"try {len(tries)}", now)
            if len(tries) < 3:
                raise ValueError("boom")

        await settle(shell, deed)

    await _receive(shell, _update(1))
    async with _working(shell, handle):
        await _settled(shell, "done")
    assert len(tries) == 3
    assert await ask(shell, "SELECT name FROM schedules") == [("try 3",)]


async def test_what_fails_too_often_is_set_aside_and_the_next_one_flows(shell: Shell) -> None:
    tries: list[int] = []

    async def handle(update: Json) -> None:
        tries.append(update["update_id"])
        if update["update_id"] == 1:
            raise KeyError("chat")

    await _receive(shell, _update(1), _update(2))
    async with _working(shell, handle):
        await _settled(shell, "quarantined", "ignored")
    assert tries == [1] * inbox.TRIES + [2]
    ((error, attempts),) = await ask(shell, "SELECT error, attempts FROM inbox WHERE state = 'quarantined'")
    assert attempts == inbox.TRIES
    assert "KeyError: 'chat'" in error
    assert "Traceback" in error


async def test_the_coordinators_are_told_of_a_quarantine(shell: Shell) -> None:
    async def handle(update: Json) -> None:
        raise ValueError("boom")

    await _receive(shell, _update(1))
    async with _working(shell, handle):
        await _settled(shell, "quarantined")
    assert await ask(shell, "SELECT kind, chat_id FROM notices") == [("alert", -1004)]


async def test_what_is_released_from_quarantine_is_taken_up(shell: Shell) -> None:
    broken = True

    async def handle(update: Json) -> None:
        if broken:
            raise ValueError("boom")

    await _receive(shell, _update(1), _update(2))
    async with _working(shell, handle) as workers:
        await _settled(shell, "quarantined", "quarantined")
        broken = False
        assert await shell.do(lambda tx, office, now: quarantine.retry(tx, [1], now)) == [1]
        workers.begin_again()
        await _settled(shell, "ignored", "quarantined")


@pytest.mark.parametrize("fails", [1, 3, 9])
async def test_a_storage_that_fails_is_waited_for_and_is_not_the_updates_fault(shell: Shell, fails: int) -> None:
    async def handle(update: Json) -> None:
        await settle(shell, lambda tx, office, now: schedules.set_next(tx, "once", now))

    await _receive(shell, _update(1))
    failing = Failing(shell, StorageFull(path="bot.db", reason="disk full"))
    failing.left = fails
    async with _working(shell, handle):
        await _settled(shell, "done")
    assert failing.failed == fails
    assert await ask(shell, "SELECT attempts FROM inbox") == [(0,)]


async def test_a_failure_that_cannot_be_noted_does_not_stop_the_chat(shell: Shell) -> None:
    failing = Failing(shell, StorageFull(path="bot.db", reason="disk full"))
    tries: list[int] = []

    async def handle(update: Json) -> None:
        tries.append(update["update_id"])
        if len(tries) == 1:
            failing.left = 2
            raise ValueError("boom")

    await _receive(shell, _update(1), _update(2))
    async with _working(shell, handle):
        await _settled(shell, "ignored", "ignored")
    assert tries == [1, 1, 2]


async def test_a_look_that_fails_does_not_stop_the_workers(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    read, fails = shell.database.read, 2

    async def fail_or_read(fn: Any) -> Any:
        nonlocal fails
        if fails:
            fails -= 1
            raise StorageFull(path="bot.db", reason="disk full")
        return await read(fn)

    async def handle(update: Json) -> None:
        seen.append(update["update_id"])

    seen: list[int] = []
    await _receive(shell, _update(1))
    monkeypatch.setattr(shell.database, "read", fail_or_read)
    async with _working(shell, handle):
        await until(lambda: seen == [1])


async def test_what_is_in_hand_at_the_end_is_taken_up_at_the_next_start(shell: Shell) -> None:
    seen: list[int] = []

    async def hang(update: Json) -> None:
        seen.append(update["update_id"])
        await asyncio.Event().wait()

    async def handle(update: Json) -> None:
        seen.append(update["update_id"])

    await _receive(shell, _update(1))
    async with _working(shell, hang):
        await until(lambda: seen == [1])
    assert await _states(shell) == ["waiting"]
    async with _working(shell, handle):
        await _settled(shell, "ignored")
    assert seen == [1, 1]


async def test_the_same_message_under_another_number_has_its_effects_once(shell: Shell) -> None:
    effects = 0

    async def handle(update: Json) -> None:
        await settle(shell, lambda tx, office, now: schedules.set_next(tx, f"effect of {update['update_id']}", now))

    again = _update(1) | {"update_id": 900}
    await _receive(shell, _update(1), again)
    async with _working(shell, handle):
        await _settled(shell, "done", "ignored")
    effects = len(await ask(shell, "SELECT name FROM schedules"))
    assert effects == 1
