"""The sender: one call at a time for each chat, within the rates, and every notice settled once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from bot.desk.outbox import Outgoing
from bot.desk.outcomes import Outcome, Report
from bot.desk.shell import Shell
from bot.domain.notices import Call, Draft, NoticeKind
from handlers import outbox as handlers_outbox
from handlers.outbox import Sender
from storage import notices, outbox
from storage.errors import StorageFull
from tests.handlers.rooms import Failing, ask, until
from tests.sandbox.conftest import Clock
from tests.stories.area import HALL

ONE, TWO = -1, -2
FULL = StorageFull(path="bot.db", reason="disk full")
Answer = Callable[[Outgoing], Awaitable[Report]]


class FakeTelegram:
    """Writes down what is sent and answers as the test wants; without orders, everything arrives."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.ended: list[str] = []
        self.at_once: dict[int, int] = {}
        self.most_at_once: dict[int, int] = {}
        self.answers: dict[str, Any] = {}
        self.abouts: dict[str, int | None] = {}
        self.gate = asyncio.Event()
        self.gate.set()

    async def call(self, bot: Any, outgoing: Outgoing) -> Report:
        notice = outgoing.notice
        self.begun.append(notice.key)
        self.abouts[notice.key] = outgoing.about
        self.at_once[notice.chat_id] = self.at_once.get(notice.chat_id, 0) + 1
        self.most_at_once[notice.chat_id] = max(self.at_once[notice.chat_id], self.most_at_once.get(notice.chat_id, 0))
        try:
            await self.gate.wait()
            await asyncio.sleep(0)
            answer = self.answers.pop(notice.key, None)
            if isinstance(answer, Exception):
                raise answer
            self.ended.append(notice.key)
            return answer or Report(Outcome.SENT, message_id=1000 + notice.id)
        finally:
            self.at_once[notice.chat_id] -= 1


@pytest.fixture
def telegram(monkeypatch: pytest.MonkeyPatch) -> FakeTelegram:
    fake = FakeTelegram()
    monkeypatch.setattr(handlers_outbox, "call", fake.call)
    monkeypatch.setattr(handlers_outbox, "_STORAGE_PAUSE", 0.0)
    return fake


async def _queue(
    shell: Shell,
    key: str,
    chat: int = ONE,
    kind: NoticeKind = NoticeKind.CARD,
    call: Call = Call.SEND_MESSAGE,
    **facts: Any,
) -> int:
    draft = Draft(key, kind, call, chat, {"text": key}, **facts)
    number = await shell.do(lambda tx, office, now: notices.queue(tx, draft, now))
    assert number is not None
    return number


@asynccontextmanager
async def _sending(shell: Shell, *, group: int = 100_000, overall: int = 100_000) -> AsyncIterator[Sender]:
    sender = Sender(shell, None, group, overall)  # type: ignore[arg-type]
    shell.on_change(sender.queued)
    task = asyncio.create_task(sender.run())
    try:
        yield sender
    finally:
        await sender.stop(patience=1)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _later(sender: Sender, clock: Clock, **length: float) -> None:
    """Once what was sent is written down, move the clock that stands still, and let the sender look again."""
    await asyncio.sleep(0.02)
    clock.move(**length)
    sender.queued()


async def _state(shell: Shell, key: str) -> str:
    ((state,),) = await ask(shell, "SELECT state FROM notices WHERE key = :key", key=key)
    return str(state)


async def _stands(shell: Shell, key: str, state: str) -> None:
    async with asyncio.timeout(3):
        while await _state(shell, key) != state:  # noqa: ASYNC110 - nobody tells when a row has changed
            await asyncio.sleep(0.002)


