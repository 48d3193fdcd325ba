"""Muting: nothing is made of what a muted person writes, but of danger; and only a coordinator says who that is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk import gate, muting, privacy
from bot.desk.reach import Seat
from bot.domain.areas import Role
from bot.domain.paces import Allowance, Use
from bot.domain.posts import Sender
from bot.domain.privacy import Forgotten
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Tap
from bot.domain.tickets import State
from bot.notices.my_data import my_data
from storage import audit, mutes, people, pseudonyms
from tests.desk.office import CHEN, DAY, HALL, HE, LI, RIDERS, SUN, WANG, ZHOU, ZONE, Desk, buttons_of, text_of

STREET = Sender(502, "马协调")


def mute(desk: Desk, whom: Sender = WANG, span: timedelta | None = DAY, by: Sender = CHEN, chat: int = HALL) -> None:
    muting.mute(desk.tx, desk.office, desk.person(by), whom, span, Seat(chat, None, 9), desk.now)


def listed(desk: Desk, chat: int = HALL) -> str:
    desk.later()
    muting.show(desk.tx, desk.office, desk.person(CHEN), Seat(chat), desk.now)
    return text_of(desk.notices(chat=chat, kind="answer")[-1])


def test_a_muted_persons_report_gets_nothing_and_becomes_nothing(desk: Desk) -> None:
    mute(desk)
    desk.deliver()
    before = len(desk.notices())
    post = desk.say("东湖花园3栋的垃圾桶坏了", photo=True)
    desk.say("今天真冷")
    assert desk.tickets() == []
    assert desk.sign(post) is None
    assert len(desk.notices()) == before
    assert "1 条" in listed(desk), "and the coordinators read how many"


def test_a_muted_persons_reply_moves_nothing(desk: Desk) -> None:
    ticket = desk.report()
    mute(desk)
    desk.say("撤回", reply_to=ticket.message_id)
    assert desk.ticket().state is State.ASSIGNED
    desk.edit(desk.post("东湖花园3栋的垃圾桶坏了"), "东湖花园5栋的垃圾桶坏了")
    assert len(desk.tickets()) == 1


def test_a_fire_is_heard_but_sends_nobody_out_unseen(desk: Desk) -> None:
    mute(desk)
    desk.say("东湖花园3栋着火了，快来人")
    (fire,) = desk.tickets()
    assert fire.emergency
    assert fire.state is State.TRIAGE
    assert fire.candidates == ("donghu",), "one tap away"
    told = [text_of(one) for one in desk.notices(kind="emergency")]
    assert any("119" in text for text in told), "whoever is in danger is told whom to call"
    assert any("禁言中" in text for text in told), "and the coordinators, what to make of it"
    (card,) = desk.notices(kind="card")
    assert card.chat_id == HALL
    assert "请先核实" in text_of(card)


def test_it_ends_by_itself_and_by_a_word(desk: Desk) -> None:
    mute(desk)
    desk.later(DAY)
    assert not muting.is_muted(desk.tx, WANG.id, desk.now)
    mute(desk, span=None)
    desk.later(400 * DAY)
    assert muting.is_muted(desk.tx, WANG.id, desk.now)
    muting.unmute(desk.tx, desk.office, desk.person(CHEN), WANG, Seat(HALL), desk.now)
    assert not muting.is_muted(desk.tx, WANG.id, desk.now)
    assert desk.report().state is State.ASSIGNED


def test_a_second_mute_takes_the_place_of_the_first(desk: Desk) -> None:
    mute(desk, span=None)
    desk.later()
    mute(desk)
    assert len(mutes.every_running(desk.tx, desk.now)) == 1
    assert "11月3日" in listed(desk)


def test_who_did_it_is_on_the_audit(desk: Desk) -> None:
    mute(desk)
    muting.unmute(desk.tx, desk.office, desk.person(CHEN), WANG, Seat(HALL), desk.now)
    lifted, muted = audit.newest(desk.tx, 2)
    assert (muted.action, muted.person_id, muted.details["whom"]) == ("mute", CHEN.id, WANG.id)
    assert (lifted.action, lifted.person_id, lifted.details["whom"]) == ("unmute", CHEN.id, WANG.id)


@pytest.mark.parametrize("by", [WANG, LI, ZHOU, STREET], ids=lambda one: one.name)
def test_whoever_coordinates_less_than_the_whole_area_mutes_nobody(desk: Desk, by: Sender) -> None:
    people.remember(desk.tx, STREET.id, STREET.name, None)
    people.grant(desk.tx, STREET.id, Role.COORDINATOR, "jiedao", None, desk.now)
    before = desk.dump()
    seat = Seat(HALL)
    for deed in (
        lambda: mute(desk, HE, by=by),
        lambda: muting.unmute(desk.tx, desk.office, desk.person(by), HE, seat, desk.now),
        lambda: muting.show(desk.tx, desk.office, desk.person(by), seat, desk.now),
        lambda: muting.take_tap(desk.tx, desk.office, Tap(by.id, by.name, HALL, 1, f"unmute:{HE.id}"), desk.now),
    ):
        with pytest.raises(Refused) as caught:
            deed()
        assert caught.value.reason is Refusal.NO_RIGHT
    assert desk.dump() == before


@pytest.mark.parametrize("whom", [LI, SUN, CHEN], ids=lambda one: one.name)
def test_nobody_in_office_is_muted(desk: Desk, whom: Sender) -> None:
    with pytest.raises(Refused) as caught:
        mute(desk, whom)
    assert caught.value.reason is Refusal.IN_OFFICE


def test_a_courier_who_stands_in_the_book_is_not_appointed(desk: Desk) -> None:
    people.remember(desk.tx, WANG.id, WANG.name, None)
    people.grant(desk.tx, WANG.id, Role.COURIER, None, None, desk.now)
    mute(desk)
    assert muting.is_muted(desk.tx, WANG.id, desk.now)


def test_an_appointment_is_stronger_than_an_old_mute(desk: Desk) -> None:
    mute(desk)
    people.grant(desk.tx, WANG.id, Role.GRID, "donghu", None, desk.now)
    assert not muting.is_muted(desk.tx, WANG.id, desk.now)


@pytest.mark.parametrize("span", [timedelta(), timedelta(days=367)])
def test_a_time_that_is_none(desk: Desk, span: timedelta) -> None:
    with pytest.raises(Refused) as caught:
        mute(desk, span=span)
    assert caught.value.reason is Refusal.MUTE_USAGE


def test_couriers_read_of_no_mute(desk: Desk) -> None:
    mute(desk, chat=RIDERS)
    assert [text_of(one) for one in desk.notices(chat=RIDERS, kind="answer")] == [desk.office.texts.plain("mute.noted")]
    desk.open_private(CHEN)
    desk.later()
    mute(desk, HE, chat=RIDERS)
    assert "何骑手" in text_of(desk.notices(chat=CHEN.id)[-1])
    with pytest.raises(Refused) as caught:
        listed(desk, RIDERS)
    assert caught.value.reason is Refusal.ONLY_IN_PRIVATE


def test_a_name_is_lifted_from_the_list(desk: Desk) -> None:
    mute(desk)
    mute(desk, HE)
    listed(desk)
    desk.deliver()
    shown = desk.notices(chat=HALL, kind="answer")[-1]
    assert buttons_of(shown) == ["解除 何骑手", "解除 王骑手"]
    tap = Tap(CHEN.id, CHEN.name, HALL, shown.message_id or 0, f"unmute:{HE.id}")
    muting.take_tap(desk.tx, desk.office, tap, desk.now)
    assert buttons_of(desk.notices(chat=HALL)[-1]) == ["解除 王骑手"]
    with pytest.raises(Refused) as caught:
        muting.take_tap(desk.tx, desk.office, tap, desk.now)
    assert caught.value.reason is Refusal.NOT_MUTED


def test_who_is_meant(desk: Desk) -> None:
    people.remember(desk.tx, WANG.id, WANG.name, "wang_rides")
    people.remember(desk.tx, HE.id, HE.name, None)
    for written in (str(WANG.id), WANG.name, "@wang_rides", "@Wang_Rides"):
        assert muting.find_person(desk.tx, written).id == WANG.id
    people.remember(desk.tx, 900, HE.name, None)
    for written in (HE.name, "谁", "99", "9" * 30):
        with pytest.raises(Refused):
            muting.find_person(desk.tx, written)


def test_taps_are_refused_but_for_what_is_ones_own(desk: Desk) -> None:
    mute(desk)
    with pytest.raises(Refused) as caught:
        muting.require_heard(desk.tx, Tap(WANG.id, WANG.name, RIDERS, 1, "confirm:1001"), desk.now)
    assert caught.value.reason is Refusal.MUTED
    muting.require_heard(desk.tx, Tap(WANG.id, WANG.name, WANG.id, 1, f"forget:yes:{WANG.id}"), desk.now)
    muting.require_heard(desk.tx, Tap(HE.id, HE.name, RIDERS, 1, "confirm:1001"), desk.now)


def test_one_is_told_in_private_a_few_times(desk: Desk) -> None:
    desk.office.per_person[Use.QUESTIONS] = Allowance(2, timedelta(minutes=1))  # type: ignore[index]
    mute(desk)
    for _ in range(5):
        desk.later()
        muting.tell(desk.tx, desk.office, desk.post("/stats", chat=WANG.id, private=True), desk.now)
    assert len([one for one in desk.notices(chat=WANG.id) if "禁言" in text_of(one)]) == 2
    assert not gate.is_open_to(desk.tx, desk.office, WANG.id, Use.QUESTIONS, desk.now)


def test_the_person_is_shown_it_among_what_is_kept(desk: Desk) -> None:
    mute(desk)
    desk.say("东湖花园3栋的垃圾桶坏了")
    held = privacy.hold(desk.tx, WANG.id)
    assert held.mutes == ((desk.now, desk.now + DAY, 1),)
    shown = my_data(desk.office.texts, desk.office.area, held, ZONE, DAY, desk.now).decode()
    assert "没有受理的上报 1 条" in shown


def test_to_be_forgotten_is_no_way_out(desk: Desk) -> None:
    people.remember(desk.tx, WANG.id, WANG.name, None)
    mute(desk, HE)
    mute(desk)
    for whom in (HE, WANG):
        desk.later(2 * DAY if whom is HE else timedelta(seconds=1))
        if whom is WANG:
            mute(desk)
        pseudonyms.begin(desk.tx, Forgotten(whom.id, whom.id, (whom.name,)), desk.now)
    assert desk.tx.value("SELECT count(*) FROM mutes WHERE person_id = :id", id=HE.id) == 0, "it was over"
    assert muting.is_muted(desk.tx, WANG.id, desk.now)
    assert [one.person_name for one in mutes.every_running(desk.tx, desk.now)] == [str(WANG.id)], "without a name"


def test_what_is_over_is_not_kept_for_ever(desk: Desk) -> None:
    mute(desk)
    desk.later(40 * DAY)
    mutes.prune(desk.tx, desk.now - 30 * DAY)
    assert desk.tx.value("SELECT count(*) FROM mutes") == 0
