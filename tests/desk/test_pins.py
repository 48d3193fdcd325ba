"""Pins, venues and the position in a photo: where they stand in for words, and where words go before them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk import place_answers
from bot.domain.pins import Pin
from bot.domain.refusals import Refused
from bot.domain.tickets import State
from storage import media, prompts, tickets
from tests.desk.mapped import LAKE, MINUTE, NOWHERE, WEST, a_file, desk, press, question
from tests.desk.office import CHEN, OFFICE, RIDERS, WANG, Desk, buttons_of, data_of, text_of

__all__ = ["desk"]


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
