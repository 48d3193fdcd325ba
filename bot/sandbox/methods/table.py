"""Every method the server answers to, by its name as Telegram writes it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.sandbox.accounts import BotAccount
from bot.sandbox.methods import chats, editing, marking, profile, receiving, sending
from bot.sandbox.parameters import Parameters
from bot.sandbox.world import World

Method = Callable[[World, BotAccount, Parameters], Any | Awaitable[Any]]
"""Takes the world, the bot that calls and its parameters; returns the JSON result or raises Refused."""

METHODS: dict[str, Method] = {
    "getMe": profile.get_me,
    "getUpdates": receiving.get_updates,
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
    "getWebhookInfo": receiving.get_webhook_info,
    "answerCallbackQuery": receiving.answer_callback_query,
    "getFile": receiving.get_file,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendMediaGroup": sending.send_media_group,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": marking.delete_message,
    "deleteMessages": marking.delete_messages,
    "setMessageReaction": marking.set_message_reaction,
    "pinChatMessage": marking.pin_chat_message,
    "unpinChatMessage": marking.unpin_chat_message,
    "unpinAllChatMessages": marking.unpin_all_chat_messages,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatAdministrators": chats.get_chat_administrators,
    "getChatMemberCount": chats.get_chat_member_count,
    "leaveChat": chats.leave_chat,
    "createForumTopic": chats.create_forum_topic,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyName": profile.set_my_name,
    "getMyName": profile.get_my_name,
    "setMyDescription": profile.set_my_description,
    "getMyDescription": profile.get_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "getMyShortDescription": profile.get_my_short_description,
}
