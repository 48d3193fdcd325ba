"""Messages as the browser gets them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.sandbox import Attachment, Forward, Message
from tests.sandbox.page.conftest import House
from tests.sandbox.pictures import jpeg


async def shown(house: House, message: Message) -> dict[str, Any]:
    """The message as the world shows it."""
    for chat in (await house.world())["chats"]:
        for one in chat["messages"]:
            if one["key"] == message.key:
                found: dict[str, Any] = one
                return found
    raise AssertionError("not shown")


async def test_a_plain_message(house: House) -> None:
    posted = house.sandbox.post(house.group, house.wang, "😀 #随手拍 @fengshao_bot")
    assert await shown(house, posted) == {
        "key": posted.key,
        "chat": house.group.id,
        "sender": {"id": 101, "name": "王师傅", "bot": False},
        "title": "",
        "at": int(house.clock.at.timestamp() * 1000),
        "text": "😀 #随手拍 @fengshao_bot",
        "entities": [
            {"type": "hashtag", "offset": 3, "length": 4},
            {"type": "mention", "offset": 8, "length": 13},
        ],
        "photo": None,
        "file": None,
        "place": None,
        "album": None,
        "rows": [],
        "reply_to": None,
        "topic": None,
        "forward": None,
        "service": None,
        "edited": None,
        "reactions": [],
        "read": False,
    }


async def test_a_card(house: House) -> None:
    posted = house.sandbox.post(house.group, house.wang, "坏了", photo=jpeg())
    keyboard = [[{"text": "受理", "callback_data": "a:1"}], [{"text": "指南", "url": "https://example.com/"}]]
    words = (
        '<b>待受理</b> <a href="tg://user?id=101">王</a> <a href="tg://user?id=5">?</a> <a href="https://e.com/">e</a>'
    )
    await house.call(
        "sendMessage",
        chat_id=house.group.id,
        text=words + '<pre><code class="language-py">x</code></pre>',
        parse_mode="HTML",
        reply_parameters={"message_id": posted.message_id},
        reply_markup={"inline_keyboard": keyboard},
    )
    card = house.sandbox.last(house.group)
    assert card is not None
    shape = await shown(house, card)
    assert shape["rows"] == [
        [{"text": "受理", "kind": "tap"}],
        [{"text": "指南", "kind": "url", "url": "https://example.com/"}],
    ]
    assert shape["reply_to"] == {"key": posted.key, "name": "王师傅", "text": "坏了", "photo": True}
    assert shape["sender"] == {"id": house.bot.id, "name": "蜂哨", "bot": True}
    assert shape["read"] is True
    assert shape["entities"] == [
        {"type": "bold", "offset": 0, "length": 3},
        {"type": "text_mention", "offset": 4, "length": 1, "user_id": 101},
        {"type": "text_link", "offset": 8, "length": 1, "url": "https://e.com/"},
        {"type": "pre", "offset": 9, "length": 1, "language": "py"},
    ]
    house.sandbox.delete(posted)
    assert (await shown(house, card))["reply_to"] is None


async def test_a_link_to_a_message_says_where_it_leads(house: House) -> None:
    posted = house.sandbox.post(house.group, house.wang, "坏了")
    gone = house.sandbox.post(house.group, house.wang, "删了")
    short = str(house.group.id).removeprefix("-100")
    addresses = [f"https://t.me/c/{short}/{posted.message_id}", f"https://t.me/c/{short}/7/{posted.message_id}"]
    addresses += [f"https://t.me/c/{short}/{gone.message_id}", "https://t.me/c/1/1", f"https://t.me/c/{short}"]
    house.sandbox.delete(gone)
    links = "".join(f'<a href="{address}">看</a>' for address in addresses)
    await house.call("sendMessage", chat_id=house.group.id, text=links, parse_mode="HTML")
    card = house.sandbox.last(house.group)
    assert card is not None
    leads = [entity.get("to") for entity in (await shown(house, card))["entities"]]
    assert leads == [{"chat": house.group.id, "message": posted.key}] * 2 + [None] * 3


async def test_a_photo_has_a_small_size(house: House) -> None:
    large = house.sandbox.post(house.group, house.wang, "大", photo=jpeg("red", (1200, 900)))
    tiny = house.sandbox.post(house.group, house.wang, photo=jpeg())
    photo = (await shown(house, large))["photo"]
    assert (photo["width"], photo["height"]) == (1200, 900)
    assert photo["small"] != photo["url"]
    photo = (await shown(house, tiny))["photo"]
    assert (photo["width"], photo["small"]) == (64, photo["url"])


async def test_a_file_a_place_and_an_album(house: House) -> None:
    sheet = Attachment(b"1,2", "名单.csv", "text/csv")
    file = house.sandbox.post(house.group, house.wang, document=sheet)
    spot = house.sandbox.post(house.group, house.wang, venue=(29.7, 118.3, "广场花苑", "迎宾大道"))
    one, other = house.sandbox.post_album(house.group, house.wang, [jpeg(), jpeg("blue")], "两处")
    shape = (await shown(house, file))["file"]
    assert shape.pop("url").startswith("/page/file/")
    assert shape == {"name": "名单.csv", "size": 3, "mime": "text/csv"}
    place = (await shown(house, spot))["place"]
    assert place == {"latitude": 29.7, "longitude": 118.3, "title": "广场花苑", "address": "迎宾大道"}
    first, second = await shown(house, one), await shown(house, other)
    assert first["album"] == second["album"] == one.album
    assert (first["text"], second["text"]) == ("两处", "")


async def test_edited_reacted_and_in_a_topic(house: House) -> None:
    house.group.topics_on = True
    topic = house.sandbox.add_topic(house.group, "市容", house.wang)
    posted = house.sandbox.post(house.group, house.wang, "3栋", topic=topic)
    house.clock.move(seconds=7)
    house.sandbox.edit(posted, "5栋")
    house.sandbox.react(posted, house.li, "👍")
    house.sandbox.react(posted, house.wang, "👍", "🔥")
    shape = await shown(house, posted)
    assert (shape["text"], shape["topic"], shape["edited"]) == ("5栋", topic.id, shape["at"] + 7000)
    assert shape["reactions"] == [{"emoji": "👍", "by": [102, 101]}, {"emoji": "🔥", "by": [101]}]
    assert (await house.world())["chats"][0]["topics"] == [{"id": topic.id, "name": "市容"}]
    assert topic.root is not None
    assert (await shown(house, topic.root))["service"] == {
        "kind": "forum_topic_created",
        "names": ["市容"],
        "by": "王师傅",
    }


async def test_who_comes_and_goes(house: House) -> None:
    house.sandbox.join(house.group, house.zhao, by=house.wang)
    joined = house.sandbox.last(house.group)
    house.sandbox.leave(house.group, house.zhao)
    left = house.sandbox.last(house.group)
    assert joined is not None and left is not None
    assert (await shown(house, joined))["service"] == {"kind": "new_chat_members", "names": ["小赵"], "by": "王师傅"}
    assert (await shown(house, left))["service"] == {"kind": "left_chat_member", "names": ["小赵"], "by": "小赵"}
    house.sandbox.pin(joined, house.wang)
    pinned = house.sandbox.last(house.group)
    assert pinned is not None
    shape = await shown(house, pinned)
    assert (shape["service"], shape["read"]) == ({"kind": "pinned_message", "names": [], "by": "王师傅"}, True)


async def test_names_of_chats_instead_of_people(house: House) -> None:
    house.sandbox.promote(house.group, house.li, anonymous=True, title="值班")
    hidden = house.sandbox.post(house.group, house.li, "管理员说")
    channel = house.sandbox.add_channel("公告", house.wang)
    public = house.sandbox.post(channel, None, "停水通知")
    for message, title in ((hidden, "甘棠镇骑手随手拍 · 值班"), (public, "公告")):
        shape = await shown(house, message)
        assert (shape["sender"], shape["title"]) == (None, title)
    reply = house.sandbox.post(house.group, house.wang, "好", reply_to=hidden)
    assert (await shown(house, reply))["reply_to"]["name"] == "甘棠镇骑手随手拍 · 值班"


@pytest.mark.parametrize("origin", ["person", "channel", "hidden"])
async def test_a_forwarded_message_names_its_origin(house: House, origin: str) -> None:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    channel = house.sandbox.add_channel("公告", house.wang)
    forward, name = {
        "person": (Forward(at, person=house.zhao), "小赵"),
        "channel": (Forward(at, channel=channel, channel_message_id=4), "公告"),
        "hidden": (Forward(at, hidden_name="路人"), "路人"),
    }[origin]
    posted = house.sandbox.post(house.group, house.wang, "转来的", forward=forward)
    assert (await shown(house, posted))["forward"] == name


async def test_read_means_that_the_bot_confirmed_it(house: House) -> None:
    posted = house.sandbox.post(house.group, house.wang, "坏了")
    await house.call("getUpdates")
    assert (await shown(house, posted))["read"] is False
    await house.take_in()
    assert (await shown(house, posted))["read"] is True
    house.sandbox.edit(posted, "坏了两个")
    assert (await shown(house, posted))["read"] is False
    await house.take_in()
    assert (await shown(house, posted))["read"] is True


async def test_half_a_character_of_a_bot_does_no_harm(house: House) -> None:
    await house.call("sendMessage", chat_id=house.group.id, text="半个 \ud83d 字")
    last = house.sandbox.last(house.group)
    assert last is not None
    assert (await shown(house, last))["text"] == "半个 \ud83d 字"
