"""The control socket: orders reach the bot that owns the database, and the database itself where no bot runs."""

from __future__ import annotations

import asyncio
import json
import socket
import stat
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from bot import control
from bot.control import Failed, NotPossible, is_served, perform, socket_path
from storage import inbox
from storage.errors import DatabaseOwned, EmptyDatabase
from storage.inbox import Arrival
from storage.lookups import NoDatabase, look
from storage.ownership import Ownership
from storage.transaction import Tx
from tests.bot.serving import NOW, a_shell, prepare, serving


def quarantine_two(tx: Tx) -> None:
    inbox.store(tx, 1, [Arrival(10, -100, '{"update_id": 10}'), Arrival(11, -100, '{"update_id": 11}')], NOW)
    for item in inbox.waiting(tx, 0):
        inbox.note_failure(tx, item.id, "KeyError: 'chat'", quarantine=True, now=NOW)


def url(folder: Path) -> str:
    return f"sqlite:///{folder}/bot.db"


def waiting(folder: Path) -> list[int]:
    return [item.id for item in look(url(folder), lambda tx: inbox.waiting(tx, 0))]


def ask(folder: Path, line: bytes) -> dict[str, Any]:
    with socket.socket(socket.AF_UNIX) as caller:
        caller.settimeout(5)
        caller.connect(str(socket_path(folder / "bot.db")))
        caller.sendall(line)
        answer: dict[str, Any] = json.loads(caller.makefile("rb").readline())
        return answer


def test_with_a_bot_and_without(tmp_path: Path) -> None:
    prepare(tmp_path, quarantine_two)
    with serving(tmp_path):
        assert perform(url(tmp_path), "quarantine.retry", {"ids": [1, 77]}) == [1]
        assert waiting(tmp_path) == [1]
    assert not socket_path(tmp_path / "bot.db").exists()
    assert perform(url(tmp_path), "quarantine.retry", {"ids": None}) == [2]
    assert waiting(tmp_path) == [1, 2]


def test_nobody_else_may_connect(tmp_path: Path) -> None:
    with serving(tmp_path):
        mode = socket_path(tmp_path / "bot.db").stat().st_mode
        assert stat.S_ISSOCK(mode)
        assert stat.S_IMODE(mode) == 0o600


def test_the_socket_of_a_dead_bot_is_in_nobodys_way(tmp_path: Path) -> None:
    prepare(tmp_path, quarantine_two)
    dead = socket.socket(socket.AF_UNIX)
    dead.bind(str(socket_path(tmp_path / "bot.db")))
    dead.close()
    assert not is_served(tmp_path / "bot.db")
    assert perform(url(tmp_path), "quarantine.drop", {"ids": [1]}) == [1]
    with serving(tmp_path):
        assert is_served(tmp_path / "bot.db")
        assert perform(url(tmp_path), "quarantine.drop", {"ids": [2]}) == [2]


def test_a_folder_too_deep_for_a_socket_address(tmp_path: Path) -> None:
    deep = tmp_path / ("很深的文件夹" * 6)
    deep.mkdir()
    prepare(deep, quarantine_two)
    with serving(deep):
        assert socket_path(deep / "bot.db").exists()
        assert perform(url(deep), "quarantine.retry", {"ids": [1]}) == [1]
    assert not socket_path(deep / "bot.db").exists()


def test_an_owner_that_does_not_answer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control, "_SECONDS_OF_CHANGE", 0.2)
    prepare(tmp_path, quarantine_two)
    owner = Ownership.take(tmp_path / "bot.db")
    try:
        with pytest.raises(DatabaseOwned, match="in use by process"):
            perform(url(tmp_path), "quarantine.retry", {"ids": None})
    finally:
        owner.release()


def test_a_bot_that_is_just_ending_is_waited_for(tmp_path: Path) -> None:
    prepare(tmp_path, quarantine_two)
    owner = Ownership.take(tmp_path / "bot.db")
    threading.Timer(0.3, owner.release).start()
    begun = time.monotonic()
    assert perform(url(tmp_path), "quarantine.retry", {"ids": None}) == [1, 2]
    assert time.monotonic() - begun > 0.25


