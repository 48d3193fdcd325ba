"""Grounds: who coordinates one street sees, hears of and dispatches what lies there, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk import chats as desk_chats
from bot.desk import digests, lists, reach, reminders
from bot.desk.acts import Act
from bot.desk.consent import carry_out
from bot.domain.areas import ChatKind, Role
from bot.domain.durations import Duration
from bot.domain.posts import Sender
from bot.domain.tickets import Move
from bot.domain.wishes import Wish
from storage import chats, people
from tests.desk.office import CHEN, DAY, DEPOT, HALL, HE, LI, OFFICE, RIDERS, ZHOU, Desk, buttons_of, text_of
from tests.desk.rounds import go_round
from tests.desk.test_handling import act

FANG = Sender(502, "方协调")
STREET = -3005
"""The chat of the street's coordinators."""
BETWEEN = "幸福里3栋的垃圾桶坏了"
"""東湖 or 西苑, both of 青石街道."""
NOWHERE = "垃圾桶坏了"


@pytest.fixture
def street(desk: Desk) -> Desk:
    people.remember(desk.tx, FANG.id, FANG.name, None)
    people.grant(desk.tx, FANG.id, Role.COORDINATOR, "jiedao", None, desk.now)
    chats.bind(desk.tx, STREET, ChatKind.COORDINATORS, "jiedao", None, desk.now)
    return desk


def cards_of(desk: Desk, number: int) -> set[int]:
    return {notice.chat_id for notice in desk.notices(kind="card") if notice.ticket_id == number}


def told(desk: Desk, kind: str) -> set[int]:
    return {notice.chat_id for notice in desk.notices(kind=kind)}


def test_a_card_in_triage_stands_with_all_who_may_dispatch_it(street: Desk) -> None:
    street.report(BETWEEN)
    street.report(NOWHERE)
    assert cards_of(street, 1001) == {HALL, STREET}
    assert cards_of(street, 1002) == {HALL}, "what lies on no ground is the whole area's"


def test_dispatched_by_one_it_is_closed_for_the_other(street: Desk) -> None:
    street.report(BETWEEN)
    act(street, Move.DISPATCH, FANG, wish=Wish(units=("donghu",)))
    street.deliver()
    for chat in (HALL, STREET):
        edit = [one for one in street.notices(chat=chat, kind="edit") if one.ticket_id == 1001][-1]
        assert "待受理" in text_of(edit)


def test_a_street_dispatches_to_its_own_only(street: Desk) -> None:
    street.report(BETWEEN)
    street.report(NOWHERE)
    card = next(one for one in street.notices(chat=STREET, kind="card"))
    answer = street.tap(FANG, "dispatch:1001:luminju", card)
    assert answer.alert
    assert "市路灯所不在您负责的范围里" in answer.text
    assert street.tap(FANG, "dispatch:1002:donghu", chat=STREET).alert
    assert not street.tap(FANG, "dispatch:1001:donghu", card).alert
    assert [ticket.state for ticket in street.tickets()] == ["assigned", "triage"]


def test_without_a_chat_they_read_in_private(street: Desk) -> None:
    street.tx.run("DELETE FROM bindings WHERE chat_id = :chat", chat=STREET)
    street.report(BETWEEN)
    assert cards_of(street, 1001) == {HALL}
    street.open_private(FANG)
    street.report("幸福里5栋的垃圾桶坏了", sender=HE)
    assert cards_of(street, 1002) == {HALL, FANG.id}


def test_who_is_in_both_is_told_once(street: Desk) -> None:
    chats.bind(street.tx, HALL, ChatKind.COORDINATORS, None, None, street.now)
    street.tx.run("DELETE FROM bindings WHERE chat_id IN (:street, :hall)", street=STREET, hall=HALL)
    people.grant(street.tx, CHEN.id, Role.COORDINATOR, "jiedao", None, street.now)
    street.open_private(CHEN, FANG)
    ticket = street.report(BETWEEN)
    seats = [seat.chat_id for seat in reach.watching_seats(street.tx, street.office.area, ticket)]
    assert sorted(seats) == sorted({CHEN.id, FANG.id})


def test_what_the_whole_area_has_nobody_for_still_reaches_the_street(street: Desk) -> None:
    street.tx.run("DELETE FROM bindings WHERE chat_id = :hall", hall=HALL)
    street.report(BETWEEN)
    assert cards_of(street, 1001) == {STREET}


def test_requests_emergencies_and_escalations(street: Desk) -> None:
    street.report()
    long = Wish(span=Duration.parse("30d"))
    carry_out(street.tx, street.office, Act(street.person(LI), 1001, Move.EXTEND, "等材料", long), street.now)
    assert told(street, "alert") == {HALL, STREET}
    street.open_private(CHEN, FANG)
    street.report("东湖花园9栋着火了")
    assert told(street, "emergency") == {RIDERS, HALL, STREET, CHEN.id, FANG.id}
    street.deliver()
    street.later(5 * DAY)
    reminders.sweep(street.tx, street.office, street.now)
    assert {HALL, STREET} <= told(street, "reminder")


def test_the_street_hears_nothing_of_others(street: Desk) -> None:
    street.open_private(FANG)
    street.report("路灯坏了，东湖花园门口")
    assert street.ticket().unit_code == "luminju"
    long = Wish(span=Duration.parse("30d"))
    people.remember(street.tx, 801, "所里的人", None)
    people.grant(street.tx, 801, Role.OFFICER, "luminju", None, street.now)
    officer = people.load(street.tx, 801)
    carry_out(street.tx, street.office, Act(officer, 1001, Move.EXTEND, "等材料", long), street.now)
    street.later(5 * DAY)
    reminders.sweep(street.tx, street.office, street.now)
    assert not street.notices(chat=STREET) + street.notices(chat=FANG.id)


@pytest.mark.parametrize(("chat", "heard"), [(OFFICE, {HALL, STREET}), (DEPOT, {HALL}), (RIDERS, {HALL})])
def test_that_a_chat_is_lost_is_told_to_whoever_watches_it(street: Desk, chat: int, heard: set[int]) -> None:
    desk_chats.left(street.tx, street.office, chat, "某群", "supergroup", "kicked", street.now)
    assert told(street, "alert") == heard


def test_each_ground_has_its_digest(street: Desk) -> None:
    street.report()
    street.report(BETWEEN, sender=HE)
    street.report(NOWHERE, sender=ZHOU)
    go_round(street, digests.ROUND)
    street.later(timedelta(days=1))
    go_round(street, digests.ROUND)
    (whole,) = street.notices(chat=HALL, kind="digest")
    (own,) = street.notices(chat=STREET, kind="digest")
    assert "待分派 2 件" in text_of(whole)
    assert "待分派 1 件" in text_of(own)
    assert "青石街道" in text_of(own)
    assert "东湖社区：" in text_of(own), "whose each is stands in the line"
    assert buttons_of(whole) == ["T1002", "T1003"]
    assert buttons_of(own) == ["T1002"], "what is nowhere yet is the whole area's"


def test_what_waits_for_the_street_stands_in_its_list(street: Desk) -> None:
    street.report(BETWEEN)
    street.report(NOWHERE, sender=HE)
    text, _ = lists.todo(street.tx, street.office, street.person(FANG), street.now)
    assert "#T1001" in text
    assert "#T1002" not in text
    text, _ = lists.todo(street.tx, street.office, street.person(CHEN), street.now)
    assert "#T1001" in text
    assert "#T1002" in text
    text, _ = lists.todo(street.tx, street.office, street.person(ZHOU), street.now)
    assert "#T100" not in text, "a reviewer dispatches nothing"
