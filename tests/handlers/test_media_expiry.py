"""The media worker deletes the files that were given up, and only those."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from bot.desk.shell import Shell
from bot.domain.posts import Media, MediaKind, MediaPurpose
from handlers.media import Fetcher
from handlers.pictures import Gallery
from storage import media
from storage.transaction import Tx
from tests.bot.serving import NOW, a_shell
from tests.storage.histories import Story, a_ticket, keep

DAY = timedelta(days=1)


def store(tx: Tx, name: str, path: str, *, closed: bool) -> None:
    """A ticket's photo, kept under this path."""
    tx.run(
        "INSERT INTO posts (id, state, chat_id, message_id, sender_id, sender_name, text, sent_at, kept_at)"
        " SELECT 1, 'reported', -100, 5, 42, '张三', '垃圾桶坏了', 0, 0 WHERE NOT EXISTS (SELECT 1 FROM posts)"
    )
    (ticket,) = keep(tx, [Story(a_ticket(closed_at=NOW - DAY if closed else None))])
    photo = Media(MediaKind.PHOTO, name, name)
    media.add(tx, photo, chat_id=-100, message_id=5, purpose=MediaPurpose.PROOF, ticket_id=ticket.id)
    media.note_stored(tx, tx.value("SELECT max(id) FROM media"), path, "hash", 3)


def a_worker(shell: Shell, folder: Path) -> Fetcher:
    return Fetcher(shell, cast(Any, None), folder, Gallery(shell, folder))


async def left(shell: Shell) -> int:
    return len(await shell.database.read(lambda tx: media.expired(tx)))


@pytest.fixture
async def shell(tmp_path: Path) -> AsyncIterator[Shell]:
    async with a_shell(tmp_path) as made:
        yield made


def keep_files(folder: Path, *names: str) -> None:
    folder.mkdir()
    for name in names:
        (folder / name).write_bytes(b"jpg")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_a_file_goes_unless_another_ticket_has_it_too(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "media"
    keep_files(folder, "old.jpg", "both.jpg", "open.jpg")

    def fill(tx: Tx) -> None:
        store(tx, "a", "old.jpg", closed=True)
        store(tx, "b", "both.jpg", closed=True)
        store(tx, "c", "both.jpg", closed=False)
        store(tx, "d", "open.jpg", closed=False)
        store(tx, "e", "lost-long-ago.jpg", closed=True)
        assert media.expire(tx, NOW) == 3

    await shell.database.write(fill)
    await a_worker(shell, folder)._delete_expired()
    assert await left(shell) == 0
    assert names(folder) == ["both.jpg", "open.jpg"]


@pytest.mark.parametrize("moved", [timedelta(hours=1), timedelta(hours=-1), timedelta(days=-1)])
async def test_a_folder_that_lets_nothing_go_is_not_tried_again_and_again(
    shell: Shell, tmp_path: Path, moved: timedelta
) -> None:
    folder = tmp_path / "media"
    keep_files(folder)
    (folder / "stuck.jpg").mkdir()

    def fill(tx: Tx) -> None:
        store(tx, "a", "stuck.jpg", closed=True)
        media.expire(tx, NOW)

    await shell.database.write(fill)
    worker = a_worker(shell, folder)
    await worker._delete_expired()
    (folder / "stuck.jpg").rmdir()
    await worker._delete_expired()
    assert await left(shell) == 1
    shell.now = lambda: NOW + moved
    await worker._delete_expired()
    assert await left(shell) == 0
