"""The narrator: plays stories and prints, as it happens, what one would see in the chats."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from bot.demo.cues import Cue, cues, perform
from bot.demo.stage import Stage
from bot.demo.story import Story
from bot.demo.telling import Teller
from bot.demo.town import ROLES

Write = Callable[[str], None]


async def narrate(stage: Stage, stories: Sequence[Story], write: Write, pace: float = 0) -> int:
    """Play the stories, each step `pace` seconds after its explanation. Returns how many. Raises StepFailed,
    and BotGone."""
    teller = Teller(stage.installation.config.area.timezone)
    changes = stage.sandbox.changes()

    async def listen() -> None:
        async for change in changes:
            for line in teller.tell(change):
                write(line)

    listening = asyncio.create_task(listen())
    played = 0
    for line in _cast(stage):
        write(line)
    try:
        for cue in cues(stories):
            for line in _heading(cue):
                write(line)
            await asyncio.sleep(pace)
            await perform(stage, cue)
            played += 1
    finally:
        changes.close()
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
    return played


def _cast(stage: Stage) -> list[str]:
    """Who plays, and in which chats: a reader who knows the people follows with ease."""
    lines = ["人物 · People"]
    lines += [f"  {name}  {zh} · {en}" for name, (zh, en) in ROLES.items()]
    groups = [(stage.town.riders, "reporting group"), (stage.town.pingdong, "a unit's chat")]
    groups.append((stage.town.desk, "coordinators' chat"))
    return [*lines, "群 · Groups", *(f"  {group.title} · {en}" for group, en in groups)]


def _heading(cue: Cue) -> list[str]:
    story = cue.story
    title = ["", f"━━ {story.zh} · {story.en} ━━"] if cue.number == 1 else []
    return [*title, "", f"▶ {cue.name}", f"  {cue.step.zh}", f"  {cue.step.en}"]
