"""Bundles: reports beyond the limit are one ticket for the coordinators, and none of them is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.desk import bundles
from bot.domain.paces import Allowance, Use
from bot.domain.tickets import State, Ticket
from storage import supporters
from tests.desk.office import CHEN, DAY, HALL, HE, LI, RIDERS, WANG, Desk, a_desk, buttons_of, data_of, text_of

WINDOW = timedelta(minutes=10)
LIMIT = 3


@pytest.fixture
def flooded() -> Iterator[Desk]:
    """王 may report three things in ten minutes, and has reported seven; 何 one."""
    with a_desk(per_person={Use.POSTS: Allowance(LIMIT, WINDOW)}) as desk:
        for number in range(1, 8):
            desk.later()
            desk.say(f"东湖花园{number}栋的垃圾桶坏了", photo=number == 6)
        desk.say("东湖花园20栋的垃圾桶坏了", HE)
        desk.deliver()
        yield desk


def bundle_of(desk: Desk) -> Ticket:
    (found,) = [ticket for ticket in desk.tickets() if ticket.bundle]
    return found


def press(desk: Desk, label: str) -> str:
    """A coordinator's press on the newest card of the bundle, which shows its last buttons."""
    card = desk.the("card", chat=HALL)
    shown = [one for one in desk.notices(chat=HALL) if one.target == card.id and "reply_markup" in one.payload]
    return desk.tap(CHEN, data_of(shown[-1] if shown else card, label), card).text


def test_those_beyond_the_limit_are_one_ticket_in_triage(flooded: Desk) -> None:
    bundle = bundle_of(flooded)
    assert len(flooded.tickets()) == LIMIT + 2, "王's three, the bundle, and 何's"
    assert bundle.state is State.TRIAGE
    assert bundle.reporter_id == WANG.id


def test_the_coordinators_read_each_of_them(flooded: Desk) -> None:
    last = [one for one in flooded.notices(chat=HALL) if "连续上报" in text_of(one)][-1]
    assert "并着 4 条" in text_of(last)
    for number in range(4, 8):
        assert f"东湖花园{number}栋的垃圾桶坏了" in text_of(last)
    assert buttons_of(last)[:2] == ["逐条受理", "一并不予受理"]


def test_the_group_stays_quiet(flooded: Desk) -> None:
    told = [one for one in flooded.notices(chat=RIDERS, kind="answer") if "报得比较多" in text_of(one)]
    assert len(told) == 1
    assert not flooded.notices(chat=RIDERS, kind="card")


def test_one_by_one_each_becomes_what_it_would_have_become(flooded: Desk) -> None:
    bundle = bundle_of(flooded)
    assert "共 4 条" in press(flooded, "逐条受理")
    fresh = [ticket for ticket in flooded.tickets() if ticket.id > bundle.id and ticket.reporter_id == WANG.id]
    assert [ticket.place for ticket in fresh] == [f"东湖花园{number}栋" for number in range(4, 8)]
    assert {ticket.state for ticket in fresh} == {State.ASSIGNED}
    over = flooded.ticket(bundle.id)
    assert over.state is State.MERGED
    assert over.merged_into == fresh[0].id
    assert flooded.events(bundle.id)[-1] == "merge"


def test_a_photo_goes_with_its_own_words(flooded: Desk) -> None:
    press(flooded, "逐条受理")
    flooded.deliver()
    cards = [one for one in flooded.notices(kind="card") if "photo" in one.payload and one.unit_code]
    assert len(cards) == 1
    assert "6栋" in text_of(cards[0])


def test_two_taps_turn_all_of_them_down(flooded: Desk) -> None:
    bundle = bundle_of(flooded)
    press(flooded, "一并不予受理")
    flooded.deliver()
    reason = flooded.office.texts.plain("reason.reject.1")
    press(flooded, reason)
    assert flooded.ticket(bundle.id).state is State.REJECTED
    flooded.deliver()
    closures = [one for one in flooded.notices(chat=RIDERS) if f"#T{bundle.id}" in text_of(one)]
    assert len(closures) == 1, "told once, below the first of them"


def test_others_are_not_held_back(flooded: Desk) -> None:
    assert [ticket.state for ticket in flooded.tickets() if ticket.reporter_id == HE.id] == [State.ASSIGNED]


@pytest.mark.parametrize("who", [WANG, LI, HE])
def test_only_a_coordinator_decides(flooded: Desk, who: object) -> None:
    before = flooded.dump()
    assert flooded.tap(who, f"apart:{bundle_of(flooded).id}", flooded.the("card", chat=HALL)).alert  # type: ignore[arg-type]
    assert flooded.dump() == before


def test_what_is_decided_is_not_decided_again(flooded: Desk) -> None:
    bundle = bundle_of(flooded)
    press(flooded, "逐条受理")
    before = len(flooded.tickets())
    assert flooded.tap(CHEN, f"apart:{bundle.id}", flooded.the("card", chat=HALL)).text
    assert len(flooded.tickets()) == before


