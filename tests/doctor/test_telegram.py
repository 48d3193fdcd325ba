"""Telegram, over real HTTP: the token, the webhook, privacy mode and the bot's rights in each chat, well and not."""

from __future__ import annotations

import socket
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.doctor.findings import State
from bot.sandbox import FaultKind
from handlers import examining
from tests.doctor.practice import FAULT, OK, TITLES, WARNING, Practice, a_practice
from tests.stories.area import DEPOT, HALL, OFFICE, RIDERS

DEPENDENT = ("time", "webhook", "privacy mode", "chats")
HOOK = "https://bot.example.org/telegram"


async def test_all_is_well(practice: Practice) -> None:
    await practice.remember()
    found = await practice.look()
    assert found["token"].found == "it is @fengshao_bot's"
    names = {"token", "webhook", "privacy mode", "time", *(f"chat {id}" for id in TITLES)}
    assert {found[name].state for name in names} == {OK}
    assert "chats" not in found
    changing = {call.method for call in practice.sandbox.calls} - {"getMe", "getWebhookInfo", "getChatMember"}
    assert not changing, "it only asks, and takes no update from the bot"


def closed_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        return f"http://127.0.0.1:{nobody.getsockname()[1]}"


async def test_offline_the_others_still_run(practice: Practice) -> None:
    await practice.remember()
    practice.base_url = closed_port()
    began = time.monotonic()
    found = await practice.look()
    assert time.monotonic() - began < 5
    assert found["token"].state is FAULT
    assert found["token"].found.startswith("Telegram is not reached: httpx.ConnectError")
    assert "telegram.base_url" in found["token"].remedy
    for name in DEPENDENT:
        assert (found[name].state, found[name].found[:13]) == (WARNING, "not looked at"), name
    assert {found[name].state for name in ("database", "integrity", "inbox", "font")} == {OK}


async def test_a_server_that_does_not_answer_is_not_waited_for(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examining, "SECONDS_FOR_A_CALL", 0.2)
    practice.sandbox.faults.add(FaultKind.SLOW, seconds=3, times=None)
    began = time.monotonic()
    found = await practice.look()
    assert time.monotonic() - began < 2
    assert found["token"].found == "Telegram is not reached: no answer in time"


@pytest.mark.parametrize("kind", ["server_error", "reset_before", "close_before", "malformed", "too_many"])
async def test_a_server_that_answers_nonsense(practice: Practice, kind: str) -> None:
    practice.sandbox.faults.add(kind, times=None)
    found = await practice.look()
    assert found["token"].state is FAULT
    assert "not reached" in found["token"].found


async def test_a_token_that_nobody_knows(practice: Practice) -> None:
    practice.settings["telegram.token"] = "123456:another-token-of-nobody-at-all-000000"
    found = await practice.look()
    assert (found["token"].state, found["token"].remedy[:14]) == (FAULT, "copy the token")
    assert found["time"].state is OK, "the refusal has a date, too"
    assert found["webhook"].state is WARNING


async def test_no_token(practice: Practice) -> None:
    practice.settings["telegram.token"] = ""
    found = await practice.look()
    assert found["token"].found == "there is no token to ask Telegram with: telegram.token: missing"
    assert "BotFather" in found["token"].remedy
    assert not list(practice.sandbox.calls)


@pytest.mark.parametrize("runs", [False, True])
async def test_a_webhook_that_keeps_polls_away(practice: Practice, runs: bool) -> None:
    await practice.ask("setWebhook", url=HOOK)
    if runs:
        async with practice.running():
            found = await practice.look()
    else:
        found = await practice.look()
    assert found["webhook"].state is (FAULT if runs else WARNING), "the bot takes it away at its start"
    assert HOOK in found["webhook"].found


async def test_updates_that_nobody_fetches(practice: Practice) -> None:
    for number in range(100):
        practice.sandbox.post(practice.groups[RIDERS], practice.wang, f"第{number}条")
    assert (await practice.look())["webhook"].state is OK, "no bot runs"
    async with practice.running():
        found = (await practice.look())["webhook"]
    assert found.state is FAULT and found.found.startswith("updates waiting at Telegram: 100, ")


def hooked(folder: Path) -> Any:
    settings = {
        "telegram__mode": "webhook",
        "telegram__webhook_url": HOOK,
        "telegram__webhook_secret": "s3cret-s3cret-s3cret",
        "http__listen": "127.0.0.1:8080",
    }
    return a_practice(folder, **settings)


@pytest.mark.parametrize(
    ("url", "error_ago", "state", "words"),
    [
        (HOOK, None, OK, HOOK),
        (HOOK, timedelta(days=3), OK, "waiting at Telegram: 0"),  # Telegram tells the last error for ever
        (HOOK, timedelta(minutes=3), FAULT, "Telegram says: Connection refused"),
        ("https://other.example.org/", None, FAULT, "https://other.example.org/, not to"),
        ("", None, FAULT, "posted to nowhere"),
    ],
)
async def test_a_webhook_that_is_wanted(
    folder: Path, url: str, error_ago: timedelta | None, state: State, words: str
) -> None:
    async with hooked(folder) as practice, practice.running():
        practice.bot.webhook.url = url
        if error_ago is not None:
            practice.bot.webhook.last_error = "Connection refused"
            practice.bot.webhook.last_error_at = datetime.now(UTC) - error_ago
        found = (await practice.look())["webhook"]
    assert found.state is state
    assert words in found.found


