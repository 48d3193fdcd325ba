"""Answers to where it is: names offered for near misses, pins and venues, and the position in a photo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.desk import place_answers
from bot.domain.areas import Place
from bot.domain.pins import Pin
from bot.domain.posts import Media, MediaKind, Post, Sender
from bot.domain.refusals import Refused
from bot.domain.taps import Answer, Tap
from bot.domain.tickets import Move, State
from bot.reading.reader import Reader
from storage import media, prompts, tickets
from storage.notices import Notice
from tests.desk.office import (
    AREA,
    CHEN,
    HALL,
    HE,
    LI,
    NEW,
    OFFICE,
    RIDERS,
    WANG,
    Desk,
    a_desk,
    buttons_of,
    data_of,
    text_of,
)
from tests.desk.test_handling import act

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


# --- near misses


def test_a_near_miss_is_offered_and_never_assumed(desk: Desk) -> None:
    post = desk.say("东胡花园3栋的垃圾桶坏了")
    asked = question(desk)
    assert "没有找到这个地点" in text_of(asked)
    assert buttons_of(asked) == ["东湖花园"]
    assert desk.ticket().state is State.TRIAGE
    assert desk.ticket().unit_code is None
    assert desk.sign(post) == "🤔"


def test_triage_is_offered_the_unit_of_a_near_miss_should_nobody_answer(desk: Desk) -> None:
    desk.say("东胡花园3栋的垃圾桶坏了")
    assert buttons_of(desk.the("card", HALL))[0] == "东湖社区"
    assert desk.ticket().candidates == ("donghu",)
    desk.say("就在门口", reply_to=desk.ticket().message_id)
    assert desk.ticket().candidates == ("donghu",), "what says no place takes nothing away"
    desk.tap(CHEN, data_of(desk.the("card", HALL), "东湖社区"), desk.the("card", HALL))
    assert (desk.ticket().state, desk.ticket().unit_code) == (State.ASSIGNED, "donghu")


def test_a_near_miss_of_two_units_offers_both(desk: Desk) -> None:
    desk.say("幸福理5栋的垃圾桶坏了")
    assert buttons_of(desk.the("card", HALL))[:2] == ["东湖社区", "西苑社区"]


def test_a_place_without_a_near_miss_offers_no_unit(desk: Desk) -> None:
    desk.say("云顶豪庭3栋的垃圾桶坏了")
    assert desk.ticket().candidates == ()


def test_the_chosen_name_is_the_tickets_place(desk: Desk) -> None:
    post = desk.say("东胡花园3栋的垃圾桶坏了")
    asked = question(desk)
    answer = press(desk, WANG, data_of(asked, "东湖花园"), asked)
    assert answer.text == "好的，地点是东湖花园"
    ticket = desk.ticket()
    assert (ticket.state, ticket.unit_code, ticket.place) == (State.ASSIGNED, "donghu", "东湖花园3栋")
    assert desk.events() == ["opened", "placed", "rerouted"]
    assert ticket.text == "东胡花园3栋的垃圾桶坏了", "the courier's own words stay as they are"
    assert buttons_of(desk.the("card", OFFICE)) == NEW
    assert prompts.waiting(desk.tx, WANG.id, RIDERS, desk.now) is None
    desk.deliver()
    assert desk.notice(asked.id).gone
    assert desk.sign(post) == "✍"


def test_a_chosen_name_of_two_units_leaves_the_choice_to_triage(desk: Desk) -> None:
    desk.say("幸福理5栋的垃圾桶坏了")
    asked = question(desk)
    press(desk, WANG, data_of(asked, "幸福里"), asked)
    ticket = desk.ticket()
    assert (ticket.state, ticket.candidates, ticket.place) == (State.TRIAGE, ("donghu", "xiyuan"), "幸福里5栋")
    assert buttons_of(desk.queued(chat=HALL, kind="edit")[-1])[:2] == ["东湖社区", "西苑社区"]
    desk.say("对，5栋", reply_to=desk.ticket().message_id)
    assert desk.ticket().place == "幸福里5栋", "what was chosen is read again with what is added"


def test_an_answer_by_words_counts_as_before(desk: Desk) -> None:
    desk.say("东胡花园3栋的垃圾桶坏了")
    desk.say("西苑小区", reply_to=question(desk).message_id)
    assert desk.ticket().unit_code == "xiyuan"


@pytest.mark.parametrize(
    "text", ["南门小区3栋的垃圾桶坏了", "东湖花园3栋的垃圾桶坏了", "幸福里3栋的垃圾桶坏了", "东胡花园3栋路灯不亮"]
)
def test_nothing_is_offered_where_nothing_is_near_or_the_unit_is_known(desk: Desk, text: str) -> None:
    desk.say(text)
    assert not desk.notices(kind="question")


@pytest.mark.parametrize(("sender", "may"), [(WANG, True), (CHEN, True), (HE, False), (LI, False)])
def test_the_reporter_and_coordinators_may_choose(desk: Desk, sender: Sender, may: bool) -> None:
    desk.say("东胡花园3栋的垃圾桶坏了")
    asked = question(desk)
    if not may:
        with pytest.raises(Refused):
            press(desk, sender, data_of(asked, "东湖花园"), asked)
    else:
        press(desk, sender, data_of(asked, "东湖花园"), asked)
    assert (desk.ticket().unit_code == "donghu") is may


@pytest.mark.parametrize("data", ["place:1001:7", "place:1001", "place:1001:x", "place:1002:0", "place:9:0", "gps:"])
def test_data_that_no_button_had_is_refused(desk: Desk, data: str) -> None:
    desk.say("东胡花园3栋的垃圾桶坏了")
    asked = question(desk)
    before = desk.dump()
    with pytest.raises(Refused):
        press(desk, WANG, data, asked)
    assert desk.dump() == before


def test_a_button_that_was_overtaken_is_refused(desk: Desk) -> None:
    desk.say("东胡花园3栋的垃圾桶坏了")
    asked = question(desk)
    act(desk, Move.DISPATCH, CHEN)
    with pytest.raises(Refused):
        press(desk, WANG, data_of(asked, "东湖花园"), asked)


# --- pins


def test_a_pin_before_the_words_routes_the_report(desk: Desk) -> None:
    pin = desk.say(pin=replace(LAKE, lat=30.0005))
    assert not desk.tickets()
    desk.later()
    desk.say("垃圾桶坏了")
    ticket = desk.ticket()
    assert (ticket.state, ticket.unit_code, ticket.place, ticket.rule) == (
        State.ASSIGNED,
        "donghu",
        "东湖花园附近",
        "pin",
    )
    assert desk.events() == ["opened", "pinned"]
    assert "30.00050,118.00000" in text_of(desk.the("card", OFFICE))
    assert pin.message_id != ticket.message_id


def test_a_pin_after_the_words_answers_the_question(desk: Desk) -> None:
    desk.say("垃圾桶坏了")
    asked = question(desk)
    desk.later(5 * MINUTE)
    desk.say(pin=LAKE)
    ticket = desk.ticket()
    assert (ticket.state, ticket.unit_code, ticket.place) == (State.ASSIGNED, "donghu", "东湖花园")
    assert desk.events() == ["opened", "pinned", "rerouted"]
    desk.deliver()
    assert desk.notice(asked.id).gone


def test_a_pin_by_reply_answers_it_hours_later(desk: Desk) -> None:
    desk.say("垃圾桶坏了")
    asked = question(desk)
    desk.later(300 * MINUTE)
    desk.say(pin=LAKE, reply_to=asked.message_id)
    assert desk.ticket().unit_code == "donghu"


def test_a_pin_far_from_every_place_keeps_the_question(desk: Desk) -> None:
    desk.say("垃圾桶坏了")
    question(desk)
    desk.say(pin=NOWHERE)
    assert desk.ticket().state is State.TRIAGE
    assert desk.events() == ["opened", "pinned"]
    assert prompts.waiting(desk.tx, WANG.id, RIDERS, desk.now) is not None


def test_a_venue_is_read_by_its_title(desk: Desk) -> None:
    desk.say(pin=replace(NOWHERE, title="西苑小区(北门)"))
    desk.say("垃圾桶坏了")
    assert (desk.ticket().unit_code, desk.ticket().rule) == ("xiyuan", "venue")


def test_words_go_before_a_pin_and_the_history_says_so(desk: Desk) -> None:
    desk.say(pin=WEST)
    desk.say("东湖花园的垃圾桶坏了")
    assert desk.ticket().unit_code == "donghu"
    assert desk.events() == ["opened", "pinned", "pin_differs"]
    assert "发来的定位与文字不符，以文字为准：西苑小区" in text_of(desk.the("card", OFFICE))


def test_a_pin_that_agrees_with_the_words_says_nothing_more(desk: Desk) -> None:
    desk.say("东湖花园的垃圾桶坏了")
    desk.say(pin=LAKE)
    assert desk.events() == ["opened", "pinned"]
    assert desk.ticket().place == "东湖花园"


def test_as_near_to_two_units_both_are_offered(desk: Desk) -> None:
    desk.say(pin=Pin(30.5, 118.50004))
    desk.say("垃圾桶坏了")
    assert desk.ticket().candidates == ("donghu", "xiyuan")
    asked = question(desk)
    assert buttons_of(asked) == ["湖岸公寓", "柳岸公寓"]
    press(desk, WANG, data_of(asked, "柳岸公寓"), asked)
    assert (desk.ticket().unit_code, desk.ticket().place) == ("xiyuan", "柳岸公寓")


def test_a_pin_without_a_report_leaves_no_trace(desk: Desk) -> None:
    desk.say(pin=LAKE)
    desk.say("我到了，在楼下等你")
    assert not desk.tickets()


# --- the position in a photo


def test_the_position_in_a_photo_needs_the_senders_word(desk: Desk) -> None:
    a_file(desk, "垃圾桶坏了")
    asked = question(desk)
    assert buttons_of(asked) == ["用照片里的位置"]
    (item,) = media.pending(desk.tx, desk.now)
    media.note_stored(desk.tx, item.id, "aa/b.img", "b", 1000)
    assert not media.positions_wanted(desk.tx)
    with pytest.raises(Refused):
        press(desk, CHEN, data_of(asked, "用照片里的位置"), asked)
    assert press(desk, WANG, data_of(asked, "用照片里的位置"), asked).text == "正在看照片里的位置"
    (wanted,) = media.positions_wanted(desk.tx)
    place_answers.take_photo_position(desk.tx, desk.office, wanted, LAKE, desk.now)
    assert (desk.ticket().unit_code, desk.ticket().place) == ("donghu", "东湖花园")
    assert desk.events() == ["opened", "pinned", "rerouted"]
    assert not media.positions_wanted(desk.tx)


@pytest.mark.parametrize(("pin", "told"), [(None, "照片里没有位置"), (NOWHERE, "附近没有认识的地点")])
def test_a_photo_that_says_nothing_is_told(desk: Desk, pin: Pin | None, told: str) -> None:
    a_file(desk, "垃圾桶坏了")
    asked = question(desk)
    press(desk, WANG, data_of(asked, "用照片里的位置"), asked)
    (item,) = media.pending(desk.tx, desk.now)
    place_answers.take_photo_position(desk.tx, desk.office, item, pin, desk.now)
    assert told in text_of(desk.the("answer", RIDERS))
    assert desk.ticket().state is State.TRIAGE
    assert tickets.load(desk.tx, 1001) is not None


def test_a_photo_that_is_no_file_offers_no_position(desk: Desk) -> None:
    desk.say("垃圾桶坏了", photo=True)
    assert buttons_of(question(desk)) == []
