"""Duplicates at the desk: a second report of one thing opens no ticket, whoever sends it and however it comes."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.notices import NoticeKind
from bot.domain.tickets import Move, State
from storage import messages, supporters
from tests.desk.office import CHEN, DAY, HALL, HE, LI, OFFICE, RIDERS, WANG, Desk, a_desk, data_of, text_of
from tests.desk.test_handling import act

BIN = "东湖花园3栋的垃圾桶坏了"
AGAIN = "东湖花园3号楼垃圾桶坏了好几天"
FIRE = "东湖花园3栋着火了"


def card_text(desk: Desk, number: int = 1001, chat: int = OFFICE) -> str:
    """The newest form of the ticket's card."""
    shown = [
        notice
        for notice in desk.notices(chat=chat)
        if notice.ticket_id == number and notice.kind in {NoticeKind.CARD, NoticeKind.EDIT}
    ]
    return text_of(shown[-1])


def test_a_second_report_joins_the_ticket(desk: Desk) -> None:
    desk.report(BIN)
    post = desk.say(AGAIN, HE)
    assert len(desk.tickets()) == 1
    assert desk.sign(post) == "🤝"
    desk.deliver()
    assert "同报 1" in card_text(desk)
    assert desk.ticket().supporters == (HE.id,)
    assert len(desk.notices(chat=RIDERS, kind="card")) == 0


def test_the_same_person_twice_only_adds(desk: Desk) -> None:
    desk.report(BIN)
    post = desk.say(AGAIN)
    assert (len(desk.tickets()), desk.ticket().supporters) == (1, ())
    assert desk.events() == ["opened", "added"]
    assert desk.sign(post) == "🤝"


def test_a_third_report_of_a_supporter_counts_once(desk: Desk) -> None:
    desk.report(BIN)
    for _ in range(2):
        desk.say(AGAIN, HE)
    assert desk.ticket().supporters == (HE.id,)


def test_after_the_window_and_once_it_is_resolved_it_is_a_new_ticket(desk: Desk) -> None:
    desk.report(BIN)
    desk.later(desk.office.duplicate_window + timedelta(seconds=1))
    desk.report(BIN, sender=HE)
    act(desk, Move.RESOLVE, LI, number=1002)
    assert desk.report(AGAIN, sender=HE).id == 1003


def test_without_a_window_nothing_is_joined() -> None:
    with a_desk(duplicate_window=timedelta(0)) as desk:
        desk.report(BIN)
        assert desk.report(BIN, sender=HE).id == 1002


def test_a_photo_of_a_second_report_is_the_tickets(desk: Desk) -> None:
    desk.report(BIN, photo=True)
    desk.say(AGAIN, HE, photo=True)
    desk.deliver()
    (edit,) = [one for one in desk.notices(chat=OFFICE, kind="edit") if "同报 1" in text_of(one)]
    assert data_of(edit, "照片(2)") == "photos:1001"


def test_of_two_problems_only_the_known_one_is_joined(desk: Desk) -> None:
    desk.report(BIN)
    post = desk.say("东湖花园3栋的垃圾桶坏了；东湖花园5栋的垃圾桶坏了", HE)
    desk.deliver()
    assert [ticket.address for ticket in desk.tickets()] == ["3栋", "5栋"]
    assert desk.ticket().supporters == (HE.id,)
    assert desk.sign(post) == "✍"


def test_an_emergency_joins_none_but_an_emergency_and_is_answered_all_the_same(desk: Desk) -> None:
    desk.report(BIN)
    desk.report(FIRE)
    post = desk.say(FIRE, HE)
    assert len(desk.tickets()) == 2
    assert desk.ticket(1002).supporters == (HE.id,)
    told = [one for one in desk.notices(chat=RIDERS, kind="emergency") if one.reply_to == post.message_id]
    assert ["119" in text_of(one) for one in told] == [True]


def test_a_private_report_is_never_named(desk: Desk) -> None:
    desk.say("路灯不亮", HE)  # he is known from here on
    desk.report(BIN)
    post = desk.say(AGAIN, HE, HE.id, private=True)
    assert desk.ticket(1002).supporters == (HE.id,)
    act(desk, Move.RESOLVE, LI, number=1002)
    desk.deliver()
    assert not any(HE.name in text_of(one) for one in desk.notices() if one.ticket_id == 1002)
    (own,) = desk.notices(chat=HE.id, kind="closure")
    assert own.reply_to == post.message_id


def test_what_was_in_triage_joins_once_its_place_is_told(desk: Desk) -> None:
    desk.report(BIN)
    post = desk.say("垃圾桶坏了没人管", HE)
    desk.deliver()
    assert desk.ticket(1002).state is State.TRIAGE
    desk.say("东湖花园3栋", HE, reply_to=post.message_id)
    desk.deliver()
    assert (desk.ticket(1002).state, desk.ticket(1002).merged_into) == (State.MERGED, 1001)
    assert desk.ticket().supporters == (HE.id,)
    assert desk.sign(post) == "🤝"
    assert "已并入 #T1001" in card_text(desk, 1002, HALL)


def test_two_reports_of_an_unknown_place_are_one_in_triage(desk: Desk) -> None:
    desk.report("南门小区3栋的垃圾桶坏了")
    desk.say("南门小区3栋的垃圾桶坏了", HE)
    assert [ticket.supporters for ticket in desk.tickets()] == [(HE.id,)]


def test_what_is_set_aside_is_joined_too(desk: Desk) -> None:
    desk.report(BIN)
    act(desk, Move.SUSPEND, CHEN)
    desk.later(DAY)
    desk.say(AGAIN, HE)
    assert desk.ticket().supporters == (HE.id,)


def test_additions_to_a_joined_report_reach_the_ticket(desk: Desk) -> None:
    desk.report(BIN)
    post = desk.say(AGAIN, HE)
    desk.say("盖子也没了", HE, reply_to=post.message_id)
    desk.deliver()
    assert len(desk.tickets()) == 1
    assert desk.events() == ["opened", "supported", "added"]
    assert desk.ticket().text == BIN, "the words of the ticket are those of who opened it"


def test_every_chat_hears_of_the_resolution_once(desk: Desk) -> None:
    desk.report(BIN)
    post = desk.say(AGAIN, HE)
    act(desk, Move.RESOLVE, LI)
    desk.deliver()
    (closure,) = desk.notices(chat=RIDERS, kind="closure")
    assert f'同报人 <a href="tg://user?id={HE.id}">{HE.name}</a>' in text_of(closure)
    assert desk.sign(post) == "👌"
    assert [one.person_id for one in supporters.of_ticket(desk.tx, 1001)] == [HE.id]
    assert len(messages.standing(desk.tx, 1001, NoticeKind.CLOSURE)) == 1


def test_a_supporter_may_say_that_it_is_not_solved(desk: Desk) -> None:
    desk.report(BIN)
    post = desk.say(AGAIN, HE)
    act(desk, Move.RESOLVE, LI)
    desk.deliver()
    assert not desk.tap(HE, "dispute:1001", desk.the("closure", RIDERS)).alert
    assert (desk.ticket().state, desk.ticket().reopened) == (State.ACCEPTED, 1)
    assert desk.sign(post) == "🤝"
    assert desk.tap(WANG, "confirm:1001").alert, "it is at work again"