async def test_the_most_pressing_first_one_at_a_time_chats_side_by_side(
    shell: Shell, clock: Clock, telegram: FakeTelegram
) -> None:
    for key, kind in (("digest", NoticeKind.DIGEST), ("card", NoticeKind.CARD), ("emergency", NoticeKind.EMERGENCY)):
        await _queue(shell, key, kind=kind)
    await _queue(shell, "other", TWO)
    telegram.gate.clear()
    async with _sending(shell) as sender:
        await until(lambda: len(telegram.begun) == 2)
        assert sorted(telegram.begun) == ["emergency", "other"]
        telegram.gate.set()
        for _ in range(3):
            clock.move(seconds=2)
            sender.queued()
            await asyncio.sleep(0.02)
        await until(lambda: len(telegram.ended) == 4)
    assert [key for key in telegram.ended if key != "other"] == ["emergency", "card", "digest"]
    assert telegram.most_at_once == {ONE: 1, TWO: 1}
    assert await ask(shell, "SELECT state, count(*) FROM notices") == [("sent", 4)]


async def test_what_was_sent_has_its_message(shell: Shell, telegram: FakeTelegram) -> None:
    number = await _queue(shell, "card")
    async with _sending(shell):
        await _stands(shell, "card", "sent")
    assert await ask(shell, "SELECT message_id, attempts FROM notices") == [(1000 + number, 1)]


async def test_what_is_queued_while_it_runs_leaves_at_once(shell: Shell, telegram: FakeTelegram) -> None:
    async with _sending(shell):
        await asyncio.sleep(0.02)
        await _queue(shell, "card")
        await until(lambda: telegram.ended == ["card"], within=1)


async def test_more_chats_than_are_served_at_once(shell: Shell, telegram: FakeTelegram) -> None:
    for number in range(1, 41):
        await _queue(shell, str(number), -number)
    async with _sending(shell):
        await until(lambda: len(telegram.ended) == 40, within=2)
    assert sorted(map(int, telegram.ended)) == list(range(1, 41))


# --- rates


async def test_a_full_window_holds_messages_and_lets_reactions_through(
    shell: Shell, clock: Clock, telegram: FakeTelegram
) -> None:
    for number in range(3):
        await _queue(shell, f"card {number}")
    async with _sending(shell, group=2) as sender:
        for sent in (1, 2):
            await until(lambda sent=sent: len(telegram.ended) == sent)
            await _later(sender, clock, seconds=1)
        await _queue(shell, "sign", kind=NoticeKind.REACTION, call=Call.REACT, message_id=5)
        await until(lambda: telegram.ended[2:] == ["sign"])
        await asyncio.sleep(0.03)
        assert telegram.ended == ["card 0", "card 1", "sign"]
        await _later(sender, clock, seconds=60)
        await until(lambda: telegram.ended[3:] == ["card 2"])


async def test_one_a_second_for_a_chat(shell: Shell, clock: Clock, telegram: FakeTelegram) -> None:
    await _queue(shell, "first")
    await _queue(shell, "second")
    async with _sending(shell, group=20) as sender:
        await until(lambda: telegram.ended == ["first"])
        await asyncio.sleep(0.03)
        assert telegram.begun == ["first"]
        await _later(sender, clock, seconds=1)
        await until(lambda: telegram.ended == ["first", "second"])


async def test_a_restart_keeps_the_window(shell: Shell, clock: Clock, telegram: FakeTelegram) -> None:
    number = await _queue(shell, "before")
    await shell.do(lambda tx, office, now: outbox.mark_sent(tx, number, 70, now))
    await _queue(shell, "card")
    async with _sending(shell, group=1) as sender:
        await asyncio.sleep(0.03)
        assert telegram.begun == []
        await _later(sender, clock, seconds=61)
        await until(lambda: telegram.ended == ["card"])


async def test_a_429_pauses_that_chat_alone(shell: Shell, clock: Clock, telegram: FakeTelegram) -> None:
    telegram.answers["one"] = Report(Outcome.PATIENCE, wait=timedelta(seconds=7), error="retry after 7")
    await _queue(shell, "one")
    await _queue(shell, "also one")
    async with _sending(shell) as sender:
        await until(lambda: telegram.ended == ["one"])
        await _stands(shell, "one", "queued")
        await _queue(shell, "two", TWO)
        await until(lambda: telegram.ended == ["one", "two"])
        await asyncio.sleep(0.03)
        assert len(telegram.begun) == 2
        clock.move(seconds=7)
        sender.queued()
        await until(lambda: len(telegram.ended) >= 3)
        clock.move(seconds=2)
        sender.queued()
        await until(lambda: telegram.ended[2:] == ["one", "also one"])