def test_an_ordinary_ticket_is_no_bundle(flooded: Desk) -> None:
    assert flooded.tap(CHEN, "apart:1001").alert


def test_an_emergency_is_taken_at_once(flooded: Desk) -> None:
    flooded.say("东湖花园9栋着火了，快来人")
    fire = flooded.tickets()[-1]
    assert fire.emergency
    assert fire.state is State.ASSIGNED


def test_a_new_flood_after_the_decision_is_a_new_bundle(flooded: Desk) -> None:
    press(flooded, "逐条受理")
    flooded.say("东湖花园31栋的垃圾桶坏了")
    assert len([ticket for ticket in flooded.tickets() if ticket.bundle]) == 2


def test_after_a_rest_reports_are_taken_as_ever(flooded: Desk) -> None:
    flooded.later(DAY)
    assert flooded.report("东湖花园32栋的垃圾桶坏了").state is State.ASSIGNED


def test_no_place_that_is_told_later_sends_the_bundle_away(flooded: Desk) -> None:
    bundle = bundle_of(flooded)
    flooded.say("东湖花园4栋", reply_to=bundle.message_id)
    assert flooded.ticket(bundle.id).state is State.TRIAGE


def test_a_post_that_was_edited_into_talk_is_opened_all_the_same(flooded: Desk) -> None:
    bundle = bundle_of(flooded)
    flooded.tx.run("UPDATE posts SET text = '没事了' WHERE id = :id", id=bundle.post_id)
    assert "共 4 条" in press(flooded, "逐条受理")
    assert len([ticket for ticket in flooded.tickets() if ticket.post_id == bundle.post_id]) == 2
    assert bundles.is_waiting(flooded.ticket(bundle.id)) is False


def test_the_first_is_not_taken_back_while_others_hang_on_it(flooded: Desk) -> None:
    """A ticket that is withdrawn is over: the three behind it would be gone with it."""
    bundle = bundle_of(flooded)
    flooded.say("撤回", reply_to=bundle.message_id)
    assert flooded.ticket(bundle.id).state is State.TRIAGE
    assert "还并着您报的 3 条" in text_of(flooded.notices(chat=RIDERS, kind="answer")[-1])
    for message in range(bundle.message_id + 1, bundle.message_id + 4):
        flooded.say("撤回", reply_to=message)
    flooded.say("撤回", reply_to=bundle.message_id)
    assert flooded.ticket(bundle.id).state is State.WITHDRAWN, "alone it is like any other"


def test_what_comes_at_once_after_hours_without_a_line_is_no_flood() -> None:
    """It was written over the day: what counts is when, not when it was read."""
    with a_desk(per_person={Use.POSTS: Allowance(LIMIT, WINDOW)}) as desk:
        for number in range(1, 9):
            desk.say(f"东湖花园{number}栋的垃圾桶坏了", sent_at=desk.now - (9 - number) * WINDOW / 2)
        assert not [ticket for ticket in desk.tickets() if ticket.bundle]


def test_a_long_flood_is_several_bundles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or each report of it, and the two taps at its end, would take longer than the one before."""
    monkeypatch.setattr(bundles, "MOST", 3)
    with a_desk(per_person={Use.POSTS: Allowance(1, WINDOW)}) as desk:
        for number in range(1, 8):
            desk.say(f"东湖花园{number}栋的垃圾桶坏了")
        flood = [ticket for ticket in desk.tickets() if ticket.bundle]
        assert [len(supporters.of_ticket(desk.tx, ticket.id)) for ticket in flood] == [2, 2]


def test_what_was_added_or_taken_back_is_no_further_report(flooded: Desk) -> None:
    bundle = bundle_of(flooded)
    flooded.say("快点来人看看", reply_to=bundle.message_id)
    flooded.say("撤回", reply_to=bundle.message_id + 1)
    flooded.deliver()
    last = [one for one in flooded.notices(chat=HALL) if "连续上报" in text_of(one)][-1]
    assert "并着 3 条" in text_of(last)
    assert text_of(last).count("接着报") == 2


def test_old_talk_that_is_edited_into_reports_is_a_flood_as_well() -> None:
    """Talk of half an hour ago and of now, edited by turns: by the times they were sent, each would be the first."""
    with a_desk(per_person={Use.POSTS: Allowance(LIMIT, WINDOW)}) as desk:
        old = [desk.say("大家早") for _ in range(10)]
        desk.later(3 * WINDOW)
        new = [desk.say("大家好") for _ in range(10)]
        for number, post in enumerate(post for pair in zip(old, new, strict=True) for post in pair):
            desk.later()
            desk.edit(post, f"东湖花园{number + 1}栋的垃圾桶坏了")
        assert len([ticket for ticket in desk.tickets() if not ticket.bundle]) == LIMIT
        assert bundle_of(desk).state is State.TRIAGE
