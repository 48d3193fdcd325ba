"""Calls that must fail, with the words in which Telegram refuses them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


def _button(**fields: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "受理"} | fields]]}


@dataclass(frozen=True)
class Case:
    """A call that must fail. GROUP, CARD and POST stand for the group, the bot's and the courier's message."""

    name: str
    method: str
    parameters: dict[str, Any]
    description: str
    code: int = 400


_HTML = {"chat_id": "GROUP", "parse_mode": "HTML"}
_TEXT = {"chat_id": "GROUP", "text": "工单"}

CASES = [
    Case("no text", "sendMessage", {"chat_id": "GROUP"}, "Bad Request: message text is empty"),
    Case("blank text", "sendMessage", {"chat_id": "GROUP", "text": " \n\u200b"}, "Bad Request: text must be non-empty"),
    Case("long text", "sendMessage", {"chat_id": "GROUP", "text": "字" * 4097}, "Bad Request: message is too long"),
    Case(
        "surrogates count twice",
        "sendMessage",
        {"chat_id": "GROUP", "text": "🚮" * 2049},
        "Bad Request: message is too long",
    ),
    Case(
        "long after entities",
        "sendMessage",
        _HTML | {"text": f"<b>{'a' * 4097}</b>"},
        "Bad Request: message is too long",
    ),
    Case("parse mode", "sendMessage", _TEXT | {"parse_mode": "BBCode"}, "Bad Request: unsupported parse_mode"),
    Case(
        "unclosed tag",
        "sendMessage",
        _HTML | {"text": "<b>工单"},
        "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    Case(
        "unknown tag, offset in bytes",
        "sendMessage",
        _HTML | {"text": "工单<font>x</font>"},
        'Bad Request: can\'t parse entities: Unsupported start tag "font" at byte offset 6',
    ),
    Case(
        "less-than sign",
        "sendMessage",
        _HTML | {"text": "3 < 5"},
        'Bad Request: can\'t parse entities: Unsupported start tag "" at byte offset 2',
    ),
    Case(
        "crossed tags",
        "sendMessage",
        _HTML | {"text": "<b><i>x</b></i>"},
        'Bad Request: can\'t parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
    ),
    Case(
        "end without start",
        "sendMessage",
        _HTML | {"text": "x</b>"},
        "Bad Request: can't parse entities: Unexpected end tag at byte offset 1",
    ),
    Case(
        "callback data of 65 bytes",
        "sendMessage",
        _TEXT | {"reply_markup": _button(callback_data="受" * 21 + "ab")},
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    Case(
        "button without purpose",
        "sendMessage",
        _TEXT | {"reply_markup": _button()},
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    Case(
        "button to nowhere",
        "sendMessage",
        _TEXT | {"reply_markup": _button(url="accept:1")},
        "Bad Request: inline keyboard button URL 'accept:1' is invalid: Wrong HTTP URL",
    ),
    Case(
        "rows that are no rows",
        "sendMessage",
        _TEXT | {"reply_markup": {"inline_keyboard": [{"text": "x"}]}},
        'Bad Request: field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ),
    Case(
        "reply to nothing",
        "sendMessage",
        _TEXT | {"reply_parameters": {"message_id": 9999}},
        "Bad Request: message to be replied not found",
    ),
    Case("no chat", "sendMessage", {"text": "x"}, "Bad Request: chat_id is empty"),
    Case("unknown chat", "sendMessage", {"chat_id": -100999, "text": "x"}, "Bad Request: chat not found"),
    Case("unknown person", "sendMessage", {"chat_id": 999, "text": "x"}, "Bad Request: chat not found"),
    Case(
        "person who never started",
        "sendMessage",
        {"chat_id": 102, "text": "x"},
        "Forbidden: bot can't initiate conversation with a user",
        403,
    ),
    Case(
        "action",
        "sendChatAction",
        {"chat_id": "GROUP", "action": "dance"},
        "Bad Request: wrong parameter action in request",
    ),
    Case("no photo", "sendPhoto", {"chat_id": "GROUP"}, "Bad Request: there is no photo in the request"),
    Case(
        "unknown file id",
        "sendPhoto",
        {"chat_id": "GROUP", "photo": "AgACnonsense"},
        "Bad Request: wrong file identifier/HTTP URL specified",
    ),
    Case(
        "photo from the web",
        "sendPhoto",
        {"chat_id": "GROUP", "photo": "https://example.com/a.jpg"},
        "Bad Request: failed to get HTTP URL content",
    ),
    Case(
        "long caption",
        "sendPhoto",
        {"chat_id": "GROUP", "photo": "PHOTO", "caption": "字" * 1025},
        "Bad Request: message caption is too long",
    ),
    Case(
        "buttons on an album",
        "sendMediaGroup",
        {
            "chat_id": "GROUP",
            "media": [{"type": "photo", "media": "PHOTO"}] * 2,
            "reply_markup": _button(callback_data="a"),
        },
        "Bad Request: reply markup can't be used with albums",
    ),
    Case(
        "empty album", "sendMediaGroup", {"chat_id": "GROUP", "media": []}, "Bad Request: there are no messages to send"
    ),
    Case(
        "album of one",
        "sendMediaGroup",
        {"chat_id": "GROUP", "media": [{"type": "photo", "media": "PHOTO"}]},
        "Bad Request: there must be from 2 to 10 media in an album",
    ),
    Case(
        "album of eleven",
        "sendMediaGroup",
        {"chat_id": "GROUP", "media": [{"type": "photo", "media": "PHOTO"}] * 11},
        "Bad Request: too many messages to send as an album",
    ),
    Case(
        "animation in an album",
        "sendMediaGroup",
        {"chat_id": "GROUP", "media": [{"type": "animation", "media": "PHOTO"}] * 2},
        'Bad Request: can\'t parse InputMedia: type "animation" is unsupported',
    ),
    Case(
        "photo and document in one album",
        "sendMediaGroup",
        {"chat_id": "GROUP", "media": [{"type": "photo", "media": "PHOTO"}, {"type": "document", "media": "DOCUMENT"}]},
        "Bad Request: Can't use the media of the specified type in the album",
    ),
    Case(
        "document as photo",
        "sendPhoto",
        {"chat_id": "GROUP", "photo": "DOCUMENT"},
        "Bad Request: can't use file of type Document as Photo",
    ),
    Case(
        "edit of nothing",
        "editMessageText",
        {"chat_id": "GROUP", "message_id": 9999, "text": "x"},
        "Bad Request: message to edit not found",
    ),
    Case(
        "edit of another's message",
        "editMessageText",
        {"chat_id": "GROUP", "message_id": "POST", "text": "x"},
        "Bad Request: message can't be edited",
    ),
    Case("same text", "editMessageText", {"chat_id": "GROUP", "message_id": "CARD", "text": " 工单 "}, _NOT_MODIFIED),
    Case("same buttons", "editMessageReplyMarkup", {"chat_id": "GROUP", "message_id": "CARD"}, _NOT_MODIFIED),
    Case(
        "caption of a text",
        "editMessageCaption",
        {"chat_id": "GROUP", "message_id": "CARD", "caption": "x"},
        "Bad Request: there is no caption in the message to edit",
    ),
    Case(
        "keyboard that is not inline",
        "editMessageText",
        {"chat_id": "GROUP", "message_id": "CARD", "text": "x", "reply_markup": {"force_reply": True}},
        "Bad Request: inline keyboard expected",
    ),
    Case(
        "delete without id", "deleteMessage", {"chat_id": "GROUP"}, "Bad Request: message identifier is not specified"
    ),
    Case(
        "delete of nothing",
        "deleteMessage",
        {"chat_id": "GROUP", "message_id": 9999},
        "Bad Request: message to delete not found",
    ),
    Case(
        "delete of no list",
        "deleteMessages",
        {"chat_id": "GROUP", "message_ids": []},
        "Bad Request: message identifiers are not specified",
    ),
    Case(
        "reaction to nothing",
        "setMessageReaction",
        {"chat_id": "GROUP", "message_id": 9999, "reaction": []},
        "Bad Request: message to react not found",
    ),
    Case(
        "reaction not on the list",
        "setMessageReaction",
        {"chat_id": "GROUP", "message_id": "POST", "reaction": [{"type": "emoji", "emoji": "✅"}]},
        "Bad Request: REACTION_INVALID",
    ),
    Case(
        "two reactions",
        "setMessageReaction",
        {"chat_id": "GROUP", "message_id": "POST", "reaction": [{"type": "emoji", "emoji": one} for one in "👀👌"]},
        "Bad Request: REACTIONS_TOO_MANY",
    ),
    Case(
        "answer to nobody",
        "answerCallbackQuery",
        {"callback_query_id": "1"},
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    ),
    Case("unknown file", "getFile", {"file_id": "x"}, "Bad Request: invalid file_id"),
    Case("huge file", "getFile", {"file_id": "HUGE"}, "Bad Request: file is too big"),
    Case("no such member", "getChatMember", {"chat_id": "GROUP", "user_id": 999}, "Bad Request: member not found"),
    Case(
        "administrators of a private chat",
        "getChatAdministrators",
        {"chat_id": 101},
        "Bad Request: there are no administrators in the private chat",
    ),
    Case(
        "topic in no forum",
        "createForumTopic",
        {"chat_id": "GROUP", "name": "x"},
        "Bad Request: the chat is not a forum",
    ),
    Case(
        "pin of nothing",
        "pinChatMessage",
        {"chat_id": "GROUP", "message_id": 9999},
        "Bad Request: message to pin not found",
    ),
    Case("nothing to unpin", "unpinChatMessage", {"chat_id": "GROUP"}, "Bad Request: message to unpin not found"),
    Case(
        "Chinese command",
        "setMyCommands",
        {"commands": [{"command": "统计", "description": "x"}]},
        "Bad Request: BOT_COMMAND_INVALID",
    ),
    Case(
        "webhook that is no address",
        "setWebhook",
        {"url": "nowhere"},
        "Bad Request: invalid webhook URL specified",
    ),
    Case(
        "secret with a space",
        "setWebhook",
        {"url": "https://a.example/", "secret_token": "a b"},
        "Bad Request: secret token contains unallowed characters",
    ),
    Case("unknown method", "sendDance", {}, "Not Found: method not found", 404),
]
