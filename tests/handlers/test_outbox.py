"""The sender: one call at a time for each chat, most pressing first, and every notice settled once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.desk.shell import Shell
from bot.domain.notices import Call, NoticeKind
from handlers import outbox as handlers_outbox
from storage import outbox
from storage.errors import StorageFull
from tests.handlers.rooms import Failing, ask, until
from tests.handlers.sending import ONE, TWO, FakeTelegram, later, put, sending, stands, state_of, telegram
from tests.patience import PATIENCE
from tests.sandbox.conftest import Clock
from tests.stories.area import HALL

__all__ = ["telegram"]

FULL = StorageFull(path="bot.db", reason="disk full")


async def test_the_most_pressing_first_one_at_a_time_chats_side_by_side(
    shell: Shell, clock: Clock, telegram: FakeTelegram
) -> None:
    for key, kind in (("digest", NoticeKind.DIGEST), ("card", NoticeKind.CARD), ("emergency", NoticeKind.EMERGENCY)):
        await put(shell, key, kind=kind)
    await put(shell, "other", TWO)
    telegram.gate.clear()
    async with sending(shell) as sender:
        await until(lambda: len(telegram.begun) == 2)
        assert sorted(telegram.begun) == ["emergency", "other"]
        telegram.gate.set()
        for ended in (2, 3):
            await until(lambda ended=ended: len(telegram.ended) == ended)
            await later(sender, clock, seconds=2)
        await until(lambda: len(telegram.ended) == 4)
    assert [key for key in telegram.ended if key != "other"] == ["emergency", "card", "digest"]
    assert telegram.most_at_once == {ONE: 1, TWO: 1}
    assert await ask(shell, "SELECT state, count(*) FROM notices") == [("sent", 4)]


async def test_what_was_sent_has_its_message(shell: Shell, telegram: FakeTelegram) -> None:
    number = await put(shell, "card")
    async with sending(shell):
        await stands(shell, "card", "sent")
    assert await ask(shell, "SELECT message_id, attempts FROM notices") == [(1000 + number, 1)]


async def test_what_is_queued_while_it_runs_leaves_at_once(
    shell: Shell, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handlers_outbox, "_IDLE", timedelta(hours=1))  # unasked it would not look again
    async with sending(shell):
        await asyncio.sleep(0.02)
        await put(shell, "card")
        await until(lambda: telegram.ended == ["card"])


async def test_what_comes_just_after_its_chat_was_found_empty_leaves_at_once(
    shell: Shell, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handlers_outbox, "_IDLE", timedelta(hours=1))  # unasked it would not look again
    looked, goes_on = asyncio.Event(), asyncio.Event()
    async with sending(shell) as sender:
        take = sender._take

        async def take_slowly(chat_id: int, grant: Any) -> Any:
            found = await take(chat_id, grant)
            looked.set()
            await goes_on.wait()
            return found

        sender._take = take_slowly  # type: ignore[method-assign]
        sender._begin(ONE, None)
        await looked.wait()
        await put(shell, "card")
        await until(lambda: ONE in sender._passed_over)
        goes_on.set()
        await until(lambda: telegram.ended == ["card"])


async def test_more_chats_than_are_served_at_once(shell: Shell, telegram: FakeTelegram) -> None:
    for number in range(1, 41):
        await put(shell, str(number), -number)
    async with sending(shell):
        await until(lambda: len(telegram.ended) == 40)
    assert sorted(map(int, telegram.ended)) == list(range(1, 41))


async def test_an_edit_waits_for_its_card_and_names_its_message(
    shell: Shell, clock: Clock, telegram: FakeTelegram
) -> None:
    card = await put(shell, "card", not_before=clock() + timedelta(seconds=5))
    await put(shell, "edit", kind=NoticeKind.EDIT, call=Call.EDIT_TEXT, target=card)
    async with sending(shell) as sender:
        await asyncio.sleep(0.03)
        assert telegram.begun == []
        clock.move(seconds=5)
        sender.queued()
        await until(lambda: telegram.ended == ["card"])
        clock.move(seconds=2)
        sender.queued()
        await until(lambda: telegram.ended == ["card", "edit"])
    assert telegram.abouts == {"card": None, "edit": 1000 + card}


async def test_a_fault_of_ours_goes_on_the_list_and_the_others_flow(shell: Shell, telegram: FakeTelegram) -> None:
    telegram.answers["broken"] = ValueError("names no message")
    await put(shell, "broken", kind=NoticeKind.EMERGENCY)
    await put(shell, "card", TWO)
    async with sending(shell):
        await stands(shell, "broken", "failed")
        await stands(shell, "card", "sent")
        await until(lambda: any(key.startswith("trouble:alert.failed") for key in telegram.ended))
    ((error,),) = await ask(shell, "SELECT error FROM notices WHERE key = 'broken'")
    assert error.startswith("ValueError: names no message (")
    assert await ask(shell, "SELECT chat_id FROM notices WHERE kind = 'alert'") == [(HALL,)]


async def test_what_was_sent_is_not_sent_again_when_it_cannot_be_written_down(
    shell: Shell, telegram: FakeTelegram
) -> None:
    await put(shell, "card")
    failing = Failing(shell, FULL)
    telegram.gate.clear()
    async with sending(shell):
        await until(lambda: telegram.begun == ["card"])
        failing.left = 3
        telegram.gate.set()
        await stands(shell, "card", "sent")
    assert (failing.failed, telegram.begun) == (3, ["card"])


async def test_a_storage_that_cannot_be_read_is_asked_again(
    shell: Shell, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, fails, looks = shell.database.read, 0, 0

    async def fail_or_read(fn: Any) -> Any:
        nonlocal fails, looks
        looks += 1
        if fails:
            fails -= 1
            raise FULL
        return await read(fn)

    monkeypatch.setattr(shell.database, "read", fail_or_read)
    async with sending(shell):
        await until(lambda: looks >= 2)  # the first is the start's, which may fail: the second is a round's
        fails = 2
        await put(shell, "card")
        await until(lambda: telegram.ended == ["card"])
    assert fails == 0


async def test_a_call_that_a_crash_left_unanswered_is_settled_first(shell: Shell, telegram: FakeTelegram) -> None:
    for key, kind in (("card", NoticeKind.CARD), ("digest", NoticeKind.DIGEST)):
        number = await put(shell, key, kind=kind)
        await shell.do(lambda tx, office, now, number=number: outbox.mark_sending(tx, number))
    async with sending(shell):
        for key in ("card", "digest"):
            await stands(shell, key, "uncertain")
        assert await ask(shell, "SELECT key, state FROM notices WHERE id > 2") == [("card:again1", "queued")]


async def test_stopping_lets_the_call_in_hand_end_and_begins_no_other(shell: Shell, telegram: FakeTelegram) -> None:
    await put(shell, "card")
    await put(shell, "next")
    telegram.gate.clear()
    async with sending(shell) as sender:
        await until(lambda: telegram.begun == ["card"])
        stopping = asyncio.create_task(sender.stop())
        await put(shell, "other", TWO)
        await asyncio.sleep(0.02)
        assert not stopping.done()
        telegram.gate.set()
        await asyncio.wait_for(stopping, PATIENCE)
    assert telegram.begun == ["card"]
    assert [await state_of(shell, key) for key in ("card", "next", "other")] == ["sent", "queued", "queued"]


async def test_a_look_under_way_when_it_stops_begins_nothing(
    shell: Shell, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it began then would outlive the end, and open connections in a pool that was closed: nobody closes those."""
    looking, seen, read = asyncio.Event(), asyncio.Event(), shell.database.read

    async def slow(fn: Any) -> Any:
        found = await read(fn)
        looking.set()
        await seen.wait()
        return found

    await put(shell, "card")
    telegram.gate.clear()
    async with sending(shell) as sender:
        await until(lambda: telegram.begun == ["card"])
        monkeypatch.setattr(shell.database, "read", slow)
        await put(shell, "other", TWO)
        await looking.wait()
        stopping = asyncio.create_task(sender.stop())
        await asyncio.sleep(0)
        seen.set()
        await asyncio.sleep(0.02)
        telegram.gate.set()
        await asyncio.wait_for(stopping, PATIENCE)
        assert (telegram.begun, await state_of(shell, "other")) == (["card"], "queued")


async def test_stopping_does_not_wait_for_ever(shell: Shell, telegram: FakeTelegram) -> None:
    await put(shell, "card")
    telegram.gate.clear()
    async with sending(shell) as sender:
        await until(lambda: telegram.begun == ["card"])
        await asyncio.wait_for(sender.stop(patience=0.02), PATIENCE)
        assert await state_of(shell, "card") == "sending"
        telegram.gate.set()
