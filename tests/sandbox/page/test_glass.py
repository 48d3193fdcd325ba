"""Under the glass: the update a message became, the calls that concern it, and its ticket."""

from __future__ import annotations

import json
from typing import Any

import aiohttp

from bot.sandbox import Message
from tests.sandbox.page.conftest import House, Json
from tests.sandbox.pictures import jpeg


async def behind(house: House, message: Message) -> Json:
    status, body = await house.get(f"/page/behind?chat={message.chat.id}&message={message.key}")
    assert status == 200
    found: Json = body
    return found


def methods(seen: Json) -> list[str]:
    return [call["method"] for call in seen["calls"]]


async def test_behind_a_post(house: House) -> None:
    posted = house.sandbox.post(house.group, house.wang, "坏了")
    other = house.sandbox.post(house.group, house.wang, "别的")
    (update, _) = await house.take_in()
    asked: Json = {"chat_id": house.group.id, "message_id": posted.message_id}
    await house.call("setMessageReaction", **asked, reaction=[{"type": "emoji", "emoji": "👀"}])
    await house.call(
        "sendMessage", chat_id=house.group.id, text="工单", reply_parameters={"message_id": posted.message_id}
    )
    await house.call("setMessageReaction", **(asked | {"message_id": other.message_id}), reaction=[])
    await house.call("pinChatMessage", **asked)
    house.backstage.ticket = {"no": "T1001", "facts": []}
    seen = await behind(house, posted)
    assert seen["update"] == update
    assert methods(seen) == ["setMessageReaction", "pinChatMessage"]
    assert seen["ticket"] == {"no": "T1001", "facts": []}
    assert ("behind", posted) in house.backstage.asked
    assert seen["calls"][0] == {
        "number": 3,
        "at": int(house.clock.at.timestamp() * 1000),
        "method": "setMessageReaction",
        "parameters": asked | {"reaction": [{"type": "emoji", "emoji": "👀"}]},
        "status": 200,
        "answer": {"ok": True, "result": True},
        "fault": "",
    }


async def test_the_update_is_that_of_the_last_edit(house: House) -> None:
    posted = house.sandbox.post(house.group, house.wang, "3栋")
    house.sandbox.edit(posted, "5栋")
    seen = await behind(house, posted)
    assert seen["update"]["edited_message"]["text"] == "5栋"
    assert (seen["calls"], seen["ticket"]) == ([], None)


async def test_behind_a_card(house: House) -> None:
    keyboard = {"inline_keyboard": [[{"text": "受理", "callback_data": "a"}]]}
    sent = await house.call("sendMessage", chat_id=house.group.id, text="工单", reply_markup=keyboard)
    card = house.group.by_number[sent["message_id"]]
    tap = house.sandbox.tap(house.li, card, "受理")
    await house.call("answerCallbackQuery", callback_query_id=tap.id, text="已受理")
    await house.call("editMessageText", chat_id=house.group.id, message_id=card.message_id, text="处理中")
    async with house.http.post(
        f"/bot{house.bot.token}/deleteMessage",
        data={"chat_id": str(house.group.id), "message_id": str(card.message_id + 50)},
    ) as answer:
        assert answer.status == 400
    seen = await behind(house, card)
    assert seen["update"] is None
    assert methods(seen) == ["sendMessage", "answerCallbackQuery", "editMessageText"]


async def test_albums_and_refused_calls_count(house: House) -> None:
    form = aiohttp.FormData()
    media = [{"type": "photo", "media": "attach://a"}, {"type": "photo", "media": "attach://b"}]
    form.add_field("chat_id", str(house.group.id))
    form.add_field("media", json.dumps(media))
    for name in ("a", "b"):
        form.add_field(name, jpeg(), filename="x.jpg")
    async with house.http.post(f"/bot{house.bot.token}/sendMediaGroup", data=form) as answer:
        sent = (await answer.json())["result"]
    second = house.group.by_number[sent[1]["message_id"]]
    house.clock.move(hours=49)
    for method, asked in (
        ("deleteMessages", {"message_ids": [second.message_id, 999]}),
        ("deleteMessages", {"message_ids": [999]}),
        ("editMessageText", {"message_id": second.message_id, "text": "x"}),
    ):
        async with house.http.post(f"/bot{house.bot.token}/{method}", json={"chat_id": house.group.id} | asked):
            pass
    seen = await behind(house, second)
    assert methods(seen) == ["sendMediaGroup", "deleteMessages", "editMessageText"]
    assert seen["calls"][0]["parameters"]["a"] == {"bytes": len(jpeg())}
    assert [call["status"] for call in seen["calls"]] == [200, 400, 400]


async def test_the_token_never_shows(house: House) -> None:
    token = house.bot.token
    sent = await house.call("sendMessage", chat_id=house.group.id, text=f"看 {token} 这里")
    card = house.group.by_number[sent["message_id"]]
    seen: Any = await behind(house, card)
    assert token not in json.dumps(seen)
    assert seen["calls"][0]["parameters"]["text"] == "看 … 这里"


async def test_the_newest_fifty(house: House) -> None:
    posted = house.sandbox.post(house.group, house.wang, "坏了")
    emojis = ["👀", "✍"] * 30
    for emoji in emojis:
        reaction = [{"type": "emoji", "emoji": emoji}]
        await house.call("setMessageReaction", chat_id=house.group.id, message_id=posted.message_id, reaction=reaction)
    numbers = [call["number"] for call in (await behind(house, posted))["calls"]]
    assert (len(numbers), numbers) == (50, list(range(11, 61)))


async def test_in_a_private_chat_ids_are_the_bots_own(house: House) -> None:
    said = house.sandbox.say(house.zhao, house.bot, "你好")
    group = house.sandbox.post(house.group, house.wang, "别的群")
    await house.call(
        "setMessageReaction",
        chat_id=103,
        message_id=said.message_id,
        reaction=[{"type": "emoji", "emoji": "👀"}],
    )
    assert methods(await behind(house, said)) == ["setMessageReaction"]
    assert methods(await behind(house, group)) == []


async def test_a_group_named_by_its_username(house: House) -> None:
    place = house.sandbox.add_group("公开群", [house.wang], username="gantang")
    house.sandbox.add_bot_to(place, house.bot, by=house.wang, admin=True)
    posted = house.sandbox.post(place, house.wang, "坏了")
    await house.call("pinChatMessage", chat_id="@gantang", message_id=posted.message_id)
    assert methods(await behind(house, posted)) == ["pinChatMessage"]
