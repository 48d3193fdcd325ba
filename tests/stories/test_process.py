"""The bot as its operator starts it: a wrong token, two on one database, a clean end."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from tests.stories.area import BOOK
from tests.stories.process import BotProcess
from tests.stories.settings import write_config

WRONG = "7000000009:this-token-belongs-to-nobody-at-all-00000"


@pytest.fixture(autouse=True)
def hatched() -> None:
    """Nothing is hatched here (tests/stories/conftest.py): the start itself is what these are about."""


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as running:
        running.add_bot()
        yield running


def config_of(folder: Path, sandbox: Sandbox, token: str | None = None) -> Path:
    (bot,) = sandbox.world.bots.values()
    return write_config(folder, sandbox.base_url, token or bot.token, BOOK, {})


async def test_a_wrong_token_is_one_line_and_exit_1(sandbox: Sandbox, folder: Path) -> None:
    process = BotProcess(config_of(folder, sandbox, WRONG))
    process.start()
    assert await process.ended() == 1
    said = [line for line in process.words().splitlines() if line and not line.startswith("{")]
    assert len(said) == 1 and "token" in said[0] and WRONG not in process.words()
    assert not sandbox.calls.of("getUpdates")


async def test_a_second_bot_on_the_same_database_says_so_and_ends(sandbox: Sandbox, folder: Path) -> None:
    config = config_of(folder, sandbox)
    first, second = BotProcess(config), BotProcess(config)
    second.log = folder / "second.log"
    first.start()
    try:
        await sandbox.until(lambda: sandbox.calls.of("getUpdates"), timeout=60)
        second.start()
        assert await second.ended() == 1
        said = [line for line in second.words().splitlines() if line and not line.startswith("{")]
        assert len(said) == 1 and "fengshao.db" in said[0]
        assert first.running
        assert await first.terminate() == 0
    finally:
        await first.kill()


async def test_figures_and_tickets_of_a_running_bot(sandbox: Sandbox, folder: Path) -> None:
    process = BotProcess(config_of(folder, sandbox))
    process.start()
    try:
        await sandbox.until(lambda: sandbox.calls.of("getUpdates"), timeout=60)
        command = [sys.executable, "-m", "bot", "stats", "--config", str(process.config_file), "--json"]
        done = subprocess.run(command, capture_output=True, check=True, timeout=60)  # noqa: ASYNC221 - the bot runs on
        assert json.loads(done.stdout)
        assert await process.terminate() == 0
    finally:
        await process.kill()
