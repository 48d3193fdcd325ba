"""Opening: what a report says becomes tickets with clocks, cards where their units read, and one sign."""

from __future__ import annotations

import pytest

from bot.domain.areas import TimeClass
from bot.domain.deadlines import Clock
from bot.domain.tickets import State
from storage import deadlines, people, tickets
from tests.desk.office import CHEN, DAY, DEPOT, HALL, HOUR, LI, OFFICE, RIDERS, WANG, Desk, a_desk, buttons_of, text_of


def cards(desk: Desk) -> list[tuple[int, int | None]]:
    """Chat and what it replies to, of every card."""
    return [(notice.chat_id, notice.reply_to) for notice in desk.notices(kind="card")]


@pytest.mark.parametrize(
    ("text", "state", "unit", "chat"),
    [
        ("东湖花园3栋的垃圾桶坏了", State.ASSIGNED, "donghu", OFFICE),  # the unit's own chat
        ("西苑小区的路灯不亮了", State.ASSIGNED, "luminju", DEPOT),  # a department's category
        ("西苑小区3栋的垃圾桶坏了", State.ASSIGNED, "xiyuan", RIDERS),  # only a secretary: below the post
        ("北山新村3栋的垃圾桶坏了", State.TRIAGE, "beishan", HALL),  # nobody there: triage, with the unit known
        ("幸福里3栋的垃圾桶坏了", State.TRIAGE, None, HALL),  # in two communities
        ("垃圾桶坏了", State.TRIAGE, None, HALL),
    ],
)
def test_where_a_ticket_goes(desk: Desk, text: str, state: State, unit: str | None, chat: int) -> None:
    post = desk.say(text)
    ticket = desk.ticket()
    assert (ticket.state, ticket.unit_code) == (state, unit)
    assert cards(desk) == [(chat, post.message_id if chat == RIDERS else None)]
    assert (ticket.assigned_at is None) is (state is State.TRIAGE)


def test_a_card_below_the_post_names_the_secretary(desk: Desk) -> None:
    desk.say("西苑小区3栋的垃圾桶坏了")
    assert "孙书记</a> 请受理" in text_of(desk.the("card", RIDERS))
    desk.say("东湖花园3栋的垃圾桶坏了")
    assert "请受理" not in text_of(desk.the("card", OFFICE))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("幸福里3栋的垃圾桶坏了", ["东湖社区", "西苑社区"]),
        ("北山新村3栋的垃圾桶坏了", ["北山社区", "青石街道"]),
        ("垃圾桶坏了", []),
    ],
)
def test_triage_offers_the_likeliest_units(desk: Desk, text: str, first: list[str]) -> None:
    desk.say(text)
    assert buttons_of(desk.the("card", HALL)) == [*first, "其他单位…", "不是问题"]


def test_several_problems_are_several_tickets_and_one_sign(desk: Desk) -> None:
    post = desk.say("东湖花园3栋的垃圾桶坏了；西苑小区5栋的路灯不亮了")
    first, second = desk.tickets()
    assert (first.unit_code, second.unit_code) == ("donghu", "luminju")
    assert first.post_id == second.post_id
    assert len(desk.notices(chat=RIDERS, kind="reaction")) == 1
    assert desk.sign(post) == "👀"


def test_the_clocks_of_a_new_ticket(desk: Desk) -> None:
    desk.say("东湖花园3栋的垃圾桶坏了")
    running = deadlines.running(desk.tx, 1001)
    assert {clock: deadline.due_at - desk.now for clock, deadline in running.items()} == {
        Clock.RESPONSE: 4 * HOUR,
        Clock.FIX: 3 * DAY,
    }
    assert running[Clock.FIX].next_at == desk.now + 0.75 * 3 * DAY
    assert desk.ticket().due_at == desk.now + 3 * DAY


def test_the_clock_of_a_ticket_in_triage(desk: Desk) -> None:
    desk.say("北山新村3栋的垃圾桶坏了")  # 北山社区 has nobody
    running = deadlines.running(desk.tx, 1001)
    assert {clock: deadline.due_at - desk.now for clock, deadline in running.items()} == {Clock.DISPATCH: HOUR}
    assert desk.ticket().due_at is None


def test_an_emergency_rings_everybody_at_once(desk: Desk) -> None:
    desk.open_private(CHEN)
    post = desk.say("东湖花园3栋着火了，快来人")
    ticket = desk.ticket()
    assert (ticket.emergency, ticket.time_class) == (True, TimeClass.URGENT)
    assert ticket.due_at == desk.now + 2 * HOUR
    assert all(deadline.urgent for deadline in deadlines.running(desk.tx, 1001).values())
    told = {notice.chat_id: notice for notice in desk.notices(kind="emergency")}
    assert set(told) == {RIDERS, HALL, CHEN.id}
    assert told[RIDERS].reply_to == post.message_id
    assert "119" in text_of(told[RIDERS])
    first = [notice.kind for notice in desk.deliver() if notice.chat_id == RIDERS]
    assert first[0] == "emergency"


def test_an_urgent_card_names_its_people_also_in_their_chat(desk: Desk) -> None:
    desk.say("东湖花园3栋着火了，快来人")
    assert f"{LI.name}</a> 请受理" in text_of(desk.the("card", OFFICE))


def test_the_reasons_are_kept_and_the_reporter_is_known(desk: Desk) -> None:
    desk.say("东湖花园3栋的垃圾桶坏了")
    assert "place:东湖花园@0-4" in tickets.why(desk.tx, 1001)
    assert people.may_report_privately(desk.tx, WANG.id)


def test_a_group_without_reactions_is_told_in_a_line() -> None:
    with a_desk() as desk:
        desk.tx.run("INSERT INTO chats (id, title, type, reactions) VALUES (:id, '骑手', 'supergroup', 0)", id=RIDERS)
        post = desk.say("东湖花园3栋的垃圾桶坏了")
        assert desk.sign(post) is None
        line = desk.the("answer", RIDERS)
        assert (text_of(line), line.reply_to) == ("收到，正在转办。", post.message_id)


def test_a_photo_makes_the_card_a_photo(desk: Desk) -> None:
    post = desk.say("东湖花园3栋的垃圾桶坏了", photo=True)
    card = desk.the("card", OFFICE)
    assert (card.call.value, card.payload["photo"]) == ("sendPhoto", post.media[0].file_id)


def test_delivery_is_shown_only_when_it_happened(desk: Desk) -> None:
    post = desk.say("东湖花园3栋的垃圾桶坏了")
    assert desk.sign(post) == "👀"
    desk.deliver()
    assert desk.sign(post) == "✍"


def test_a_card_in_triage_is_no_delivery(desk: Desk) -> None:
    post = desk.say("幸福里3栋的垃圾桶坏了")
    desk.deliver()
    assert desk.sign(post) == "👀"