def test_before_the_first_start(tmp_path: Path) -> None:
    with pytest.raises(NoDatabase):
        perform(url(tmp_path), "quarantine.retry", {"ids": None})
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_not_filled(tmp_path: Path) -> None:
    (tmp_path / "bot.db").touch()
    with pytest.raises(EmptyDatabase):
        perform(url(tmp_path), "quarantine.retry", {"ids": None})
    assert (tmp_path / "bot.db").stat().st_size == 0


def test_what_cannot_be_done_is_told_alike_by_both(tmp_path: Path) -> None:
    prepare(tmp_path, quarantine_two)
    area = {"name": "x", "units": [], "categories": []}
    with serving(tmp_path), pytest.raises(NotPossible, match="changed in the meantime"):
        perform(url(tmp_path), "area.import", {"area": area, "seen": 99})
    with pytest.raises(NotPossible, match="changed in the meantime"):
        perform(url(tmp_path), "area.import", {"area": area, "seen": 99})


@pytest.mark.parametrize(
    "line",
    [
        b"hello\n",
        b"[]\n",
        b'{"operation": "os.system", "arguments": {}}\n',
        b'{"operation": "quarantine.retry"}\n',
        b'{"operation": "quarantine.retry", "arguments": {"ids": ["a"]}}\n',
        b'{"operation": "quarantine.drop", "arguments": {"ids": [1], "more": 1}}\n',
    ],
)
def test_nonsense_is_answered_and_does_no_harm(tmp_path: Path, line: bytes) -> None:
    prepare(tmp_path, quarantine_two)
    with serving(tmp_path):
        assert list(ask(tmp_path, line)) == ["failed"]
        assert perform(url(tmp_path), "quarantine.retry", {"ids": [1]}) == [1]


def test_a_caller_that_says_nothing_holds_nobody_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control, "_SECONDS_TO_ASK", 0.1)
    prepare(tmp_path, quarantine_two)
    with serving(tmp_path), socket.socket(socket.AF_UNIX) as silent:
        silent.settimeout(5)
        silent.connect(str(socket_path(tmp_path / "bot.db")))
        assert perform(url(tmp_path), "quarantine.retry", {"ids": [1]}) == [1]
        assert silent.recv(10) == b""


def test_a_bot_that_leaves_without_an_answer(tmp_path: Path) -> None:
    prepare(tmp_path, quarantine_two)
    with socket.socket(socket.AF_UNIX) as rude:
        rude.bind(str(socket_path(tmp_path / "bot.db")))
        rude.listen()
        threading.Thread(target=lambda: rude.accept()[0].close()).start()
        with pytest.raises(Failed, match="look whether it was done"):
            perform(url(tmp_path), "quarantine.retry", {"ids": [1]})


async def test_the_running_bot_acts_on_what_was_ordered(tmp_path: Path) -> None:
    done: list[str] = []

    async def begin_again() -> None:
        done.append("begun")

    async def fall_over() -> None:
        raise RuntimeError("what follows failed")

    effects = {"quarantine.retry": begin_again, "quarantine.drop": fall_over}
    async with a_shell(tmp_path) as shell, control.served(shell, effects):
        await shell.database.write(quarantine_two)
        shell.on_change(lambda: done.append("changed"))
        assert await asyncio.to_thread(perform, url(tmp_path), "quarantine.retry", {"ids": [1]}) == [1]
        assert done == ["changed", "begun"]
        assert await asyncio.to_thread(perform, url(tmp_path), "quarantine.drop", {"ids": [2]}) == [2]


async def test_a_bot_that_can_have_no_socket_runs_without(tmp_path: Path) -> None:
    socket_path(tmp_path / "bot.db").mkdir()
    async with a_shell(tmp_path) as shell, control.served(shell, {}):
        assert await shell.database.read(lambda tx: inbox.quarantined(tx)) == []
