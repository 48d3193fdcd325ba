"""Chats and their doors: ids, membership, migration, topics, and what is forbidden where."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox import BotAccount
from tests.sandbox.conftest import Box


async def _refusal(box: Box, **parameters: Any) -> tuple[int, str]:
    answer = await box.ask("sendMessage", text="x", **parameters)
    return answer["error_code"], answer["description"]


async def test_supergroups_number_their_own_messages(box: Box) -> None:
    small = box.sandbox.add_group("小群", [box.wang], supergroup=False)
    box.sandbox.add_bot_to(small, box.bot, by=box.wang)
    box.wang.start(box.bot)
    ids = [
        box.sandbox.post(small, box.wang, "甲").message_id,
        (await box.call("sendMessage", chat_id=101, text="乙"))["message_id"],
    ]
    assert ids[1] == ids[0] + 1, "a basic group and a private chat share the bot's own counter"
    assert box.sandbox.post(box.group, box.wang, "丙").message_id == 2
    assert str(box.group.id).startswith("-100")
    assert small.id < 0 and not str(small.id).startswith("-100")


async def test_two_bots_count_for_themselves_in_a_basic_group(box: Box) -> None:
    other = box.sandbox.add_bot("别的", "other_bot", "7000000002:other")
    small = box.sandbox.add_group("小群", [box.wang], supergroup=False)
    for bot in (box.bot, other):
        box.sandbox.add_bot_to(small, bot, by=box.wang)
    posted = box.sandbox.post(small, box.wang, "甲")
    ids = [posted.id_for(bot) for bot in (box.bot, other)]
    assert ids[0] != ids[1]
    for bot, message_id in zip((box.bot, other), ids, strict=True):
        sent = await box.call(
            "sendMessage", by=bot, chat_id=small.id, text="x", reply_parameters={"message_id": message_id}
        )
        assert sent["reply_to_message"]["text"] == "甲"


@pytest.mark.parametrize(
    ("supergroup", "kicked", "words"),
    [
        (True, True, "Forbidden: bot was kicked from the supergroup chat"),
        (True, False, "Forbidden: bot is not a member of the supergroup chat"),
        (False, True, "Forbidden: bot was kicked from the group chat"),
        (False, False, "Forbidden: bot is not a member of the group chat"),
    ],
)
async def test_outside_the_door(box: Box, supergroup: bool, kicked: bool, words: str) -> None:
    place = box.sandbox.add_group("群", [box.wang], supergroup=supergroup)
    box.sandbox.add_bot_to(place, box.bot, by=box.wang)
    box.bot.updates.clear()
    box.sandbox.remove_bot(place, box.bot, by=box.wang if kicked else None)
    assert await _refusal(box, chat_id=place.id) == (403, words)
    news = {kind: body for update in await box.news() for kind, body in update.items()}
    assert news["my_chat_member"]["new_chat_member"]["status"] == ("kicked" if kicked else "left")
    box.sandbox.add_bot_to(place, box.bot, by=box.wang)
    await box.call("sendMessage", chat_id=place.id, text="回来了")


async def test_blocked_deactivated_deleted(box: Box) -> None:
    box.wang.start(box.bot, "claim-7")
    (started,) = await box.news()
    assert started["message"]["text"] == "/start claim-7"
    box.sandbox.block(box.wang, box.bot)
    assert await _refusal(box, chat_id=101) == (403, "Forbidden: bot was blocked by the user")
    box.sandbox.unblock(box.wang, box.bot)
    statuses = [update["my_chat_member"]["new_chat_member"]["status"] for update in await box.news()]
    assert statuses == ["kicked", "member"]
    await box.call("sendMessage", chat_id=101, text="x")
    box.wang.deactivated = True
    assert await _refusal(box, chat_id=101) == (403, "Forbidden: user is deactivated")
    small = box.sandbox.add_group("小群", [box.li], supergroup=False)
    box.sandbox.add_bot_to(small, box.bot, by=box.li)
    box.sandbox.delete_group(small)
    assert await _refusal(box, chat_id=small.id) == (403, "Forbidden: the group chat was deleted")


async def test_muted(box: Box) -> None:
    box.sandbox.restrict(box.group, box.bot)
    words = "Bad Request: not enough rights to send text messages to the chat"
    assert await _refusal(box, chat_id=box.group.id) == (400, words)


async def test_migration(box: Box) -> None:
    small = box.sandbox.add_group("小群", [box.wang], supergroup=False)
    box.sandbox.add_bot_to(small, box.bot, by=box.wang, admin=True)
    old = box.sandbox.post(small, box.wang, "升级前").message_id
    await box.news()
    big = box.sandbox.migrate(small)
    joined, left, arrived = await box.news()
    assert joined["my_chat_member"]["chat"]["id"] == big.id
    assert left["message"]["migrate_to_chat_id"] == big.id
    assert (arrived["message"]["migrate_from_chat_id"], arrived["message"]["message_id"]) == (small.id, 1)
    answer = await box.ask("sendMessage", chat_id=small.id, text="x")
    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer["parameters"] == {"migrate_to_chat_id": big.id}
    replying = {"message_id": old}
    missing = await box.ask("sendMessage", chat_id=big.id, text="x", reply_parameters=replying)
    assert missing["description"] == "Bad Request: message to be replied not found"


async def test_topics(box: Box) -> None:
    forum = box.sandbox.add_group("话题群", [box.wang], topics=True)
    box.sandbox.add_bot_to(forum, box.bot, by=box.wang, admin=True)
    topic = box.sandbox.add_topic(forum, "上报", box.wang)
    box.bot.updates.clear()
    posted = box.sandbox.post(forum, box.wang, "在话题里", topic=topic)
    box.sandbox.post(forum, box.wang, "在总话题里")
    inside, general = (update["message"] for update in await box.news())
    assert (inside["message_thread_id"], inside["is_topic_message"]) == (topic.id, True)
    assert "forum_topic_created" in inside["reply_to_message"], (
        "Telegram shows the topic's opening as the replied message"
    )
    assert "message_thread_id" not in general
    for thread in (1, 999):
        words = "Bad Request: message thread not found"
        assert await _refusal(box, chat_id=forum.id, message_thread_id=thread) == (400, words)
    sent = await box.call(
        "sendMessage", chat_id=forum.id, text="跟着回", reply_parameters={"message_id": posted.message_id}
    )
    assert sent["message_thread_id"] == topic.id
    made = await box.call("createForumTopic", chat_id=forum.id, name="工单")
    assert made["message_thread_id"] in forum.topics
    box.sandbox.promote(forum, box.bot, rights=())
    answer = await box.ask("createForumTopic", chat_id=forum.id, name="工单")
    assert answer["description"] == "Bad Request: not enough rights to create a topic"


async def test_a_thread_in_an_ordinary_group_is_no_topic(box: Box) -> None:
    first = box.sandbox.post(box.group, box.wang, "甲")
    second = box.sandbox.post(box.group, box.li, "乙", reply_to=first)
    box.sandbox.post(box.group, box.wang, "丙", reply_to=second)
    threads = [update["message"].get("message_thread_id") for update in await box.news()]
    assert threads == [None, first.message_id, first.message_id]
    sent = await box.call("sendMessage", chat_id=box.group.id, text="x", message_thread_id=77)
    assert "message_thread_id" not in sent


async def test_members(box: Box) -> None:
    administrators = await box.call("getChatAdministrators", chat_id=box.group.id)
    assert [(one["user"]["id"], one["status"]) for one in administrators] == [
        (101, "creator"),
        (box.bot.id, "administrator"),
    ]
    assert await box.call("getChatMemberCount", chat_id=box.group.id) == 3
    zhao = box.sandbox.add_person("赵")
    await box.call("getUpdates", allowed_updates=["message", "chat_member"])
    box.sandbox.join(box.group, zhao)
    box.sandbox.leave(box.group, zhao, by=box.wang)
    kinds = [next(kind for kind in update if kind != "update_id") for update in await box.news()]
    assert kinds == ["chat_member", "message", "message", "chat_member"]
    left = await box.call("getChatMember", chat_id=box.group.id, user_id=zhao.id)
    assert left["status"] == "kicked"


async def test_leaving(box: Box) -> None:
    await box.call("leaveChat", chat_id=box.group.id)
    assert await _refusal(box, chat_id=box.group.id) == (403, "Forbidden: bot is not a member of the supergroup chat")
    assert [set(update) - {"update_id"} for update in await box.news()] == [{"message"}, {"my_chat_member"}]


def _private_bot(box: Box) -> BotAccount:
    shy = box.sandbox.add_bot("害羞", "shy_bot", "7000000003:shy", privacy=True)
    box.sandbox.add_bot_to(box.group, shy, by=box.wang)
    shy.updates.clear()
    return shy


async def test_privacy_mode(box: Box) -> None:
    shy = _private_bot(box)
    assert not (await box.call("getMe", by=shy))["can_read_all_group_messages"]
    own = (await box.call("sendMessage", by=shy, chat_id=box.group.id, text="我是"))["message_id"]
    said = box.sandbox.last(box.group, by=shy)
    assert said is not None and said.message_id == own
    for text in ("闲聊", "/done", "/done@fengshao_bot", "/done@shy_bot", "@shy_bot 在吗", "shy_bot 在吗"):
        box.sandbox.post(box.group, box.li, text)
    box.sandbox.post(box.group, box.li, "回复你", reply_to=said)
    heard = [update["message"]["text"] for update in await box.news(by=shy)]
    assert heard == ["/done", "/done@shy_bot", "@shy_bot 在吗", "回复你"]
    box.sandbox.promote(box.group, shy)
    box.sandbox.post(box.group, box.li, "闲聊")
    assert (await box.news(by=shy))[-1]["message"]["text"] == "闲聊"


async def test_bots_do_not_hear_each_other(box: Box) -> None:
    other = box.sandbox.add_bot("别的", "other_bot", "7000000002:other")
    box.sandbox.add_bot_to(box.group, other, by=box.wang)
    box.bot.updates.clear()
    await box.call("sendMessage", by=other, chat_id=box.group.id, text="机器话")
    assert await box.news() == []
    assert await box.news(by=other) != []


async def test_anonymous_and_channels(box: Box) -> None:
    box.sandbox.post(box.group, box.wang, "匿名", as_anonymous_admin=True)
    channel = box.sandbox.add_channel("通知", box.wang)
    box.sandbox.post(box.group, box.wang, "频道", as_channel=channel)
    anonymous, named = (update["message"] for update in await box.news())
    assert (anonymous["from"]["id"], anonymous["sender_chat"]["id"]) == (1087968824, box.group.id)
    assert (named["from"]["id"], named["sender_chat"]["id"]) == (136817688, channel.id)


async def test_command_menu_takes_the_narrowest_scope(box: Box) -> None:
    async def put(name: str, scope: dict[str, Any]) -> None:
        await box.call("setMyCommands", commands=[{"command": name, "description": name}], scope=scope)

    await put("help", {"type": "default"})
    await put("stats", {"type": "all_chat_administrators"})
    await put("mine", {"type": "all_private_chats"})
    menus = [
        box.sandbox.commands_for(box.bot, place, person)[0]["command"]
        for place, person in (
            (box.group, box.wang),
            (box.group, box.li),
            (box.sandbox.private(box.li, box.bot), box.li),
        )
    ]
    assert menus == ["stats", "help", "mine"]
