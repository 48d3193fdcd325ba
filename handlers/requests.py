"""A typed command: who asks what, where, about which message — as the desk's functions take it."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Message, Update

from bot.desk.reach import Seat
from bot.domain.people import NOBODY
from bot.domain.posts import Post, Sender
from handlers.posts import read_post, read_sender
from handlers.words import Command, find_command


@dataclass(frozen=True, slots=True)
class Request:
    """`about` is whom the replied-to message is from, when a person wrote it."""

    command: Command
    rest: str
    sender: Sender
    post: Post
    about: Sender | None

    @property
    def private(self) -> bool:
        return self.post.private

    @property
    def seat(self) -> Seat:
        """Where the answer goes. Not as a reply: a command in a group is tidied away."""
        return Seat(self.post.chat_id, self.post.topic)


def read_request(update: Update, username: str) -> Request | None:
    """The command in an update; None for edits, forwards, and what bots, channels or anonymous admins write."""
    message = update.message
    if message is None or not message.text:
        return None
    post = read_post(message.to_dict())
    if post is None or post.forwarded:
        return None
    found = find_command(post.text, username, private=post.private)
    if found is None:
        return None
    return Request(found[0], found[1], post.sender, post, _author(message.reply_to_message))


def _author(message: Message | None) -> Sender | None:
    """The person who wrote a message: None for bots; the stand-ins of channels and anonymous admins are told apart
    by their ids, so that /appoint can say why they cannot be appointed.
    """
    if message is None or message.from_user is None:
        return None
    user = message.from_user
    if user.id not in NOBODY and (user.is_bot or message.sender_chat is not None):
        return None
    return read_sender(user.to_dict())
