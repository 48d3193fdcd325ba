"""What is posted to the webhook: strangers and nonsense are refused, updates are stored before they are taken."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import structlog
from structlog.testing import capture_logs

from bot.desk.shell import Shell
from handlers.webhook import SECRET_HEADER, Receiver
from storage import inbox
from storage.errors import StorageReadOnly
from tests.bot.serving import a_shell

SECRET = {SECRET_HEADER: "s3cret"}
MESSAGE = {"update_id": 10, "message": {"chat": {"id": -100}, "text": "垃圾桶坏了"}}


@pytest.fixture
async def shell(tmp_path: Path) -> AsyncIterator[Shell]:
    async with a_shell(tmp_path) as made:
        yield made


def body(update: object) -> bytes:
    return json.dumps(update).encode()


async def test_it_is_on_the_disk_before_it_is_taken(shell: Shell) -> None:
    arrived: list[int] = []
    receiver = Receiver(shell, 1, "s3cret", lambda: arrived.append(1))
    assert await receiver.take(SECRET, body(MESSAGE)) == 200
    assert await receiver.take(SECRET, body(MESSAGE)) == 200
    items = await shell.database.read(lambda tx: inbox.waiting(tx, 0))
    assert [(item.lane, json.loads(item.raw)) for item in items] == [(-100, MESSAGE)]
    assert (receiver.received, arrived) == (1, [1, 1])
    assert await shell.database.read(lambda tx: inbox.cursor(tx, 1)) == 11


@pytest.mark.parametrize("headers", [{}, {SECRET_HEADER: ""}, {SECRET_HEADER: "s3creT"}, {SECRET_HEADER: "秘\udce4"}])
async def test_strangers_are_refused(shell: Shell, headers: dict[str, str]) -> None:
    receiver = Receiver(shell, 1, "s3cret", lambda: None)
    assert await receiver.take(headers, body(MESSAGE)) == 403
    assert await shell.database.read(lambda tx: inbox.waiting(tx, 0)) == []


async def test_strangers_do_not_fill_the_log(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.webhook.log", structlog.get_logger())  # one that was used keeps its set-up
    receiver = Receiver(shell, 1, "s3cret", lambda: None)
    with capture_logs() as lines:
        for _ in range(100):
            assert await receiver.take({}, body(MESSAGE)) == 403
    assert [(line["event"], line["calls"]) for line in lines] == [("webhook.stranger", 1)]


async def test_without_a_secret_everybody_is_taken(shell: Shell) -> None:
    assert await Receiver(shell, 1, "", lambda: None).take({}, body(MESSAGE)) == 200


@pytest.mark.parametrize(
    "nonsense", [b"", b"{", b"[]", b"7", b"null", b"{}", b'{"update_id": "x"}', b'{"update_id": null}', b"\xff\xfe"]
)
async def test_what_is_no_update_is_refused(shell: Shell, nonsense: bytes) -> None:
    receiver = Receiver(shell, 1, "s3cret", lambda: None)
    assert await receiver.take(SECRET, nonsense) == 400
    assert receiver.received == 0


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1, "message": {"no": "chat"}},
        {"update_id": 1, "message": "text"},
        {"update_id": 1, "message": {"chat": {"id": -100}, "text": "\ud83d half a pair"}},
        {"update_id": 1},
    ],
)
async def test_an_odd_update_is_kept_all_the_same(shell: Shell, update: dict[str, object]) -> None:
    """What the bot makes of it is the workers' business: they quarantine it."""
    assert await Receiver(shell, 1, "s3cret", lambda: None).take(SECRET, body(update)) == 200
    (item,) = await shell.database.read(lambda tx: inbox.waiting(tx, 0))
    assert json.loads(item.raw) == update


async def test_what_is_nested_too_deeply_is_kept_as_text(shell: Shell) -> None:
    deep = b'{"update_id":6,"message":' + b"[" * 3000 + b"]" * 3000 + b"}"
    assert await Receiver(shell, 1, "s3cret", lambda: None).take(SECRET, deep) == 200
    (item,) = await shell.database.read(lambda tx: inbox.waiting(tx, 0))
    assert (item.lane, item.raw) == (0, deep.decode())


async def test_what_cannot_be_stored_is_not_taken(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(_fn: object) -> None:
        raise StorageReadOnly(path="bot.db", reason="test")

    receiver = Receiver(shell, 1, "s3cret", lambda: pytest.fail("nothing has arrived"))
    monkeypatch.setattr(shell.database, "write", refuse)
    assert await receiver.take(SECRET, body(MESSAGE)) == 503
