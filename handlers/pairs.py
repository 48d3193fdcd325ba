"""Pairs of photos: composed beside the event loop, kept with the pictures that the bot makes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import structlog

from bot.desk import pairs
from bot.desk.pairs import Pair
from bot.desk.shell import Shell
from bot.drawing.pairs import side_by_side
from handlers.pictures import Gallery

log = structlog.get_logger()


async def make_pairs(shell: Shell, gallery: Gallery, folder: Path, ticket_id: int | None = None) -> None:
    """Whatever pairs can be made now: of one ticket, or of all that wait for their review. Raises StorageError."""
    for pair in await shell.look(lambda tx, office, now: pairs.to_make(tx, ticket_id)):
        await _make(shell, gallery, folder, pair)


async def _make(shell: Shell, gallery: Gallery, folder: Path, pair: Pair) -> None:
    """A pair that cannot be made leaves the closure with its after-photo."""
    words = (shell.office.texts.plain("pair.before"), shell.office.texts.plain("pair.after"))
    try:
        picture = await asyncio.to_thread(side_by_side, folder / pair.before, folder / pair.after, words)
        made = await gallery.keep(picture, ".jpg")
    except (OSError, ValueError) as error:
        log.warning("pair.not_made", ticket=pair.ticket_id, error=str(error))
        return
    await shell.do(lambda tx, office, now: pairs.show(tx, office, pair, made, now))
