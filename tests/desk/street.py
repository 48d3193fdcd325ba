"""A street whose damage is fixed in steps, and what is done to its one ticket."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from bot.desk.acts import Act
from bot.desk.handling import perform
from bot.domain.areas import Category, Subcategory, TimeClass
from bot.domain.deadlines import Clock
from bot.domain.durations import Duration
from bot.domain.posts import Sender
from bot.domain.stages import Stages
from bot.domain.tickets import Move, Ticket
from bot.domain.wishes import NOTHING, Wish
from bot.reading.reader import Reader
from storage import deadlines
from storage.notices import Notice
from tests.desk.office import AREA, LI, OFFICE, Desk, a_desk

STEPS = Stages.model_validate({"control": "1h", "repair": "1d", "restore": "3d"})
FACILITIES = Category(
    code="facilities",
    name="市政设施",
    time_class=TimeClass.B,
    sub=(
        Subcategory(code="gone", name="井盖缺失", stages=STEPS, keywords=("井盖没了", "井盖不见了")),
        Subcategory(
            code="hole",
            name="路面塌陷",
            stages=Stages.model_validate({"control": "2h", "restore": "5d"}),
            keywords=("路面塌陷",),
        ),
        Subcategory(code="loose", name="井盖", limit=Duration.parse("4h"), keywords=("井盖松动",)),
    ),
)
STAGED = AREA.model_copy(update={"categories": (*AREA.categories, FACILITIES)})
READER = Reader(STAGED)
GONE = "东湖花园3栋门口的井盖不见了"


@pytest.fixture
def street() -> Iterator[Desk]:
    with a_desk(area=STAGED, reader=READER) as found:
        yield found


def act(desk: Desk, move: Move, sender: Sender = LI, wish: Wish = NOTHING, words: str = "来不及") -> Ticket:
    return perform(desk.tx, desk.office, Act(desk.person(sender), 1001, move, words, wish), desk.now)


def clocks(desk: Desk) -> dict[Clock, datetime]:
    return {clock: found.due_at for clock, found in deadlines.running(desk.tx, 1001).items()}


def edited(desk: Desk) -> Notice:
    """The card as it was edited last."""
    desk.deliver()
    return desk.notices(chat=OFFICE, kind="edit")[-1]


def reply(desk: Desk, text: str, sender: Sender = LI, *, photo: bool = False) -> None:
    desk.say(text, sender, OFFICE, reply_to=desk.the("card").message_id, photo=photo)
    desk.deliver()
