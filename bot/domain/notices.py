"""Notices: what is told to whom, in which order, and what to do when nobody knows whether it arrived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class NoticeKind(StrEnum):
    EMERGENCY = "emergency"
    QUESTION = "question"
    REACTION = "reaction"
    CARD = "card"
    CLOSURE = "closure"
    ANSWER = "answer"
    EDIT = "edit"
    DELETION = "deletion"
    ALERT = "alert"
    REMINDER = "reminder"
    DIGEST = "digest"
    BOARD = "board"
    THANKS = "thanks"
    BULLETIN = "bulletin"


class Errand(StrEnum):
    """What a notice is for, where its kind does not tell and it decides what becomes of it: the first word of its key.

    A copy that is sent again keeps it.
    """

    REPLY = "reply"  # answers a command
    REQUEST = "request"  # asks the coordinators for their 同意
    REWORK = "rework"  # rings a unit: what it had resolved is not
    INVITATION = "invitation"  # carries a link that gives a role: its text is kept only until it is sent
    REMINDER = "reminder"  # tells of clocks: looked at again when it leaves
    TROUBLE = "trouble"  # tells the coordinators of a notice that did not arrive

    def key(self, *more: object) -> str:
        """The key of a notice on this errand; `more` makes it the only one."""
        return ":".join(map(str, (self.value, *more)))


_ERRANDS = frozenset(errand.value for errand in Errand)


def errand_of(key: str) -> Errand | None:
    """The errand of the notice with this key; None when it has none."""
    word, colon, _ = key.partition(":")
    return Errand(word) if colon and word in _ERRANDS else None


class Call(StrEnum):
    """The Bot API method by which a notice leaves."""

    SEND_MESSAGE = "sendMessage"
    SEND_PHOTO = "sendPhoto"
    SEND_DOCUMENT = "sendDocument"
    EDIT_TEXT = "editMessageText"
    EDIT_CAPTION = "editMessageCaption"
    EDIT_MEDIA = "editMessageMedia"
    EDIT_BUTTONS = "editMessageReplyMarkup"
    DELETE = "deleteMessage"
    REACT = "setMessageReaction"
    PIN = "pinChatMessage"
    SET_MENU = "setMyCommands"
    OPEN_TOPIC = "createForumTopic"


ONE_SHOT = frozenset({Call.SEND_MESSAGE, Call.SEND_PHOTO, Call.SEND_DOCUMENT, Call.OPEN_TOPIC})
"""Calls that make a new message or topic: marked before they leave, since a second one would be a double."""

_MESSAGES = frozenset({Call.SEND_MESSAGE, Call.SEND_PHOTO, Call.SEND_DOCUMENT})
COUNTED = _MESSAGES | {Call.EDIT_TEXT, Call.EDIT_CAPTION, Call.EDIT_MEDIA, Call.EDIT_BUTTONS}
"""Calls that count against a chat's messages a minute."""


class Unknown(StrEnum):
    """What to do with a one-shot call of which nobody knows whether it arrived."""

    RESEND = "resend"  # silence would hurt
    HOLD = "hold"  # the next one comes anyway: listed as uncertain


@dataclass(frozen=True, slots=True)
class Policy:
    """`priority`: smaller goes first within a chat."""

    priority: int
    unknown: Unknown


POLICIES: dict[NoticeKind, Policy] = {
    NoticeKind.EMERGENCY: Policy(0, Unknown.RESEND),
    NoticeKind.QUESTION: Policy(1, Unknown.RESEND),
    NoticeKind.REACTION: Policy(2, Unknown.RESEND),
    NoticeKind.DELETION: Policy(2, Unknown.RESEND),  # before what takes its place: two standing messages, never three
    NoticeKind.CARD: Policy(3, Unknown.RESEND),
    NoticeKind.ANSWER: Policy(3, Unknown.RESEND),
    NoticeKind.CLOSURE: Policy(4, Unknown.RESEND),
    NoticeKind.EDIT: Policy(6, Unknown.RESEND),
    NoticeKind.ALERT: Policy(7, Unknown.RESEND),
    NoticeKind.REMINDER: Policy(8, Unknown.HOLD),
    NoticeKind.DIGEST: Policy(9, Unknown.HOLD),
    NoticeKind.BOARD: Policy(9, Unknown.HOLD),
    NoticeKind.THANKS: Policy(9, Unknown.HOLD),
    NoticeKind.BULLETIN: Policy(9, Unknown.HOLD),
}


class NoticeState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    DROPPED = "dropped"  # overtaken by a newer one, or no longer true


@dataclass(frozen=True, slots=True)
class Draft:
    """A notice about to be queued.

    `key` is unique for ever: the same change told twice is one notice. `target` is the id of the notice
    whose message is edited or deleted; reactions name a `message_id` of somebody else's message instead.
    A queued draft with the same `coalesce` is overtaken by a newer one. `payload` holds the Bot API
    parameters but for the coordinates. It leaves no sooner than `not_before`.
    """

    key: str
    kind: NoticeKind
    call: Call
    chat_id: int
    payload: dict[str, Any]
    ticket_id: int | None = None
    topic: int | None = None
    target: int | None = None
    message_id: int | None = None
    reply_to: int | None = None
    coalesce: str | None = None
    unit_code: str | None = None
    not_before: datetime | None = None


def made_picture(payload: dict[str, Any]) -> str | None:
    """The picture or document that the bot made itself and this payload takes along: its path in the media folder.

    None for a picture that Telegram has already (it is named by its file id), and for none at all.
    """
    alone = payload.get("photo", payload.get("document"))
    named = payload["media"].get("media") if "media" in payload else alone
    return named["made"] if isinstance(named, dict) else None


class Reaction(StrEnum):
    """The bot's reactions on a courier's post; all stand in Telegram's list of allowed ones (ReactionTypeEmoji)."""

    STORED = "👀"
    ASKED = "🤔"
    DELIVERED = "✍"
    JOINED = "🤝"
    RESOLVED = "👌"
    NO_RIGHT = "🤷"
