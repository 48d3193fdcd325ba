"""A post: what somebody wrote in a chat, as one message; and how parts of one report find each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.pins import Pin

LONGEST_REPORT = 4096
"""Characters of a report that are kept together and read: as much as one message of Telegram holds."""

MOST_MEDIA = 10
"""Photos of one report: as many as an album of Telegram holds."""


class MediaKind(StrEnum):
    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    IMAGE_FILE = "image_file"


class MediaPurpose(StrEnum):
    REPORT = "report"
    PROOF = "proof"
    EARLIER_PROOF = "earlier_proof"  # it did not convince: the ticket was reopened after it
    OBJECTION = "objection"
    STAGE = "stage"  # it shows a step of a fix: guarded, or mended
    NOTE = "note"  # it came with a move that neither proves nor objects


@dataclass(frozen=True, slots=True)
class Media:
    """A photo, short video, voice note or image file as Telegram names it. `size` in bytes, None when not told."""

    kind: MediaKind
    file_id: str
    unique_id: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    id: int
    name: str
    username: str | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """One message of a person. `text` is the text or the caption; `media` has at most one entry.

    `reply_number` is the ticket that the replied-to message of a bot names by its hashtag.
    """

    chat_id: int
    message_id: int
    sender: Sender
    sent_at: datetime
    text: str = ""
    media: tuple[Media, ...] = ()
    topic: int | None = None
    album: str | None = None
    reply_to: int | None = None
    reply_number: int | None = None
    edited_at: datetime | None = None
    private: bool = False
    forwarded: bool = False
    pin: Pin | None = None


class PostState(StrEnum):
    """Where a remembered post stands. Chatter is not remembered at all."""

    GATHERING = "gathering"  # an album that may go on, or a photo that waits for its words
    REPORTED = "reported"  # has its tickets
    JOINED = "joined"  # its words or photos belong to another post
    LAPSED = "lapsed"  # waited in vain


@dataclass(frozen=True, slots=True)
class StoredPost:
    """A post as remembered. `text` is its own words and those of its parts, at most LONGEST_REPORT characters.

    `pin` is its own or that of its first part with one; `place` is the name that was chosen by a button.
    """

    id: int
    state: PostState
    chat_id: int
    message_id: int
    topic: int | None
    private: bool
    sender: Sender
    text: str
    sent_at: datetime
    album: str | None = None
    media: tuple[Media, ...] = field(default=())
    pin: Pin | None = None
    place: str | None = None

    @property
    def words(self) -> str:
        """What is read: the text, and the name of the place that its sender chose when asked."""
        return f"{self.text}\n{self.place}" if self.text and self.place else self.text or self.place or ""
