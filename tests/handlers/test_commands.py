"""Commands: what is refused leaves nothing behind but the word why, and is done with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.desk.office import Office
from bot.desk.shell import Shell
from bot.domain.people import Person
from bot.domain.posts import Post, Sender
from bot.domain.refusals import Refusal, Refused
from handlers import commands
from handlers import inbox as handlers_inbox
from handlers.commands import take_command
from handlers.requests import Request
from handlers.words import find_command
from storage import people as stored_people
from storage.transaction import Tx
from tests.handlers.rooms import ask, through_inbox
from tests.stories.area import HALL

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
CHEN = Sender(301, "陈协调")


async def _take(shell: Shell, text: str = "/staff") -> str:
    found = find_command(text, "fengshao_bot", private=False)
    assert found is not None
    request = Request(*found, CHEN, Post(HALL, 50, CHEN, NOW, text), None)
    update = {"update_id": 5, "message": {"message_id": 50, "chat": {"id": HALL}, "from": {"id": CHEN.id}}}

    async def handle(update: dict[str, Any]) -> None:
        await take_command(shell, request)

    return await through_inbox(shell, update, handle)


def _half_done(fault: Exception) -> commands.Answer:
    def answer(tx: Tx, office: Office, request: Request, person: Person, now: datetime) -> None:
        stored_people.remember(tx, 999, "半途", None)
        raise fault

    return answer


async def test_a_refusal_undoes_what_was_written_before_it(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(commands._ANSWERS, "staff", _half_done(Refused(Refusal.UNKNOWN_UNIT, unit="某处")))
    assert await _take(shell) == "done"
    assert await ask(shell, "SELECT 1 FROM people WHERE id = 999") == []
    said = await ask(shell, "SELECT kind FROM notices WHERE chat_id = :chat AND payload LIKE '%某处%'", chat=HALL)
    assert said == [("answer",)]
    assert await ask(shell, "SELECT mark FROM sightings") == [(f"m:{HALL}:50",)]


async def test_a_fault_of_the_program_is_set_aside(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handlers_inbox, "_BETWEEN_TRIES", (0.0,))
    monkeypatch.setitem(commands._ANSWERS, "staff", _half_done(KeyError("gone")))
    assert await _take(shell) == "quarantined"
    assert await ask(shell, "SELECT 1 FROM people WHERE id = 999") == []


async def test_what_is_answered_is_taken_out_of_the_group(shell: Shell) -> None:
    assert await _take(shell) == "done"
    assert ("deletion",) in await ask(shell, "SELECT kind FROM notices WHERE chat_id = :chat", chat=HALL)
