"""A scenario that calls every method of the sandbox and lets every kind of update and message happen."""

from __future__ import annotations

import json
from typing import Any

import httpx

from bot.sandbox import Attachment, Chat, Forward, Message, Sandbox
from tests.sandbox.pictures import jpeg

EVERY_UPDATE = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "message_reaction",
    "callback_query",
    "my_chat_member",
    "chat_member",
]
_FIELDS = """
photo document video voice location venue media_group_id forward_origin sender_chat reply_to_message reply_markup
edit_date message_thread_id is_topic_message new_chat_members left_chat_member pinned_message forum_topic_created
migrate_to_chat_id migrate_from_chat_id author_signature is_automatic_forward caption_entities entities
"""
EVERY_FIELD = frozenset(_FIELDS.split())
_BUTTONS = {
    "inline_keyboard": [[{"text": "受理", "callback_data": "accept:1024"}, {"text": "说明", "url": "https://t.me/a"}]]
}


class Scenario:
    """Plays everything once against a running sandbox; afterwards `sandbox.calls` holds what is to be checked."""

    def __init__(self, sandbox: Sandbox, client: httpx.AsyncClient) -> None:
        self.sandbox = sandbox
        self.client = client
        self.bot = sandbox.add_bot()
        self.wang = sandbox.add_person("王师傅", id=101, last_name="强", username="wangqiang")
        self.li = sandbox.add_person("李书记", id=102)
        self.updates: list[dict[str, Any]] = []
        self._offset = 0

    async def call(self, method: str, **parameters: Any) -> Any:
        """Call by JSON; the result, or the whole answer when it was refused."""
        answer = (await self.client.post(f"/bot{self.bot.token}/{method}", json=parameters)).json()
        return answer["result"] if answer["ok"] else answer

    async def poll(self) -> None:
        """Take every update that waits."""
        taken = await self.call("getUpdates", offset=self._offset, allowed_updates=EVERY_UPDATE)
        self.updates += taken
        if taken:
            self._offset = taken[-1]["update_id"] + 1

    async def play(self) -> None:
        await self.poll()
        await self._profile()
        group = self.sandbox.add_group("甘棠镇骑手随手拍", [self.wang, self.li])
        self.sandbox.add_bot_to(group, self.bot, by=self.wang, admin=True)
        await self._people_post(group)
        await self._bot_posts(group)
        await self._bot_asks(group)
        await self._topics()
        await self._channel()
        await self._basic_group()
        await self._private()
        await self._webhook()
        await self.call("leaveChat", chat_id=group.id)
        await self.poll()

    async def _profile(self) -> None:
        await self.call("getMe")
        scope = {"type": "all_group_chats"}
        commands = [{"command": "stats", "description": "统计"}]
        await self.call("setMyCommands", commands=commands, scope=scope, language_code="zh")
        await self.call("getMyCommands", scope=scope, language_code="zh")
        await self.call("deleteMyCommands", scope=scope, language_code="zh")
        for field in ("name", "description", "short_description"):
            method = "".join(part.capitalize() for part in field.split("_"))
            await self.call(f"setMy{method}", **{field: "蜂哨", "language_code": "zh"})
            await self.call(f"getMy{method}", language_code="zh")

    async def _people_post(self, group: Chat) -> None:
        post = self.sandbox.post
        first = post(group, self.wang, "广场花苑3栋 #垃圾 @fengshao_bot /stats https://example.com 坏了", photo=jpeg())
        post(group, self.li, "收到", reply_to=first)
        post(group, self.wang, "两张", photos=[jpeg(), jpeg("blue")])
        post(group, self.wang, document=Attachment(b"text", "说明.txt", "text/plain"))
        post(group, self.wang, video=b"video")
        post(group, self.wang, voice=b"voice")
        post(group, self.wang, location=(30.1, 118.1))
        post(group, self.wang, venue=(30.1, 118.1, "广场", "甘棠镇"))
        post(group, self.wang, "转来的", forward=Forward(self.sandbox.world.now(), hidden_name="某人"))
        self.sandbox.forward(group, self.li, first)
        post(group, self.wang, "匿名", as_anonymous_admin=True)
        channel = self.sandbox.add_channel("通知", self.wang)
        post(group, self.wang, "频道", as_channel=channel)
        post(group, self.wang, "自动转发", from_linked_channel=channel)
        self.sandbox.promote(group, self.li, anonymous=True, title="书记")
        post(group, self.li, "头衔")
        self.sandbox.edit(first, "广场花苑5栋")
        self.sandbox.react(first, self.li, "👍")
        self.sandbox.react(first, self.li)
        zhao = self.sandbox.add_person("赵", id=103)
        self.sandbox.join(group, zhao)
        self.sandbox.restrict(group, zhao)
        self.sandbox.leave(group, zhao, by=self.wang)
        await self.poll()

    async def _bot_posts(self, group: Chat) -> None:
        post = self.sandbox.messages(group, by=self.wang)[0]
        text = '<b>工单</b> #T1024 <a href="tg://user?id=102">李书记</a> <code>x</code>'
        text += '<pre><code class="language-py">y</code></pre>'
        reply = {"message_id": post.message_id, "allow_sending_without_reply": True}
        sent = await self.call(
            "sendMessage",
            chat_id=group.id,
            text=text,
            parse_mode="HTML",
            reply_parameters=reply,
            reply_markup=_BUTTONS,
            entities=[],
            protect_content=True,
            disable_notification=True,
        )
        card = self.sandbox.last(group, by=self.bot)
        assert card is not None
        tap = self.sandbox.tap(self.li, card, "受理")
        await self.poll()
        await self.call("answerCallbackQuery", callback_query_id=tap.id, text="好", show_alert=True, cache_time=0)
        await self.call("editMessageText", chat_id=group.id, message_id=sent["message_id"], text="处理中")
        await self.call(
            "editMessageReplyMarkup", chat_id=group.id, message_id=sent["message_id"], reply_markup=_BUTTONS
        )
        self.sandbox.delete(card)
        self.sandbox.tap(self.li, card, "forged", forged=True)
        await self._bot_posts_media(group, post)
        await self.call("sendChatAction", chat_id=group.id, action="typing")
        reaction = [{"type": "emoji", "emoji": "👀"}]
        await self.call("setMessageReaction", chat_id=group.id, message_id=post.message_id, reaction=reaction)
        await self.call("pinChatMessage", chat_id=group.id, message_id=post.message_id)
        await self.call("getChat", chat_id=group.id)
        await self.call("unpinChatMessage", chat_id=group.id, message_id=post.message_id)
        await self.call("unpinAllChatMessages", chat_id=group.id)
        await self.poll()

    async def _bot_posts_media(self, group: Chat, post: Message) -> None:
        url = f"/bot{self.bot.token}/"
        sent = (
            await self.client.post(
                url + "sendPhoto",
                data={"chat_id": str(group.id), "caption": "<i>后</i>", "parse_mode": "HTML"},
                files={"photo": ("p.jpg", jpeg("green"))},
            )
        ).json()["result"]
        photo = sent["photo"][-1]["file_id"]
        where = {"chat_id": group.id, "message_id": sent["message_id"]}
        await self.call("editMessageCaption", **where, caption="已处理")
        await self.call("editMessageMedia", **where, media={"type": "photo", "media": photo, "caption": "又改"})
        files = {"document": ("名单.xlsx", b"PK")}
        await self.client.post(url + "sendDocument", data={"chat_id": str(group.id)}, files=files)
        album = [{"type": "photo", "media": photo}, {"type": "photo", "media": "attach://new", "caption": "二"}]
        await self.client.post(
            url + "sendMediaGroup",
            data={"chat_id": str(group.id), "media": json.dumps(album)},
            files={"new": ("n.jpg", jpeg("blue"))},
        )
        await self.call("getFile", file_id=photo)
        last = self.sandbox.messages(group, by=self.bot)
        await self.call("deleteMessage", chat_id=group.id, message_id=last[-1].message_id)
        await self.call("deleteMessages", chat_id=group.id, message_ids=[last[-2].message_id])

    async def _bot_asks(self, group: Chat) -> None:
        self.sandbox.allow_reactions(group, ["👍"])
        await self.call("getChat", chat_id=group.id)
        await self.call("getChatMemberCount", chat_id=group.id)
        await self.call("getChatAdministrators", chat_id=group.id, return_bots=True)
        for user_id in (101, 102, 103, self.bot.id):
            await self.call("getChatMember", chat_id=group.id, user_id=user_id)

    async def _topics(self) -> None:
        forum = self.sandbox.add_group("分话题", [self.wang], topics=True)
        self.sandbox.add_bot_to(forum, self.bot, by=self.wang, admin=True)
        topic = self.sandbox.add_topic(forum, "上报", self.wang)
        self.sandbox.post(forum, self.wang, "话题里", topic=topic)
        made = await self.call("createForumTopic", chat_id=forum.id, name="工单")
        await self.call("sendMessage", chat_id=forum.id, text="在话题里", message_thread_id=made["message_thread_id"])
        await self.poll()

    async def _channel(self) -> None:
        channel = self.sandbox.add_channel("公示", self.wang, username="gongshi")
        self.sandbox.add_bot_to(channel, self.bot, by=self.wang)
        post = self.sandbox.post(channel, None, "本周办结")
        self.sandbox.edit(post, "本周办结 3 件")
        await self.call("sendMessage", chat_id="@gongshi", text="公示")
        await self.call("getChat", chat_id=channel.id)
        await self.call("getChatAdministrators", chat_id=channel.id)
        await self.poll()

    async def _basic_group(self) -> None:
        group = self.sandbox.add_group("小群", [self.wang], supergroup=False)
        self.sandbox.add_bot_to(group, self.bot, by=self.wang, admin=True)
        await self.call("getChat", chat_id=group.id)
        await self.call("getChatAdministrators", chat_id=group.id)
        self.sandbox.migrate(group)
        await self.call("sendMessage", chat_id=group.id, text="到哪里了？")
        await self.poll()

    async def _private(self) -> None:
        self.wang.start(self.bot, "claim")
        await self.call("getChat", chat_id=self.wang.id)
        await self.call("getChatMember", chat_id=self.wang.id, user_id=self.wang.id)
        self.sandbox.block(self.wang, self.bot)
        self.sandbox.unblock(self.wang, self.bot)
        self.sandbox.faults.add("too_many", method="sendMessage", retry_after=3)
        await self.call("sendMessage", chat_id=self.wang.id, text="您好")
        await self.poll()

    async def _webhook(self) -> None:
        await self.call("setWebhook", url="http://127.0.0.1:9/hook", secret_token="s", allowed_updates=EVERY_UPDATE)
        await self.call("getWebhookInfo")
        self.bot.webhook.last_error_at, self.bot.webhook.last_error = self.sandbox.world.now(), "Connection failed"
        await self.call("getWebhookInfo")
        await self.call("deleteWebhook", drop_pending_updates=False)


def fields_seen(value: Any) -> frozenset[str]:
    """Every field of every object within updates, however deep."""
    if isinstance(value, list):
        return frozenset().union(*map(fields_seen, value))
    if isinstance(value, dict):
        return frozenset(value).union(*map(fields_seen, value.values()))
    return frozenset()
