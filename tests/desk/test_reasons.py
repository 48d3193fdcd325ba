"""/why: what was understood, by which words and which rule, what was asked and answered, what was corrected."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk.reasons import explain
from bot.domain.posts import Sender
from bot.domain.refusals import Refusal, Refused
from bot.domain.tickets import Move
from bot.domain.wishes import Wish
from bot.reading.reader import Reader
from storage import events
from tests.desk.office import AREA, CHEN, HE, LI, RIDERS, SUN, WANG, ZHOU, Desk
from tests.desk.test_handling import act


def why(desk: Desk, sender: Sender = CHEN, number: int = 1001) -> list[str]:
    return explain(desk.tx, desk.office, desk.person(sender), number).split("\n")


def test_the_words_are_quoted_with_what_they_decided(desk: Desk) -> None:
    desk.report("东湖花园3栋的垃圾桶坏了")
    confidence = desk.ticket().confidence
    assert why(desk) == [
        "<b>#T1001 是这样看懂的</b>",
        "点位：“东湖花园”",
        "门牌、楼栋或方位：“3栋”",
        "出了什么问题：“坏了”",
        f"类别：“垃圾桶” → 环境卫生/垃圾桶（把握 {confidence:.0%}）",
        "时限：3天（按这个类别）",
        "派给东湖社区：点位归它管",
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("西苑小区的路灯不亮了", ["时限：1天（按这个类别）", "派给市路灯所：这类问题由它统管"]),
        ("幸福里3栋的垃圾桶坏了", ["同名的不止一处（东湖社区、西苑社区）：请协调员分派"]),
        ("东湖社区门口的垃圾桶坏了", ["单位名：“东湖社区”", "派给东湖社区：上报里写了它的名字"]),
        (
            "东湖花园3栋着火了，快来人",
            ["紧急的词：“着火了”", "类别：没有看出来", "时限：2小时（有紧急的词，按紧急办）"],
        ),
        ("垃圾桶坏了", ["看不出归谁管：请协调员分派", "没有写明地点，问过上报人"]),
        ("东湖花园的人行道塌了", ["类别：没有看出来", "时限：5天（没有类别，按最宽的）"]),
    ],
)
def test_what_decided(desk: Desk, text: str, lines: list[str]) -> None:
    desk.report(text)
    told = why(desk)
    assert [line for line in lines if line not in told] == []


def test_what_was_asked_and_answered(desk: Desk) -> None:
    desk.report("垃圾桶坏了")
    desk.say("东湖花园3栋", reply_to=desk.the("question", RIDERS).message_id)
    assert why(desk)[-6:] == [
        "没有写明地点，问过上报人",
        "11-02 12:00 王骑手 补充说明：“东湖花园3栋”",
        "11-02 12:00 按补充的地点转给东湖社区",
        "点位：“东湖花园”",
        "门牌、楼栋或方位：“3栋”",
        "派给东湖社区：点位归它管",
    ]


def test_a_correction_by_a_person_is_told_below_what_was_read(desk: Desk) -> None:
    desk.report("垃圾桶坏了")
    act(desk, Move.DISPATCH, CHEN, wish=Wish(units=("donghu",)))
    told = why(desk, LI)
    assert "看不出归谁管：请协调员分派" in told
    assert told[-1] == "11-02 12:00 陈协调 分派给东湖社区"


def test_a_later_book_does_not_change_the_answer(desk: Desk) -> None:
    desk.report("东湖花园3栋的垃圾桶坏了")
    before = why(desk)
    renamed = [unit.model_copy(update={"name": f"新{unit.name}"}) for unit in AREA.units]
    other = [big.model_copy(update={"name": f"新{big.name}", "keywords": ()}) for big in AREA.categories]
    area = AREA.model_copy(update={"units": tuple(renamed), "categories": tuple(other), "places": ()})
    desk.office = replace(desk.office, area=area, reader=Reader(area))
    assert why(desk) == before


def test_a_ticket_from_before_decisions_were_kept(desk: Desk) -> None:
    desk.report("东湖花园3栋的垃圾桶坏了")
    desk.tx.run("DROP TRIGGER IF EXISTS ticket_events_stay")
    desk.tx.run("UPDATE ticket_events SET details = NULL")
    assert "派给东湖社区：点位归它管" in why(desk)


@pytest.mark.parametrize(
    ("sender", "may"), [(WANG, True), (LI, True), (CHEN, True), (ZHOU, True), (SUN, False), (HE, False)]
)
def test_who_may_ask(desk: Desk, sender: Sender, may: bool) -> None:
    desk.report()
    if may:
        assert why(desk, sender)[0] == "<b>#T1001 是这样看懂的</b>"
        return
    for number in (1001, 4711):
        with pytest.raises(Refused) as caught:
            why(desk, sender, number)
        assert caught.value.reason is Refusal.NO_RIGHT, "which numbers exist is not for strangers"


def test_who_reported_in_private_is_not_named(desk: Desk) -> None:
    desk.report()
    desk.say("垃圾桶坏了", chat=WANG.id, private=True)
    desk.deliver()
    desk.say("东湖花园3栋", chat=WANG.id, private=True)
    assert desk.ticket(1002).unit_code == "donghu"
    assert WANG.name not in "\n".join(why(desk, LI, 1002))


def test_what_is_quoted_is_made_safe(desk: Desk) -> None:
    desk.report("垃圾桶坏了")
    desk.say("<b>东湖花园3栋", reply_to=desk.the("question", RIDERS).message_id)
    assert "&lt;b&gt;东湖花园3栋" in "\n".join(why(desk))


def test_the_reasons_are_kept_once(desk: Desk) -> None:
    desk.report()
    (opened,) = events.history(desk.tx, 1001)
    assert opened.details["rule"] == "place"
    assert "why" not in opened.details, "the ticket has them"


def test_clocks_that_were_told_at_once_are_no_obstacle(desk: Desk) -> None:
    """A card tells them in one line; why a ticket went where it went has nothing to do with them."""
    desk.report()
    for clock in ("response", "fix"):
        details = f'{{"clock": "{clock}", "rung": "reminder"}}'
        desk.tx.run(
            "INSERT INTO ticket_events (ticket_id, kind, state, details, done_at, entered_at)"
            " VALUES (1001, 'reminded', 'assigned', :details, 0, 0)",
            details=details,
        )
    assert why(desk)[0] == "<b>#T1001 是这样看懂的</b>"
