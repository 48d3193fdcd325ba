"""The connection: a token that is known, a network that comes late, menus, and a webhook that is left behind."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.config import Config
from bot.domain.menus import Menu
from handlers import connection
from handlers.connection import Telegram
from handlers.polling import WrongToken
from handlers.words import COMMANDS
from tests.handlers.rooms import a_config
from tests.sandbox.conftest import Box


@pytest.fixture
def address(box: Box, folder: Path) -> Any:
    return a_config(folder, box.sandbox.base_url).telegram


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits of the connection, written down instead of waited."""
    found: list[float] = []
    sleep = asyncio.sleep

    async def write_down(seconds: float) -> None:
        found.append(seconds)
        await sleep(0)

    monkeypatch.setattr(connection.asyncio, "sleep", write_down)
    return found


async def test_it_knows_who_it_is_and_does_not_poll(box: Box, address: Any) -> None:
    async with Telegram.connect(address) as telegram:
        assert (telegram.bot.username, telegram.bot.id) == (box.bot.username, box.bot.id)
        assert telegram.application.updater is None
    assert [call.method for call in box.sandbox.calls] == ["getMe"]


async def test_a_token_that_is_not_known(box: Box, folder: Path) -> None:
    wrong = a_config(
        folder, box.sandbox.base_url, telegram__token="123456:another-token-of-nobody-at-all-000000"
    ).telegram
    with pytest.raises(WrongToken):
        async with Telegram.connect(wrong):
            raise AssertionError("it let us in")


@pytest.mark.parametrize("kind", ["server_error", "close_before", "reset_before", "malformed"])
async def test_a_network_that_is_not_there_yet_is_waited_for(
    box: Box, address: Any, waits: list[float], kind: str
) -> None:
    box.sandbox.faults.add(kind, method="getMe", times=3)
    async with Telegram.connect(address) as telegram:
        assert telegram.bot.id == box.bot.id
    assert [wait for wait in waits if wait] == [0.5, 1.0, 2.0]


async def test_it_never_waits_longer_than_half_a_minute(box: Box, address: Any, waits: list[float]) -> None:
    box.sandbox.faults.add("server_error", method="getMe", times=9)
    async with Telegram.connect(address):
        pass
    assert max(waits) == waits[-1] == 30.0


async def test_a_429_at_the_door_is_waited_out(box: Box, address: Any, waits: list[float]) -> None:
    box.sandbox.faults.add("too_many", method="getMe", retry_after=7)
    async with Telegram.connect(address):
        pass
    assert [wait for wait in waits if wait] == [7.0]


async def test_a_webhook_is_left_and_what_waits_is_kept(box: Box, address: Any) -> None:
    await box.call("setWebhook", url="https://a.example/hook")
    box.sandbox.post(box.group, box.wang, "垃圾桶坏了")
    async with Telegram.connect(address) as telegram:
        await telegram.leave_webhook()
    assert len(await box.call("getUpdates")) == 1


async def test_menus_for_private_chats_and_for_groups(box: Box, address: Any) -> None:
    async with Telegram.connect(address) as telegram:
        await telegram.announce_commands()
    private = box.sandbox.commands_for(box.bot, box.sandbox.private(box.wang, box.bot), box.wang)
    grouped = box.sandbox.commands_for(box.bot, box.group, box.wang)
    everybody = [command for command in COMMANDS if command.menu is Menu.EVERYBODY]
    assert [one["command"] for one in private] == [command.name for command in everybody]
    assert all(one in private for one in grouped)
    assert {"mine", "help"} <= {one["command"] for one in grouped}
    assert not {"bind", "appoint", "stats", "claim"} & {one["command"] for one in private}
    for one, command in zip(private, everybody, strict=True):
        assert one["description"] == f"{command.word}：{command.description}"


@pytest.mark.parametrize("method", ["setMyCommands", "deleteWebhook"])
async def test_what_is_refused_at_the_start_is_no_reason_not_to_work(box: Box, address: Any, method: str) -> None:
    box.sandbox.faults.add("reject", method=method, times=None)
    async with Telegram.connect(address) as telegram:
        await telegram.leave_webhook()
        await telegram.announce_commands()


def test_a_config_has_what_the_connection_needs(folder: Path) -> None:
    config: Config = a_config(folder)
    assert config.telegram.bot_token().startswith("7000000001:")
