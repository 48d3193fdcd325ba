"""Dispatch: which update goes where, and what no handler may swallow."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.desk import inbox
from bot.desk.shell import Shell
from handlers import dispatch as handlers_dispatch
from handlers import inbox as handlers_inbox
from handlers.arrivals import arrival_of
from handlers.connection import Telegram
from handlers.dispatch import Dispatch
from handlers.inbox import Workers
from tests.handlers.rooms import a_config, ask, until
from tests.patience import PATIENCE
from tests.sandbox.conftest import Box
from tests.stories.area import HALL, OFFICE, RIDERS

Json = dict[str, Any]
Take = Callable[[Json], Awaitable[str]]
GROUP = {"id": RIDERS, "type": "supergroup", "title": "骑手随手拍"}
WANG = {"id": 101, "is_bot": False, "first_name": "王师傅"}
CHEN = {"id": 301, "is_bot": False, "first_name": "陈协调"}
DATE = 1_795_136_400  # 09:00 in Shanghai, as the shell's clock has it
PHOTO = {"file_id": "p", "file_unique_id": "u", "file_size": 9, "width": 9, "height": 9}
BIN = "东湖花园3栋的垃圾桶坏了"


@pytest.fixture
def wakes() -> list[datetime]:
    return []


@pytest.fixture
async def take(
    shell: Shell, box: Box, folder: Path, wakes: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Take]:
    """Let one update go through inbox and dispatch. Returns what state the inbox holds it in."""
    monkeypatch.setattr(handlers_inbox, "_BETWEEN_TRIES", (0.0,))
    async with Telegram.connect(a_config(folder, box.sandbox.base_url).telegram) as telegram:
        dispatch = Dispatch(telegram.application, shell, wakes.append)
        workers = Workers(shell, dispatch.take)
        running = asyncio.create_task(workers.run())

        async def go(update: Json) -> str:
            arrival = arrival_of(update)
            await shell.do(lambda tx, office, now: inbox.receive(tx, 7, [arrival], now))
            workers.arrived()
            async with asyncio.timeout(PATIENCE):
                while True:
                    ((state,),) = await ask(shell, "SELECT state FROM inbox ORDER BY id DESC LIMIT 1")
                    if state != "waiting":
                        return str(state)
                    await asyncio.sleep(0.002)

        try:
            yield go
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


def _message(
    number: int = 50, *, chat: Json = GROUP, sender: Json = WANG, kind: str = "message", **fields: Any
) -> Json:
    body = {"message_id": number, "from": sender, "chat": chat, "date": DATE} | fields
    return {"update_id": number if kind == "message" else number + 500, kind: body}


def _command(text: str, **more: Any) -> Json:
    entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
    return _message(text=text, entities=entities, **more)


async def _tickets(shell: Shell) -> list[str]:
    return [text for (text,) in await ask(shell, "SELECT text FROM tickets ORDER BY id")]


async def test_a_post_becomes_a_ticket(shell: Shell, take: Take, wakes: list[datetime]) -> None:
    assert await take(_message(text=BIN)) == "done"
    assert await _tickets(shell) == [BIN]
    assert wakes == []


async def test_the_same_post_twice_is_one_ticket(shell: Shell, take: Take) -> None:
    await take(_message(text=BIN))
    assert await take(_message(text=BIN) | {"update_id": 999}) == "ignored"
    assert await _tickets(shell) == [BIN]


async def test_chatter_is_done_and_leaves_nothing(shell: Shell, take: Take) -> None:
    assert await take(_message(text="哈哈今天好热")) == "done"
    assert await ask(shell, "SELECT (SELECT count(*) FROM posts) + (SELECT count(*) FROM notices)") == [(0,)]


async def test_an_album_wakes_the_clock(shell: Shell, take: Take, wakes: list[datetime]) -> None:
    await take(_message(photo=[PHOTO], caption=BIN, media_group_id="9"))
    assert len(wakes) == 1
    assert timedelta() < wakes[0] - shell.now() - shell.office.album_wait < timedelta(seconds=1)


async def test_an_edit_is_an_edit(shell: Shell, take: Take, wakes: list[datetime]) -> None:
    await take(_message(text=BIN))
    assert await take(_message(text=f"{BIN}，很臭", kind="edited_message", edit_date=DATE + 5)) == "done"
    assert await ask(shell, "SELECT text FROM posts") == [(f"{BIN}，很臭",)]
    assert len(await _tickets(shell)) == 1


async def test_a_command_is_answered_and_tidied_away(shell: Shell, take: Take) -> None:
    hall = {"id": HALL, "type": "supergroup", "title": "协调群"}
    assert await take(_command("/staff", chat=hall, sender=CHEN)) == "done"
    found = await ask(shell, "SELECT call, chat_id FROM notices ORDER BY id")
    assert found == [("sendMessage", HALL), ("deleteMessage", HALL)]


@pytest.mark.parametrize(
    "update",
    [
        _command("/staff", sender=CHEN, kind="edited_message", edit_date=DATE + 5),
        _command("/staff", sender=CHEN, forward_origin={"type": "user", "sender_user": CHEN, "date": 1}),
        _command("/staff", sender=CHEN | {"is_bot": True}),
        _message(new_chat_members=[WANG]),
        _message(text="垃圾桶坏了", sender=WANG | {"is_bot": True}),
        {"update_id": 5, "poll_answer": {"poll_id": "1", "option_ids": [], "option_persistent_ids": []}},
        {"update_id": 5, "something_new": {"x": 1}},
        {"update_id": 5},
    ],
    ids=["edited command", "forwarded command", "a bot's command", "service", "a bot", "poll", "unheard of", "empty"],
)
async def test_what_is_nothing_is_ignored(shell: Shell, take: Take, update: Json) -> None:
    assert await take(update) == "ignored"
    assert await ask(shell, "SELECT count(*) FROM notices") == [(0,)]


async def test_a_tap_is_answered_at_once_even_when_it_is_stale(shell: Shell, box: Box, take: Take) -> None:
    below = {"message_id": 70, "chat": {"id": OFFICE, "type": "supergroup", "title": "x"}, "date": DATE, "text": "x"}
    query = {"id": "1", "from": WANG, "chat_instance": "1", "data": "accept:9999", "message": below}
    assert await take({"update_id": 5, "callback_query": query}) == "done"
    await until(lambda: [call for call in box.sandbox.calls if call.method == "answerCallbackQuery"])
    assert box.sandbox.calls[-1]["callback_query_id"] == "1"


async def test_the_bot_comes_into_a_group_and_goes(shell: Shell, take: Take) -> None:
    me = {"id": 7000000001, "is_bot": True, "first_name": "蜂哨"}

    def change(number: int, old: str, new: str) -> Json:
        member = {"user": me, "until_date": 0}
        return {
            "update_id": number,
            "my_chat_member": {
                "chat": GROUP | {"id": -1099, "title": "新群"},
                "from": CHEN,
                "date": DATE,
                "old_chat_member": member | {"status": old},
                "new_chat_member": member | {"status": new},
            },
        }

    assert await take(change(5, "left", "member")) == "done"
    assert await ask(shell, "SELECT title, member FROM chats WHERE id = -1099") == [("新群", 1)]
    assert await take(change(6, "member", "kicked")) == "done"
    assert await ask(shell, "SELECT member FROM chats WHERE id = -1099") == [(0,)]


@pytest.mark.parametrize(
    "update",
    [
        _message(chat={"id": RIDERS, "type": "group", "title": "x"}, migrate_to_chat_id=-1009),
        _message(chat={"id": -1009, "type": "supergroup", "title": "x"}, migrate_from_chat_id=RIDERS),
    ],
    ids=["the old group tells", "the new group tells"],
)
async def test_a_groups_migration_is_followed(shell: Shell, take: Take, update: Json) -> None:
    assert await take(update) == "done"
    assert await ask(shell, "SELECT chat_id FROM bindings WHERE kind = 'report'") == [(-1009,)]


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 5, "message": {"message_id": 5}},
        {"update_id": 5, "message": "words"},
        {"update_id": 5, "message": {"message_id": 5, "chat": GROUP, "from": WANG, "text": BIN}},
        {"update_id": 5, "callback_query": {"data": "x"}},
        {"update_id": 5, "my_chat_member": {"chat": GROUP}},
    ],
    ids=["no chat", "no object", "no date", "half a tap", "half a change"],
)
async def test_what_cannot_be_read_is_set_aside_and_the_next_one_flows(shell: Shell, take: Take, update: Json) -> None:
    assert await take(update) == "quarantined"
    assert await take(_message(60, text=BIN)) == "done"
    assert await _tickets(shell) == [BIN]


async def test_a_fault_in_a_handler_of_the_library_is_not_swallowed(
    shell: Shell, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = 0

    async def fail_twice(shell: Shell, request: Any, make: Any, keep: Any, printer: Any) -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise ValueError("boom")

    monkeypatch.setattr(handlers_dispatch, "take_command", fail_twice)
    assert await take(_command("/staff", sender=CHEN)) == "ignored"
    assert tries == 3
    assert json.dumps(await ask(shell, "SELECT attempts FROM inbox")) == "[[2]]"
