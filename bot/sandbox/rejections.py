"""Every refusal of the Bot API server, with the code and the wording that Telegram uses.

The wordings come from the sources of tdlib/telegram-bot-api (Client.cpp) and tdlib/td; those in capitals are
passed through from Telegram's own servers. A wording with a blank is filled by `refused(blank=…)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class Refused(Exception):  # noqa: N818 (the answer's own word)
    """The server answers `ok: false`. `parameters` is the answer's ResponseParameters, if any."""

    def __init__(self, code: int, description: str, parameters: dict[str, int] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def answer(self) -> dict[str, Any]:
        """The JSON body that Telegram would send."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


_PREFIX = {
    400: "Bad Request: ",
    403: "Forbidden: ",
    404: "Not Found: ",
    409: "Conflict: ",
    429: "Too Many Requests: ",
}


@dataclass(frozen=True, slots=True)
class Rejection:
    """One reason to refuse. `wording` lacks the prefix that belongs to the code."""

    code: int
    wording: str

    def refused(self, parameters: dict[str, int] | None = None, **blanks: object) -> Refused:
        wording = self.wording.format(**blanks) if blanks else self.wording
        return Refused(self.code, _PREFIX.get(self.code, "") + wording, parameters)


def _bad(wording: str) -> Rejection:
    return Rejection(400, wording)


def _forbidden(wording: str) -> Rejection:
    return Rejection(403, wording)


# The call itself
UNAUTHORIZED = Rejection(401, "Unauthorized")
FOREIGN_HOST = Rejection(403, "this server goes by another name")
FROM_A_WEB_PAGE = Rejection(403, "bots call this server, web pages do not")
NO_SUCH_METHOD = Rejection(404, "method not found")
TOO_LARGE = Rejection(413, "Request Entity Too Large")
TOO_MANY = Rejection(429, "retry after {seconds}")
OBJECT_UNREADABLE = _bad("can't parse {what} JSON object")

# Chats
CHAT_ID_EMPTY = _bad("chat_id is empty")
CHAT_NOT_FOUND = _bad("chat not found")
GROUP_UPGRADED = _bad("group chat was upgraded to a supergroup chat")
GROUP_DELETED = _forbidden("the group chat was deleted")
KICKED = _forbidden("bot was kicked from the {kind} chat")
NOT_A_MEMBER = _forbidden("bot is not a member of the {kind} chat")
BLOCKED = _forbidden("bot was blocked by the user")
DEACTIVATED = _forbidden("user is deactivated")
NOT_STARTED = _forbidden("bot can't initiate conversation with a user")
TO_A_BOT = _forbidden("bots can't send messages to bots")
NO_ADMINISTRATORS = _bad("there are no administrators in the private chat")
MEMBER_NOT_FOUND = _bad("member not found")
USER_ID_INVALID = _bad("invalid user_id specified")
NO_RIGHT_TO_SEND = _bad("not enough rights to send {what} to the chat")
NO_RIGHT_TO_PIN = _bad("not enough rights to manage pinned messages in the chat")
NO_RIGHT_TO_CREATE_TOPIC = _bad("not enough rights to create a topic")
CHANNEL_RIGHTS = _bad("need administrator rights in the channel chat")
NOT_A_FORUM = _bad("the chat is not a forum")
TOPIC_NAME_INVALID = _bad("TOPIC_TITLE_EMPTY")
CANNOT_LEAVE_PRIVATE = _bad("can't leave private chats")
ACTION_UNKNOWN = _bad("wrong parameter action in request")

# Text and buttons
TEXT_MISSING = _bad("message text is empty")
TEXT_EMPTY = _bad("text must be non-empty")
TEXT_TOO_LONG = _bad("message is too long")
CAPTION_TOO_LONG = _bad("message caption is too long")
PARSE_MODE_UNKNOWN = _bad("unsupported parse_mode")
ENTITIES_UNREADABLE = _bad("can't parse entities: {why}")
MARKUP_UNREADABLE = _bad("can't parse reply keyboard markup JSON object")
MARKUP_NOT_AN_OBJECT = _bad("object expected as reply markup")
MARKUP_ROWS = _bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
BUTTON_UNREADABLE = _bad("can't parse inline keyboard button: {why}")
BUTTON_TEXT_EMPTY = _bad("inline keyboard button text must be non-empty")
BUTTON_URL_INVALID = _bad("inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
BUTTON_DATA_INVALID = _bad("BUTTON_DATA_INVALID")
MARKUP_TOO_LONG = _bad("reply markup is too long")
INLINE_KEYBOARD_EXPECTED = _bad("inline keyboard expected")
MARKUP_ON_ALBUM = _bad("reply markup can't be used with albums")
"""Ours alone: Telegram drops the keyboard of an album in silence, and the bot would never learn of it."""

# Messages
REPLIED_NOT_FOUND = _bad("message to be replied not found")
THREAD_NOT_FOUND = _bad("message thread not found")
MESSAGE_NOT_FOUND = _bad("message to {what} not found")
MESSAGE_ID_MISSING = _bad("message identifier is not specified")
MESSAGE_IDS_MISSING = _bad("message identifiers are not specified")
TOO_MANY_IDS = _bad("too many message identifiers specified")
NOT_MODIFIED = _bad(
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
CANNOT_EDIT = _bad("message can't be edited")
NO_TEXT_TO_EDIT = _bad("there is no text in the message to edit")
NO_CAPTION_TO_EDIT = _bad("there is no caption in the message to edit")
NO_MEDIA_TO_EDIT = _bad("there is no media in the message to edit")
CANNOT_DELETE = _bad("message can't be deleted")
CANNOT_DELETE_FOR_EVERYONE = _bad("message can't be deleted for everyone")
REACTION_INVALID = _bad("REACTION_INVALID")
TOO_MANY_REACTIONS = _bad("REACTIONS_TOO_MANY")
REACTION_UNREADABLE = _bad("can't parse ReactionType: {why}")

# Files and albums
NO_PHOTO = _bad("there is no photo in the request")
NO_DOCUMENT = _bad("there is no document in the request")
FILE_EMPTY = _bad("file must be non-empty")
FILE_WRONG = _bad("wrong file identifier/HTTP URL specified")
FILE_ID_MISSING = _bad("file_id not specified")
FILE_ID_INVALID = _bad("invalid file_id")
FILE_TOO_BIG = _bad("file is too big")
URL_UNREACHABLE = _bad("failed to get HTTP URL content")
FILE_OF_WRONG_TYPE = _bad("can't use file of type {given} as {wanted}")
PHOTO_UNREADABLE = _bad("IMAGE_PROCESS_FAILED")
PHOTO_DIMENSIONS = _bad("PHOTO_INVALID_DIMENSIONS")
MEDIA_UNREADABLE = _bad("can't parse InputMedia: {why}")
MEDIA_NOT_AN_ARRAY = _bad("expected an Array of InputMedia")
ALBUM_EMPTY = _bad("there are no messages to send")
ALBUM_TOO_LARGE = _bad("too many messages to send as an album")
ALBUM_TOO_SMALL = _bad("there must be from 2 to 10 media in an album")
"""Ours alone: the documentation demands it, Telegram itself sends a single one as an ordinary message."""
ALBUM_MIXED = _bad("Can't use the media of the specified type in the album")

# Updates, webhooks, taps
POLL_TERMINATED = Rejection(
    409, "terminated by other getUpdates request; make sure that only one bot instance is running"
)
POLL_ENDED_BY_WEBHOOK = Rejection(409, "terminated by setWebhook request")
WEBHOOK_IS_ACTIVE = Rejection(
    409, "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
WEBHOOK_URL_INVALID = _bad("invalid webhook URL specified")
SECRET_TOKEN_TOO_LONG = _bad("secret token is too long")
SECRET_TOKEN_CHARACTERS = _bad("secret token contains unallowed characters")
TAP_STALE = _bad("query is too old and response timeout expired or query ID is invalid")
TAP_ANSWER_TOO_LONG = _bad("MESSAGE_TOO_LONG")

# Commands and profile
COMMAND_INVALID = _bad("BOT_COMMAND_INVALID")
COMMAND_DESCRIPTION_INVALID = _bad("BOT_COMMAND_DESCRIPTION_INVALID")
TOO_MANY_COMMANDS = _bad("BOT_COMMANDS_TOO_MUCH")
SCOPE_UNREADABLE = _bad("can't parse BotCommandScope: {why}")
DESCRIPTION_TOO_LONG = _bad("DESCRIPTION_TOO_LONG")
