"""The roof: every loop runs, a loop that fails ends the others, and the end is clean."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.app import App
from bot.config import Config
from bot.starting import open_app
from handlers.polling import WrongToken
from tests.handlers.conftest import folder
from tests.handlers.rooms import a_config, area, ask, until
from tests.patience import PATIENCE
from tests.sandbox.conftest import Box, box

__all__ = ["box", "config", "folder"]


@pytest.fixture
def config(box: Box, folder: Path) -> Config:
    return a_config(folder, box.sandbox.base_url)


async def _run_until(app: App, condition: Callable[[], Any]) -> None:
    task = asyncio.create_task(app.run())
    try:
        await until(lambda: condition() or task.done())
        assert not task.done(), task.exception()
    finally:
        app.stop()
        async with asyncio.timeout(PATIENCE):
            await task


async def test_a_token_that_is_taken_back_ends_the_bot(config: Config, box: Box) -> None:
    async with open_app(config, area) as app:
        box.sandbox.faults.add("reject", method="getUpdates", code=401, description="Unauthorized", times=None)
        with pytest.raises(WrongToken):
            await asyncio.wait_for(app.run(), PATIENCE)


async def test_it_runs_and_ends_cleanly(config: Config, box: Box) -> None:
    before = asyncio.all_tasks()
    async with open_app(config, area) as app:
        await _run_until(app, lambda: any(call.method == "getUpdates" for call in box.sandbox.calls))
    methods = {call.method for call in box.sandbox.calls}
    assert {"getMe", "deleteWebhook", "getUpdates", "setMyCommands"} <= methods
    left = {task.get_coro().__qualname__ for task in asyncio.all_tasks() - before}  # type: ignore[union-attr]
    assert not {
        name for name in left if name.split(".")[0] in {"App", "Poller", "Sender", "Workers", "Fetcher", "Clock"}
    }


async def test_stopping_before_it_runs_is_stopping(config: Config) -> None:
    async with open_app(config, area) as app:
        app.stop()
        await asyncio.wait_for(app.run(), PATIENCE)


async def test_a_loop_that_fails_ends_the_others_and_is_told(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail() -> None:
        raise RuntimeError("a fault of the program")

    async with open_app(config, area) as app:
        monkeypatch.setattr(app.fetcher, "run", fail)
        with pytest.raises(RuntimeError, match="a fault of the program"):
            await asyncio.wait_for(app.run(), PATIENCE)


async def test_it_learns_where_a_model_is_configured_and_ends_that_too(box: Box, folder: Path) -> None:
    with capture_logs():
        async with open_app(a_config(folder, box.sandbox.base_url, area__model="area.model"), area) as app:
            assert app.learner is not None
            await _run_until(app, lambda: any(call.method == "getUpdates" for call in box.sandbox.calls))
            assert await ask(app.shell, "SELECT count(*) FROM schedules WHERE name = 'learn'") == [(1,)]
    async with open_app(a_config(folder, box.sandbox.base_url), area) as app:
        assert app.learner is None
        assert await ask(app.shell, "SELECT count(*) FROM schedules WHERE name = 'learn'") == [(0,)]
