"""A backstage that does as it is told and writes down what it was asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox import Message
from bot.sandbox.page import BotState, Chapter, Due, NotPossible, Phrase, Playing, PlayState, Sample, StepLine
from tests.sandbox.pictures import jpeg

MORNING = Chapter(
    "morning",
    Phrase("第一天", "Day one"),
    (StepLine("post", Phrase("发一张照片", "A photo")), StepLine("accept", Phrase("受理", "Accepted"))),
)
DUE = Due(datetime(2026, 11, 21, 1, 0, tzinfo=UTC), Phrase("催办", "Reminder"))
SHANGHAI = ZoneInfo("Asia/Shanghai")
BEFORE_ALL = Playing(PlayState.READY, next=("morning", 1))
NOT_NOW = Phrase("机器人停了，请先启动。", "The bot is down: start it first.")


@dataclass
class FakeBackstage:
    """`asked` lists what was asked; with `refuses`, nothing is possible."""

    zone: tzinfo = SHANGHAI
    roles: Mapping[int, Phrase] = field(default_factory=lambda: {101: Phrase("外卖骑手", "courier")})
    samples: Sequence[Sample] = field(
        default_factory=lambda: [
            Sample("bin", Phrase("垃圾桶", "A bin"), jpeg("green", (1000, 750))),
            Sample("路灯 1/2", Phrase("路灯", "A lamp"), jpeg("navy")),
        ]
    )
    chapters: Sequence[Chapter] = (MORNING,)
    playing: Playing = BEFORE_ALL
    bot_state: BotState = BotState.UP
    asked: list[tuple[Any, ...]] = field(default_factory=list)
    refuses: bool = False
    broken: bool = False
    ticket: dict[str, Any] | None = None
    next_due: Due | None = DUE
    listeners: list[Callable[[Any, Any], None]] = field(default_factory=list)

    def _note(self, *asked: Any) -> None:
        if self.broken:
            raise RuntimeError("7000000001:a-bug-with-a-secret")
        if self.refuses:
            raise NotPossible(NOT_NOW)
        self.asked.append(asked)

    async def due(self) -> Due | None:
        if self.refuses:
            raise NotPossible(NOT_NOW)
        return self.next_due

    async def leap(self, ahead: timedelta) -> None:
        self._note("leap", ahead)

    async def leap_to_due(self) -> None:
        self._note("leap_to_due")

    async def play(self) -> None:
        self._note("play")

    async def pause(self) -> None:
        self._note("pause")

    async def step(self) -> None:
        self._note("step")

    async def skip_to(self, chapter: str) -> None:
        self._note("skip_to", chapter)

    async def stop_bot(self) -> None:
        self._note("stop_bot")

    async def start_bot(self) -> None:
        self._note("start_bot")

    async def begin_again(self) -> None:
        self._note("begin_again")

    async def behind(self, message: Message) -> dict[str, Any] | None:
        self.asked.append(("behind", message))
        return self.ticket

    def on_change(self, listener: Callable[[Any, Any], None]) -> None:
        self.listeners.append(listener)

    def tell(self, topic: str, payload: Any = None) -> None:
        for listener in self.listeners:
            listener(topic, payload)
