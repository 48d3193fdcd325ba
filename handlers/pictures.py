"""Pictures that the bot makes: drawn elsewhere, kept as files until they were sent, and cleared away afterwards."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import structlog

from bot.desk.shell import Shell
from bot.drawing.process import DrawingProcess, NotDrawn
from bot.notices.pictures.map import MapSheet
from bot.notices.pictures.sheet import Sheet
from storage import media

log = structlog.get_logger()

MADE = "made"
"""Their folder within the media folder. Nothing in it need be backed up: what is lost is said in words."""

_BETWEEN = timedelta(hours=1)
_YOUNG = 3600.0
"""Seconds of a file's life in which the notice that names it may not be written down yet."""

Make = Callable[[Sheet | MapSheet], Awaitable[str | None]]
"""Makes the picture of a sheet and keeps it. Gives its path in the media folder; None when there is no picture."""


class Gallery:
    """The files. They are named by their content: the same picture is one file, however often it is sent."""

    def __init__(self, shell: Shell, folder: Path) -> None:
        self._shell = shell
        self._folder = folder
        self._next = shell.now()

    async def keep(self, picture: bytes, suffix: str) -> str:
        """Its path in the media folder. Raises OSError."""
        digest = await asyncio.to_thread(_digest, picture)
        path = f"{MADE}/{digest[:2]}/{digest}{suffix}"
        await asyncio.to_thread(_write, self._folder / path, picture)
        return path

    async def adopt(self, file: Path, suffix: str) -> str:
        """Likewise of a file that was made in a `folder_for_now`: it is never read whole. Raises OSError."""
        digest = await asyncio.to_thread(_digest_of_file, file)
        path = f"{MADE}/{digest[:2]}/{digest}{suffix}"
        await asyncio.to_thread(_move, file, self._folder / path)
        return path

    async def folder_for_now(self) -> Path:
        """A new folder for what a file is made of. What a crash leaves there is cleared away like the pictures.

        Raises OSError.
        """
        folder = self._folder / MADE / secrets.token_hex(8)
        await asyncio.to_thread(folder.mkdir, parents=True)
        return folder

    async def clear_when_due(self) -> None:
        """Once an hour, delete what no notice waits for. Raises StorageError."""
        now = self._shell.now()
        if timedelta() < self._next - now <= _BETWEEN:  # a longer wait: the host's clock was put back
            return
        self._next = now + _BETWEEN
        await self.clear()

    async def clear(self) -> None:
        """Delete what no notice waits for, also what a crash left half written."""
        old = await asyncio.to_thread(_older, self._folder, time.time() - _YOUNG)
        if not old:
            return
        awaited = await self._shell.look(lambda tx, office, at: media.awaited_pictures(tx))
        for path in old:
            if path.relative_to(self._folder).as_posix() in awaited:
                continue
            try:
                await asyncio.to_thread(path.unlink, missing_ok=True)
            except OSError as error:
                log.error(
                    "media.not_deleted", path=str(path), error=str(error), remedy="check the rights of storage.media"
                )


def illustrator(process: DrawingProcess, gallery: Gallery) -> Make:
    """What fails is logged, and answered in words."""

    async def make(sheet: Sheet | MapSheet) -> str | None:
        try:
            return await gallery.keep(await process.draw(sheet), ".png")
        except NotDrawn as error:
            log.warning("picture.not_drawn", error=str(error))
        except OSError as error:
            log.error("picture.not_kept", error=str(error), remedy="check storage.media and the disk")
        return None

    return make


def _digest(data: bytes) -> str:
    """Beside the event loop: a workbook of thousands of tickets takes milliseconds."""
    return hashlib.sha256(data).hexdigest()


def _digest_of_file(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def _move(file: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    file.replace(path)


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, also when two chats ask for the same picture at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{secrets.token_hex(4)}.part")
    part.write_bytes(data)
    part.replace(path)


def _older(folder: Path, than: float) -> list[Path]:
    """Files among the made pictures that were last written before then (seconds of the epoch)."""
    found = [path for path in (folder / MADE).glob("*/*") if path.is_file()]
    return [path for path in found if path.stat().st_mtime < than]
