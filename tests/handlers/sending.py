"""A sender that talks to nobody: what it sends is written down and answered as the test wants."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.desk.outbox import Outgoing
from bot.desk.outcomes import Outcome, Report
from bot.desk.shell import Shell
from bot.domain.notices import Call, Draft, NoticeKind
from handlers import outbox as handlers_outbox
from handlers.outbox import Sender
from storage import notices
from tests.handlers.rooms import PATIENCE, ask, until
from tests.sandbox.conftest import Clock

ONE, TWO = -1, -2


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


async def put(
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
async def sending(shell: Shell, *, group: int = 100_000, overall: int = 100_000) -> AsyncIterator[Sender]:
    sender = Sender(shell, None, group, overall)  # type: ignore[arg-type]
    shell.on_change(sender.queued)
    task = asyncio.create_task(sender.run())
    try:
        yield sender
    finally:
        await sender.stop(patience=1)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def later(sender: Sender, clock: Clock, **length: float) -> None:
    """Once what was sent is written down, move the clock that stands still, and let the sender look again."""
    await until(lambda: not sender._busy)
    clock.move(**length)
    sender.queued()


async def state_of(shell: Shell, key: str) -> str:
    ((state,),) = await ask(shell, "SELECT state FROM notices WHERE key = :key", key=key)
    return str(state)


async def stands(shell: Shell, key: str, state: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while await state_of(shell, key) != state:  # noqa: ASYNC110 - nobody tells when a row has changed
            await asyncio.sleep(0.002)
