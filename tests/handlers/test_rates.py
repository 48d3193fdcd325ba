"""The rates of sending: so many a minute and a second, kept over a restart, and no chat in the way of another."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.desk.outcomes import Outcome, Report
from bot.desk.shell import Shell
from bot.domain.notices import Call, NoticeKind
from storage import outbox
from tests.handlers.rooms import until
from tests.handlers.sending import TWO, FakeTelegram, later, put, sending, stands, telegram
from tests.sandbox.conftest import Clock

__all__ = ["telegram"]


async def test_a_full_window_holds_messages_and_lets_reactions_through(
    shell: Shell, clock: Clock, telegram: FakeTelegram
) -> None:
    for number in range(3):
        await put(shell, f"card {number}")
    async with sending(shell, group=2) as sender:
        for sent in (1, 2):
            await until(lambda sent=sent: len(telegram.ended) == sent)
            await later(sender, clock, seconds=1)
        await put(shell, "sign", kind=NoticeKind.REACTION, call=Call.REACT, message_id=5)
        await until(lambda: telegram.ended[2:] == ["sign"])
        await asyncio.sleep(0.03)
        assert telegram.ended == ["card 0", "card 1", "sign"]
        await later(sender, clock, seconds=60)
        await until(lambda: telegram.ended[3:] == ["card 2"])


async def test_one_a_second_for_a_chat(shell: Shell, clock: Clock, telegram: FakeTelegram) -> None:
    await put(shell, "first")
    await put(shell, "second")
    async with sending(shell, group=20) as sender:
        await until(lambda: telegram.ended == ["first"])
        await asyncio.sleep(0.03)
        assert telegram.begun == ["first"]
        await later(sender, clock, seconds=1)
        await until(lambda: telegram.ended == ["first", "second"])


async def test_a_restart_keeps_the_window(shell: Shell, clock: Clock, telegram: FakeTelegram) -> None:
    number = await put(shell, "before")
    await shell.do(lambda tx, office, now: outbox.mark_sent(tx, number, 70, now))
    await put(shell, "card")
    async with sending(shell, group=1) as sender:
        await asyncio.sleep(0.03)
        assert telegram.begun == []
        await later(sender, clock, seconds=61)
        await until(lambda: telegram.ended == ["card"])


async def test_a_429_pauses_that_chat_alone(shell: Shell, clock: Clock, telegram: FakeTelegram) -> None:
    telegram.answers["one"] = Report(Outcome.PATIENCE, wait=timedelta(seconds=7), error="retry after 7")
    await put(shell, "one")
    await put(shell, "also one")
    async with sending(shell) as sender:
        await until(lambda: telegram.ended == ["one"])
        await stands(shell, "one", "queued")
        await put(shell, "two", TWO)
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
    await put(shell, "one")
    await put(shell, "also one")
    async with sending(shell):
        await until(lambda: "one" in telegram.ended)
        await stands(shell, "one", "queued")
        await until(lambda: any(key.startswith("trouble:alert.parked") for key in telegram.ended))
        await asyncio.sleep(0.03)
    assert "also one" not in telegram.begun


async def test_what_is_pressing_goes_before_what_is_not_also_across_chats(
    shell: Shell, clock: Clock, telegram: FakeTelegram
) -> None:
    for number in range(1, 41):
        await put(shell, f"digest {number}", -number, NoticeKind.DIGEST)
    await put(shell, "emergency", -99, NoticeKind.EMERGENCY)
    telegram.gate.clear()
    async with sending(shell):
        await until(lambda: len(telegram.begun) == 16)
        assert telegram.begun[0] == "emergency"
        await put(shell, "another", -98, NoticeKind.EMERGENCY)
        telegram.gate.set()
        await until(lambda: len(telegram.ended) == 42)
    assert "another" in telegram.begun[16:32]


async def test_a_chat_whose_window_is_full_holds_no_slot(shell: Shell, clock: Clock, telegram: FakeTelegram) -> None:
    for number in range(1, 21):
        for turn in ("first", "second"):
            await put(shell, f"{turn} {number}", -number)
    async with sending(shell, group=1) as sender:
        await until(lambda: len(telegram.ended) == 20)
        await asyncio.sleep(0.03)
        assert all(key.startswith("first") for key in telegram.ended)
        assert sender._busy == {}
        await put(shell, "late", -99)
        await until(lambda: telegram.ended[20:] == ["late"])


async def test_thirty_a_second_counted_when_leave_is_given(shell: Shell, clock: Clock, telegram: FakeTelegram) -> None:
    for number in range(1, 21):
        await put(shell, str(number), -number)
    async with sending(shell, overall=10) as sender:
        for done in (10, 20):
            await until(lambda done=done: len(telegram.begun) >= done)
            await asyncio.sleep(0.03)
            assert len(telegram.begun) == done
            await later(sender, clock, seconds=1)


async def test_leave_that_was_not_used_is_given_back(shell: Shell, clock: Clock, telegram: FakeTelegram) -> None:
    """A sign goes before the card and does not count; the card follows within the same second."""
    await put(shell, "card")
    await put(shell, "sign", kind=NoticeKind.REACTION, call=Call.REACT, message_id=5)
    async with sending(shell, group=20, overall=1):
        await until(lambda: telegram.ended == ["sign", "card"])


async def test_a_clock_put_back_keeps_the_window_as_long_as_it_was(
    shell: Shell, clock: Clock, telegram: FakeTelegram
) -> None:
    await put(shell, "first")
    await put(shell, "second")
    async with sending(shell, group=1) as sender:
        await until(lambda: telegram.ended == ["first"])
        await later(sender, clock, hours=-1)
        await asyncio.sleep(0.03)
        assert telegram.begun == ["first"]
        await later(sender, clock, seconds=61)
        await until(lambda: telegram.ended == ["first", "second"])
