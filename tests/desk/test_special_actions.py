"""Special actions: prepared, opened with a date, led, told of, ended; and who may do any of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.special_standing import ground_for
from bot.domain.areas import ChatKind, Role
from bot.domain.posts import Sender
from bot.domain.special_actions import SpecialRules
from bot.domain.tickets import Move, State
from bot.notices.special_buttons import new_data
from storage import audit, chats, people, special_actions, tickets
from tests.desk.office import (
    CHEN,
    DAY,
    DEPOT,
    HALL,
    LI,
    OFFICE,
    RIDERS,
    SUN,
    WANG,
    ZHOU,
    Desk,
    a_desk,
    buttons_of,
    text_of,
)
from tests.desk.special import card, labels, opened, prepared, press, refusal, shown, trouble
from tests.desk.test_handling import act


def test_one_tap_prepares_it_and_tells_nobody_else(desk: Desk) -> None:
    own = prepared(desk)
    assert text_of(own).split("\n")[:5] == [
        "<b>准备开专项行动：东湖花园环境卫生专项整治</b>",
        "牵头：东湖社区",
        "开展前 90 天：3 件",
        "一共 3 件：已结 0 件，未结 3 件",
        "其中：垃圾桶 3",
    ]
    assert buttons_of(own) == ["14天 · 11月19日", "30天 · 12月7日", "60天 · 1月4日", "工单 3", "换牵头单位", "不开了"]
    assert not [notice for notice in desk.notices(chat=OFFICE) if notice.key.startswith("special")]


def test_a_date_opens_it_and_the_lead_unit_reads_of_it(desk: Desk) -> None:
    own = opened(desk)
    assert shown(desk, own).split("\n")[:4] == [
        "<b>专项行动 1：东湖花园环境卫生专项整治</b>",
        "牵头：东湖社区 · 期限：12月7日（还有 32 天）",
        "开展前 90 天：3 件",
        "开展后：没有新增",
    ]
    assert labels(desk, own) == ["工单 3", "刷新", "改期限", "换牵头单位", "结束"]
    lead = card(desk, OFFICE)
    assert "请东湖社区牵头办" in text_of(lead) and buttons_of(lead) == ["怎么汇报", "工单 3", "刷新"]
    assert [entry.action for entry in audit.newest(desk.tx, 1)] == ["special_opened"]


def test_no_ticket_and_no_deadline_changes(desk: Desk) -> None:
    trouble(desk)
    kept = ("tickets", "ticket_events", "deadlines")
    before = {name: rows for name, rows in desk.dump().items() if name in kept}
    press(desk, CHEN, "specialnew:1001:-")
    desk.deliver()
    own = card(desk, HALL)
    press(desk, CHEN, "specialdate:1:30", own)
    press(desk, CHEN, "specialends:1", own)
    assert {name: rows for name, rows in desk.dump().items() if name in kept} == before


def test_pressed_twice_it_is_prepared_once(desk: Desk) -> None:
    prepared(desk)
    told = press(desk, CHEN, "specialnew:1001:-")
    assert told.text == "已经在准备了，请看上面那条消息"
    assert desk.deliver() == []


def test_where_one_is_open_no_other_opens(desk: Desk) -> None:
    opened(desk)
    assert refusal(desk, CHEN, "specialnew:1001:-") == "special_running"


def test_of_two_that_were_prepared_the_second_does_not_open(desk: Desk) -> None:
    people.grant(desk.tx, SUN.id, Role.COORDINATOR, None, None, desk.now)
    own = prepared(desk)
    press(desk, SUN, "specialnew:1001:-")
    desk.deliver()
    other = card(desk, HALL)
    press(desk, CHEN, "specialdate:1:30", own)
    assert refusal(desk, SUN, "specialdate:2:30", other) == "special_running"
    press(desk, SUN, "specialdrop:2", other)
    assert special_actions.load(desk.tx, 2) is None


def test_one_that_is_not_wanted_leaves_nothing(desk: Desk) -> None:
    own = prepared(desk)
    press(desk, CHEN, "specialdrop:1", own)
    assert shown(desk, own) == "不开了：东湖花园环境卫生专项整治"
    assert special_actions.load(desk.tx, 1) is None
    assert refusal(desk, CHEN, "specialdate:1:30", own) == "unknown_special"


def test_a_ticket_without_a_place_prepares_none(desk: Desk) -> None:
    ticket = desk.report("东湖花园3栋的垃圾桶坏了")
    tickets.save(desk.tx, ticket.model_copy(update={"place_name": None}))
    assert refusal(desk, CHEN, "specialnew:1001:-") == "special_nowhere"


def test_one_ticket_without_any_unit_has_nobody_to_lead(desk: Desk) -> None:
    ticket = desk.report("东湖花园3栋的垃圾桶坏了")
    tickets.save(desk.tx, ticket.model_copy(update={"unit_code": None, "state": State.TRIAGE}))
    assert refusal(desk, CHEN, "specialnew:1001:-") == "special_nowhere"


@pytest.mark.parametrize(
    "data",
    [
        "specialnew:1001:xxxxxxxx",
        "specialnew:1001",
        "specialnew:x:-",
        "specialdate:1:31",
        "specialdate:1",
        "speciallead:1:xxxxxxxx",
        "specialends:1",
        "specialend:1",
        "specialtickets:1:1001",
        "specialtickets:1",
    ],
)
def test_what_no_button_says_is_refused(desk: Desk, data: str) -> None:
    own = prepared(desk)
    assert refusal(desk, CHEN, data, own) == "stale_button"


VERBS = (
    "special:1",
    "specialcard:1",
    "specialtickets:1:0",
    "specialtell:1",
    "specialdates:1",
    "specialdate:1:30",
    "specialleads:1",
    "speciallead:1:x",
    "specialend:1",
    "specialends:1",
)


@pytest.mark.parametrize("data", [*VERBS, "specialnew:1001:-", "specialdrop:1", "special:9"])
@pytest.mark.parametrize("who", [WANG, SUN, ZHOU], ids=["courier", "another unit", "reviewer"])
def test_it_is_nobody_elses_business(desk: Desk, who: Sender, data: str) -> None:
    own = opened(desk)
    expected = "unknown_special" if data == "special:9" and who is SUN else "no_right"
    assert refusal(desk, who, data, own) == expected


@pytest.mark.parametrize(
    "data", ["specialdates:1", "specialdate:1:30", "specialleads:1", "specialend:1", "specialends:1"]
)
def test_its_lead_unit_keeps_nothing_of_it(desk: Desk, data: str) -> None:
    opened(desk)
    assert refusal(desk, LI, data, card(desk, OFFICE)) == "no_right"


def test_its_lead_unit_sees_it_once_it_is_open(desk: Desk) -> None:
    own = prepared(desk)
    assert refusal(desk, LI, "special:1", own) == "no_right"
    press(desk, CHEN, "specialdate:1:30", own)
    desk.deliver()
    lead = card(desk, OFFICE)
    for data in ("special:1", "specialcard:1", "specialtickets:1:0"):
        assert refusal(desk, LI, data, lead) == ""
    assert press(desk, LI, "specialtell:1", lead).alert
    assert refusal(desk, CHEN, "specialtell:1", own) == "no_right"


def test_where_couriers_read_nothing_is_shown(desk: Desk) -> None:
    opened(desk)
    assert refusal(desk, CHEN, "special:1", chat=RIDERS) == "only_in_private"
    assert refusal(desk, CHEN, "specialnew:1001:-", chat=RIDERS) == "only_in_private"


def test_who_coordinates_a_street_opens_it_of_its_own_tickets_alone(desk: Desk) -> None:
    people.grant(desk.tx, SUN.id, Role.COORDINATOR, "jiedao", None, desk.now)
    chats.bind(desk.tx, -2001, ChatKind.COORDINATORS, "jiedao", None, desk.now)
    for number in (3, 5):
        desk.report(f"东湖花园{number}栋的路灯不亮了")
    tickets.save(desk.tx, desk.ticket(1002).model_copy(update={"unit_code": "donghu"}))
    assert refusal(desk, SUN, "specialnew:1002:-", chat=-2001) == "no_right", "the whole area's"
    assert refusal(desk, SUN, new_data(1001, "jiedao"), chat=-2001) == "no_right", "a department's ticket"
    press(desk, SUN, new_data(1002, "jiedao"), chat=-2001)
    desk.deliver()
    own = card(desk, -2001)
    assert "一共 1 件" in text_of(own)
    press(desk, SUN, "specialdate:1:30", own)
    desk.deliver()
    assert refusal(desk, SUN, "speciallead:1:" + new_data(1, "luminju").rpartition(":")[2], own) == "other_ground"
    assert refusal(desk, CHEN, "specialends:1", own) == "", "whoever coordinates all of it ends it as well"


def test_who_coordinates_the_ground_of_the_lead_unit_sees_what_the_whole_area_keeps(desk: Desk) -> None:
    own = opened(desk)
    people.grant(desk.tx, SUN.id, Role.COORDINATOR, "jiedao", None, desk.now)
    assert refusal(desk, SUN, "special:1", own) == ""
    for data in ("specialdate:1:30", "specialends:1", "speciallead:1:" + new_data(1, "xiyuan").rpartition(":")[2]):
        assert refusal(desk, SUN, data, own) == "no_right"


def test_a_name_that_two_units_bear_means_one_of_them() -> None:
    with a_desk(special=SpecialRules(times=2)) as desk:
        ticket = desk.report("东湖花园3栋的垃圾桶坏了")
        for unit in ("donghu", "xiyuan"):
            facts = {"place_name": "幸福里", "unit_code": unit, "state": State.ACCEPTED}
            tickets.save(desk.tx, desk.report("东湖花园5栋垃圾桶没盖子").model_copy(update=facts))
            desk.later(4 * DAY)
        assert ticket.place_name == "东湖花园"
        assert ground_for(desk.person(CHEN), desk.ticket(1002), desk.office) == "donghu"
        assert ground_for(desk.person(CHEN), desk.ticket(1001), desk.office) is None


def test_another_unit_leads(desk: Desk) -> None:
    own = opened(desk)
    former = card(desk, OFFICE)
    press(desk, CHEN, "specialleads:1", own)
    assert "市路灯所" not in labels(desk, own), "no unit that has nothing to do with the place"
    press(desk, CHEN, "speciallead:1:" + new_data(1, "luminju").rpartition(":")[2], own)
    desk.later()
    desk.deliver()
    assert shown(desk, former) == "专项行动 1“东湖花园环境卫生专项整治”改由市路灯所牵头。"
    assert labels(desk, former) == []
    assert "请市路灯所牵头办" in text_of(card(desk, DEPOT))
    assert "牵头：市路灯所" in shown(desk, own)
    assert refusal(desk, LI, "specialcard:1", former) == "no_right"


def test_its_end_tells_how_it_turned_out(desk: Desk) -> None:
    own = opened(desk)
    desk.later(10 * DAY)
    desk.report("东湖花园9栋的垃圾桶坏了")
    for number in (1001, 1002, 1003):
        act(desk, Move.RESOLVE, LI, number=number)
        act(desk, Move.CONFIRM, WANG, number=number)
    desk.say("换了 6 个新桶", LI, OFFICE, reply_to=card(desk, OFFICE).message_id, photo=True)
    desk.later(20 * DAY)
    told = press(desk, CHEN, "specialend:1", own)
    assert told.alert and "再点一次" in told.text and "还没有汇报" not in told.text
    assert labels(desk, own) == ["确认结束", "‹ 返回"]
    press(desk, CHEN, "specialends:1", own)
    desk.later()
    left = [notice for notice in desk.deliver() if notice.kind.value == "alert"]
    results = [notice for notice in left if ":result:" in notice.key]
    assert {notice.chat_id for notice in results} == {HALL, OFFICE}
    assert text_of(results[0]).split("\n") == [
        "<b>专项行动 1 结束：东湖花园环境卫生专项整治</b>",
        "牵头：东湖社区 · 11月5日—12月5日",
        "开展前 90 天 3 件，开展 30 天新增 1 件",
        "折合每月：1.0 件 → 1.0 件",
        "新增的：T1004（11月15日 待受理）",
        "未结的：T1004（11月15日 待受理）",
        "",
        "<b>牵头单位汇报</b>",
        "11月15日 李书记：换了 6 个新桶📷",
    ]
    photos = [notice for notice in left if "photo" in notice.payload]
    assert {notice.chat_id for notice in photos} == {HALL, OFFICE}
    assert shown(desk, own).startswith("<b>专项行动 1：东湖花园环境卫生专项整治</b>（已结束）")
    assert refusal(desk, CHEN, "specialdate:1:30", own) == "special_over"


def test_who_ends_one_of_which_nothing_was_told_is_asked_twice(desk: Desk) -> None:
    own = opened(desk)
    assert "牵头单位还没有汇报" in press(desk, CHEN, "specialend:1", own).text
    desk.later()
    press(desk, CHEN, "specialcard:1", own)
    assert "结束" in labels(desk, own)


def test_what_is_asked_for_after_the_end_counts_what_came_since(desk: Desk) -> None:
    own = opened(desk)
    press(desk, CHEN, "specialends:1", own)
    desk.later(2 * DAY)
    desk.report("东湖花园9栋的垃圾桶坏了")
    press(desk, CHEN, "special:1", own)
    (told,) = [notice for notice in desk.deliver() if notice.kind.value == "answer"]
    assert "结束后 2 天：新增 1 件" in text_of(told)
    assert "开展 1 天新增 0 件" in text_of(told), "what came after the end is none of its own"
    assert "折合每月" not in text_of(told), "an hour says nothing of a month"


def test_a_unit_that_nobody_reaches_is_led_by_way_of_the_coordinators(desk: Desk) -> None:
    for number in (3, 5, 7):
        desk.report(f"东湖花园{number}栋的垃圾桶坏了")
    for number in (1001, 1002, 1003):
        tickets.save(desk.tx, desk.ticket(number).model_copy(update={"unit_code": "beishan"}))
    press(desk, CHEN, "specialnew:1001:-")
    desk.deliver()
    own = card(desk, HALL)
    press(desk, CHEN, "specialdate:1:30", own)
    desk.later(timedelta(seconds=2))
    assert "请北山社区牵头办" in text_of(next(one for one in desk.deliver() if ":card:lead:" in one.key))


@pytest.mark.parametrize("data", ["specialcard:1", "specialdate:1:14", "specialends:1", "specialdates:1"])
def test_made_up_data_of_an_action_below_a_ticket_s_card_overwrites_nothing(desk: Desk, data: str) -> None:
    opened(desk)
    (of_ticket,) = [notice for notice in desk.notices(chat=OFFICE, kind="card") if notice.ticket_id == 1001]
    assert refusal(desk, CHEN, data, of_ticket) == "stale_button"
    assert of_ticket.id not in [edit.target for edit in desk.notices(chat=OFFICE, kind="edit")]


def test_made_up_data_drops_nothing_from_below_another_message(desk: Desk) -> None:
    prepared(desk)
    of_ticket = desk.notices(chat=OFFICE, kind="card")[0]
    assert refusal(desk, CHEN, "specialdrop:1", of_ticket) == "stale_button"
    assert special_actions.load(desk.tx, 1) is not None
