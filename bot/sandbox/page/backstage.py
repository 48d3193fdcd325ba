"""What the page asks of whoever runs the world: the time machine, the stories, the bot's process, what lies behind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any, Literal, Protocol

from bot.sandbox.chats import Message


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words for the reader in both languages of the page."""

    zh: str
    en: str


class NotPossible(Exception):  # noqa: N818 (an answer to the person who watches, not an error)
    """What was asked cannot be done now. The page answers 409 with the phrase, which names the remedy."""

    def __init__(self, why: Phrase) -> None:
        super().__init__(why.en)
        self.why = why


class BotState(StrEnum):
    """Whether the bot's process lives. DOWN: stopped by somebody, or about to come back. STARTING lasts until it polls
    again. GONE: given up; only `start_bot` brings it back."""

    UP = "up"
    DOWN = "down"
    STARTING = "starting"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Sample:
    """A drawn photo to post: `data` is a JPEG, `name` is unique and goes into an address."""

    name: str
    title: Phrase
    data: bytes


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of a chapter, and the line that explains it."""

    name: str
    line: Phrase


@dataclass(frozen=True, slots=True)
class Chapter:
    """One prepared day."""

    code: str
    title: Phrase
    steps: tuple[StepLine, ...]


class PlayState(StrEnum):
    """BUSY: one step, or a skip, is being performed. FAILED: a step went wrong, `Playing.error` says how."""

    READY = "ready"
    PLAYING = "playing"
    PAUSED = "paused"
    BUSY = "busy"
    FAILED = "failed"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Playing:
    """Where the stories are. `step` counts from 1 within its chapter and was played last, or is being played; 0 is
    before the first of all. `next` is the (chapter, step) that comes next, None after the last. `ready` is false while
    the town is being set up: what people did now would be lost, and the page lets nobody act."""

    state: PlayState
    chapter: str = ""
    step: int = 0
    line: Phrase | None = None
    error: Phrase | None = None
    next: tuple[str, int] | None = None
    ready: bool = True


@dataclass(frozen=True, slots=True)
class Due:
    """The next moment at which the bot's clock has something to do."""

    at: datetime
    what: Phrase


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the story happens now: a chat, perhaps one message in it, perhaps who acts."""

    chat_id: int
    message_key: int | None = None
    person_id: int | None = None


Told = Literal["bot", "player", "time", "spot"]
"""What has changed: the word under which the feed tells it."""


class Backstage(Protocol):
    """Whoever runs the world. Any method may raise NotPossible.

    `roles` says by person id what somebody is (外卖骑手, courier). `zone` is a ZoneInfo, so that the page can name it.
    """

    @property
    def zone(self) -> tzinfo: ...

    @property
    def roles(self) -> Mapping[int, Phrase]: ...

    @property
    def samples(self) -> Sequence[Sample]: ...

    @property
    def chapters(self) -> Sequence[Chapter]: ...

    @property
    def playing(self) -> Playing: ...

    @property
    def bot_state(self) -> BotState: ...

    async def due(self) -> Due | None:
        """What falls due next; None when nothing does."""

    async def leap(self, ahead: timedelta) -> None:
        """Let time pass. Returns when the bot has done what fell due."""

    async def leap_to_due(self) -> None:
        """Let time pass until the next thing is due. Raises NotPossible when nothing is."""

    async def play(self) -> None:
        """Play on from where the stories are. Like its three fellows it returns at once; progress is told as "player"
        by `on_change`."""

    async def pause(self) -> None:
        """Stop after the step that is being played."""

    async def step(self) -> None:
        """Play one step."""

    async def skip_to(self, chapter: str) -> None:
        """Play up to the beginning of a chapter (a code of `chapters`) without pauses."""

    async def stop_bot(self) -> None:
        """Kill the bot's process."""

    async def start_bot(self) -> None:
        """Start the bot's process again."""

    async def begin_again(self) -> None:
        """A new town, everything from the start. Must return before the old sandbox is stopped (do that in a task of
        its own): the answer goes out over it. A new Page on a new Sandbox at the same address makes every open page
        load the new world."""

    async def behind(self, message: Message) -> dict[str, Any] | None:
        """The ticket behind a message, ready for JSON: `no` ("T1001"), `facts` ([[phrase, value], …]), `events`
        ([{"at": ms, "what": phrase, "who", "details"}]), `notices` ([{"what": phrase, "state", "at": ms or null,
        "attempts", "error"}]) and `reading` (phrases or plain lines); a phrase is {"zh", "en"}. None: no ticket."""

    def on_change(self, listener: Callable[[Told, Any], None]) -> None:
        """Call the listener, in the event loop, after every change: with a Spot for "spot", None for the others."""
