"""Photos that cannot be used: the ticket is kept, the post gets 🤔 and one line."""

from __future__ import annotations

from pathlib import Path

from bot.sandbox import Attachment
from tests.sandbox.pictures import jpeg
from tests.stories.town import BIN, Town


async def test_a_broken_photo_keeps_its_ticket(town: Town) -> None:
    post = town.post(town.wang, BIN, photo=b"this is no picture at all")
    line = await town.shown(town.riders, "#T1001", "照片打不开", "损坏")
    await town.calm()
    assert line.reply_to is post
    assert town.sign(post) == "🤔"
    card = town.only(town.office, "#T1001")
    assert "照片无法使用" in card.words.text
    assert town.ticket()["state"] == "assigned"
    await town.later(minutes=3)
    assert not town.said(town.riders)


async def test_a_file_that_is_too_large_is_not_even_fetched(town: Town) -> None:
    huge = Attachment(jpeg(), "IMG.jpg", "image/jpeg", size=21 << 20)
    post = town.post(town.wang, BIN, document=huge)
    await town.shown(town.riders, "#T1001", "超过 20 MB")
    await town.calm()
    assert town.sign(post) == "🤔" and not town.sandbox.calls.of("getFile")
    town.only(town.office, "#T1001", button="受理")


async def test_the_operators_own_limit_holds(folder: Path) -> None:
    async with Town(folder, config={"posts.photo_limit_mb": 1}) as town:
        town.post(town.wang, BIN, document=Attachment(b"x" * (1 << 20) + b"y", "IMG.jpg", "image/jpeg"))
        await town.shown(town.riders, "超过 1 MB")


async def test_a_download_that_fails_is_tried_again(town: Town) -> None:
    fault = town.sandbox.faults.add("server_error", method="getFile", times=2)
    await town.report(photo=jpeg())
    await town.later(seconds=20)
    await town.later(minutes=2)
    assert fault.struck == 2
    assert town.value("SELECT state FROM media") == "stored"


async def test_the_same_photo_twice_is_kept_once(town: Town) -> None:
    await town.report(photo=jpeg())
    await town.report("东湖花园9栋的垃圾桶满了", town.zhao, photo=jpeg())
    kept = [path for path in (town.folder / "media").rglob("*") if path.is_file()]
    assert len(kept) == 1
    assert kept[0].read_bytes()[:2] == b"\xff\xd8"


async def test_a_photo_that_mends_a_broken_one(town: Town) -> None:
    post = town.post(town.wang, BIN, photo=b"no picture")
    await town.shown(town.riders, "照片打不开")
    await town.calm()
    town.post(town.wang, photo=jpeg("green"), reply_to=post)
    await town.calm()
    assert len(town.tickets()) == 1
    assert town.value("SELECT count(*) FROM media WHERE state = 'stored'") == 1
