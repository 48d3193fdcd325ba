"""What time it is in the world, and what falls due next."""

from __future__ import annotations

from bot.sandbox.page import shapes
from bot.sandbox.page.backstage import Backstage, NotPossible
from bot.sandbox.page.shapes import Json
from bot.sandbox.world import World


async def time_shape(world: World, backstage: Backstage) -> Json:
    """`now` in milliseconds, and `due`: null also when nobody can say, because the bot is down."""
    try:
        due = await backstage.due()
    except NotPossible:
        due = None
    return {"now": shapes.milliseconds(world.now()), "due": shapes.due(due)}
