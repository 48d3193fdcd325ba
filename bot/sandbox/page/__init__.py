"""The page: the sandbox in a browser. Knows nothing of the bot; whoever runs the world hands it a Backstage."""

from bot.sandbox.page.backstage import (
    Backstage,
    BotState,
    Chapter,
    Due,
    NotPossible,
    Phrase,
    Playing,
    PlayState,
    Sample,
    Spot,
    StepLine,
)
from bot.sandbox.page.page import Page

__all__ = [
    "Backstage",
    "BotState",
    "Chapter",
    "Due",
    "NotPossible",
    "Page",
    "Phrase",
    "PlayState",
    "Playing",
    "Sample",
    "Spot",
    "StepLine",
]
