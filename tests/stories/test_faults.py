"""What networks and servers do to what the bot sends: each kind of notice behaves as its policy says."""

from __future__ import annotations

import sqlite3

import pytest

from tests.stories.town import BIN, Town


def uncertain(town: Town) -> list[sqlite3.Row]:
    return town.rows("SELECT * FROM notices WHERE state = 'uncertain'")


async def test_told_to_wait_the_chat_waits_and_the_others_flow(town: Town) -> None:
    fault = town.sandbox.faults.add("too_many", chat_id=town.office.id, retry_after=30)
    first = town.post(town.wang, BIN)
    second = town.post(town.zhao, "东湖花园5栋的垃圾桶坏了")
    lamp = town.post(town.wang, "西苑小区门口路灯不亮了")
    await town.shown(town.depot, "#T1003", button="受理")
    await town.calm()
    assert fault.struck == 1 and not town.said(town.office), "one 429 holds the whole chat"
    assert (town.sign(first), town.sign(second), town.sign(lamp)) == ("👀", "👀", "✍")
    await town.later(seconds=25)
    assert not town.said(town.office)
    await town.later(seconds=10)
    town.only(town.office, "#T1001")
    town.only(town.office, "#T1002")
    assert town.sign(first) == town.sign(second) == "✍"
    assert not uncertain(town)


@pytest.mark.parametrize("kind", ["server_error", "close_before", "reset_before"])
async def test_a_card_that_did_not_arrive_is_sent_again(town: Town, kind: str) -> None:
    town.sandbox.faults.add(kind, method="sendMessage", chat_id=town.office.id, times=2)
    post = town.post(town.wang, BIN)
    await town.calm()
    for _ in range(3):
        await town.later(seconds=10)
    town.only(town.office, "#T1001", button="受理")
    assert town.sign(post) == "✍"
    assert {row["kind"] for row in uncertain(town)} <= {"card"}


@pytest.mark.parametrize("kind", ["server_error_after", "reset_after", "malformed"])
async def test_a_card_of_which_nobody_knows_is_sent_again_and_listed(town: Town, kind: str) -> None:
    """Silence would hurt: at worst there are two cards, and the operator knows of the first."""
    town.sandbox.faults.add(kind, method="sendMessage", chat_id=town.office.id)
    town.post(town.wang, BIN)
    await town.calm()
    await town.later(seconds=10)
    cards = town.said(town.office, "#T1001", button="受理")
    assert len(cards) == 2 and len(uncertain(town)) == 1
    assert not town.rows("SELECT * FROM notices WHERE state = 'failed'")
    await town.tap(town.li, cards[0], "受理")
    await town.calm()
    assert town.ticket()["state"] == "accepted"
    assert "处理中" in cards[1].text
    assert "处理中" in cards[0].text, "the first one stands after all: it is edited like the other"
    assert not uncertain(town)


@pytest.mark.parametrize("kind", ["server_error_after", "reset_after", "malformed"])
async def test_a_reminder_of_which_nobody_knows_is_held_and_listed(town: Town, kind: str) -> None:
    await town.report()
    town.sandbox.faults.add(kind, method="sendMessage", chat_id=town.office.id)
    await town.later(hours=4, seconds=5)
    await town.later(minutes=30)
    assert len(town.said(town.office, "⏰ 提醒")) == 1, "it had arrived, and was not sent again"
    assert [row["kind"] for row in uncertain(town)] == ["reminder"]


@pytest.mark.parametrize("kind", ["server_error", "server_error_after", "reset_before", "reset_after", "malformed"])
@pytest.mark.parametrize("method", ["editMessageText", "setMessageReaction", "deleteMessage"])
async def test_what_can_be_repeated_is_repeated(town: Town, kind: str, method: str) -> None:
    fault = town.sandbox.faults.add(kind, method=method)
    post = town.post(town.wang, BIN)
    await town.calm()
    await town.later(seconds=10)
    card = town.only(town.office, "#T1001")
    town.post(town.li, "已清理", town.office, reply_to=card)
    closure = await town.shown(town.riders, "已办结", button="未解决")
    await town.calm()
    await town.tap(town.wang, closure, "未解决")
    await town.calm()
    await town.later(seconds=10)
    await town.later(seconds=30)
    assert fault.struck == 1
    assert "处理中" in card.text and town.sign(post) == "✍" and closure.deleted
    assert not town.rows("SELECT * FROM notices WHERE state IN ('uncertain', 'failed', 'queued')")


async def test_a_refusal_nobody_foresaw_is_listed_and_told(town: Town) -> None:
    words = "Bad Request: something quite new"
    town.sandbox.faults.add("reject", method="sendMessage", chat_id=town.office.id, description=words)
    town.post(town.wang, BIN)
    alert = await town.shown(town.hall, "没能发到", "omething quite new", "#T1001")
    await town.calm()
    (failed,) = town.rows("SELECT * FROM notices WHERE state = 'failed'")
    assert failed["kind"] == "card" and "omething quite new" in failed["error"]
    assert town.said(town.hall) == [alert]


@pytest.mark.parametrize(
    "words", ["Bad Request: message to be replied not found", "Bad Request: message thread not found"]
)
async def test_a_refusal_that_can_be_mended_is_mended(town: Town, words: str) -> None:
    town.sandbox.faults.add("reject", method="sendMessage", chat_id=town.riders.id, description=words)
    town.post(town.wang, "西苑小区2栋的垃圾桶坏了")
    await town.calm()
    town.only(town.riders, "#T1001", button="受理")
    assert not town.rows("SELECT * FROM notices WHERE state IN ('failed', 'uncertain')")


async def test_nothing_changed_is_as_good_as_done(town: Town) -> None:
    words = "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
    town.sandbox.faults.add("reject", method="editMessageText", description=words)
    _, card = await town.report()
    await town.tap(town.li, card, "受理")
    await town.calm()
    assert not town.rows("SELECT * FROM notices WHERE state IN ('failed', 'uncertain', 'queued')")


@pytest.mark.parametrize(
    "kind", ["too_many", "server_error", "reset_before", "reset_after", "malformed", "close_before"]
)
async def test_no_post_is_lost_when_polling_fails(town: Town, kind: str) -> None:
    town.sandbox.faults.add(kind, method="getUpdates", skip=1)
    posts = [town.post(town.wang, f"东湖花园{number}栋的垃圾桶坏了") for number in (3, 4)]
    await town.until(lambda: len(town.tickets()) == 2)
    await town.calm()
    posts.append(town.post(town.wang, "东湖花园5栋的垃圾桶坏了"))
    await town.until(lambda: len(town.tickets()) == 3)
    await town.calm()
    assert [town.sign(post) for post in posts] == ["✍"] * 3
    assert len(town.said(town.office)) == 3


@pytest.mark.parametrize("kind", ["server_error", "reset_after", "reject"])
async def test_a_tap_counts_though_its_answer_is_lost(town: Town, kind: str) -> None:
    _, card = await town.report()
    town.sandbox.faults.add(kind, method="answerCallbackQuery")
    town.sandbox.tap(town.li, card, "受理")
    await town.until(lambda: "处理中" in card.text)
    await town.calm()
    assert town.ticket()["state"] == "accepted"
    assert town.value("SELECT count(*) FROM inbox WHERE state <> 'done'") == 0


async def test_a_menu_that_cannot_be_set_is_no_reason_not_to_work(town: Town) -> None:
    await town.stop_bot()
    for method in ("setMyCommands", "deleteWebhook"):
        town.sandbox.faults.add("server_error", method=method, times=None)
    await town.start_bot()
    await town.report()
