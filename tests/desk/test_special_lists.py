"""/special: the list, one action by its number, and one that is prepared against what a ticket is an example of."""

from __future__ import annotations

import pytest

from bot.desk import special_lists
from bot.desk.reach import Seat
from bot.desk.special_proposals import recurring
from bot.domain.areas import Role
from bot.domain.posts import Sender
from bot.domain.refusals import Refused
from storage import people, tickets
from tests.desk.office import CHEN, DAY, HALL, LI, OFFICE, RIDERS, SUN, WANG, ZHOU, Desk, buttons_of, text_of
from tests.desk.special import card, opened, press, trouble


def listed(desk: Desk, who: Sender = CHEN, chat: int = HALL) -> special_lists.Listed:
    """As the edge asks for it, all pieces at once. Raises Refused."""
    person = desk.person(who)
    wanted = special_lists.begin(desk.tx, desk.office, person, Seat(chat), desk.now)
    what = None if wanted is None else recurring(desk.tx, desk.office, wanted.ground, desk.now)
    return special_lists.everything(desk.tx, desk.office, person, what, desk.now)


def ask(desk: Desk, written: str, who: Sender = CHEN, chat: int = HALL) -> str:
    """What /special with these words answers; the reason where it is refused."""
    desk.later()
    person, seat = desk.person(who), Seat(chat)
    try:
        found = listed(desk, who, chat) if not written else None
        special_lists.answer(desk.tx, desk.office, person, written, seat, found, desk.now)
    except Refused as refused:
        return refused.reason.value
    return "\n".join(text_of(notice) for notice in desk.deliver() if notice.chat_id == chat)


def test_nothing_yet(desk: Desk) -> None:
    assert listed(desk).text.split("\n") == [
        "现在没有开展中的专项行动。",
        "",
        "没有反复出现的问题（同一点位、同一类别，90 天里上报 3 次以上）。",
    ]


def test_what_recurs_stands_there_at_any_time(desk: Desk) -> None:
    trouble(desk)
    desk.later(30 * DAY)
    found = listed(desk)
    assert "<b>1. 东湖花园 · 环境卫生</b> 3 件" in found.text
    assert [label for row in found.rows for label, _ in row] == ["1 开专项"]


def test_what_runs_and_what_ended(desk: Desk) -> None:
    own = opened(desk)
    assert listed(desk).text.split("\n")[:2] == [
        "<b>专项行动</b>（开展中 1 个）",
        "1. 东湖花园环境卫生专项整治 · 东湖社区 · 12月7日（还有 32 天）：开展前 3 件，开展后 0 件，未结 3 件",
    ]
    assert listed(desk).rows == [[("1 东湖花园环境卫生专项整治", "special:1")]]
    press(desk, CHEN, "specialends:1", own)
    assert listed(desk).text.split("\n")[:4] == [
        "现在没有开展中的专项行动。",
        "",
        "<b>已结束的</b>",
        "1. 东湖花园环境卫生专项整治 · 东湖社区 · 11月5日结束：开展前 3 件，开展后 0 件",
    ]


def test_many_are_cut_and_the_rest_is_counted(desk: Desk) -> None:
    for number in range(9):
        ticket = desk.report(f"东湖花园{number + 3}栋的垃圾桶坏了")
        tickets.save(desk.tx, ticket.model_copy(update={"place_name": f"{number}号院"}))
        press(desk, CHEN, f"specialnew:{ticket.id}:-")
        desk.deliver()
        press(desk, CHEN, f"specialdate:{number + 1}:30", card(desk, HALL))
        desk.later()
    found = listed(desk)
    assert "（开展中 9 个）" in found.text and "另有 1 个" in found.text
    assert len(found.rows) == 8


def test_a_unit_sees_what_it_leads_and_no_proposals(desk: Desk) -> None:
    opened(desk)
    assert listed(desk, LI, OFFICE).text.startswith("<b>专项行动</b>（开展中 1 个）")
    assert "反复" not in listed(desk, LI, OFFICE).text
    assert listed(desk, SUN).text == "现在没有开展中的专项行动。"


@pytest.mark.parametrize("who", [WANG, ZHOU])
def test_it_is_not_for_everybody(desk: Desk, who: Sender) -> None:
    assert ask(desk, "", who) == "no_right"


def test_nothing_of_it_where_couriers_read(desk: Desk) -> None:
    opened(desk)
    assert ask(desk, "", chat=RIDERS) == "only_in_private"
    assert ask(desk, "1", chat=RIDERS) == "only_in_private"
    assert ask(desk, "T1001", chat=RIDERS) == "only_in_private"


def test_one_by_its_number(desk: Desk) -> None:
    opened(desk)
    assert ask(desk, "1").startswith("<b>专项行动 1：")
    assert "改名" in ask(desk, "1"), "who keeps it is told what may be written"
    assert "写几句进展" in ask(desk, "1", LI, OFFICE)
    assert ask(desk, "9") == "unknown_special"
    assert ask(desk, "随便") == "special_usage"
    assert ask(desk, "1", WANG) == "no_right"


def test_a_ticket_is_enough_to_prepare_one(desk: Desk) -> None:
    desk.report("东湖花园3栋的垃圾桶坏了")
    assert ask(desk, "T1001").startswith("<b>准备开专项行动：东湖花园环境卫生专项整治</b>")
    assert ask(desk, "#t1001") == "", "it is in hand already"
    assert ask(desk, "T1001", LI, OFFICE) == "no_right"
    assert ask(desk, "T9999") == "unknown_ticket"


def test_who_coordinates_a_street_prepares_one_of_its_ground(desk: Desk) -> None:
    people.grant(desk.tx, SUN.id, Role.COORDINATOR, "jiedao", None, desk.now)
    desk.report("东湖花园3栋的垃圾桶坏了")
    desk.report("东湖花园3栋的路灯不亮了")
    assert ask(desk, "T1001", SUN).startswith("<b>准备开专项行动")
    assert ask(desk, "T1002", SUN) == "no_right", "the department's"


def test_the_tickets_open_page_by_page(desk: Desk) -> None:
    own = opened(desk)
    for number in range(20):
        desk.report(f"东湖花园{number + 10}栋的垃圾桶坏了")
    press(desk, CHEN, "specialtickets:1:0", own)
    desk.later()
    (first,) = [notice for notice in desk.deliver() if notice.kind.value == "answer"]
    assert text_of(first).startswith("<b>专项行动 1：东湖花园环境卫生专项整治</b>，工单 23 件\nT1023 11月5日")
    assert buttons_of(first)[:2] == ["T1023", "T1022"] and len(buttons_of(first)) == 21
    press(desk, CHEN, "specialtickets:1:1", first)
    desk.later()
    (second,) = [notice for notice in desk.deliver() if notice.target == first.id]
    assert buttons_of(second)[:3] == ["T1003", "T1002", "T1001"]
    assert card(desk, HALL).id == own.id, "the card stays as it is"
