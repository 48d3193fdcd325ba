"""Words that name their tickets: they settle those, all or none, with a reply or without."""

from __future__ import annotations

import pytest

from bot.domain.posts import Sender
from bot.domain.tickets import Move, State
from tests.desk.office import CHEN, HE, LI, OFFICE, RIDERS, SUN, WANG, Desk, text_of
from tests.desk.test_handling import act


@pytest.fixture
def three(desk: Desk) -> Desk:
    """T1001 and T1002 with 东湖, T1003 with 西苑, each of a post of its own."""
    for text in ("东湖花园1栋", "东湖花园2栋", "西苑小区3栋"):
        desk.report(f"{text}的垃圾桶坏了")
        desk.later()
    return desk


def states(desk: Desk) -> list[State]:
    return [ticket.state for ticket in desk.tickets()]


def say(desk: Desk, text: str, sender: Sender, chat: int = OFFICE, *, below: int | None = None) -> str | None:
    """Say something, as a reply to the card of the ticket `below`. Returns the sign on it."""
    cards = {notice.ticket_id: notice for notice in desk.notices(chat=chat, kind="card")}
    post = desk.say(text, sender, chat, reply_to=cards[below].message_id if below else None)
    return desk.sign(post)


A, R, D = State.ASSIGNED, State.RESOLVED, State.ACCEPTED


@pytest.mark.parametrize(
    ("text", "below", "after"),
    [
        ("#T1001 #T1002 已处理", 1001, [R, R, A]),
        ("1001、1002 都好了", 1002, [R, R, A]),
        ("T1002 已处理，换了新桶", 1001, [A, R, A]),
        ("T1001、T1002 收到", 1001, [D, D, A]),
        ("#T1001 #T1002 已处理", None, [R, R, A]),
        ("1001、1002 都好了", None, [A, A, A]),
        ("T1001 已处理，T1002 明天处理", 1001, [A, A, A]),
        ("已处理", 1001, [R, A, A]),
    ],
)
def test_the_named_tickets_and_no_others(three: Desk, text: str, below: int | None, after: list[State]) -> None:
    say(three, text, LI, below=below)
    assert states(three) == after


@pytest.mark.parametrize(
    ("text", "sender", "sign"),
    [
        ("T1001、T1003 已处理", LI, "🤷"),
        ("T1001 已处理", SUN, "🤷"),
        ("T1001 已处理", HE, "🤷"),
        ("T1001、T1999 已处理", LI, "🤷"),
        ("T1001、T1999 已处理", CHEN, None),
    ],
)
def test_all_or_none(three: Desk, text: str, sender: Sender, sign: str | None) -> None:
    assert say(three, text, sender, below=1001) == sign
    assert states(three) == [A, A, A]


def test_a_stranger_without_a_reply_gets_no_answer(three: Desk) -> None:
    before = three.dump()
    assert say(three, "T1001 已处理", HE, RIDERS) is None
    assert three.dump() == before


def test_a_coordinator_for_two_units(three: Desk) -> None:
    assert say(three, "T1001、T1003 已处理", CHEN, below=1001) == "👌"
    assert states(three) == [R, A, R]


def test_the_reporter_names_a_ticket(three: Desk) -> None:
    for number in (1001, 1002):
        act(three, Move.RESOLVE, LI, number=number)
    three.say("T1001 还是坏的", WANG)
    assert states(three) == [State.ACCEPTED, R, A]
    three.say("#T1002 已解决，谢谢", WANG)
    assert states(three) == [State.ACCEPTED, State.CLOSED, A]


def test_an_answer_that_names_another_ticket_is_none_to_the_question(three: Desk) -> None:
    three.tap(LI, "resolve:1001")
    three.deliver()
    say(three, "T1002 已处理", LI)
    assert states(three) == [A, R, A]


def test_who_says_not_ours_is_told_what_to_do(three: Desk) -> None:
    say(three, "不归我们管", LI, below=1001)
    assert states(three) == [A, A, A]
    assert text_of(three.the("answer", OFFICE)).startswith("#T1001 还在您单位")
