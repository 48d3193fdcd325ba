"""Taps: every button by every hand, and data that no button ever had."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.taps import TICKET_VERBS
from bot.domain.moves import MOVES
from bot.domain.posts import Sender
from bot.domain.tickets import Capacity, Move, State
from tests.desk.office import (
    CHEN,
    HALL,
    HE,
    LI,
    NEW,
    OFFICE,
    RIDERS,
    SUN,
    WANG,
    ZHOU,
    Desk,
    a_desk,
    buttons_of,
    data_of,
    text_of,
)
from tests.desk.test_handling import STEPS, brought_to

HANDS = {Capacity.HANDLER: LI, Capacity.REVIEWER: ZHOU, Capacity.COORDINATOR: CHEN, Capacity.REPORTER: WANG}
AT_ONCE = [Move.ACCEPT, Move.CONFIRM, Move.DISPUTE, Move.APPROVE, Move.REJECT, Move.DISPATCH]


def data(move: Move) -> str:
    return f"{move.value}:1001" + (":donghu" if move is Move.DISPATCH else "")


@pytest.mark.parametrize("state", STEPS)
def test_a_tap_moves_what_the_table_lets_its_hand_move_and_nothing_else(desk: Desk, state: State) -> None:
    ticket = brought_to(desk, state)
    before = desk.dump()
    wrong = []
    for move, (capacity, hand) in product(AT_ONCE, HANDS.items()):
        # Of a ticket in triage nobody is the handler or the reviewer yet.
        held = capacity in MOVES[move].who and (
            ticket.unit_code or capacity not in {Capacity.HANDLER, Capacity.REVIEWER}
        )
        with desk.tried():
            answer = desk.tap(hand, data(move))
            if held and state in MOVES[move].sources:
                moved = desk.ticket().state is MOVES[move].leads_to(state, None)
                right = moved and not answer.alert and "#T1001" in answer.text
            else:
                right = desk.dump() == before and answer.text != ""
        if not right:
            wrong.append(f"{move.value} by the {capacity.value}: {answer}")
    assert not wrong


@pytest.mark.parametrize("sender", [SUN, HE])
def test_who_is_nothing_to_the_ticket_gets_an_alert_and_changes_nothing(desk: Desk, sender: Sender) -> None:
    brought_to(desk, State.RESOLVED)
    card = desk.the("card", OFFICE)
    before = desk.dump()
    wrong = []
    for verb in sorted(TICKET_VERBS):
        rest = {"dispatch": ":donghu", "preset": ":rework:1", "units": "::0"}.get(verb, "")
        of_reporters = verb in {"confirm", "dispute", "thank"}
        words = "解决没解决，由上报人和同报人来回答" if of_reporters else "您没有这个权限"
        with desk.tried():
            answer = desk.tap(sender, f"{verb}:1001{rest}", card)
            changed = desk.dump() != before
            unknown = desk.tap(sender, f"{verb}:4711{rest}", card)  # which numbers exist is not for strangers
        if changed or not answer.alert or not answer.text.startswith(words) or unknown != answer:
            wrong.append(f"{verb}: {answer}, of no ticket {unknown}{', and something was written' if changed else ''}")
    assert not wrong


@pytest.mark.parametrize(
    "forged",
    [
        "",
        ":",
        "accept",
        "accept:",
        "accept:x",
        "accept:1001:2:3:4",
        "accept:99999999999999999999",
        "accept:-1",
        "accept:4711",
        "nonsense:1001",
        "preset:1001",
        "preset:1001:resolve",
        "preset:1001:resolve:99",
        "preset:1001:nonsense:1",
        "preset:1001:dispatch:1",
        "dispatch:1001",
        "dispatch:1001:nowhere",
        "units:1001",
        "units:1001::x",
        "units:1001:nowhere:0",
        "units:1001::-5",
        "units:1001::99999999999999999999",
        "done:1001",
        "cancel:1001",
        "photos:4711",
        "show:4711",
        "show:1001:2",
        "card:1001",
    ],
)
@pytest.mark.parametrize("state", [State.TRIAGE, State.ASSIGNED])
def test_forged_data_changes_no_ticket_and_breaks_nothing(desk: Desk, forged: str, state: State) -> None:
    before = brought_to(desk, state)
    answer = desk.tap(HE, forged)
    assert answer.text
    assert desk.ticket() == before


@settings(max_examples=25, deadline=None)
@given(
    verb=st.sampled_from([*sorted(TICKET_VERBS), "x"]),
    rest=st.lists(st.one_of(st.sampled_from(["1001", "donghu", "resolve", "0", ""]), st.text(max_size=8)), max_size=4),
    hand=st.sampled_from([*HANDS.values(), HE]),
)
def test_no_data_upsets_the_desk(verb: str, rest: list[str], hand: Sender) -> None:
    with a_desk() as desk:
        brought_to(desk, State.ASSIGNED)
        before = desk.ticket()
        desk.tap(hand, ":".join([verb, *rest]), desk.the("card", OFFICE))
        assert desk.ticket() == before or hand in {LI, CHEN}, "only these two may move it now"


# --- triage


def test_not_a_problem(desk: Desk) -> None:
    brought_to(desk, State.TRIAGE)
    card = desk.the("card", HALL)
    assert desk.tap(CHEN, data_of(card, "不是问题"), card).text == "#T1001 不予受理"
    assert "不属于受理范围" in text_of(desk.the("closure", RIDERS))


# --- a number in a list


@pytest.mark.parametrize(
    ("hand", "state", "buttons"),
    [
        (LI, State.ASSIGNED, NEW),
        (LI, State.RESOLVED, []),
        (ZHOU, State.RESOLVED, ["复核通过", "退回返工"]),
        (CHEN, State.RESOLVED, ["复核通过", "退回返工", "更正"]),
        (WANG, State.RESOLVED, ["已解决", "未解决"]),
        (CHEN, State.TRIAGE, ["其他单位…", "不是问题"]),
        (WANG, State.CLOSED, ["未解决"]),
    ],
)
def test_a_number_opens_the_whole_ticket_with_ones_own_moves(
    desk: Desk, hand: Sender, state: State, buttons: list[str]
) -> None:
    before = brought_to(desk, state)
    answer = desk.tap(hand, "show:1001", chat=hand.id)
    assert (answer.text, answer.alert) == ("", False)
    whole = desk.the("answer", hand.id)
    assert "#T1001" in text_of(whole)
    assert "王骑手 上报" in text_of(whole), "with all its history"
    assert buttons_of(whole) == buttons
    assert whole.ticket_id == 1001, "replies to it are about the ticket"
    assert desk.ticket() == before


@pytest.mark.parametrize(("hand", "data"), [(SUN, "show:1001"), (HE, "show:1001"), (LI, "show:4711")])
def test_nobody_opens_what_is_not_theirs(desk: Desk, hand: Sender, data: str) -> None:
    brought_to(desk, State.RESOLVED)
    before = desk.dump()
    assert desk.tap(hand, data, chat=hand.id).alert
    assert desk.dump() == before


def test_words_below_an_opened_ticket_are_an_order(desk: Desk) -> None:
    brought_to(desk, State.ASSIGNED)
    desk.tap(LI, "show:1001", chat=LI.id)
    desk.deliver()
    desk.say("收到", LI, LI.id, private=True, reply_to=desk.the("answer", LI.id).message_id)
    assert desk.ticket().state is State.ACCEPTED


def test_the_same_tap_twice_is_one_move_and_a_friendly_word(desk: Desk) -> None:
    """Clients send an unanswered tap again, under a new id."""
    brought_to(desk, State.ASSIGNED)
    assert desk.tap(LI, "accept:1001").text == "已受理 #T1001，时限 11月5日 12:00"
    before = desk.dump()
    again = desk.tap(LI, "accept:1001")
    assert (again.text, again.alert) == ("李书记 已在 11-02 12:00 受理了", False)
    assert desk.dump() == before


def test_a_toast_holds_no_escapes(desk: Desk) -> None:
    desk.say("东湖花园3栋的垃圾桶坏了")
    desk.tx.run("UPDATE tickets SET reporter_name = '<王>'")
    assert "&" not in desk.tap(LI, "accept:1001").text
