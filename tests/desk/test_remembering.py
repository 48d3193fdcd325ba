"""Remembering a name after a dispatch: what is offered, to whom, once, and what one tap puts into the area."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk import place_answers, remembering
from bot.domain.areas import Place, Role
from bot.domain.notices import Call
from bot.domain.posts import Sender
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Answer, Tap
from bot.domain.tickets import State
from bot.reading.reader import Reader
from storage import areas, people
from storage.notices import Notice
from tests.desk.office import (
    AREA,
    CHEN,
    HALL,
    LI,
    OFFICE,
    RIDERS,
    WANG,
    ZHOU,
    Desk,
    a_desk,
    buttons_of,
    data_of,
    text_of,
)

UNKNOWN = "幸福新村3栋的垃圾桶坏了"
OFFER = "要记住“幸福新村”归东湖社区吗？以后写这个名字的上报直接派过去。"


@pytest.fixture
def desk() -> Iterator[Desk]:
    with a_desk() as desk:
        yield desk


def dispatch(desk: Desk, text: str = UNKNOWN, unit: str = "donghu", chat: int = HALL) -> None:
    """Report it and send it from triage to this unit."""
    ticket = desk.report(text)
    assert ticket.state is State.TRIAGE
    answer = desk.tap(CHEN, f"dispatch:{ticket.id}:{unit}", chat=chat)
    assert not answer.alert, answer.text
    desk.deliver()


def offers(desk: Desk) -> list[Notice]:
    return [notice for notice in desk.notices() if notice.key.startswith("remember:")]


def offered(desk: Desk) -> Notice:
    (notice,) = offers(desk)
    return notice


def press(desk: Desk, sender: Sender, message: Notice, data: str = "") -> Answer:
    data = data or data_of(message, "记住")
    tap = Tap(sender.id, sender.name, message.chat_id, message.message_id or 0, data)
    return remembering.take_tap(desk.tx, desk.office, tap, desk.now)


def refusal(desk: Desk, sender: Sender, message: Notice, data: str = "") -> Refusal:
    """Why it was refused; nothing in any table may have changed."""
    before = desk.dump()
    with pytest.raises(Refused) as caught:
        press(desk, sender, message, data)
    assert desk.dump() == before
    return caught.value.reason


def renew(desk: Desk) -> None:
    """The office as the shell would furnish it anew."""
    loaded = areas.load(desk.tx)
    assert loaded is not None
    version, area = loaded
    desk.office = replace(desk.office, area=area, area_version=version, reader=Reader(area))


# --- what is offered


def test_the_name_is_offered_below_the_card_and_tidied_away(desk: Desk) -> None:
    dispatch(desk)
    message = offered(desk)
    assert (message.chat_id, text_of(message)) == (HALL, OFFER)
    assert buttons_of(message) == ["记住", "不用"]
    desk.later(timedelta(minutes=11))
    assert [(left.call, left.target) for left in desk.deliver()] == [(Call.DELETE, message.id)]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("垃圾桶坏了没人管", "donghu"),  # no name at all
        ("3栋的垃圾桶坏了没人管", "donghu"),
        ("幸福里3栋的垃圾桶坏了", "donghu"),  # the book has it, twice
        ("我们小区3栋的垃圾桶坏了", "donghu"),
        ("隔壁小区3栋的垃圾桶坏了", "donghu"),
        ("步行街3号的垃圾桶坏了", "donghu"),
        ("甲里3栋的垃圾桶坏了", "donghu"),  # two characters
        (UNKNOWN, "luminju"),  # a department has no ground
    ],
)
def test_nothing_is_offered_for_what_is_no_name_or_known(desk: Desk, text: str, unit: str) -> None:
    dispatch(desk, text, unit)
    assert not offers(desk)


def test_a_name_is_offered_once(desk: Desk) -> None:
    dispatch(desk)
    dispatch(desk, "幸福新村8栋的垃圾桶满了")
    assert len(offers(desk)) == 1


def test_dispatched_elsewhere_the_coordinators_chat_is_asked(desk: Desk) -> None:
    dispatch(desk, chat=OFFICE)
    assert offered(desk).chat_id == HALL
    desk.open_private(CHEN)
    dispatch(desk, "凤鸣家园3栋的垃圾桶坏了", chat=CHEN.id)
    assert offers(desk)[-1].chat_id == CHEN.id


# --- one tap


def test_a_place_is_remembered_and_the_next_post_routes(desk: Desk) -> None:
    dispatch(desk)
    answer = press(desk, CHEN, offered(desk))
    assert answer == Answer("好的，记住了“幸福新村”")
    assert areas.named(desk.tx, "幸福新村") == (Place(name="幸福新村", unit="donghu"),)
    (edit,) = desk.queued(chat=HALL, kind="edit")
    assert (text_of(edit), buttons_of(edit)) == ("已记住“幸福新村”归东湖社区（陈协调）", [])
    renew(desk)
    ticket = desk.report("幸福新村9栋的垃圾桶满了")
    assert (ticket.state, ticket.unit_code, ticket.place) == (State.ASSIGNED, "donghu", "幸福新村9栋")


def test_nothing_else_of_the_area_changes(desk: Desk) -> None:
    before, granted = areas.load(desk.tx), desk.tx.rows("SELECT * FROM grants")
    dispatch(desk)
    press(desk, CHEN, offered(desk))
    after = areas.load(desk.tx)
    assert before is not None
    assert after is not None
    kept = after[1].model_copy(update={"places": after[1].places[:-1]})
    assert (after[0], kept) == (before[0] + 1, before[1])
    assert [tuple(row) for row in desk.tx.rows("SELECT * FROM grants")] == [tuple(row) for row in granted]


def test_the_audit_says_who_and_what(desk: Desk) -> None:
    dispatch(desk)
    press(desk, CHEN, offered(desk))
    (row,) = desk.tx.rows("SELECT * FROM audit WHERE action = 'place_remembered'")
    assert row["person_id"] == CHEN.id
    assert json.loads(row["details"]) == {"ticket": 1001, "name": "幸福新村", "place": "幸福新村", "unit": "donghu"}


def test_a_near_miss_becomes_an_alias_of_the_place(desk: Desk) -> None:
    dispatch(desk, "东胡花园3栋的垃圾桶坏了")
    message = offered(desk)
    assert text_of(message).startswith("要记住“东胡花园”就是东湖社区的东湖花园吗？")
    press(desk, CHEN, message)
    (place,) = areas.named(desk.tx, "东湖花园")
    assert place.aliases == ("东胡花园",)
    assert not areas.named(desk.tx, "东胡花园")
    renew(desk)
    ticket = desk.report("东胡花园9栋的垃圾桶满了")
    assert (ticket.unit_code, ticket.place) == ("donghu", "东湖花园9栋")


def test_near_a_place_of_another_unit_it_is_a_place_of_its_own(desk: Desk) -> None:
    dispatch(desk, "东胡花园3栋的垃圾桶坏了", "xiyuan")
    assert text_of(offered(desk)).startswith("要记住“东胡花园”归西苑社区吗？")


def test_a_chosen_name_of_two_units_becomes_an_alias_where_it_was_dispatched(desk: Desk) -> None:
    both = (Place(name="幸福花园", unit="donghu"), Place(name="幸福花园", unit="xiyuan"))
    areas.save(desk.tx, AREA.model_copy(update={"places": (*AREA.places, *both)}))
    renew(desk)
    desk.say("辛福花园3栋的垃圾桶坏了")
    desk.deliver()
    question = desk.the("question", RIDERS)
    tap = Tap(WANG.id, WANG.name, RIDERS, question.message_id or 0, data_of(question, "幸福花园"))
    place_answers.take_tap(desk.tx, desk.office, tap, desk.now)
    desk.tap(CHEN, "dispatch:1001:xiyuan", chat=HALL)
    desk.deliver()
    assert text_of(offered(desk)).startswith("要记住“辛福花园”就是西苑社区的幸福花园吗？")
    press(desk, CHEN, offered(desk))
    assert [(place.unit, place.aliases) for place in areas.named(desk.tx, "幸福花园")] == [
        ("donghu", ()),
        ("xiyuan", ("辛福花园",)),
    ]


def test_declined_nothing_is_kept(desk: Desk) -> None:
    dispatch(desk)
    version = areas.version(desk.tx)
    message = offered(desk)
    assert press(desk, CHEN, message, data_of(message, "不用")) == Answer("好的，不记")
    assert areas.version(desk.tx) == version
    desk.deliver()
    assert offered(desk).gone
    assert refusal(desk, CHEN, message) is Refusal.STALE_BUTTON


# --- rights, stale and foreign taps


@pytest.mark.parametrize("sender", [WANG, LI, ZHOU])
@pytest.mark.parametrize("label", ["记住", "不用"])
def test_only_coordinators_may(desk: Desk, sender: Sender, label: str) -> None:
    dispatch(desk)
    message = offered(desk)
    assert refusal(desk, sender, message, data_of(message, label)) is Refusal.NO_RIGHT


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMIN])
@pytest.mark.parametrize(("unit", "may"), [(None, True), ("jiedao", True), ("donghu", True), ("xiyuan", False)])
def test_the_scope_must_cover_the_unit(desk: Desk, role: Role, unit: str | None, may: bool) -> None:
    dispatch(desk)
    people.revoke_all_of(desk.tx, "xiyuan", desk.now)
    people.grant(desk.tx, WANG.id, role, unit, None, desk.now)
    if may:
        press(desk, WANG, offered(desk))
        assert areas.named(desk.tx, "幸福新村")
    else:
        assert refusal(desk, WANG, offered(desk)) is Refusal.NO_RIGHT


def test_the_right_counts_that_is_held_at_the_tap(desk: Desk) -> None:
    dispatch(desk)
    desk.tx.run("DELETE FROM grants WHERE person_id = :id", id=CHEN.id)
    assert refusal(desk, CHEN, offered(desk)) is Refusal.NO_RIGHT


def test_a_second_tap_does_nothing(desk: Desk) -> None:
    dispatch(desk)
    message = offered(desk)
    press(desk, CHEN, message)
    assert refusal(desk, CHEN, message) is Refusal.STALE_BUTTON
    assert refusal(desk, CHEN, message, data_of(message, "不用")) is Refusal.STALE_BUTTON


def test_a_second_tap_for_an_alias_does_nothing(desk: Desk) -> None:
    dispatch(desk, "东胡花园3栋的垃圾桶坏了")
    message = offered(desk)
    press(desk, CHEN, message)
    assert refusal(desk, CHEN, message) is Refusal.STALE_BUTTON


def test_the_place_that_was_meant_may_be_gone(desk: Desk) -> None:
    dispatch(desk, "东胡花园3栋的垃圾桶坏了")
    desk.tx.run("DELETE FROM places WHERE name = '东湖花园'")
    assert refusal(desk, CHEN, offered(desk)) is Refusal.STALE_BUTTON


def test_a_ticket_that_went_elsewhere_proves_nothing(desk: Desk) -> None:
    dispatch(desk)
    desk.tx.run("UPDATE tickets SET unit_code = 'xiyuan'")
    assert refusal(desk, CHEN, offered(desk)) is Refusal.STALE_BUTTON


@pytest.mark.parametrize("data", ["remember:1001", "remember:1001:", "remember:1001:so", "remember:x:yes", "remember:"])
def test_data_that_no_button_had_is_refused(desk: Desk, data: str) -> None:
    dispatch(desk)
    assert refusal(desk, CHEN, offered(desk), data) is Refusal.STALE_BUTTON


def test_below_another_message_or_for_another_ticket_it_is_refused(desk: Desk) -> None:
    dispatch(desk)
    desk.report()
    assert refusal(desk, CHEN, desk.notices(chat=HALL, kind="card")[0], "remember:1001:yes") is Refusal.STALE_BUTTON
    assert refusal(desk, CHEN, offered(desk), "remember:1002:yes") is Refusal.STALE_BUTTON
