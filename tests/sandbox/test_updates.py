"""Numbering, confirmation, long polls and their conflicts."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Any

import pytest

from tests.patience import PATIENCE
from tests.sandbox.conftest import Box


def _texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


def _post(box: Box, *texts: str) -> None:
    for text in texts:
        box.sandbox.post(box.group, box.wang, text)


async def test_an_offset_confirms_everything_below_it(box: Box) -> None:
    _post(box, "甲", "乙", "丙")
    first = await box.call("getUpdates")
    assert _texts(first) == ["甲", "乙", "丙"]
    assert [update["update_id"] - first[0]["update_id"] for update in first] == [0, 1, 2]
    assert _texts(await box.call("getUpdates")) == ["甲", "乙", "丙"]
    assert _texts(await box.call("getUpdates", offset=first[1]["update_id"])) == ["乙", "丙"]
    assert _texts(await box.call("getUpdates")) == ["乙", "丙"]


async def test_a_negative_offset_keeps_the_end(box: Box) -> None:
    _post(box, "甲", "乙", "丙")
    assert _texts(await box.call("getUpdates", offset=-1)) == ["丙"]
    assert _texts(await box.call("getUpdates")) == ["丙"]


@pytest.mark.parametrize(("ahead", "left"), [(0, []), (10, []), (11, ["甲"]), (5000, ["甲"])])
async def test_an_offset_far_ahead_confirms_nothing(box: Box, ahead: int, left: list[str]) -> None:
    _post(box, "甲")
    after = (await box.call("getUpdates"))[-1]["update_id"] + 1
    assert _texts(await box.call("getUpdates", offset=after + ahead)) == left


async def test_ids_may_start_anew_below_the_old_ones(box: Box) -> None:
    _post(box, "甲")
    old = (await box.news())[0]["update_id"]
    box.bot.updates.renumber(old - 50_000)
    _post(box, "乙")
    assert _texts(await box.call("getUpdates", offset=old + 1)) == ["乙"]


async def test_limit_and_age(box: Box) -> None:
    _post(box, "甲", "乙")
    assert _texts(await box.call("getUpdates", limit=1)) == ["甲"]
    box.clock.move(hours=24)
    assert await box.call("getUpdates") == []


async def _started_poll(box: Box) -> asyncio.Task[dict[str, Any]]:
    before = box.sandbox.calls.total
    poll = asyncio.create_task(box.ask("getUpdates", timeout=30))
    await box.sandbox.until(lambda: box.sandbox.calls.total > before and box.bot.updates.polled)
    return poll


async def test_a_long_poll_waits_and_wakes(box: Box) -> None:
    poll = await _started_poll(box)
    assert not poll.done()
    _post(box, "到了")
    assert _texts((await asyncio.wait_for(poll, PATIENCE))["result"]) == ["到了"]


async def test_a_long_poll_ends_empty(box: Box) -> None:
    assert await asyncio.wait_for(box.call("getUpdates", timeout=1), PATIENCE) == []


async def test_a_second_poller_ends_the_first(box: Box) -> None:
    first = await _started_poll(box)
    second = await _started_poll(box)
    assert await asyncio.wait_for(first, PATIENCE) == {
        "ok": False,
        "error_code": 409,
        "description": "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
    }
    _post(box, "给第二个")
    assert _texts((await asyncio.wait_for(second, PATIENCE))["result"]) == ["给第二个"]


async def test_a_webhook_forbids_polling(box: Box) -> None:
    poll = await _started_poll(box)
    await box.call("setWebhook", url="http://127.0.0.1:9/")
    assert (await poll)["description"] == "Conflict: terminated by setWebhook request"
    assert (await box.ask("getUpdates"))["description"] == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    await box.call("deleteWebhook")
    assert await box.call("getUpdates") == []


async def test_the_second_conflict_is_held_back(box: Box) -> None:
    box.bot.updates.conflict_pace = 0.2
    await box.call("setWebhook", url="http://127.0.0.1:9/")
    loop = asyncio.get_running_loop()
    waits = []
    for _ in range(2):
        began = loop.time()
        assert (await box.ask("getUpdates"))["error_code"] == 409
        waits.append(loop.time() - began)
    assert waits[1] >= 0.2


async def test_allowed_updates_are_remembered(box: Box) -> None:
    posted = box.sandbox.post(box.group, box.wang, "甲")
    box.sandbox.react(posted, box.li, "👍")
    assert [set(update) - {"update_id"} for update in await box.news()] == [{"message"}]
    await box.call("getUpdates", allowed_updates=["message_reaction"])
    _post(box, "不要")
    box.sandbox.react(posted, box.li, "👎")
    (update,) = await box.news()
    assert update["message_reaction"]["new_reaction"] == [{"type": "emoji", "emoji": "👎"}]
    assert update["message_reaction"]["old_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    await box.call("getUpdates", allowed_updates=[])
    _post(box, "又要")
    assert _texts(await box.news()) == ["又要"]


async def test_pending_updates_can_be_dropped(box: Box) -> None:
    _post(box, "甲")
    await box.call("deleteWebhook", drop_pending_updates=True)
    assert await box.call("getUpdates") == []


async def test_a_message_is_taken_when_its_last_update_is_confirmed(box: Box) -> None:
    posted = box.sandbox.post(box.group, box.wang, "3栋")
    queue = box.bot.updates
    (new,) = await box.call("getUpdates")
    assert (queue.told(posted.key), posted.taken_by) == (new, set())
    box.sandbox.edit(posted, "5栋")
    _, edited = await box.call("getUpdates")
    await box.call("getUpdates", offset=edited["update_id"])
    assert (queue.told(posted.key), posted.taken_by) == (edited, set())
    before = box.sandbox.feed.last_number
    await box.call("getUpdates", offset=edited["update_id"] + 1)
    assert posted.taken_by == {box.bot.id}
    told = [change for change in box.sandbox.feed.kept if change.number > before and change.kind == "read"]
    assert [change.details["message"] for change in told] == [posted]


async def test_what_is_dropped_was_not_taken(box: Box) -> None:
    forgotten, expired, cleared = (box.sandbox.post(box.group, box.wang, text) for text in "甲乙丙")
    await box.call("getUpdates", offset=-2)
    box.bot.updates.confirm(0)
    box.clock.move(hours=25)
    assert await box.call("getUpdates") == []
    box.bot.updates.clear()
    assert not any(one.taken_by for one in (forgotten, expired, cleared))


async def test_only_the_newest_bodies_are_kept(box: Box) -> None:
    first = box.sandbox.post(box.group, box.wang, "第一条")
    for number in range(2000):
        box.sandbox.post(box.group, box.wang, f"{number}")
    assert box.bot.updates.told(first.key) is None
    assert box.bot.updates.told(first.key + 1) is not None
    waiting = box.bot.updates.pending
    await box.call("getUpdates", offset=waiting[-1]["update_id"] + 1)
    assert first.taken_by == {box.bot.id}
    kept = [value for value in vars(box.bot.updates).values() if isinstance(value, Collection)]
    assert max(map(len, kept)) == 2000