async def test_a_parked_chat_is_told_nothing_more(shell: Shell, telegram: FakeTelegram) -> None:
    telegram.answers["one"] = Report(Outcome.KICKED, error="bot was kicked")
    await _queue(shell, "one")
    await _queue(shell, "also one")
    async with _sending(shell):
        await until(lambda: "one" in telegram.ended)
        await _stands(shell, "one", "queued")
        await until(lambda: any(key.startswith("trouble:alert.parked") for key in telegram.ended))
        await asyncio.sleep(0.03)
    assert "also one" not in telegram.begun


async def test_what_is_pressing_goes_before_what_is_not_also_across_chats(
    shell: Shell, clock: Clock, telegram: FakeTelegram
) -> None:
    for number in range(1, 41):
        await _queue(shell, f"digest {number}", -number, NoticeKind.DIGEST)
    await _queue(shell, "emergency", -99, NoticeKind.EMERGENCY)
    telegram.gate.clear()
    async with _sending(shell):
        await until(lambda: len(telegram.begun) == 16)
        assert telegram.begun[0] == "emergency"
        await _queue(shell, "another", -98, NoticeKind.EMERGENCY)
        telegram.gate.set()
        await until(lambda: len(telegram.ended) == 42)
    assert "another" in telegram.begun[16:32]


async def test_a_chat_whose_window_is_full_holds_no_slot(shell: Shell, clock: Clock, telegram: FakeTelegram) -> None:
    for number in range(1, 21):
        for turn in ("first", "second"):
            await _queue(shell, f"{turn} {number}", -number)
    async with _sending(shell, group=1) as sender:
        await until(lambda: len(telegram.ended) == 20)
        await asyncio.sleep(0.03)
        assert all(key.startswith("first") for key in telegram.ended)
        assert sender._busy == {}
        await _queue(shell, "late", -99)
        await until(lambda: telegram.ended[20:] == ["late"])


async def test_thirty_a_second_counted_when_leave_is_given(shell: Shell, clock: Clock, telegram: FakeTelegram) -> None:
    for number in range(1, 21):
        await _queue(shell, str(number), -number)
    async with _sending(shell, overall=10) as sender:
        for done in (10, 20):
            await until(lambda done=done: len(telegram.begun) >= done)
            await asyncio.sleep(0.03)
            assert len(telegram.begun) == done
            await _later(sender, clock, seconds=1)


async def test_leave_that_was_not_used_is_given_back(shell: Shell, clock: Clock, telegram: FakeTelegram) -> None:
    """A sign goes before the card and does not count; the card follows within the same second."""
    await _queue(shell, "card")
    await _queue(shell, "sign", kind=NoticeKind.REACTION, call=Call.REACT, message_id=5)
    async with _sending(shell, group=20, overall=1):
        await until(lambda: telegram.ended == ["sign", "card"])


async def test_a_clock_put_back_keeps_the_window_as_long_as_it_was(
    shell: Shell, clock: Clock, telegram: FakeTelegram
) -> None:
    await _queue(shell, "first")
    await _queue(shell, "second")
    async with _sending(shell, group=1) as sender:
        await until(lambda: telegram.ended == ["first"])
        await _later(sender, clock, hours=-1)
        await asyncio.sleep(0.03)
        assert telegram.begun == ["first"]
        await _later(sender, clock, seconds=61)
        await until(lambda: telegram.ended == ["first", "second"])


# --- edits


