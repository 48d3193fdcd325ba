"""Media: what is a picture, and what becomes of files that are fetched, too large, broken or gone."""

from __future__ import annotations

import asyncio
import hashlib
import io
import struct
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from telegram import Bot

from bot.desk.media import TRIES
from bot.desk.shell import Shell
from bot.domain.pins import Pin
from bot.domain.posts import Media, MediaKind, MediaPurpose, Post, PostState, Sender
from bot.sandbox import Attachment
from handlers.media import MOST_PIXELS, Fetcher, is_picture
from handlers.photo_positions import read_position
from handlers.pictures import Gallery
from storage import media, posts
from tests.handlers.rooms import ask
from tests.handlers.test_bare_videos import PLACE, film_taken_at
from tests.handlers.test_photo_positions import taken_at
from tests.patience import PATIENCE
from tests.sandbox.conftest import Box, Clock
from tests.sandbox.pictures import jpeg


def _picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(out, kind)
    return out.getvalue()


def _claiming(width: int, height: int) -> bytes:
    """A PNG that says it is so large, and holds next to nothing."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")


def _truncated(data: bytes) -> bytes:
    return data[: len(data) // 2]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "MPO"])
def test_what_phones_make_is_a_picture(kind: str) -> None:
    assert is_picture(_picture(kind))


NO_PICTURES = {
    "nothing": b"",
    "a text called .jpg": "这不是图片".encode() * 99,
    "half a JPEG": _truncated(jpeg(sides=(640, 480))),
    "half a PNG": _truncated(_picture("PNG")),
    "a JPEG's first bytes": jpeg()[:20],
    "only a JPEG's marks": b"\xff\xd8\xff\xe0",
    "a PNG without its pixels": _claiming(64, 48),
    "more pixels than we decode": _claiming(MOST_PIXELS // 1000 + 1, 1000),
    "so many that the library warns": _claiming(10_000, 10_000),
    "so many that the library refuses": _claiming(60_000, 60_000),
    "a page": b"<html><body><img src=x></body></html>",
    "PostScript, which another program would run": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EOF\n",
    "an AVIF with broken insides": _picture("AVIF")[:-40] + b"\x7f" * 40,
}


@pytest.mark.parametrize("name", NO_PICTURES)
def test_what_is_no_picture(name: str) -> None:
    assert not is_picture(NO_PICTURES[name])


@pytest.mark.parametrize(("most", "taken"), [(64 * 48, True), (64 * 48 - 1, False)])
def test_as_many_pixels_as_we_decode(monkeypatch: pytest.MonkeyPatch, most: int, taken: bool) -> None:
    monkeypatch.setattr("handlers.media.MOST_PIXELS", most)
    assert is_picture(jpeg(sides=(64, 48))) is taken


# --- fetching


async def _posted(box: Box, **files: Any) -> Media:
    """Post a file in the group; the media as the bot would note it."""
    box.sandbox.post(box.group, box.wang, **files)
    message = (await box.news())[-1]["message"]
    for kind, name in (
        (MediaKind.PHOTO, "photo"),
        (MediaKind.IMAGE_FILE, "document"),
        (MediaKind.VIDEO, "video"),
        (MediaKind.VOICE, "voice"),
    ):
        if found := message.get(name):
            one = found[-1] if isinstance(found, list) else found
            return Media(kind, one["file_id"], one["file_unique_id"], one.get("file_size"))
    raise AssertionError(message)


async def _note(shell: Shell, what: Media) -> None:
    def note(tx: Any, office: Any, now: Any) -> None:
        post = posts.add(tx, Post(-1001, 50, Sender(101, "王师傅"), now), PostState.REPORTED, kept_at=now)
        media.add(tx, what, chat_id=-1001, message_id=50, purpose=MediaPurpose.REPORT, post_id=post)

    await shell.do(note)


@asynccontextmanager
async def _fetching(shell: Shell, library: Bot, folder: Path) -> AsyncIterator[Fetcher]:
    fetcher = Fetcher(shell, library, folder / "media", Gallery(shell, folder / "media"))
    task = asyncio.create_task(fetcher.run())
    try:
        yield fetcher
        assert not task.done(), task.exception()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _becomes(shell: Shell, state: str, attempts: int = 0) -> None:
    async with asyncio.timeout(PATIENCE):
        while (found := await ask(shell, "SELECT state, attempts FROM media")) != [(state, attempts)]:
            assert len(found) == 1
            await asyncio.sleep(0.002)


async def _fetched(shell: Shell, library: Bot, folder: Path, what: Media, state: str, attempts: int = 0) -> None:
    await _note(shell, what)
    async with _fetching(shell, library, folder):
        await _becomes(shell, state, attempts)


@pytest.mark.parametrize(
    ("files", "suffix"),
    [
        ({"photo": jpeg()}, ".jpg"),
        ({"document": Attachment(jpeg("green"), "a.jpg", "image/jpeg")}, ".img"),
        ({"video": b"moving"}, ".mp4"),
        ({"voice": b"spoken"}, ".ogg"),
    ],
    ids=["photo", "image file", "video", "voice"],
)
async def test_a_file_is_kept_under_its_hash(
    shell: Shell, library: Bot, box: Box, folder: Path, files: dict[str, Any], suffix: str
) -> None:
    await _fetched(shell, library, folder, await _posted(box, **files), "stored")
    given = next(iter(files.values()))
    data = given.data if isinstance(given, Attachment) else given
    digest = hashlib.sha256(data).hexdigest()
    path = f"{digest[:2]}/{digest}{suffix}"
    assert await ask(shell, "SELECT path, sha256, size FROM media") == [(path, digest, len(data))]
    assert (folder / "media" / path).read_bytes() == data
    assert [one.name for one in (folder / "media").rglob("*.part")] == []


async def test_what_claims_to_be_too_large_is_not_even_fetched(
    shell: Shell, library: Bot, box: Box, folder: Path
) -> None:
    await _fetched(
        shell, library, folder, await _posted(box, photo=Attachment(jpeg(), "a.jpg", size=999 << 20)), "refused"
    )
    assert [call.method for call in box.sandbox.calls if call.method == "getFile"] == []


async def test_what_is_too_large_for_telegram_is_refused(shell: Shell, library: Bot, box: Box, folder: Path) -> None:
    huge = await _posted(box, document=Attachment(b"x", "a.png", "image/png", size=21 << 20))
    await _fetched(shell, library, folder, replace(huge, size=None), "refused")


async def test_what_turns_out_too_large_is_refused(shell: Shell, library: Bot, box: Box, folder: Path) -> None:
    shell.office = replace(shell.office, photo_limit=100)
    await _fetched(shell, library, folder, replace(await _posted(box, photo=jpeg()), size=None), "refused")


async def test_what_is_no_picture_is_refused(shell: Shell, library: Bot, box: Box, folder: Path) -> None:
    text = await _posted(box, document=Attachment("这不是图片".encode(), "a.jpg", "image/jpeg"))
    await _fetched(shell, library, folder, text, "refused")
    assert list((folder / "media").rglob("*.img")) == []


async def test_a_file_that_telegram_does_not_know_is_tried_again(
    shell: Shell, library: Bot, box: Box, folder: Path
) -> None:
    await _fetched(shell, library, folder, Media(MediaKind.PHOTO, "nonsense", "n", 9), "pending", 1)


@pytest.mark.parametrize("method", ["getFile", "file"])
async def test_a_download_that_fails_is_tried_again_after_a_while(
    shell: Shell, library: Bot, box: Box, folder: Path, clock: Clock, method: str
) -> None:
    box.sandbox.faults.add("server_error", method=method)
    await _note(shell, await _posted(box, photo=jpeg()))
    async with _fetching(shell, library, folder) as fetcher:
        await _becomes(shell, "pending", 1)
        fetcher.arrived()
        await asyncio.sleep(0.02)
        await _becomes(shell, "pending", 1)
        clock.move(seconds=15)
        fetcher.arrived()
        await _becomes(shell, "stored", 1)


async def test_it_is_given_up_in_the_end(shell: Shell, library: Bot, box: Box, folder: Path, clock: Clock) -> None:
    box.sandbox.faults.add("server_error", method="getFile", times=None)
    await _note(shell, await _posted(box, photo=jpeg()))
    async with _fetching(shell, library, folder) as fetcher:
        for attempt in range(1, TRIES + 1):
            await _becomes(shell, "pending" if attempt < TRIES else "failed", attempt)
            clock.move(days=1)
            fetcher.arrived()


async def test_a_folder_that_takes_no_files_is_no_end(shell: Shell, library: Bot, box: Box, folder: Path) -> None:
    (folder / "media").write_text("a file where the folder should be")
    await _fetched(shell, library, folder, await _posted(box, photo=jpeg()), "pending", 1)


async def test_a_fault_over_one_file_is_a_failed_try_and_no_end(
    shell: Shell, library: Bot, box: Box, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def without_a_path(self: Fetcher, file_id: str) -> bytes:
        raise RuntimeError("No `file_path` available")

    monkeypatch.setattr(Fetcher, "_download", without_a_path)
    await _fetched(shell, library, folder, await _posted(box, photo=jpeg()), "pending", 1)


async def test_one_bad_file_does_not_keep_the_next_one_back(shell: Shell, library: Bot, box: Box, folder: Path) -> None:
    good = await _posted(box, photo=jpeg())

    def note(tx: Any, office: Any, now: Any) -> None:
        post = posts.add(tx, Post(-1001, 50, Sender(101, "王师傅"), now), PostState.REPORTED, kept_at=now)
        bad = Media(MediaKind.PHOTO, "nonsense", "n", 9)
        for number, one in enumerate((bad, good)):
            media.add(tx, one, chat_id=-1001, message_id=50 + number, purpose=MediaPurpose.REPORT, post_id=post)

    await shell.do(note)
    async with _fetching(shell, library, folder), asyncio.timeout(PATIENCE):
        while await ask(shell, "SELECT state FROM media ORDER BY id") != [("pending",), ("stored",)]:  # noqa: ASYNC110
            await asyncio.sleep(0.002)


async def test_what_is_kept_of_a_file_says_nothing_of_where_it_was_taken(
    shell: Shell, library: Bot, box: Box, folder: Path
) -> None:
    """Real bytes, as phones send them: the position is in what Telegram has, and in nothing that lies here."""
    photo = taken_at((30.0, 17.0, 24.0), (118.0, 8.0, 15.0))
    assert read_position(photo) is not None
    await _fetched(
        shell, library, folder, await _posted(box, document=Attachment(photo, "a.jpg", "image/jpeg")), "stored"
    )
    ((path, digest, size),) = await ask(shell, "SELECT path, sha256, size FROM media")
    kept = (folder / "media" / path).read_bytes()
    assert read_position(kept) is None
    assert b"Exif" not in kept
    assert (digest, size) == (hashlib.sha256(kept).hexdigest(), len(kept))


async def test_a_video_is_kept_without_its_place(shell: Shell, library: Bot, box: Box, folder: Path) -> None:
    film = film_taken_at(PLACE)
    assert PLACE in film
    await _fetched(shell, library, folder, await _posted(box, video=film), "stored")
    ((path,),) = await ask(shell, "SELECT path FROM media")
    kept = (folder / "media" / path).read_bytes()
    assert PLACE not in kept
    assert len(kept) == len(film)


async def _look_for_position(shell: Shell, library: Bot, folder: Path, what: Media, clock: Clock) -> list[Any]:
    """The pins that were found in it, once its sender lets it be looked at."""
    await _fetched(shell, library, folder, what, "stored")
    await shell.do(lambda tx, office, now: media.want_position(tx, 1))
    found: list[Any] = []

    class Looking(Fetcher):
        async def _note_position(self, item: Any, pin: Any) -> None:
            found.append(pin)
            await shell.do(lambda tx, office, now: media.note_looked_at(tx, item.id))

    fetcher = Looking(shell, library, folder / "media", Gallery(shell, folder / "media"))
    await fetcher._look_for_positions()
    if not found:
        await fetcher._look_for_positions()
        assert not found, "it was asked again at once"
        clock.move(minutes=1)
        await fetcher._look_for_positions()
    return found


async def test_where_the_sender_lets_it_the_position_is_read_from_what_telegram_has(
    shell: Shell, library: Bot, box: Box, folder: Path, clock: Clock
) -> None:
    photo = taken_at((30.0, 30.0, 0.0), (118.0, 30.0, 0.0))
    what = await _posted(box, document=Attachment(photo, "a.jpg", "image/jpeg"))
    assert await _look_for_position(shell, library, folder, what, clock) == [Pin(30.5, 118.5)]


async def test_a_position_that_cannot_be_fetched_is_asked_for_again(
    shell: Shell, library: Bot, box: Box, folder: Path, clock: Clock
) -> None:
    photo = taken_at((30.0, 30.0, 0.0), (118.0, 30.0, 0.0))
    what = await _posted(box, document=Attachment(photo, "a.jpg", "image/jpeg"))
    box.sandbox.faults.add("server_error", method="getFile", skip=1)
    assert await _look_for_position(shell, library, folder, what, clock) == [Pin(30.5, 118.5)]


async def test_a_photo_given_up_while_it_was_fetched_is_deleted(
    shell: Shell, library: Bot, box: Box, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its sender was forgotten meanwhile: nothing of it stays."""

    async def fetched_late(self: Fetcher, file_id: str) -> bytes:
        await shell.do(lambda tx, office, now: tx.run("UPDATE media SET state = 'expired', file_id = ''"))
        return jpeg()

    monkeypatch.setattr(Fetcher, "_download", fetched_late)
    await _note(shell, await _posted(box, photo=jpeg()))
    fetcher = Fetcher(shell, library, folder / "media", Gallery(shell, folder / "media"))
    (item,) = await shell.look(lambda tx, office, now: media.pending(tx, now))
    await fetcher._take(item)
    await fetcher._delete_expired()
    assert await ask(shell, "SELECT path, sha256 FROM media") == [(None, None)]
    assert not [one for one in (folder / "media").rglob("*") if one.is_file()]
