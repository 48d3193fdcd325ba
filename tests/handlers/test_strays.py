"""Strays: files that no row knows of go after a day; what a row names, and what is not ours, stays."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from bot.desk.shell import Shell
from bot.domain.posts import Media, MediaKind, MediaPurpose, Post, PostState, Sender
from handlers import strays
from handlers.strays import clear_strays
from storage import media, posts

DAY = 24 * 3600.0
OURS = "ab/ab" + "0" * 62 + ".jpg"
LOST = "ab/ab" + "1" * 62 + ".img"
HALF = "cd/cd" + "2" * 62 + ".part"
FILM = "ef/ef" + "3" * 62 + ".mp4"
FOREIGN = ("ab/holiday.jpg", "ab/" + "3" * 64 + ".jpg", "made/ab/x.png", "notes.txt", "zz/" + "z" * 64 + ".jpg")


def _lay(folder: Path, name: str, age: float = 2 * DAY) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime - age))
    return path


def _left(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


async def _known(shell: Shell, path: str) -> None:
    def note(tx: Any, office: Any, now: Any) -> None:
        post = posts.add(tx, Post(-1001, 50, Sender(101, "王师傅"), now), PostState.REPORTED, kept_at=now)
        photo = Media(MediaKind.PHOTO, "f", "u", 9)
        media.add(tx, photo, chat_id=-1001, message_id=50, purpose=MediaPurpose.REPORT, post_id=post)
        media.note_stored(tx, 1, path, "hash", 1)

    await shell.do(note)


async def test_what_no_row_names_goes(shell: Shell, folder: Path) -> None:
    for name in (OURS, LOST, HALF, FILM, *FOREIGN):
        _lay(folder / "media", name)
    await _known(shell, OURS)
    assert await clear_strays(shell, folder / "media") == 3
    assert _left(folder / "media") == {OURS, *FOREIGN}


async def test_what_is_to_be_deleted_anyway_is_left_to_its_row(shell: Shell, folder: Path) -> None:
    _lay(folder / "media", OURS)
    await _known(shell, OURS)
    await shell.do(lambda tx, office, now: tx.run("UPDATE media SET state = 'expired'"))
    assert await clear_strays(shell, folder / "media") == 0


async def test_what_is_young_may_still_get_its_row(shell: Shell, folder: Path) -> None:
    _lay(folder / "media", LOST, age=DAY - 60)
    assert await clear_strays(shell, folder / "media") == 0


async def test_after_a_restore_all_stays_for_a_day_as_long_as_there_is_a_way_back(
    shell: Shell, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database of before knows the photos that came after the backup: they are older than a day, too."""
    _lay(folder / "media", LOST)
    before = shell.database.path.with_name(f"{shell.database.path.name}.replaced-1")
    before.touch()
    assert await clear_strays(shell, folder / "media") == 0
    monkeypatch.setattr(strays, "_WAY_BACK", 0.0)
    assert await clear_strays(shell, folder / "media") == 1


async def test_a_folder_that_is_not_there_holds_none(shell: Shell, folder: Path) -> None:
    assert await clear_strays(shell, folder / "media") == 0


async def test_what_cannot_be_deleted_stays_for_the_next_day(
    shell: Shell, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _lay(folder / "media", LOST)

    def refused(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "unlink", refused)
    assert await clear_strays(shell, folder / "media") == 0
