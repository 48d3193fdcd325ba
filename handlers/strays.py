"""Strays: files in the media folder that no row knows of, such as a photo whose row was lost to a kill or a restore."""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import Path

import structlog

from bot.desk.shell import Shell
from storage import backups, media

log = structlog.get_logger()

_NAME = re.compile(r"([0-9a-f]{2})/\1[0-9a-f]{62}\.(?:jpg|img|mp4|ogg|part)")
"""As this bot names what it keeps. What else lies in the folder is not ours to delete."""

_YOUNG = 24 * 3600.0
"""Seconds of a file's life in which it is left alone: its row may not be written yet."""

_WAY_BACK = 24 * 3600.0
"""Seconds after a restore in which nothing goes: it may have been the wrong backup, and the database of before, which
is kept beside it, knows of photos of which this one does not.
"""


async def clear_strays(shell: Shell, folder: Path) -> int:
    """Delete the files of more than a day that no row names. Returns how many. Raises StorageError and OSError."""
    replaced = await asyncio.to_thread(backups.replaced_at, shell.database.path)
    if replaced is not None and time.time() - replaced < _WAY_BACK:
        return 0
    gone = 0
    for shelf, names in (await asyncio.to_thread(_old_files, folder, time.time() - _YOUNG)).items():
        known = await shell.look(lambda tx, office, now, shelf=shelf: media.paths_in(tx, shelf))  # type: ignore[misc]
        for name in sorted(names - known):
            try:
                await asyncio.to_thread((folder / name).unlink, missing_ok=True)
                gone += 1
            except OSError as error:
                log.error("media.not_deleted", path=name, error=str(error), remedy="check the rights of storage.media")
    if gone:
        log.info("media.strays_deleted", count=gone)
    return gone


def _old_files(folder: Path, than: float) -> dict[str, set[str]]:
    """By the folder that they lie in: the names of our files that were last written before then."""
    found: dict[str, set[str]] = {}
    for shelf in folder.glob("[0-9a-f][0-9a-f]"):
        names = (path for path in shelf.iterdir() if _NAME.fullmatch(f"{shelf.name}/{path.name}"))
        if old := {f"{shelf.name}/{path.name}" for path in names if path.stat().st_mtime < than}:
            found[shelf.name] = old
    return found
