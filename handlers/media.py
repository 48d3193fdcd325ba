"""Media: a worker fetches what posts brought along, checks that it is a picture, and keeps it bare, by its hash.

It also deletes the files that were given up: being one worker, it never deletes what it is just keeping. Pictures that
the bot made go when no notice needs them any more.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
from datetime import timedelta
from pathlib import Path

import structlog
from PIL import Image
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.desk import likeness as desk_likeness
from bot.desk import media, place_answers
from bot.desk.shell import Shell
from bot.domain.pins import Pin
from bot.domain.posts import MediaKind
from bot.tracebacks import told
from handlers import likeness
from handlers.bare_pictures import FORMATS, bare_picture
from handlers.bare_videos import bare_video
from handlers.jpeg_scans import has_too_many_scans
from handlers.pairs import make_pairs
from handlers.photo_positions import read_position
from handlers.pictures import Gallery
from handlers.strays import clear_strays
from storage import media as stored_media
from storage.errors import StorageError
from storage.media import StoredMedia

log = structlog.get_logger()

MOST_PIXELS = 60_000_000
"""A picture of more is refused before it is decoded: 60 megapixels take 180 MB."""

_SUFFIXES = {MediaKind.PHOTO: ".jpg", MediaKind.VIDEO: ".mp4", MediaKind.VOICE: ".ogg"}
_IDLE = 5.0
_BETWEEN_DELETIONS = timedelta(hours=1)
_BETWEEN_LOOKS = timedelta(minutes=1)
_BETWEEN_STRAYS = timedelta(days=1)


class Fetcher:
    """Downloads pending media, one after the other: file links live for an hour, photos come in dozens."""

    def __init__(self, shell: Shell, bot: Bot, folder: Path, gallery: Gallery) -> None:
        self._shell = shell
        self._bot = bot
        self._folder = folder
        self._gallery = gallery
        self._arrived = asyncio.Event()
        self._deleting_from = shell.now()
        self._looking_from = shell.now()
        self._strays_from = shell.now()

    def arrived(self) -> None:
        """Posts may have brought new files."""
        self._arrived.set()

    async def run(self) -> None:
        """Until cancelled."""
        await self._make_pairs()
        while True:
            self._arrived.clear()
            try:
                for item in await self._shell.look(lambda tx, office, now: stored_media.pending(tx, now)):
                    await self._take(item)
                await self._look_for_positions()
                await self._delete_expired()
                await self._gallery.clear_when_due()
                await self._clear_strays()
            except StorageError as error:
                log.error("media.storage_failed", error=str(error))
            except Exception:  # a fault of ours is no end: one bad row must not stop the bot at every start
                log.exception("media.round_failed")
            try:
                async with asyncio.timeout(_IDLE):
                    await self._arrived.wait()
            except TimeoutError:
                continue

    async def _make_pairs(self) -> None:
        """What an end of the program left unmade."""
        try:
            await make_pairs(self._shell, self._gallery, self._folder)
        except StorageError as error:
            log.error("media.storage_failed", error=str(error))

    async def _take(self, item: StoredMedia) -> None:
        """Whatever one file does, the next ones are fetched."""
        try:
            await self._fetch(item)
        except StorageError:
            raise
        except Exception as error:  # also the library's RuntimeError for a file without a path
            log.exception("media.fetch_failed", media=item.id)
            await self._fail(item, told(error))

    async def _fetch(self, item: StoredMedia) -> None:
        limit = self._shell.office.photo_limit
        if item.size is not None and item.size > limit:
            await self._refuse(item, self._too_large())
            return
        try:
            data = await self._download(item.file_id)
        except BadRequest as error:
            why = self._too_large() if "too big" in error.message.lower() else None
            await (self._refuse(item, why) if why else self._fail(item, error.message))
            return
        except (TelegramError, OSError) as error:  # a Bot API server beside the bot hands out paths instead of files
            await self._fail(item, str(error))
            return
        await self._keep(item, data)

    async def _look_for_positions(self) -> None:
        """Only in files whose sender said so, as Telegram has them: the position in what is kept was taken out.

        A file that is gone there holds none; where Telegram cannot be reached, it is asked again a little later.
        """
        if timedelta() < self._looking_from - self._shell.now() <= _BETWEEN_LOOKS:
            return
        for item in await self._shell.look(lambda tx, office, now: stored_media.positions_wanted(tx)):
            try:
                pin = await asyncio.to_thread(read_position, await self._download(item.file_id))
            except BadRequest:
                pin = None
            except (TelegramError, OSError) as error:
                log.warning("media.position_not_read", media=item.id, error=told(error))
                self._looking_from = self._shell.now() + _BETWEEN_LOOKS
                return
            await self._note_position(item, pin)

    async def _note_position(self, item: StoredMedia, pin: Pin | None) -> None:
        await self._shell.do(lambda tx, office, now: place_answers.take_photo_position(tx, office, item, pin, now))

    async def _download(self, file_id: str) -> bytes:
        file = await self._bot.get_file(file_id)
        return bytes(await file.download_as_bytearray())

    async def _keep(self, item: StoredMedia, data: bytes) -> None:
        if len(data) > self._shell.office.photo_limit:
            await self._refuse(item, self._too_large())
            return
        alike: int | None = None
        if item.kind in {MediaKind.PHOTO, MediaKind.IMAGE_FILE}:
            if not await asyncio.to_thread(is_picture, data):
                await self._refuse(item, self._shell.office.texts.plain("photo.broken"))
                return
            alike = await asyncio.to_thread(likeness.likeness, data)
        try:
            data = await asyncio.to_thread(_BARE.get(item.kind, _as_it_is), data)
        except ValueError:
            await self._refuse(item, self._shell.office.texts.plain("photo.broken"))
            return
        digest = hashlib.sha256(data).hexdigest()
        path = f"{digest[:2]}/{digest}{_SUFFIXES.get(item.kind, '.img')}"
        try:
            await asyncio.to_thread(_write, self._folder / path, data)
        except OSError as error:
            log.error("media.not_written", path=path, error=str(error), remedy="check storage.media and the disk")
            await self._fail(item, str(error))
            return
        size = len(data)
        await self._shell.do(
            lambda tx, office, now: desk_likeness.note_stored(tx, office, item, path, digest, size, alike, now)
        )
        await self._pair(item)

    async def _pair(self, item: StoredMedia) -> None:
        """The photo may have been the one that a closure waited for."""
        for ticket in await self._shell.look(lambda tx, office, now: media.tickets_of(tx, item)):
            await make_pairs(self._shell, self._gallery, self._folder, ticket.id)

    async def _delete_expired(self) -> None:
        """The row keeps its path until the file is gone: a crash in between only means a second try.

        A folder that lets nothing go is tried again after an hour.
        """
        wait = self._deleting_from - self._shell.now()
        if timedelta() < wait <= _BETWEEN_DELETIONS:  # a longer one: the host's clock was put back
            return
        for media_id, path, needed in await self._shell.look(lambda tx, office, now: stored_media.expired(tx)):
            try:
                if not needed:
                    await asyncio.to_thread((self._folder / path).unlink, missing_ok=True)
            except OSError as error:
                log.error("media.not_deleted", path=path, error=str(error), remedy="check the rights of storage.media")
                self._deleting_from = self._shell.now() + _BETWEEN_DELETIONS
                return
            await self._note_deleted(media_id)

    async def _clear_strays(self) -> None:
        """Once a day."""
        if timedelta() < self._strays_from - self._shell.now() <= _BETWEEN_STRAYS:
            return
        self._strays_from = self._shell.now() + _BETWEEN_STRAYS
        await clear_strays(self._shell, self._folder)

    async def _note_deleted(self, media_id: int) -> None:
        await self._shell.do(lambda tx, office, now: stored_media.note_deleted(tx, media_id))

    def _too_large(self) -> str:
        office = self._shell.office
        return office.texts.plain("photo.too_large", limit=office.photo_limit // 1024 // 1024)

    async def _refuse(self, item: StoredMedia, why: str) -> None:
        log.warning("media.refused", media=item.id, why=why)
        await self._shell.do(lambda tx, office, now: media.refuse(tx, office, item, why, now))

    async def _fail(self, item: StoredMedia, error: str) -> None:
        log.warning("media.failed", media=item.id, attempt=item.attempts + 1, error=error)
        await self._shell.do(lambda tx, office, now: media.fail(tx, item, error, now))


def _as_it_is(data: bytes) -> bytes:
    return data


_BARE = {MediaKind.PHOTO: bare_picture, MediaKind.IMAGE_FILE: bare_picture, MediaKind.VIDEO: bare_video}
"""What is kept says nothing of where it was taken. Voices are recorded by Telegram itself, which writes no place."""


def is_picture(data: bytes) -> bool:
    """Whether Pillow can decode it whole, without more pixels than we decode, and in seconds."""
    if has_too_many_scans(data):
        return False
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return False
            picture.load()
    except Exception:  # a damaged file makes decoders raise anything (RuntimeError, NotImplementedError, zlib.error …)
        return False
    return True


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(data)
    part.replace(path)
