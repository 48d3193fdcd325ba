"""Chats: what the bot may do in one, as far as Telegram can be asked; and news of a migration that is none."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Bot, ChatFullInfo, ChatMember, Message
from telegram.error import TimedOut

from bot.desk.shell import Shell
from bot.sandbox.accounts import ORDINARY_RIGHTS
from handlers.chats import missing_rights, take_migration
from tests.handlers.rooms import ask, through_inbox
from tests.sandbox.conftest import Box
from tests.stories.area import RIDERS


async def test_where_telegram_cannot_be_asked_nothing_is_known(library: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    async def time_out(self: Bot, *args: Any, **more: Any) -> ChatMember | ChatFullInfo:
        raise TimedOut

    monkeypatch.setattr(Bot, "get_chat_member", time_out)
    assert await missing_rights(library, -1001) is None
    monkeypatch.undo()
    monkeypatch.setattr(Bot, "get_chat", time_out)
    assert await missing_rights(library, -1001) is None


@pytest.mark.parametrize(("told", "there"), [(-4001, -4001), ("x", RIDERS), (RIDERS, RIDERS)])
async def test_the_bindings_follow_to_another_chat_and_to_nothing_else(shell: Shell, told: Any, there: int) -> None:
    chat = {"id": RIDERS, "type": "group", "title": "骑手群"}
    raw = {"message_id": 50, "chat": chat, "date": 1_795_136_400, "migrate_to_chat_id": told}
    message = Message.de_json(raw, None)
    assert message is not None

    async def handle(update: dict[str, Any]) -> None:
        await take_migration(shell, message)

    assert await through_inbox(shell, {"update_id": 5, "message": raw}, handle) in {"done", "ignored"}
    assert await ask(shell, "SELECT chat_id FROM bindings WHERE kind = 'report'") == [(there,)]


@pytest.mark.parametrize(
    ("topics", "rights", "missing"),
    [
        (True, ORDINARY_RIGHTS, ()),
        (True, ORDINARY_RIGHTS - {"can_manage_topics"}, ("topics",)),
        (False, ORDINARY_RIGHTS, ("forum",)),
    ],
)
async def test_what_opening_topics_needs(
    library: Bot, box: Box, topics: bool, rights: frozenset[str], missing: tuple[str, ...]
) -> None:
    place = box.sandbox.add_group("街道大群", [box.wang], topics=topics)
    box.sandbox.add_bot_to(place, box.bot, by=box.wang, admin=True, rights=rights)
    found = await missing_rights(library, place.id, topics=True)
    assert found is not None
    assert set(found) == set(missing)
    assert await missing_rights(library, place.id) == ()
