"""What arrives odd: updates nobody can parse, doubles, a fresh range of ids, edits of what was never seen."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.sandbox import Message
from bot.sandbox.updates import _Waiting
from tests.stories.town import BIN, Town


def push(town: Town, kind: str, body: dict[str, Any]) -> None:
    town.bot.updates.push(kind, body)


def pending(town: Town) -> dict[str, Any]:
    """A deep copy of the newest update that the bot has not confirmed."""
    copy: dict[str, Any] = json.loads(json.dumps(town.bot.updates.pending[-1]))
    return copy


def post_and_keep(town: Town, text: str) -> tuple[Message, dict[str, Any]]:
    post = town.post(town.wang, text)
    return post, pending(town)


async def test_an_update_nobody_can_parse_is_set_aside_and_the_next_flows(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.inbox._BETWEEN_TRIES", (0.0,))
    push(
        town,
        "callback_query",
        {"id": "1", "from": {"id": "no number"}, "data": 5, "message": {"chat": {"id": town.office.id}}},
    )
    push(
        town,
        "message",
        {"message_id": "?", "chat": {"id": town.riders.id, "type": "supergroup"}, "text": 7, "from": {}},
    )
    post = town.post(town.wang, BIN)
    await town.until(lambda: town.tickets())
    await town.shown(town.hall, "已隔离")
    await town.calm()
    assert town.sign(post) == "✍"
    broken = town.rows("SELECT * FROM inbox WHERE state = 'quarantined'")
    assert broken and all(row["error"] for row in broken)


async def test_an_update_of_an_unknown_kind_is_passed_over(town: Town) -> None:
    for junk in ({}, {"strange_news": {"a": 1}}, {"message": None}):
        town.bot.updates._pending.append(
            _Waiting(town.bot.updates._next_id, town.now(), {"update_id": town.bot.updates._next_id, **junk}, None)
        )
        town.bot.updates._next_id += 1
    await town.report()
    assert len(town.tickets()) == 1


async def test_the_same_message_under_two_update_ids_is_one_ticket(town: Town) -> None:
    _, update = post_and_keep(town, BIN)
    push(town, "message", update["message"])
    await town.calm()
    push(town, "message", update["message"])
    await town.calm()
    assert len(town.tickets()) == 1
    town.only(town.office, "#T1001")


async def test_ids_that_restart_lower_are_followed(town: Town) -> None:
    await town.report()
    town.bot.updates.renumber(4711)
    town.bot.updates.clear()
    town.post(town.wang, "东湖花园5栋的垃圾桶坏了")
    await town.until(lambda: len(town.tickets()) == 2)
    await town.shown(town.office, "#T1002")


async def test_the_edit_of_a_message_of_long_ago_wakes_nothing(town: Town) -> None:
    talk = town.post(town.wang, "东湖花园")
    await town.later(hours=2)
    town.sandbox.edit(talk, BIN)
    await town.calm()
    assert not town.tickets()


async def test_what_was_written_while_the_bot_was_away_is_taken_in_order(town: Town) -> None:
    await town.stop_bot()
    post = town.post(town.wang, BIN)
    town.sandbox.edit(post, BIN + "，还漏水")
    town.post(town.wang, "就在门口", reply_to=post)
    await town.start_bot()
    await town.until(lambda: len(town.tickets()) == 1)
    await town.calm()
    text = town.ticket()["text"]
    assert "还漏水" in text and "就在门口" in text