async def test_an_edit_waits_for_its_card_and_names_its_message(
    shell: Shell, clock: Clock, telegram: FakeTelegram
) -> None:
    card = await _queue(shell, "card", not_before=clock() + timedelta(seconds=5))
    await _queue(shell, "edit", kind=NoticeKind.EDIT, call=Call.EDIT_TEXT, target=card)
    async with _sending(shell) as sender:
        await asyncio.sleep(0.03)
        assert telegram.begun == []
        clock.move(seconds=5)
        sender.queued()
        await until(lambda: telegram.ended == ["card"])
        clock.move(seconds=2)
        sender.queued()
        await until(lambda: telegram.ended == ["card", "edit"])
    assert telegram.abouts == {"card": None, "edit": 1000 + card}


# --- faults


async def test_a_fault_of_ours_goes_on_the_list_and_the_others_flow(shell: Shell, telegram: FakeTelegram) -> None:
    telegram.answers["broken"] = ValueError("names no message")
    await _queue(shell, "broken", kind=NoticeKind.EMERGENCY)
    await _queue(shell, "card", TWO)
    async with _sending(shell):
        await _stands(shell, "broken", "failed")
        await _stands(shell, "card", "sent")
        await until(lambda: any(key.startswith("trouble:alert.failed") for key in telegram.ended))
    assert await ask(shell, "SELECT error FROM notices WHERE key = 'broken'") == [("ValueError('names no message')",)]
    assert await ask(shell, "SELECT chat_id FROM notices WHERE kind = 'alert'") == [(HALL,)]


async def test_what_was_sent_is_not_sent_again_when_it_cannot_be_written_down(
    shell: Shell, telegram: FakeTelegram
) -> None:
    await _queue(shell, "card")
    failing = Failing(shell, FULL)
    telegram.gate.clear()
    async with _sending(shell):
        await until(lambda: telegram.begun == ["card"])
        failing.left = 3
        telegram.gate.set()
        await _stands(shell, "card", "sent")
    assert (failing.failed, telegram.begun) == (3, ["card"])


async def test_a_storage_that_cannot_be_read_is_asked_again(
    shell: Shell, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, fails = shell.database.read, 0

    async def fail_or_read(fn: Any) -> Any:
        nonlocal fails
        if fails:
            fails -= 1
            raise FULL
        return await read(fn)

    monkeypatch.setattr(shell.database, "read", fail_or_read)
    async with _sending(shell):
        await asyncio.sleep(0.02)
        fails = 2
        await _queue(shell, "card")
        await until(lambda: telegram.ended == ["card"], within=1)
    assert fails == 0


async def test_a_call_that_a_crash_left_unanswered_is_settled_first(shell: Shell, telegram: FakeTelegram) -> None:
    for key, kind in (("card", NoticeKind.CARD), ("digest", NoticeKind.DIGEST)):
        number = await _queue(shell, key, kind=kind)
        await shell.do(lambda tx, office, now, number=number: outbox.mark_sending(tx, number))
    async with _sending(shell):
        await asyncio.sleep(0.03)
        assert [await _state(shell, key) for key in ("card", "digest")] == ["uncertain", "uncertain"]
        assert await ask(shell, "SELECT key, state FROM notices WHERE id > 2") == [("card:again1", "queued")]


# --- the end


async def test_stopping_lets_the_call_in_hand_end_and_begins_no_other(shell: Shell, telegram: FakeTelegram) -> None:
    await _queue(shell, "card")
    await _queue(shell, "next")
    telegram.gate.clear()
    async with _sending(shell) as sender:
        await until(lambda: telegram.begun == ["card"])
        stopping = asyncio.create_task(sender.stop())
        await _queue(shell, "other", TWO)
        await asyncio.sleep(0.02)
        assert not stopping.done()
        telegram.gate.set()
        await asyncio.wait_for(stopping, 1)
    assert telegram.begun == ["card"]
    assert [await _state(shell, key) for key in ("card", "next", "other")] == ["sent", "queued", "queued"]


async def test_stopping_does_not_wait_for_ever(shell: Shell, telegram: FakeTelegram) -> None:
    await _queue(shell, "card")
    telegram.gate.clear()
    async with _sending(shell) as sender:
        await until(lambda: telegram.begun == ["card"])
        await asyncio.wait_for(sender.stop(patience=0.02), 1)
        assert await _state(shell, "card") == "sending"
        telegram.gate.set()
