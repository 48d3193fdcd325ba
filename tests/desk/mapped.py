"""A town with its places on the map, two of them of nearly one name, and the question where something is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.desk import place_answers
from bot.domain.areas import Place
from bot.domain.pins import Pin
from bot.domain.posts import Media, MediaKind, Post, Sender
from bot.domain.taps import Answer, Tap
from bot.reading.reader import Reader
from storage.notices import Notice
from tests.desk.office import AREA, RIDERS, Desk, a_desk

MINUTE = timedelta(minutes=1)
LAKE = Pin(30.0, 118.0)
WEST = Pin(30.0100, 118.0100)
NOWHERE = Pin(31.0, 119.0)
MAPPED = AREA.model_copy(
    update={
        "places": (
            *AREA.places[2:],
            Place(name="东湖花园", unit="donghu", lat=LAKE.lat, lon=LAKE.lon),
            Place(name="西苑小区", unit="xiyuan", lat=WEST.lat, lon=WEST.lon),
            Place(name="湖岸公寓", unit="donghu", lat=30.5, lon=118.5),
            Place(name="柳岸公寓", unit="xiyuan", lat=30.5, lon=118.5001),
        )
    }
)
READER = Reader(MAPPED)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with a_desk(area=MAPPED, reader=READER) as desk:
        yield desk


def press(desk: Desk, sender: Sender, data: str, message: Notice) -> Answer:
    tap = Tap(sender.id, sender.name, message.chat_id, message.message_id or 0, data)
    return place_answers.take_tap(desk.tx, desk.office, tap, desk.now)


def question(desk: Desk) -> Notice:
    desk.deliver()
    return desk.the("question", RIDERS)


def a_file(desk: Desk, text: str = "", **facts: Any) -> Post:
    """A picture sent as a file."""
    picture = Media(MediaKind.IMAGE_FILE, "file1", "unique1", 1000)
    return desk.say(text, **({"media": (picture,)} | facts))