async def test_a_webhook_that_is_set_at_the_next_start(folder: Path) -> None:
    async with hooked(folder) as practice:
        assert (await practice.look())["webhook"].state is WARNING


@pytest.mark.parametrize(
    ("admin", "bound", "state"), [(True, True, WARNING), (False, True, FAULT), (True, False, FAULT)]
)
async def test_privacy_mode(folder: Path, admin: bool, bound: bool, state: State) -> None:
    """An administrator is sent every message whatever its privacy mode; one that loses that right hears nothing."""
    async with a_practice(folder, privacy=True) as practice:
        if bound:
            await practice.remember()
        if not admin:
            practice.sandbox.demote(practice.groups[RIDERS], practice.bot, by=practice.wang)
        found = (await practice.look())["privacy mode"]
    assert found.state is state
    assert found.remedy.startswith("write /setprivacy to BotFather")


def change(practice: Practice, group: int, how: str, **more: Any) -> None:
    getattr(practice.sandbox, how)(practice.groups[group], practice.bot, by=practice.wang, **more)


@pytest.mark.parametrize(
    ("group", "how", "rights", "state", "words"),
    [
        (RIDERS, "remove_bot", None, FAULT, "kicked"),
        (OFFICE, "restrict", None, FAULT, "may not write"),
        (RIDERS, "demote", None, WARNING, "may not delete messages or pin messages"),
        (RIDERS, "promote", {"can_pin_messages"}, WARNING, "may not delete messages"),
        (RIDERS, "promote", {"can_delete_messages"}, WARNING, "may not pin messages"),
        (HALL, "promote", {"can_delete_messages"}, OK, "the bot has its rights"),
    ],
)
async def test_rights_in_a_chat(
    practice: Practice, group: int, how: str, rights: set[str] | None, state: State, words: str
) -> None:
    await practice.remember()
    change(practice, group, how, **({} if rights is None else {"rights": rights}))
    found = await practice.look()
    assert found[f"chat {group}"].state is state
    assert words in found[f"chat {group}"].found
    assert {found[f"chat {id}"].state for id in TITLES if id != group} == {OK}


@pytest.mark.parametrize(("group", "state"), [(RIDERS, FAULT), (DEPOT, WARNING)])
async def test_a_plain_member_with_privacy_mode_on_is_deaf(folder: Path, group: int, state: State) -> None:
    async with a_practice(folder, privacy=True) as practice:
        await practice.remember()
        change(practice, group, "demote")
        found = (await practice.look())[f"chat {group}"]
    assert found.state is state
    assert "is not sent" in found.found


async def test_a_group_that_is_no_more(practice: Practice) -> None:
    await practice.remember()
    practice.sandbox.delete_group(practice.groups[DEPOT])
    assert (await practice.look())[f"chat {DEPOT}"].state is FAULT


@pytest.mark.parametrize(("kind", "words"), [("server_error", "Bad Gateway"), ("too_many", "Flood control")])
async def test_a_chat_that_could_not_be_asked_about(practice: Practice, kind: str, words: str) -> None:
    await practice.remember()
    practice.sandbox.faults.add(kind, method="getChatMember", chat_id=HALL, times=None)
    found = (await practice.look())[f"chat {HALL}"]
    assert found.state is WARNING
    assert words in found.found


async def test_no_group_for_couriers(practice: Practice) -> None:
    await practice.remember(lambda tx: tx.run("DELETE FROM bindings WHERE kind = 'report'"))
    found = await practice.look()
    assert (found["chats"].state, "/bind" in found["chats"].remedy) == (WARNING, True)
    assert f"chat {RIDERS}" not in found


async def test_chats_whose_turn_does_not_come_are_not_waited_for(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    await practice.remember()
    monkeypatch.setattr(examining, "_SECONDS_FOR_CHATS", 0.2)
    practice.sandbox.faults.add(FaultKind.SLOW, method="getChatMember", seconds=3, times=None)
    began = time.monotonic()
    found = await practice.look()
    assert time.monotonic() - began < 2
    assert found[f"chat {RIDERS}"].found.endswith("no answer in time")
    assert found["token"].state is OK


async def test_groups_that_only_the_bulletins_name(folder: Path) -> None:
    """Who mistypes an id hears of it here, not by a bulletin that never comes."""
    nowhere = -1009999999999
    async with a_practice(folder, bulletins__to=["coordinators", HALL, nowhere, DEPOT]) as practice:
        await practice.remember(lambda tx: tx.run("DELETE FROM bindings WHERE chat_id = :id", id=DEPOT))
        found = await practice.look()
    assert [found[f"chat {chat}"].state for chat in (HALL, DEPOT, nowhere)] == [OK, OK, FAULT]
    assert found[f"chat {DEPOT}"].found == "bulletins.to names it: the bot may write there"
    assert "bulletins.to" in found[f"chat {nowhere}"].remedy
