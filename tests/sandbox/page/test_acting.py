"""What people do from the page: posting, editing, deleting, reacting, pressing, starting; and each refusal."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox import Message
from bot.sandbox.page import Playing, PlayState
from tests.sandbox.page.conftest import House, Json
from tests.sandbox.pictures import jpeg


def standing(house: House, key: int) -> Message:
    message: Message = house.group.messages[key]
    return message


def refused(answer: tuple[int, Any]) -> int:
    """The status of a refusal that says in both languages what to do."""
    status, body = answer
    assert set(body) == {"error"} and set(body["error"]) == {"zh", "en"}
    assert body["error"]["zh"] and body["error"]["en"]
    return status


def in_group(house: House, who: int = 101, **more: Any) -> Json:
    return {"as": who, "chat": house.group.id} | more


async def test_while_the_town_is_set_up_nobody_can_act_and_nothing_is_swallowed(house: House) -> None:
    own = house.sandbox.post(house.group, house.wang, "早上好")
    house.backstage.playing = Playing(PlayState.BUSY, ready=False)
    before = house.sandbox.feed.last_number
    of_own = house.of(own, **{"as": 101})
    assert refused(await house.send(("photo", jpeg(), "a.jpg"), **in_group(house, text="垃圾桶坏了"))) == 409
    for path, body in {
        "edit": of_own | {"text": "晚上好"},
        "delete": of_own,
        "react": of_own | {"emoji": "👍"},
        "tap": of_own | {"row": 0, "column": 0},
        "start": {"as": 101},
        "time": {"ahead": 60},
        "story": {"do": "play"},
    }.items():
        assert refused(await house.post(f"/page/{path}", body)) == 409, path
    assert (house.sandbox.feed.last_number, house.backstage.asked) == (before, [])
    assert (await house.world())["playing"]["ready"] is False
    for path, body in {"bot": {"do": "start"}, "again": {}}.items():
        assert await house.post(f"/page/{path}", body) == (200, {})
    house.backstage.playing = Playing(PlayState.READY)
    assert (await house.send(**in_group(house, text="垃圾桶坏了")))[0] == 200


async def test_a_text(house: House) -> None:
    first = house.sandbox.post(house.group, house.li, "哪里？")
    status, body = await house.send(**in_group(house, text="  广场花苑3栋 <b>门口</b>\n #坏了 ", reply_to=first.key))
    message = standing(house, body["key"])
    assert (status, message.text, message.reply_to) == (200, "广场花苑3栋 <b>门口</b>\n #坏了", first)
    assert [entity.type for entity in message.entities] == ["hashtag"]
    _, update = await house.take_in()
    assert update["message"]["text"] == message.text


async def test_photos(house: House) -> None:
    data = jpeg("red", (400, 300))
    _, body = await house.send(("photo", data, "a.jpg", "image/jpeg"), **in_group(house, text="坏了"))
    message = standing(house, body["key"])
    assert message.media is not None
    assert (message.caption, message.media.best.width, message.media.best.height) == ("坏了", 400, 300)
    _, body = await house.send(("sample", "bin"), **in_group(house))
    assert standing(house, body["key"]).photo == house.backstage.samples[0].data


async def test_an_album_in_its_order(house: House) -> None:
    parts = [("sample", "bin"), ("photo", jpeg("red"), "1.jpg"), ("sample", "路灯 1/2")]
    _, body = await house.send(*parts, **in_group(house, text="三处"))
    album = [one for one in house.sandbox.messages(house.group) if one.album]
    assert [one.key for one in album] == [body["key"], body["key"] + 1, body["key"] + 2]
    assert [one.caption for one in album] == ["三处", "", ""]
    assert [one.photo == house.backstage.samples[0].data for one in album] == [True, False, False]
    assert album[2].photo == house.backstage.samples[1].data


async def test_files_are_documents(house: House) -> None:
    _, body = await house.send(
        ("file", b"1,2", "C:\\表\\名单\u202e.csv", "text/csv; x=y"), **in_group(house, text="名单")
    )
    media = standing(house, body["key"]).media
    assert media is not None
    assert (media.kind, media.best.name, media.best.mime, media.best.data) == (
        "document",
        "名单.csv",
        "text/csv",
        b"1,2",
    )
    files = [("file", b"1", "a.bin"), ("file", b"2", "b.bin")]
    _, body = await house.send(*files, **in_group(house))
    album = [one.media.best.name for one in house.sandbox.messages(house.group) if one.album and one.media]
    assert album == ["a.bin", "b.bin"]


async def test_into_a_topic_and_in_private(house: House) -> None:
    house.group.topics_on = True
    topic = house.sandbox.add_topic(house.group, "市容", house.wang)
    _, body = await house.send(**in_group(house, text="话题里", topic=topic.id))
    assert standing(house, body["key"]).topic is topic
    status, body = await house.send(**{"as": 103, "chat": 103, "text": "你好"})
    private = house.sandbox.private(house.zhao, house.bot)
    assert (status, private.messages[body["key"]].text) == (200, "你好")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"as": 103}, 403),
        ({"as": 999}, 404),
        ({"chat": -5}, 404),
        ({"chat": 102}, 403),
        ({"reply_to": 99999}, 404),
        ({"topic": 77}, 404),
        ({"text": ""}, 422),
        ({"text": " \n\u200b\u3000\u2063 "}, 422),
        ({"text": "字" * 4097}, 422),
        ({"text": "😀" * 2049}, 422),
        ({"text": "字" * 80_000}, 422),
        ({"text": "#a " * 80_000}, 422),
        ({"text": "字" * 100_000}, 422),
        ({"as": "王"}, 400),
        ({"as": ""}, 400),
        ({"surprise": 1}, 400),
    ],
)
async def test_what_cannot_be_posted(house: House, fields: Json, status: int) -> None:
    before = house.sandbox.messages(house.group)
    assert refused(await house.send(**(in_group(house, text="你好") | fields))) == status
    assert house.sandbox.messages(house.group) == before


async def test_the_longest_texts_go_through(house: House) -> None:
    status, _ = await house.send(**in_group(house, text="字" * 4096 + "\n  "))
    assert status == 200
    status, _ = await house.send(("sample", "bin"), **in_group(house, text="字" * 1024))
    assert status == 200
    status, body = await house.send(("sample", "bin"), **in_group(house, text="字" * 1025))
    assert (status, "1024" in body["error"]["zh"]) == (422, True)


async def test_where_nobody_may_write(house: House) -> None:
    channel = house.sandbox.add_channel("公告", house.wang)
    small = house.sandbox.add_group("小群", [house.wang], supergroup=False)
    house.sandbox.migrate(small)
    for place in (channel, small):
        assert refused(await house.send(**{"as": 101, "chat": place.id, "text": "x"})) == 403
    house.sandbox.restrict(house.group, house.li)
    status, body = await house.send(**in_group(house, who=102, text="x"))
    assert (status, body["error"]["zh"]) == (403, "李书记在这个群里被禁言了。")


async def test_editing(house: House) -> None:
    posted = house.sandbox.post(house.group, house.wang, "3栋")
    photo = house.sandbox.post(house.group, house.wang, "说明", photo=jpeg())
    own = house.of(posted, **{"as": 101})
    assert await house.post("/page/edit", own | {"text": "5栋"}) == (200, {"key": posted.key})
    assert (posted.text, posted.edited) == ("5栋", True)
    assert await house.post("/page/edit", house.of(photo, **{"as": 101}, text="")) == (200, {"key": photo.key})
    assert photo.caption == ""
    await house.take_in()
    assert (await house.post("/page/edit", own | {"text": "5栋 "}))[0] == 200
    assert await house.take_in() == []
    for change, status in (
        ({"text": ""}, 422),
        ({"text": "字" * 4097}, 422),
        ({"text": "#a @ab " * 100_000}, 422),
        ({"as": 102}, 403),
        ({"as": 103}, 403),
        ({"as": 9}, 404),
        ({"message": 9999}, 404),
        ({"text": None}, 400),
        ({"text": 5}, 400),
        ({"message": "1"}, 400),
        ({"more": 1}, 400),
    ):
        assert refused(await house.post("/page/edit", own | {"text": "x"} | change)) == status, change
    assert refused(await house.post("/page/edit", house.of(photo, **{"as": 101}, text="字" * 1025))) == 422


async def test_deleting(house: House) -> None:
    posted = house.sandbox.post(house.group, house.wang, "发错了")
    sent = await house.call("sendMessage", chat_id=house.group.id, text="工单")
    card = house.group.by_number[sent["message_id"]]
    own = {"as": 101}
    assert refused(await house.post("/page/delete", house.of(posted, **{"as": 102}))) == 403
    assert refused(await house.post("/page/delete", house.of(card, **own))) == 403
    assert refused(await house.post("/page/delete", house.of(next(iter(house.group.messages.values())), **own))) == 403
    assert await house.post("/page/delete", house.of(posted, **own)) == (200, {})
    assert posted.deleted
    assert refused(await house.post("/page/delete", house.of(posted, **own))) == 404


async def test_reacting(house: House) -> None:
    await house.call("getUpdates", allowed_updates=["message", "message_reaction"])
    posted = house.sandbox.post(house.group, house.wang, "坏了")
    mine = house.of(posted, **{"as": 102})
    await house.take_in()
    for emoji, now in (("👍", ["👍"]), ("❤️", ["❤"]), ("❤", ["❤"]), (None, []), (None, [])):
        assert await house.post("/page/react", mine | {"emoji": emoji}) == (200, {})
        assert posted.reactions == now
    assert len(await house.take_in()) == 3
    house.sandbox.allow_reactions(house.group, ["👍"])
    for change, status in (
        ({"emoji": "🔥"}, 422),
        ({"emoji": "x"}, 422),
        ({"emoji": ["👍"]}, 400),
        ({"as": 103}, 403),
        ({"message": 9999}, 404),
    ):
        assert refused(await house.post("/page/react", mine | {"emoji": "👍"} | change)) == status, change


async def test_pressing_buttons(house: House) -> None:
    row = [{"text": "same", "callback_data": "x"}, {"text": "指南", "url": "https://example.com/"}]
    second = [{"text": "退回", "callback_data": "same"}]
    await house.call(
        "sendMessage", chat_id=house.group.id, text="工单", reply_markup={"inline_keyboard": [row, second]}
    )
    card = house.sandbox.last(house.group)
    assert card is not None
    pressed = house.of(card, **{"as": 102}, row=1, column=0)
    status, body = await house.post("/page/tap", pressed)
    tap = house.sandbox.world.taps[body["tap"]]
    assert (status, tap.data, tap.person) == (200, "same", house.li)
    (update,) = await house.take_in()
    assert update["callback_query"]["data"] == "same"
    assert await house.post("/page/tap", pressed | {"row": 0, "column": 1}) == (200, {"tap": None})
    assert await house.take_in() == []
    for change, status in (
        ({"row": 2}, 409),
        ({"column": 1}, 409),
        ({"row": -1}, 400),
        ({"as": 103}, 403),
        ({"message": 9999}, 404),
    ):
        assert refused(await house.post("/page/tap", pressed | change)) == status, change
    await house.call("editMessageText", chat_id=house.group.id, message_id=card.message_id, text="处理中")
    assert refused(await house.post("/page/tap", pressed)) == 409


async def test_starting(house: House) -> None:
    for _ in range(2):
        assert await house.post("/page/start", {"as": 103}) == (200, {})
    private = house.sandbox.private(house.zhao, house.bot)
    assert [message.text for message in private.messages.values()] == ["/start"]
    house.sandbox.block(house.zhao, house.bot)
    await house.post("/page/start", {"as": 103})
    assert (len(private.messages), house.zhao.blocked) == (2, set())
    assert refused(await house.post("/page/start", {"as": 9})) == 404


async def test_bodies_that_are_no_json(house: House) -> None:
    for raw in (b"", b"x", b"[]", b"null", b"[" * 100_000, b'{"as": 1e999}', b"\xff", b'{"as": "\\ud800"}'):
        async with house.http.post("/page/start", data=raw, headers={"X-Page": "1"}) as answer:
            assert refused((answer.status, await answer.json())) == 400, raw[:20]


async def test_half_a_character_in_an_edit(house: House) -> None:
    posted = house.sandbox.post(house.group, house.wang, "3栋")
    raw = b'{"as": 101, "chat": %d, "message": %d, "text": "x \\ud83d"}' % (house.group.id, posted.key)
    async with house.http.post("/page/edit", data=raw, headers={"X-Page": "1"}) as answer:
        assert answer.status == 200
    assert posted.text == "x \ufffd"
