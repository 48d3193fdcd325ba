"""A story: named steps, each with a line of explanation in Chinese and English, each checking what it expects."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.demo.stage import Stage

Play = Callable[["Stage"], Awaitable[None]]

A_MOMENT = timedelta(seconds=40)
"""How long people take between one thing and the next, if a step does not say otherwise."""


@dataclass(frozen=True, slots=True)
class Step:
    """`play` does it and raises NotHappened when the bot does not do its part. `later`: how long after the last."""

    name: str
    zh: str
    en: str
    later: timedelta
    play: Play


@dataclass(frozen=True, slots=True)
class Story:
    """Steps in their order. `code` names the story in addresses and on the command line."""

    code: str
    zh: str
    en: str
    steps: list[Step] = field(default_factory=list)

    def step(self, name: str, zh: str, en: str, *, later: timedelta = A_MOMENT) -> Callable[[Play], Play]:
        """Add the decorated function as the next step."""

        def add(play: Play) -> Play:
            self.steps.append(Step(name, zh, en, later, play))
            return play

        return add
