"""Edits, deletions, reactions, pins and the group's minute."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.conftest import Box
from tests.sandbox.pictures import jpeg

_BUTTONS = {"inline_keyboard": [[{"text": "受理", "callback_data": "a"}], [{"text": "退回", "callback_data": "r"}]]}


async def test_an_edit_without_buttons_takes_them_away(box: Box) -> None:
    card = await box.send(reply_markup=_BUTTONS)
    shown = box.sandbox.last(box.group)
    assert shown is not None and shown.button_texts == ["受理", "退回"]
    edited = await box.call("editMessageText", chat_id=box.group.id, message_id=card, text="处理中")
    assert "reply_markup" not in edited and "edit_date" in edited
    assert (shown.text, shown.button_texts, shown.edited) == ("处理中", [], True)


async def test_media_edit(box: Box) -> None:
    url = f"/bot{box.bot.token}/"
    where = {"chat_id": str(box.group.id)}
    sent = (await box.client.post(url + "sendPhoto", data=where, files={"photo": ("a.jpg", jpeg())})).json()["result"]
    same = {"type": "photo", "media": sent["photo"][-1]["file_id"]}
    where_now: dict[str, Any] = {"chat_id": box.group.id, "message_id": sent["message_id"]}
    again = await box.ask("editMessageMedia", **where_now, media=same)
    assert again["description"].startswith("Bad Request: message is not modified")
    await box.client.post(
        url + "editMessageMedia",
        data={
            "chat_id": str(box.group.id),
            "message_id": str(sent["message_id"]),
            "media": '{"type": "photo", "media": "attach://x", "caption": "后"}',
        },
        files={"x": ("b.jpg", jpeg("blue"))},
    )
    shown = box.sandbox.last(box.group)
    assert shown is not None
    assert (shown.photo, shown.caption) == (jpeg("blue"), "后")
    text = await box.ask("editMessageText", **where_now, text="x")
    assert text["description"] == "Bad Request: there is no text in the message to edit"


@pytest.mark.parametrize(
    ("own", "admin", "hours", "description"),
    [
        (True, False, 47, None),
        (True, False, 48, "Bad Request: message can't be deleted"),
        (True, True, 48, "Bad Request: message can't be deleted"),
        (False, False, 1, "Bad Request: message can't be deleted"),
        (False, True, 1, None),
    ],
)
async def test_deletion(box: Box, own: bool, admin: bool, hours: int, description: str | None) -> None:
    posted = box.sandbox.post(box.group, box.wang, "甲").message_id
    message_id = await box.send() if own else posted
    if not admin:
        box.sandbox.demote(box.group, box.bot)
    box.clock.move(hours=hours)
    answer = await box.ask("deleteMessage", chat_id=box.group.id, message_id=message_id)
    assert answer.get("description") == description
    standing = [message.message_id for message in box.sandbox.messages(box.group)]
    assert (message_id in standing) is (description is not None)


async def test_private_messages_are_deleted_for_48_hours(box: Box) -> None:
    message_id = box.wang.start(box.bot).message_id
    box.clock.move(hours=48)
    answer = await box.ask("deleteMessage", chat_id=101, message_id=message_id)
    assert answer["description"] == "Bad Request: message can't be deleted for everyone"


async def test_deleting_many_passes_over_the_missing(box: Box) -> None:
    ids = [await box.send("甲"), 9999, await box.send("乙")]
    await box.call("deleteMessages", chat_id=box.group.id, message_ids=ids)
    assert box.sandbox.messages(box.group, by=box.bot) == []


async def test_reactions(box: Box) -> None:
    posted = box.sandbox.post(box.group, box.wang, "甲")

    async def react(*emojis: str) -> dict[str, Any]:
        wanted = [{"type": "emoji", "emoji": emoji} for emoji in emojis]
        return await box.ask("setMessageReaction", chat_id=box.group.id, message_id=posted.message_id, reaction=wanted)

    for emoji in ("👀", "👀", "✍️", "👌"):
        assert (await react(emoji))["ok"]
    assert posted.reactions == ["👌"]
    await react()
    assert posted.reactions == []
    box.sandbox.allow_reactions(box.group, ["👍"])
    assert (await react("👀"))["description"] == "Bad Request: REACTION_INVALID"
    assert (await react("👍"))["ok"]


async def test_pins(box: Box) -> None:
    posted = box.sandbox.post(box.group, box.wang, "公告")
    await box.news()
    await box.call("pinChatMessage", chat_id=box.group.id, message_id=posted.message_id)
    (told,) = await box.news()
    assert told["message"]["pinned_message"]["text"] == "公告"
    assert (await box.call("getChat", chat_id=box.group.id))["pinned_message"]["text"] == "公告"
    await box.call("unpinChatMessage", chat_id=box.group.id)
    assert "pinned_message" not in await box.call("getChat", chat_id=box.group.id)
    box.sandbox.promote(box.group, box.bot, rights=["can_delete_messages"])
    answer = await box.ask("pinChatMessage", chat_id=box.group.id, message_id=posted.message_id)
    assert answer["description"] == "Bad Request: not enough rights to manage pinned messages in the chat"


async def test_the_21st_message_of_a_minute_is_too_many(box: Box) -> None:
    posted = box.sandbox.post(box.group, box.wang, "甲").message_id
    cards = [await box.send(f"工单{number}") for number in range(19)]
    await box.call("editMessageText", chat_id=box.group.id, message_id=cards[0], text="改")
    box.clock.move(seconds=20)
    for method, more in (
        ("sendMessage", {"text": "x"}),
        ("editMessageText", {"message_id": cards[1], "text": "改"}),
    ):
        answer = await box.client.post(f"/bot{box.bot.token}/{method}", json={"chat_id": box.group.id} | more)
        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == "40"
        assert answer.json() == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 40",
            "parameters": {"retry_after": 40},
        }
    reaction = [{"type": "emoji", "emoji": "👀"}]
    await box.call("setMessageReaction", chat_id=box.group.id, message_id=posted, reaction=reaction)
    await box.call("deleteMessage", chat_id=box.group.id, message_id=cards[1])
    box.wang.start(box.bot)
    for number in range(25):
        await box.call("sendMessage", chat_id=101, text=f"{number}")
    box.clock.move(seconds=40)
    await box.send("又可以了")


async def test_the_limit_can_be_switched_off(box: Box) -> None:
    box.sandbox.world.strict_rates = False
    for number in range(25):
        await box.send(f"{number}")
    assert len(box.sandbox.messages(box.group, by=box.bot)) == 25
