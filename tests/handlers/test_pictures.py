"""Pictures of the bot's own: kept by their content, cleared away when nobody waits for them, and done without."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import pytest
from structlog.testing import CapturingLogger

from bot.desk.pictures import MadePicture, reply_with_picture
from bot.desk.reach import Seat
from bot.desk.shell import Shell
from bot.drawing.process import DrawingProcess, NotDrawn
from bot.notices.markup import Markup
from bot.notices.pictures.sheet import Sheet
from handlers import pictures
from handlers.pictures import Gallery, illustrator
from tests.sandbox.conftest import Clock

SHEET = Sheet("黄山区", "本周", "10:00 统计", "万")
HALL = -1001


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "made").glob("*/*"))


def age(folder: Path, path: str) -> None:
    """It was written two hours ago."""
    long_ago = time.time() - 7200
    os.utime(folder / path, (long_ago, long_ago))


async def test_the_same_picture_is_one_file_also_when_asked_for_at_once(shell: Shell, folder: Path) -> None:
    gallery = Gallery(shell, folder)
    paths = await asyncio.gather(*(gallery.keep(b"picture", ".png") for _ in range(8)))
    (path,) = set(paths)
    assert (folder / path).read_bytes() == b"picture"
    assert path.startswith("made/")
    assert len(names(folder)) == 1


async def test_what_no_notice_waits_for_is_deleted_after_a_while(shell: Shell, folder: Path) -> None:
    gallery = Gallery(shell, folder)
    young, old, awaited = [await gallery.keep(data, ".png") for data in (b"young", b"old", b"awaited")]
    half = f"{old}.part"
    (folder / half).write_bytes(b"")
    for path in (old, awaited, half):
        age(folder, path)
    picture = MadePicture(awaited, Markup("本周"), Markup("本周"))
    await shell.do(lambda tx, office, now: reply_with_picture(tx, Seat(HALL), picture, now))
    await gallery.clear()
    assert names(folder) == sorted(Path(path).name for path in (young, awaited))


async def test_it_is_looked_at_once_an_hour(shell: Shell, folder: Path, clock: Clock) -> None:
    gallery = Gallery(shell, folder)
    await gallery.clear_when_due()
    path = await gallery.keep(b"old", ".png")
    age(folder, path)
    await gallery.clear_when_due()
    assert names(folder)
    clock.move(hours=1)
    await gallery.clear_when_due()
    assert not names(folder)


async def test_a_clock_that_is_put_back_holds_nothing_up(shell: Shell, folder: Path, clock: Clock) -> None:
    gallery = Gallery(shell, folder)
    await gallery.clear_when_due()
    age(folder, await gallery.keep(b"old", ".png"))
    clock.move(days=-3)
    await gallery.clear_when_due()
    assert not names(folder)


async def test_a_folder_without_pictures(shell: Shell, folder: Path) -> None:
    await Gallery(shell, folder / "nowhere").clear()


class Drawn(DrawingProcess):
    """Stands in for the process."""

    async def draw(self, sheet: Sheet) -> bytes:
        if not sheet.whose:
            raise NotDrawn("no answer within 10 s")
        return b"picture"


async def test_a_picture_or_none(shell: Shell, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = CapturingLogger()
    monkeypatch.setattr(pictures, "log", log)
    make = illustrator(Drawn(folder), Gallery(shell, folder))
    path = await make(SHEET)
    assert path is not None
    assert (folder / path).read_bytes() == b"picture"
    assert await make(Sheet("", "", "", "万")) is None
    assert log.calls[-1].args == ("picture.not_drawn",)
    (folder / "file").touch()
    assert await illustrator(Drawn(folder), Gallery(shell, folder / "file"))(SHEET) is None
    assert log.calls[-1].args == ("picture.not_kept",)
