"""`fengshao run` as a process: it ends cleanly on the first signal, at once on the second, and says what stops it."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.commands import run
from bot.config import load_config
from bot.sandbox import Chat, FaultKind, Person, Sandbox
from tests.hatching.hatched import hatching
from tests.stories.area import BOOK, RIDERS
from tests.stories.settings import write_config
from tests.stories.town import BIN

PATIENCE = 30


@pytest.fixture
def hatched() -> Iterator[None]:
    """For what comes long after a start. The start itself, and the clean end, are those of a true one."""
    with hatching():
        yield


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as box:
        yield box


async def start(config: Path) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", "--config", str(config), stdout=PIPE, stderr=PIPE
    )


async def ended(process: Process) -> tuple[int | None, str]:
    try:
        async with asyncio.timeout(PATIENCE):
            out, err = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    assert out == b""
    return process.returncode, err.decode()


async def running(tmp_path: Path, box: Sandbox, settings: dict[str, Any] | None = None) -> tuple[Process, Chat, Person]:
    """A bot that has a group with a rider in it, and has polled."""
    bot, wang = box.add_bot(), box.add_person("王师傅", id=101)
    riders = box.add_group("骑手随手拍", [wang], id=RIDERS)
    box.add_bot_to(riders, bot, by=wang, admin=True)
    bot.updates.clear()
    changes = box.changes()
    process = await start(write_config(tmp_path, box.base_url, bot.token, BOOK, settings or {}))
    try:
        async with asyncio.timeout(PATIENCE):
            async for change in changes:
                if change.kind == "poll":
                    break
    except BaseException:
        process.kill()  # nobody else would: it tries for ever to reach a sandbox that is gone
        raise
    finally:
        changes.close()
    return process, riders, wang


def seconds() -> float:
    return asyncio.get_running_loop().time()


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("fengshao.db*")}


async def test_a_unit_that_the_book_does_not_hold_is_told_before_anything_is_made(tmp_path: Path) -> None:
    settings = {"units.donghu.count": "working", "units.dongu.count": "working"}
    process = await start(write_config(tmp_path, "http://127.0.0.1:9", "7:token", BOOK, settings))
    assert await ended(process) == (2, "units.dongu: no such unit in the area; write units.donghu\n")
    assert files(tmp_path) == set()


async def test_a_signal_ends_it_and_closes_the_database(tmp_path: Path, sandbox: Sandbox) -> None:
    process, riders, wang = await running(tmp_path, sandbox)
    sandbox.post(riders, wang, BIN)
    await sandbox.until(lambda: sandbox.calls.of("setMessageReaction"), PATIENCE)
    assert (tmp_path / "fengshao.db.sock").is_socket()
    begun = seconds()
    process.send_signal(signal.SIGTERM)
    code, err = await ended(process)
    assert code == 0, err
    assert seconds() - begun < 5
    assert "Traceback" not in err
    # Neither a journal nor a socket is left.
    assert files(tmp_path) == {"fengshao.db", "fengshao.db.lock"}


async def hanging(tmp_path: Path, sandbox: Sandbox) -> Process:
    """A bot in the middle of a call that takes a minute."""
    process, riders, wang = await running(tmp_path, sandbox)
    sandbox.faults.add(FaultKind.SLOW, seconds=60, times=None, chat_id=RIDERS)
    sandbox.post(riders, wang, BIN)
    await sandbox.until(lambda: sandbox.calls.of("setMessageReaction", chat_id=RIDERS), PATIENCE)
    process.send_signal(signal.SIGTERM)
    return process


@pytest.mark.usefixtures("hatched")
async def test_a_call_that_hangs_holds_the_end_up_for_less_than_ten_seconds(tmp_path: Path, sandbox: Sandbox) -> None:
    process = await hanging(tmp_path, sandbox)
    begun = seconds()
    assert (await ended(process))[0] == 0
    assert seconds() - begun < 10


@pytest.mark.usefixtures("hatched")
async def test_the_second_signal_is_heard_at_once(tmp_path: Path, sandbox: Sandbox) -> None:
    process = await hanging(tmp_path, sandbox)
    assert process.stderr is not None
    async with asyncio.timeout(PATIENCE):
        await process.stderr.readuntil(b"bot.stopping")  # before it is heard, a second one is the same
    begun = seconds()
    process.send_signal(signal.SIGTERM)
    assert (await ended(process))[0] == 1
    assert seconds() - begun < 5, "the call in hand would have been waited for eight"


@pytest.mark.usefixtures("hatched")
async def test_a_signal_while_telegram_cannot_be_reached(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    process = await start(write_config(tmp_path, address, "1:a", BOOK, {}))
    assert process.stderr is not None
    async with asyncio.timeout(PATIENCE):
        while b"telegram.unreachable" not in await process.stderr.readline():
            pass
    process.send_signal(signal.SIGTERM)
    code, err = await ended(process)
    assert code == 0, err
    assert "Traceback" not in err


@pytest.mark.usefixtures("hatched")
async def test_an_address_that_is_taken_is_one_line(tmp_path: Path, sandbox: Sandbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        settings = {"http.listen": address, "log.level": "error"}
        process = await start(write_config(tmp_path, sandbox.base_url, sandbox.add_bot().token, BOOK, settings))
        code, err = await ended(process)
    assert code == 1
    assert err.count("\n") == 1
    assert err.startswith(f'fengshao: http.listen = "{address}" cannot be had (')


def test_a_first_start_with_the_example_s_people_says_so(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "examples/huangshan/area.toml"
    (tmp_path / "config.toml").write_text(f'[area]\nbook = "{example}"\n')
    with capture_logs() as logs:
        run._first_book(load_config(tmp_path / "config.toml", {}))
    assert [(line["event"], line["log_level"]) for line in logs] == [("area.made_up", "warning")]
    assert "people are the example's and made up" in logs[0]["remedy"]
