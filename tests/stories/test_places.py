"""Places, end to end: a name nearly written is offered, pins and venues route, a photo's position waits for a word."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from bot.sandbox import Attachment
from tests.stories.area import BOOK
from tests.stories.town import Town

MAPPED = BOOK.replace(
    'name = "东湖花园"\nunit = "donghu"\n', 'name = "东湖花园"\nunit = "donghu"\nlat = 30.0\nlon = 118.0\n'
).replace('name = "西苑社区"\n', 'name = "西苑社区"\nboundary = "west.geojson"\n')
AT_THE_LAKE = (30.0004, 118.0002)
IN_THE_WEST = (30.105, 118.105)
FAR_AWAY = (31.0, 119.0)
WEST = [[118.1, 30.1], [118.11, 30.1], [118.11, 30.11], [118.1, 30.11], [118.1, 30.1]]


@pytest.fixture
async def town(folder: Path) -> AsyncIterator[Town]:
    (folder / "west.geojson").write_text(json.dumps({"type": "Polygon", "coordinates": [WEST]}))
    async with Town(folder, book=MAPPED) as running:
        yield running


def photo_taken_at(lat: tuple[float, float, float], lon: tuple[float, float, float]) -> bytes:
    """A JPEG with its position, in degrees, minutes and seconds."""
    exif = Image.Exif()
    exif[ExifTags.IFD.GPSInfo] = {
        ExifTags.GPS.GPSLatitudeRef: "N",
        ExifTags.GPS.GPSLatitude: lat,
        ExifTags.GPS.GPSLongitudeRef: "E",
        ExifTags.GPS.GPSLongitude: lon,
    }
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "green").save(out, "JPEG", exif=exif)
    return out.getvalue()


async def test_a_name_nearly_written_is_offered(town: Town) -> None:
    post = town.post(town.wang, "东胡花园8栋的垃圾桶坏了")
    question = await town.shown(town.riders, "没有找到这个地点", button="东湖花园")
    await town.calm()
    assert question.reply_to is post
    assert town.sign(post) == "🤔"
    refused = await town.tap(town.zhao, question, "东湖花园")
    assert refused.show_alert
    answer = await town.tap(town.wang, question, "东湖花园")
    assert answer.text == "好的，地点是东湖花园"
    await town.shown(town.office, "#T1001", "东湖花园8栋", button="受理")
    await town.calm()
    assert question.deleted
    assert town.sign(post) == "✍"


async def test_a_pin_and_the_words_are_one_report(town: Town) -> None:
    town.post(town.wang, location=AT_THE_LAKE)
    town.post(town.wang, "垃圾桶坏了")
    card = await town.shown(town.office, "#T1001", "东湖花园附近", button="受理")
    assert "30.00040,118.00020" in card.text
    await town.calm()
    assert len(town.tickets()) == 1


async def test_a_pin_answers_the_question_by_the_boundary(town: Town) -> None:
    post = town.post(town.wang, "垃圾桶坏了没人管")
    question = await town.shown(town.riders, "请问在哪个小区")
    await town.calm()
    town.post(town.wang, location=IN_THE_WEST)
    await town.shown(town.riders, "#T1001", "西苑社区", button="受理")
    await town.calm()
    assert question.deleted
    assert (town.ticket()["unit_code"], town.ticket()["rule"]) == ("xiyuan", "boundary")
    assert town.sign(post) == "✍"


async def test_a_venue_far_off_is_known_by_its_title_and_words_go_before_a_pin(town: Town) -> None:
    town.post(town.wang, venue=(*FAR_AWAY, "东湖花园(东门)", "湖滨路8号"))
    town.post(town.wang, "垃圾桶坏了")
    await town.shown(town.office, "#T1001", "东湖花园")
    await town.calm()
    town.post(town.zhao, location=IN_THE_WEST)
    town.post(town.zhao, "东湖花园2栋的垃圾桶坏了")
    card = await town.shown(town.office, "#T1002")
    assert "以文字为准：西苑社区" in card.text


async def test_the_position_in_a_photo_is_used_with_its_senders_word(town: Town) -> None:
    picture = Attachment(photo_taken_at((30, 0, 1.0), (118, 0, 0.5)), "IMG_1.jpg", "image/jpeg")
    town.post(town.wang, "垃圾桶坏了", document=picture)
    question = await town.shown(town.riders, button="用照片里的位置")
    await town.calm()
    assert town.ticket()["state"] == "triage"
    await town.tap(town.wang, question, "用照片里的位置")
    await town.shown(town.office, "#T1001", "东湖花园", button="受理")
    await town.calm()
    assert question.deleted


async def test_a_photo_without_a_position_is_told(town: Town) -> None:
    picture = Attachment(photo_taken_at((0, 0, 0), (0, 0, 0)), "IMG_2.jpg", "image/jpeg")
    town.post(town.wang, "垃圾桶坏了", document=picture)
    question = await town.shown(town.riders, button="用照片里的位置")
    await town.calm()
    await town.tap(town.wang, question, "用照片里的位置")
    await town.shown(town.riders, "照片里没有位置")
    await town.calm()
    assert not question.deleted
