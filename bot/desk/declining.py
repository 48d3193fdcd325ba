"""Declining: saying why something was not done, to the right person and no louder than needed."""

from __future__ import annotations

from datetime import datetime

from bot.desk.messages import answer_briefly
from bot.desk.office import Office
from bot.desk.reach import Seat
from bot.desk.reactions import react
from bot.domain.notices import Reaction
from bot.domain.posts import Post
from bot.domain.refusals import Refusal, Refused
from bot.notices.refusals import refusal
from storage import chats
from storage.transaction import Tx


def decline(tx: Tx, office: Office, post: Post, refused: Refused, now: datetime) -> None:
    """Say why not: 🤷, and never words, to somebody without the right; one short-lived line to the others."""
    if refused.reason is Refusal.NO_RIGHT:
        if chats.takes_reactions(tx, post.chat_id):
            react(tx, post.chat_id, post.message_id, Reaction.NO_RIGHT, "order", now)
        return
    text = refusal(office.texts, refused)
    answer_briefly(tx, Seat(post.chat_id, post.topic, post.message_id), text, now)
