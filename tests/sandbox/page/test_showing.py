"""The whole world as JSON, the commands of a person, what lies behind a message."""

from __future__ import annotations

from bot.sandbox.page import Phrase, Playing, PlayState
from tests.sandbox.page.conftest import House


async def test_the_world(house: House) -> None:
    house.sandbox.post(house.group, house.wang, "垃圾桶坏了")
    world = await house.world()
    assert world["number"] == house.sandbox.feed.last_number
    assert world["now"] == house.clock.at.timestamp() * 1000
    assert world["zone"] == "Asia/Shanghai"
    assert world["bot"] == {"id": house.bot.id, "name": "蜂哨", "username": "fengshao_bot", "state": "up"}
    assert world["people"] == [
        {"id": 101, "name": "王师傅", "role": {"zh": "外卖骑手", "en": "courier"}},
        {"id": 102, "name": "李书记", "role": {"zh": "", "en": ""}},
        {"id": 103, "name": "小赵", "role": {"zh": "", "en": ""}},
    ]
    assert world["chapters"] == [
        {
            "code": "morning",
            "title": {"zh": "第一天", "en": "Day one"},
            "steps": [
                {"name": "post", "line": {"zh": "发一张照片", "en": "A photo"}},
                {"name": "accept", "line": {"zh": "受理", "en": "Accepted"}},
            ],
        }
    ]
    assert world["playing"] == {
        "state": "ready",
        "chapter": "",
        "step": 0,
        "line": None,
        "error": None,
        "next": ["morning", 1],
        "ready": True,
    }
    assert world["due"] == {"at": 1795222800000, "what": {"zh": "催办", "en": "Reminder"}}
    assert world["limits"] == {"text": 4096, "caption": 1024, "file": 20971520, "album": 10}


async def test_the_chats(house: House) -> None:
    posted = house.sandbox.post(house.group, house.wang, "垃圾桶坏了")
    house.sandbox.pin(posted, house.wang)
    house.li.start(house.bot)
    gone = house.sandbox.add_group("旧群", [house.wang])
    house.sandbox.add_bot_to(gone, house.bot, by=house.wang)
    house.sandbox.delete_group(gone)
    other = house.sandbox.add_bot("别的", "other_bot", "8000000002:x")
    house.sandbox.say(house.wang, other, "你好")
    group, *privates = (await house.world())["chats"]
    messages = group.pop("messages")
    assert group == {
        "id": house.group.id,
        "kind": "supergroup",
        "title": "甘棠镇骑手随手拍",
        "members": [101, 102, house.bot.id],
        "topics": [],
        "pinned": [posted.key],
        "writable": True,
    }
    assert [message["text"] for message in messages] == ["", "垃圾桶坏了", ""]
    assert [(chat["id"], chat["title"], chat["started"]) for chat in privates] == [
        (101, "王师傅", False),
        (102, "李书记", True),
        (103, "小赵", False),
    ]
    assert privates[1]["members"] == [102, house.bot.id]
    assert privates[0]["messages"] == []
    assert [message["text"] for message in privates[1]["messages"]] == ["/start"]


async def test_where_nobody_may_write(house: House) -> None:
    small = house.sandbox.add_group("小群", [house.wang], supergroup=False)
    upgraded = house.sandbox.migrate(small)
    channel = house.sandbox.add_channel("公告", house.wang)
    writable = {chat["id"]: chat["writable"] for chat in (await house.world())["chats"]}
    assert [writable[place.id] for place in (house.group, small, upgraded, channel)] == [True, False, True, False]
    assert writable[103] is True


async def test_a_stopped_bot_leaves_the_world_standing(house: House) -> None:
    house.backstage.refuses = True
    house.backstage.playing = Playing(
        PlayState.FAILED, "morning", 2, Phrase("受理", "Accepted"), Phrase("没有按钮", "No button")
    )
    world = await house.world()
    assert world["due"] is None
    assert world["playing"]["error"] == {"zh": "没有按钮", "en": "No button"}
    assert (world["playing"]["line"], world["playing"]["next"]) == ({"zh": "受理", "en": "Accepted"}, None)


async def test_only_the_newest_thousand_messages_of_a_chat(house: House) -> None:
    for number in range(1005):
        house.sandbox.post(house.group, house.wang, f"第{number}条")
    messages = (await house.world())["chats"][0]["messages"]
    assert (len(messages), messages[0]["text"], messages[-1]["text"]) == (1000, "第5条", "第1004条")


async def test_the_commands_of_a_person(house: House) -> None:
    everybody = [{"command": "help", "description": "怎么用"}]
    own = [{"command": "stats", "description": "统计"}]
    await house.call("setMyCommands", commands=everybody)
    scope = {"type": "chat_member", "chat_id": house.group.id, "user_id": house.li.id}
    await house.call("setMyCommands", commands=own, scope=scope)
    asked = f"/page/commands?chat={house.group.id}&as="
    assert await house.get(f"{asked}101") == (200, everybody)
    assert await house.get(f"{asked}102") == (200, own)
    assert await house.get("/page/commands?chat=103&as=103") == (200, everybody)


async def test_commands_are_for_those_who_are_there(house: House) -> None:
    for asked, status in (
        (f"chat={house.group.id}&as=103", 403),
        ("chat=102&as=101", 403),
        (f"chat={house.group.id}&as=999", 404),
        ("chat=-5&as=101", 404),
        ("chat=x&as=101", 400),
        ("as=101", 400),
    ):
        answered, body = await house.get(f"/page/commands?{asked}")
        assert answered == status, asked
        assert body["error"]["zh"] and body["error"]["en"]


async def test_before_there_is_a_bot(house: House) -> None:
    house.sandbox.world.bots.clear()
    status, body = await house.get("/page/world")
    assert (status, body["error"]["zh"]) == (409, "这里还没有机器人，请稍等。")


async def test_behind_a_message_that_is_gone(house: House) -> None:
    posted = house.sandbox.post(house.group, house.wang, "发错了")
    house.sandbox.delete(posted)
    for chat, key in ((house.group.id, posted.key), (house.group.id, 99999), (-7, 1)):
        status, _ = await house.get(f"/page/behind?chat={chat}&message={key}")
        assert status == 404
