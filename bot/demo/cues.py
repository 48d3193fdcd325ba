"""Cues: the steps of stories in their order, each of them played, or told why it could not be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.demo.bot_process import BotGone
from bot.demo.stage import NotHappened, Stage
from bot.demo.story import Step, Story
from bot.sandbox.page.backstage import Phrase


@dataclass(frozen=True, slots=True)
class Cue:
    """A step that is about to be played: `number` counts within its story, from 1; `name` is `bin 3 受理`."""

    story: Story
    number: int
    step: Step

    @property
    def name(self) -> str:
        return f"{self.story.code} {self.number} {self.step.name}"


class StepFailed(Exception):  # noqa: N818 - told to the person who watches
    """A step that was begun did not go as its story says: which one, and what was expected. `told` is for the
    terminal, where more than `why` is wanted."""

    def __init__(self, cue: Cue, why: Phrase, told: str = "") -> None:
        super().__init__(f"{cue.name}: {told or why.en}")
        self.cue = cue
        self.why = why


def cues(stories: Sequence[Story]) -> tuple[Cue, ...]:
    """Every step of the stories, in order."""
    return tuple(Cue(story, number, step) for story in stories for number, step in enumerate(story.steps, start=1))


async def perform(stage: Stage, cue: Cue) -> None:
    """Play one step. Raises StepFailed; and BotGone when the bot was given up before anybody in it had acted."""
    try:
        await stage.leap(cue.step.later)
    except NotHappened as missing:
        raise StepFailed(cue, missing.why) from None
    try:
        await cue.step.play(stage)
        await stage.rest()
    except NotHappened as missing:
        raise StepFailed(cue, missing.why) from None
    except BotGone as gone:
        raise StepFailed(cue, gone.why, " ".join(str(gone).split())) from None
