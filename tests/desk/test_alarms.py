"""Alarms: an edit or an answer that makes an emergency of a report is told at once, also one that was held back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.desk import bundles
from bot.domain.paces import Allowance, Use
from bot.domain.posts import Post
from bot.domain.tickets import State, Ticket
from tests.desk.office import CHEN, HALL, RIDERS, SUN, WANG, Desk, a_desk, text_of

BIN = "东湖花园3栋的垃圾桶坏了"
FIRE = "东湖花园3栋着火了，快来人"


@pytest.fixture
def desk() -> Iterator[Desk]:
    with a_desk() as running:
        yield running


def fires(desk: Desk) -> list[Ticket]:
    return [ticket for ticket in desk.tickets() if ticket.emergency]


def alerts(desk: Desk) -> list[str]:
    return [text_of(one) for one in desk.notices(chat=HALL, kind="emergency")]


def below(desk: Desk, post: Post) -> list[str]:
    found = desk.notices(chat=RIDERS, kind="emergency")
    return [text_of(one) for one in found if one.reply_to == post.message_id]


def test_an_edit_into_a_fire_is_told_at_once(desk: Desk) -> None:
    post = desk.say(BIN)
    desk.later()
    desk.edit(post, FIRE)
    (fire,) = fires(desk)
    assert fire.is_urgent
    assert fire.state is State.ASSIGNED
    assert len(alerts(desk)) == 1
    assert "119" in below(desk, post)[0]
    assert desk.ticket(1001).state is State.ASSIGNED, "the bin is still broken"


def test_an_answer_to_the_own_report_is_told_at_once(desk: Desk) -> None:
    post = desk.say(BIN)
    desk.say("现在着火了，火势很大", reply_to=post.message_id)
    assert len(fires(desk)) == 1
    assert len(alerts(desk)) == 1


def test_it_is_told_once(desk: Desk) -> None:
    post = desk.say(BIN)
    for words in (FIRE, f"{FIRE}！", f"{FIRE}！！"):
        desk.later()
        desk.edit(post, words)
    assert len(fires(desk)) == 1
    assert len(alerts(desk)) == 1


def test_what_was_an_emergency_from_the_first_is_no_second_one(desk: Desk) -> None:
    post = desk.say(FIRE)
    desk.later()
    desk.edit(post, f"{FIRE}，烟很大")
    assert len(desk.tickets()) == 1


def test_an_edit_into_something_else_is_no_alarm(desk: Desk) -> None:
    post = desk.say(BIN)
    desk.later()
    desk.edit(post, "东湖花园3栋的垃圾桶坏了，盖子也没了")
    assert not alerts(desk)
    assert len(desk.tickets()) == 1


@pytest.mark.parametrize("edited", [0, 1, 2], ids=["the bundle's own", "its second", "its last"])
def test_a_report_that_was_held_back_does_not_wait_with_its_flood(edited: int) -> None:
    with a_desk(per_person={Use.POSTS: Allowance(1, timedelta(minutes=10))}) as desk:
        desk.say("东湖花园9栋的垃圾桶坏了")
        held = [desk.say(f"东湖花园{number}栋的垃圾桶坏了") for number in (3, 4, 5)]
        desk.later()
        desk.edit(held[edited], FIRE)
        assert len(alerts(desk)) == 1
        (bundle,) = [ticket for ticket in desk.tickets() if ticket.bundle]
        assert bundle.state is State.TRIAGE
        bundles.take_apart(desk.tx, desk.office, bundle, desk.person(CHEN), desk.now)
        assert len(alerts(desk)) == 1, "not rung a second time by the decision"
        assert len(fires(desk)) == 1
        bins = [ticket for ticket in desk.tickets() if not ticket.bundle and not ticket.emergency]
        assert len(bins) == 3, "the one that was taken at first, and the two others of the flood"


def test_a_stranger_raises_none_in_anothers_name(desk: Desk) -> None:
    post = desk.say(BIN)
    forged = Post(post.chat_id, post.message_id, SUN, post.sent_at, BIN, edited_at=desk.now)
    desk.edit(forged, BIN)
    assert not fires(desk)
    assert desk.ticket(1001).reporter_id == WANG.id
