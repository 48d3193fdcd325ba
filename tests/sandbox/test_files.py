"""Photos in their sizes, file ids, downloads."""

from __future__ import annotations

import io

from PIL import Image
from telegram import Bot

from bot.sandbox import Attachment
from tests.sandbox.conftest import Box
from tests.sandbox.pictures import jpeg


async def test_a_photo_comes_in_several_sizes(box: Box) -> None:
    box.sandbox.post(box.group, box.wang, "坏了", photo=jpeg(sides=(1600, 1200)))
    (update,) = await box.news()
    sizes = update["message"]["photo"]
    assert [(size["width"], size["height"]) for size in sizes] == [
        (90, 68),
        (320, 240),
        (800, 600),
        (1280, 960),
        (1600, 1200),
    ]
    assert len({size["file_unique_id"] for size in sizes}) == len(sizes)
    for size in sizes:
        path = (await box.call("getFile", file_id=size["file_id"]))["file_path"]
        data = (await box.client.get(f"/file/bot{box.bot.token}/{path}")).content
        assert len(data) == size["file_size"]
        with Image.open(io.BytesIO(data)) as picture:
            assert picture.size == (size["width"], size["height"])


async def test_the_library_downloads(box: Box, library: Bot) -> None:
    posted = box.sandbox.post(box.group, box.wang, document=Attachment("名单".encode(), "名单.txt", "text/plain"))
    (update,) = await library.get_updates()
    assert update.message is not None and update.message.document is not None
    assert (update.message.document.file_name, update.message.document.mime_type) == ("名单.txt", "text/plain")
    file = await update.message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == "名单".encode()
    assert posted.media is not None and file.file_unique_id == posted.media.best.unique_id


async def test_links_do_not_last(box: Box) -> None:
    box.sandbox.post(box.group, box.wang, photo=jpeg())
    photo = (await box.news())[0]["message"]["photo"][-1]["file_id"]
    path = (await box.call("getFile", file_id=photo))["file_path"]
    address = f"/file/bot{box.bot.token}/{path}"
    assert (await box.client.get(address)).content == jpeg()
    assert (await box.client.get(f"/file/bot1:nobody/{path}")).status_code == 401
    box.clock.move(hours=1, seconds=1)
    assert (await box.client.get(address)).status_code == 404
    assert (await box.client.get(f"/file/bot{box.bot.token}/photos/file_99.jpg")).status_code == 404


async def test_the_same_photo_sent_twice_has_two_identities(box: Box) -> None:
    for _ in range(2):
        box.sandbox.post(box.group, box.wang, photo=jpeg())
    first, second = (update["message"]["photo"][-1]["file_unique_id"] for update in await box.news())
    assert first != second


async def test_bytes_that_are_no_picture_are_kept(box: Box) -> None:
    posted = box.sandbox.post(box.group, box.wang, photo=b"not a picture")
    (size,) = (await box.news())[0]["message"]["photo"]
    assert posted.photo == b"not a picture" and size["file_size"] == 13


async def test_a_photo_may_claim_to_be_huge(box: Box) -> None:
    box.sandbox.post(box.group, box.wang, photo=Attachment(jpeg(), size=21 << 20))
    size = (await box.news())[0]["message"]["photo"][-1]
    assert size["file_size"] == 21 << 20
    assert (await box.ask("getFile", file_id=size["file_id"]))["description"] == "Bad Request: file is too big"


async def test_an_album_is_several_updates(box: Box) -> None:
    parts = box.sandbox.post_album(box.group, box.wang, [jpeg(), jpeg("blue"), jpeg("green")], "三张", caption_on=1)
    messages = [update["message"] for update in await box.news()]
    assert len({message["media_group_id"] for message in messages}) == 1
    assert [message.get("caption") for message in messages] == [None, "三张", None]
    assert [message["message_id"] for message in messages] == [part.message_id for part in parts]
