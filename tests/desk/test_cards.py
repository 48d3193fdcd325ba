"""Cards at the desk: what they are made of, and how the one message is edited when a photo joins or goes."""

from __future__ import annotations

import pytest

from bot.desk.cards import history, post_card, refresh, story
from bot.domain.notices import Call
from bot.domain.tickets import Move, State
from storage import media
from tests.desk.office import HALL, LI, OFFICE, RIDERS, SUN, WANG, ZHOU, Desk, buttons_of, text_of
from tests.desk.test_handling import act, brought_to


def test_the_same_event_posts_one_card_a_seat(desk: Desk) -> None:
    ticket = desk.report()
    for _ in range(2):
        post_card(desk.tx, desk.office, ticket, 77, desk.now)
    assert len(desk.queued(kind="card")) == 1


def test_what_is_over_gets_no_card_again(desk: Desk) -> None:
    ticket = brought_to(desk, State.CLOSED)
    desk.tx.run("UPDATE notices SET gone_at = 1 WHERE kind = 'card'")
    refresh(desk.tx, desk.office, ticket, 77, desk.now)
    assert not desk.queued(kind="card")


@pytest.mark.parametrize(
    ("before", "after", "call"),
    [(False, False, "EDIT_TEXT"), (False, True, "EDIT_MEDIA"), (True, True, "EDIT_CAPTION")],
)
def test_how_a_card_is_edited(desk: Desk, before: bool, after: bool, call: str) -> None:
    post = desk.say("东湖花园3栋的垃圾桶坏了", photo=before)
    desk.deliver()
    desk.later()
    desk.say("又拍了一张" if after else "还有一股味道", photo=after, reply_to=post.message_id)
    (edit,) = desk.queued(chat=OFFICE, kind="edit")
    assert edit.call is Call[call]
    assert edit.target == desk.the("card", OFFICE).id


def test_a_photo_card_whose_photo_was_refused_keeps_its_caption(desk: Desk) -> None:
    desk.report(photo=True)
    (item,) = media.pending(desk.tx, desk.now)
    media.note_refused(desk.tx, item.id, "broken")
    refresh(desk.tx, desk.office, desk.ticket(), 77, desk.now)
    (edit,) = desk.queued(chat=OFFICE, kind="edit")
    assert edit.call is Call.EDIT_CAPTION
    assert "#T1001" in edit.payload["caption"]
    assert buttons_of(edit) == ["受理", "办结"]


def test_more_photos_stand_behind_a_button(desk: Desk) -> None:
    post = desk.say("东湖花园3栋的垃圾桶坏了", photo=True)
    desk.say("", photo=True, reply_to=post.message_id)
    assert buttons_of(desk.the("card", OFFICE)) == ["受理", "办结", "照片(2)"]


def test_a_review_has_its_own_due_time(desk: Desk) -> None:
    brought_to(desk, State.ASSIGNED)
    act(desk, Move.RESOLVE, LI)
    assert "⏰ 请在 11月9日 12:00 前复核" in text_of(desk.queued(chat=OFFICE, kind="edit")[0])


def test_reminders_stand_in_the_story_but_not_on_the_card(desk: Desk) -> None:
    desk.report()
    desk.tx.run(
        "INSERT INTO ticket_events (ticket_id, kind, state, details, done_at, entered_at)"
        ' VALUES (1001, \'reminded\', \'assigned\', \'{"clock": "fix", "rung": "reminder"}\', 0, 0)'
    )
    refresh(desk.tx, desk.office, desk.ticket(), 77, desk.now)
    assert "催办" not in text_of(desk.queued(chat=OFFICE, kind="edit")[0])
    assert "催办" in story(desk.tx, desk.office, desk.ticket())


def test_a_card_names_its_people_until_it_is_accepted(desk: Desk) -> None:
    desk.report("西苑小区3栋的垃圾桶坏了")
    refresh(desk.tx, desk.office, desk.ticket(), 77, desk.now)
    assert f"{SUN.name}</a> 请受理" in text_of(desk.queued(chat=RIDERS, kind="edit")[0])
    act(desk, Move.ACCEPT, SUN)
    assert "请受理" not in text_of(desk.queued(chat=RIDERS, kind="edit")[0])


def test_the_history_does_not_name_who_reported_in_private(desk: Desk) -> None:
    desk.report()
    desk.say("东湖花园9栋的垃圾桶坏了", chat=WANG.id, private=True)
    act(desk, Move.RESOLVE, LI, number=1002)
    act(desk, Move.REWORK, ZHOU, number=1002)
    names = [step.name for step in history(desk.tx, desk.office, desk.ticket(1002))]
    assert names == ["上报人", "李书记", "周复核"]


def test_a_card_in_triage_is_no_units_card(desk: Desk) -> None:
    desk.report("北山新村3栋的垃圾桶坏了")
    assert desk.the("card", HALL).unit_code is None
