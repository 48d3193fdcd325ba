"""Replies to a special action: its keepers write a date, a name or a unit, its lead unit reports, and nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage import special_actions
from tests.desk.office import CHEN, HALL, LI, OFFICE, SUN, WANG, Desk, text_of
from tests.desk.special import card, opened, prepared, shown


def answers(desk: Desk) -> list[str]:
    """What was answered in words."""
    return [text_of(notice) for notice in desk.deliver() if notice.kind.value == "answer"]


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("12月20日", "12月20日"),
        ("期限12月20日", "12月20日"),
        ("改到12月20日前", "12月20日"),
        ("延期到 12月20日", "12月20日"),
        ("一个月后", "12月5日"),
        ("下周五之前完成", "11月13日"),
        ("月底", "11月30日"),
    ],
)
def test_a_keeper_writes_the_date(desk: Desk, written: str, due: str) -> None:
    own = prepared(desk)
    post = desk.say(written, CHEN, HALL, reply_to=own.message_id)
    assert f"期限：{due}（" in shown(desk, own)
    assert desk.sign(post) == "👌"
    desk.deliver()
    assert f"期限：{due}（" in text_of(card(desk, OFFICE)), "and so it is open"


@pytest.mark.parametrize(
    ("written", "why"),
    [("2月30日", "没有这一天"), ("今天", "没有这一天"), ("2030年1月1日", "没有这一天")],
)
def test_a_date_that_is_none_is_said_so(desk: Desk, written: str, why: str) -> None:
    own = prepared(desk)
    desk.say(written, CHEN, HALL, reply_to=own.message_id)
    assert why in answers(desk)[0]
    assert special_actions.running(desk.tx) == []


def test_a_keeper_names_it_anew(desk: Desk) -> None:
    own = opened(desk)
    desk.later()
    desk.say("改名 东湖花园 <垃圾> 百日整治", CHEN, HALL, reply_to=own.message_id)
    assert shown(desk, own).startswith("<b>专项行动 1：东湖花园 &lt;垃圾&gt; 百日整治</b>")
    desk.say(f"改名 {'长' * 41}", CHEN, HALL, reply_to=own.message_id)
    assert "不能作名称" in answers(desk)[0]


def test_a_keeper_names_the_unit_that_leads(desk: Desk) -> None:
    own = prepared(desk)
    desk.say("牵头 路灯所", CHEN, HALL, reply_to=own.message_id)
    assert "牵头：市路灯所" in shown(desk, own)
    desk.say("牵头 没有的单位", CHEN, HALL, reply_to=own.message_id)
    assert "没有找到单位" in answers(desk)[0]


def test_what_a_keeper_says_else_gets_a_hint(desk: Desk) -> None:
    own = opened(desk)
    desk.say("这个要抓紧，12月20日我去看看", CHEN, HALL, reply_to=own.message_id)
    assert "汇报由牵头单位写" in answers(desk)[0]
    assert "期限：12月7日" in shown(desk, own)


def test_the_lead_unit_reports_in_words_and_photos(desk: Desk) -> None:
    opened(desk)
    lead = card(desk, OFFICE)
    post = desk.say("增加了两次清运", LI, OFFICE, reply_to=lead.message_id)
    assert desk.sign(post) == "👌"
    desk.later()
    desk.say("", LI, OFFICE, reply_to=lead.message_id, photo=True)
    told = special_actions.reports(desk.tx, 1)
    assert [(one.words, one.photo is not None) for one in told] == [("增加了两次清运", False), ("", True)]
    assert "11月5日 李书记：📷" in shown(desk, card(desk, HALL))
    assert len(desk.tickets()) == 3, "a report of the lead unit is no report of a courier"


def test_a_date_of_the_lead_unit_is_words(desk: Desk) -> None:
    own = opened(desk)
    desk.say("12月20日前完成", LI, OFFICE, reply_to=card(desk, OFFICE).message_id)
    assert "期限：12月7日" in shown(desk, own)
    assert special_actions.reports(desk.tx, 1)[0].words == "12月20日前完成"


def test_after_the_end_nothing_is_told(desk: Desk) -> None:
    opened(desk)
    action = special_actions.load(desk.tx, 1)
    assert action is not None
    special_actions.save(desk.tx, replace(action, ended_at=desk.now))
    desk.say("又清了一次", LI, OFFICE, reply_to=card(desk, OFFICE).message_id)
    desk.say("12月20日", CHEN, HALL, reply_to=card(desk, HALL).message_id)
    assert ["已经结束" in said for said in answers(desk)] == [True, True]
    assert special_actions.reports(desk.tx, 1) == []


def test_a_stranger_in_the_units_chat_gets_a_shrug(desk: Desk) -> None:
    opened(desk)
    for who in (WANG, SUN):
        post = desk.say("都好了", who, OFFICE, reply_to=card(desk, OFFICE).message_id)
        assert desk.sign(post) == "🤷"
    assert special_actions.reports(desk.tx, 1) == []


def test_an_empty_reply_is_asked_for_words(desk: Desk) -> None:
    opened(desk)
    desk.say("  ", LI, OFFICE, reply_to=card(desk, OFFICE).message_id)
    assert answers(desk) == ["请写几句话，或者发一张照片"]


def test_a_reply_to_anything_else_means_what_it_meant(desk: Desk) -> None:
    opened(desk)
    desk.say("已处理，换了新桶", LI, OFFICE, reply_to=desk.notices(chat=OFFICE, kind="card")[0].message_id)
    assert special_actions.reports(desk.tx, 1) == []
    assert "resolve" in desk.events(1001)


def test_words_that_name_tickets_are_for_those(desk: Desk) -> None:
    opened(desk)
    desk.say("T1001 已处理，换了新桶", LI, OFFICE, reply_to=card(desk, OFFICE).message_id)
    desk.say("T1002 转给路灯所 归他们管", CHEN, HALL, reply_to=card(desk, HALL).message_id)
    assert desk.ticket(1001).state == "resolved"
    assert desk.ticket(1002).unit_code == "luminju"
    assert special_actions.reports(desk.tx, 1) == []


def test_a_courtesy_is_no_report_and_gets_no_hint(desk: Desk) -> None:
    opened(desk)
    for who, chat in ((LI, OFFICE), (CHEN, HALL)):
        post = desk.say("收到", who, chat, reply_to=card(desk, chat).message_id)
        assert desk.sign(post) == "👌"
    assert answers(desk) == []
    assert special_actions.reports(desk.tx, 1) == []
    stranger = desk.say("收到", WANG, OFFICE, reply_to=card(desk, OFFICE).message_id)
    assert desk.sign(stranger) == "🤷"
