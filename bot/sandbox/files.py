"""The shelf of files: bytes, sizes of photos, and file ids that only the bot they were made for can use."""

from __future__ import annotations

import base64
import hashlib
import io
import struct
from dataclasses import dataclass, field
from functools import lru_cache

from PIL import Image, UnidentifiedImageError

from bot.sandbox import limits, rejections

_PHOTO_SIDES = (90, 320, 800, 1280)
_LARGEST_SIDE = 2560
_UNREADABLE_SIZE = (800, 600)
_FILE_ID = struct.Struct(">qQ4s")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as a person attaches it. `size` may claim more bytes than `data` has (nobody wants 21 MB in a test)."""

    data: bytes
    name: str = "file.bin"
    mime: str = "application/octet-stream"
    size: int | None = None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file that can be downloaded. `key` is the shelf's own number."""

    key: int
    data: bytes
    size: int
    folder: str
    name: str
    mime: str
    width: int = 0
    height: int = 0

    @property
    def unique_id(self) -> str:
        """The same for every bot; does not allow a download."""
        return "AQAD" + base64.urlsafe_b64encode(struct.pack(">Q", self.key ^ 0x5EED)).decode().rstrip("=")

    @property
    def path(self) -> str:
        suffix = self.name.rpartition(".")[2]
        if not (suffix.isascii() and suffix.isalnum()) or suffix == self.name:
            suffix = "bin"
        return f"{self.folder}/file_{self.key}.{suffix}"


@dataclass(frozen=True, slots=True)
class Media:
    """What a message carries besides words: `kind` is the Bot API's field (photo, document, video, voice …)."""

    kind: str
    files: tuple[StoredFile, ...]
    duration: int = 0

    @property
    def best(self) -> StoredFile:
        return self.files[-1]


@dataclass(slots=True)
class FileShelf:
    """Every file of the world, by key. Ids are per bot, as in Telegram: another bot's id is refused."""

    _media: dict[int, Media] = field(default_factory=dict)
    _files: dict[int, StoredFile] = field(default_factory=dict)

    def _store(
        self, data: bytes, size: int, folder: str, name: str, mime: str, sides: tuple[int, int] = (0, 0)
    ) -> StoredFile:
        stored = StoredFile(len(self._files) + 1, data, size, folder, name, mime, *sides)
        self._files[stored.key] = stored
        return stored

    def _remember(self, media: Media) -> Media:
        for stored in media.files:
            self._media[stored.key] = media
        return media

    def photo(self, data: bytes, *, size: int | None = None) -> Media:
        """A photo in several sizes. Bytes that are no picture are kept as they are, in one size: people's phones
        never send such, but a bot must survive it."""
        sizes = photo_sizes(data) or (((*_UNREADABLE_SIZE,), data),)
        files = [
            self._store(part, len(part), "photos", "photo.jpg", "image/jpeg", (sides[0], sides[1]))
            for sides, part in sizes[:-1]
        ]
        sides, part = sizes[-1]
        claimed = len(part) if size is None else size
        files.append(self._store(part, claimed, "photos", "photo.jpg", "image/jpeg", (sides[0], sides[1])))
        return self._remember(Media("photo", tuple(files)))

    def attachment(self, kind: str, attached: Attachment, *, duration: int = 0) -> Media:
        """A document, video, voice … as it was attached."""
        size = len(attached.data) if attached.size is None else attached.size
        sides = (640, 480) if kind in {"video", "animation"} else (0, 0)
        stored = self._store(attached.data, size, f"{kind}s", attached.name, attached.mime, sides)
        return self._remember(Media(kind, (stored,), duration))

    def file_id(self, bot_id: int, stored: StoredFile) -> str:
        body = struct.pack(">qQ", bot_id, stored.key)
        mark = hashlib.blake2s(body, digest_size=4).digest()
        return "AgACAgUAAx" + base64.urlsafe_b64encode(body + mark).decode().rstrip("=")

    def find(self, bot_id: int, file_id: str) -> StoredFile | None:
        """The file behind an id that was given to this bot; None for anything else."""
        written = file_id.removeprefix("AgACAgUAAx")
        try:
            raw = base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))
            owner, key, mark = _FILE_ID.unpack(raw)
        except (ValueError, struct.error):
            return None
        genuine = hashlib.blake2s(raw[:16], digest_size=4).digest() == mark
        return self._files.get(key) if genuine and owner == bot_id else None

    def media_of(self, stored: StoredFile) -> Media:
        """The media that a file belongs to: a photo's sizes travel together."""
        return self._media[stored.key]

    def by_key(self, key: int) -> StoredFile | None:
        return self._files.get(key)

    def by_path(self, path: str) -> StoredFile | None:
        key = path.rpartition("_")[2].partition(".")[0]
        stored = self._files.get(int(key)) if key.isdigit() else None
        return stored if stored is not None and stored.path == path else None


@lru_cache(maxsize=256)
def photo_sizes(data: bytes) -> tuple[tuple[tuple[int, int], bytes], ...] | None:
    """The sizes that Telegram would offer, smallest first; None when the bytes are no picture.

    The largest is the original unless it is beyond 2560 pixels; Telegram recompresses it, the sandbox does not, so
    that a test can compare bytes.
    """
    try:
        with Image.open(io.BytesIO(data)) as picture:
            width, height = picture.size
            if max(width, height) > _LARGEST_SIDE * 4:
                return (((width, height), data),)
            picture.load()
            sides = [side for side in _PHOTO_SIDES if side < max(width, height)]
            scaled = [_scaled(picture, side) for side in sides]
            if max(width, height) > _LARGEST_SIDE:
                return (*scaled, _scaled(picture, _LARGEST_SIDE))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return (*scaled, ((width, height), data))


def _scaled(picture: Image.Image, side: int) -> tuple[tuple[int, int], bytes]:
    ratio = side / max(picture.size)
    sides = (max(1, round(picture.width * ratio)), max(1, round(picture.height * ratio)))
    out = io.BytesIO()
    picture.convert("RGB").resize(sides, Image.Resampling.BILINEAR).save(out, "JPEG", quality=80)
    return sides, out.getvalue()


def check_uploaded_photo(data: bytes) -> None:
    """Refuse what Telegram refuses in sendPhoto: emptiness, weight, unreadable bytes, odd proportions."""
    if not data:
        raise rejections.FILE_EMPTY.refused()
    if len(data) > limits.PHOTO_UPLOAD_BYTES:
        raise rejections.FILE_TOO_BIG.refused()
    sizes = photo_sizes(data)
    if sizes is None:
        raise rejections.PHOTO_UNREADABLE.refused()
    width, height = _original_sides(data)
    if width + height > limits.PHOTO_SIDES or max(width, height) > limits.PHOTO_RATIO * min(width, height):
        raise rejections.PHOTO_DIMENSIONS.refused()


def _original_sides(data: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(data)) as picture:
        return picture.size
