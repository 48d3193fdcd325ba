"""Every refusal of the page, with its HTTP status and one line that names the remedy."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.page.backstage import Phrase


class PageRefused(Exception):  # noqa: N818 (the answer's own word)
    """The page answers with this status and these words."""

    def __init__(self, status: int, words: Phrase) -> None:
        super().__init__(words.en)
        self.status = status
        self.words = words


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason to refuse. Blanks in the words are filled by `refused(blank=…)`."""

    status: int
    zh: str
    en: str

    def refused(self, **blanks: object) -> PageRefused:
        return PageRefused(self.status, Phrase(self.zh.format(**blanks), self.en.format(**blanks)))


# The request itself
FOREIGN_HOST = Refusal(403, "请从 {address} 打开本页面。", "Open the page at {address}.")
FOREIGN_ORIGIN = Refusal(
    403,
    "操作只能在本页面上进行，请从 {address} 打开。",
    "Only the page itself may do this: open it at {address}.",
)
UNREADABLE = Refusal(
    400, "没看懂这次操作，请刷新页面再试。", "The request could not be read. Reload the page and try again."
)
BODY_TOO_LARGE = Refusal(413, "发送的内容太大，请分几次发送。", "This is too much at once. Send it in several parts.")
NOTHING_HERE = Refusal(404, "这里没有内容，请刷新页面。", "There is nothing here. Reload the page.")
FAILED = Refusal(500, "页面出了点问题，请再试一次。", "Something went wrong on the page. Try again.")

# Who, where, what
NO_SUCH_PERSON = Refusal(404, "没有这个人，请刷新页面。", "There is no such person. Reload the page.")
NO_SUCH_CHAT = Refusal(404, "这个会话已经不在了，请换一个。", "This chat is gone. Choose another one.")
NO_SUCH_TOPIC = Refusal(404, "这个话题已经不在了，请换一个。", "This topic is gone. Choose another one.")
MESSAGE_GONE = Refusal(404, "这条消息已经删除。", "This message has been deleted.")
NOT_IN_CHAT = Refusal(
    403, "{name}不在这个会话里，请换一个人。", "{name} is not in this chat. Switch to somebody who is."
)
CHAT_CLOSED = Refusal(403, "这个会话不能再发消息，请换一个。", "This chat takes no more messages. Choose another one.")
MUTED = Refusal(403, "{name}在这个群里被禁言了。", "{name} has been muted in this group.")
NOT_YOURS = Refusal(403, "只能改动自己的消息。", "You can change only your own messages.")

# What is posted
NOTHING_TO_POST = Refusal(422, "请先写几个字，或者选一张照片。", "Write something, or choose a photo first.")
TEXT_TOO_LONG = Refusal(
    422,
    "文字太长：最多 {most} 字，请分成几条发送。",
    "The text is too long: {most} characters at most. Send it in several messages.",
)
CAPTION_TOO_LONG = Refusal(
    422,
    "照片的说明太长：最多 {most} 字，其余请另发一条。",
    "The caption is too long: {most} characters at most. Send the rest as a message of its own.",
)
TOO_MANY_FILES = Refusal(
    422, "一次最多发 {most} 个，请分几次发送。", "{most} at a time at most. Send them in several messages."
)
MIXED_ALBUM = Refusal(422, "照片和文件请分开发送。", "Send photos and files separately.")
PHOTO_TOO_LARGE = Refusal(
    413,
    "照片超过 10 MB，请选小一点的，或者作为文件发送。",
    "The photo is larger than 10 MB. Choose a smaller one, or send it as a file.",
)
FILE_TOO_LARGE = Refusal(413, "文件超过 20 MB，请选小一点的。", "The file is larger than 20 MB. Choose a smaller one.")
FILE_EMPTY = Refusal(422, "文件是空的，请另选一个。", "The file is empty. Choose another one.")
NOT_AN_IMAGE = Refusal(
    415,
    "这个文件不是照片，请选 JPEG、PNG 或 WebP，或者作为文件发送。",
    "This is no photo. Choose a JPEG, PNG or WebP, or send it as a file.",
)
PHOTO_SHAPE = Refusal(
    422,
    "照片的尺寸太大或太狭长，请裁剪后再发，或者作为文件发送。",
    "The photo has too many pixels, or is too narrow. Crop it, or send it as a file.",
)
NO_SUCH_SAMPLE = Refusal(404, "没有这张示例照片，请另选一张。", "There is no such sample photo. Choose another one.")
REACTION_NOT_ALLOWED = Refusal(
    422, "这里不能用这个表情，请换一个。", "This reaction is not allowed here. Choose another one."
)
BUTTON_GONE = Refusal(
    409, "按钮已经变了，请看最新的消息。", "The buttons have changed meanwhile. Look at the message again."
)

# The stage
NOT_READY = Refusal(
    409, "小镇还在准备，请稍等几秒再试。", "The town is being prepared. Wait a few seconds and try again."
)
TIME_UNREADABLE = Refusal(422, "时间只能向前走，最多一年。", "Time goes forward only, by a year at most.")
NO_SUCH_CHAPTER = Refusal(404, "没有这一天的故事，请另选一天。", "There is no such story. Choose another one.")
NO_BOT = Refusal(409, "这里还没有机器人，请稍等。", "There is no bot here yet. Wait a moment.")
