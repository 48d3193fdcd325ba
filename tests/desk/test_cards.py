"""Cards at the desk: what they are made of, and how the one message is edited through its ticket's life."""

from __future__ import annotations

import pytest

from bot.desk.cards import post_card, refresh
from bot.desk.stories import story
from bot.domain.deadlines import Clock
from bot.domain.durations import Duration
from bot.domain.notices import Call
from bot.domain.tickets import Move, State
from bot.notices.times import moment
from storage import deadlines, media
from storage.notices import Notice
from tests.desk.office import (
    CHEN,
    HALL,
    HOUR,
    LI,
    NEW,
    OFFICE,
    RIDERS,
    SUN,
    WANG,
    ZHOU,
    ZONE,
    Desk,
    buttons_of,
    text_of,
)
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
    assert buttons_of(edit) == NEW


def test_words_that_became_a_photos_caption_stay_one(desk: Desk) -> None:
    """A photo came behind the words, and turns out to be broken: below a picture there is no text to edit."""
    post = desk.say("东湖花园3栋的垃圾桶坏了")
    desk.deliver()
    desk.later()
    desk.say("又拍了一张", photo=True, reply_to=post.message_id)
    desk.deliver()
    (item,) = media.pending(desk.tx, desk.now)
    media.note_refused(desk.tx, item.id, "broken")
    refresh(desk.tx, desk.office, desk.ticket(), 77, desk.now)
    (edit,) = desk.queued(chat=OFFICE, kind="edit")
    assert edit.call is Call.EDIT_CAPTION
    assert buttons_of(edit) == NEW


@pytest.mark.parametrize("later", [False, True], ids=["with the words", "behind the words"])
def test_a_long_report_whose_photo_was_refused_keeps_within_a_caption(desk: Desk, later: bool) -> None:
    words = "东湖花园3栋的垃圾桶坏了，" + "真的很臭，" * 400
    post = desk.say(words, photo=not later)
    desk.deliver()
    if later:
        desk.later()
        desk.say("又拍了一张", photo=True, reply_to=post.message_id)
        desk.deliver()
    (item,) = media.pending(desk.tx, desk.now)
    media.note_refused(desk.tx, item.id, "broken")
    refresh(desk.tx, desk.office, desk.ticket(), 77, desk.now)
    (edit,) = desk.queued(chat=OFFICE, kind="edit")
    assert edit.call is Call.EDIT_CAPTION
    assert len(edit.payload["caption"]) < 1_200, "1,024 signs, and what marks them up"


def test_more_photos_stand_behind_a_button(desk: Desk) -> None:
    post = desk.say("东湖花园3栋的垃圾桶坏了", photo=True)
    desk.say("", photo=True, reply_to=post.message_id)
    assert buttons_of(desk.the("card", OFFICE)) == [*NEW, "照片(2)"]


def test_a_review_has_its_own_due_time_and_no_buttons_at_the_unit(desk: Desk) -> None:
    brought_to(desk, State.ASSIGNED)
    act(desk, Move.RESOLVE, LI)
    (edit,) = desk.queued(chat=OFFICE, kind="edit")
    assert "⏰ 请在 11月9日 12:00 前复核" in text_of(edit)
    assert buttons_of(edit) == []


def due_line(notice: Notice) -> str:
    (line,) = [line for line in text_of(notice).split("\n") if line.startswith("⏰")]
    return line


def test_the_due_line_through_a_life(desk: Desk) -> None:
    desk.report()
    assert due_line(desk.the("card", OFFICE)) == "⏰ 请在 11月2日 16:00 前受理，11月5日 12:00 前办结"
    desk.later(HOUR)
    told = []
    for move, who in ((Move.ACCEPT, LI), (Move.RESOLVE, LI), (Move.DISPUTE, WANG)):
        act(desk, move, who)
        told.append(due_line(desk.queued(chat=OFFICE, kind="edit")[-1]))
    assert told == ["⏰ 时限 11月5日 12:00（3天）", "⏰ 请在 11月9日 12:00 前复核", "⏰ 时限 11月4日 01:00"]


def test_by_when_to_accept_is_what_the_clock_says(desk: Desk) -> None:
    for text in ("东湖花园3栋的垃圾桶坏了", "东湖花园3栋着火了，快来人"):
        ticket = desk.report(text)
        clock = deadlines.running(desk.tx, ticket.id)[Clock.RESPONSE]
        card = next(notice for notice in desk.notices(chat=OFFICE, kind="card") if notice.ticket_id == ticket.id)
        assert f"请在 {moment(clock.due_at, ZONE)} 前受理" in text_of(card)


def test_a_limit_that_is_not_its_classs_is_named(desk: Desk) -> None:
    ticket = desk.report()
    assert "B类" in story(desk.tx, desk.office, ticket)
    quicker = ticket.model_copy(update={"limit": Duration.parse("4h")})
    assert "限4小时" in story(desk.tx, desk.office, quicker)


@pytest.mark.parametrize(("photo", "line"), [(False, "王骑手 补充说明"), (True, "王骑手 补充照片")])
def test_what_was_added_stands_above_and_is_not_repeated_below(desk: Desk, photo: bool, line: str) -> None:
    post = desk.say("东湖花园3栋的垃圾桶坏了")
    desk.deliver()
    desk.later()
    desk.say("" if photo else "还有一股味道", photo=photo, reply_to=post.message_id)
    (edit,) = desk.queued(chat=OFFICE, kind="edit")
    text = edit.payload["media"]["caption"] if photo else text_of(edit)
    assert text.endswith(f"11-02 12:00 {line}")
    assert text.count("还有一股味道") == (not photo)


def test_who_reported_is_not_told_twice_on_the_card(desk: Desk) -> None:
    ticket = desk.report()
    assert text_of(desk.the("card", OFFICE)).count(WANG.name) == 1
    assert "王骑手 上报" in story(desk.tx, desk.office, ticket)


def test_a_card_names_its_people_until_it_is_accepted(desk: Desk) -> None:
    desk.report("西苑小区3栋的垃圾桶坏了")
    refresh(desk.tx, desk.office, desk.ticket(), 77, desk.now)
    assert f"{SUN.name}</a> 请受理" in text_of(desk.queued(chat=RIDERS, kind="edit")[0])
    act(desk, Move.ACCEPT, SUN)
    assert "请受理" not in text_of(desk.queued(chat=RIDERS, kind="edit")[0])


def test_a_card_in_triage_is_no_units_card(desk: Desk) -> None:
    desk.report("北山新村3栋的垃圾桶坏了")
    assert desk.the("card", HALL).unit_code is None


def test_out_of_triage_the_coordinators_card_follows_without_buttons(desk: Desk) -> None:
    desk.report("垃圾桶坏了")
    assert buttons_of(desk.the("card", HALL))[-2:] == ["其他单位…", "不是问题"]
    shown = []
    for move, who in ((Move.DISPATCH, CHEN), (Move.ACCEPT, LI), (Move.RESOLVE, LI), (Move.APPROVE, ZHOU)):
        act(desk, move, who)
        edit = desk.queued(chat=HALL, kind="edit")[-1]
        shown.append((text_of(edit).split("</b>")[0], buttons_of(edit)))
        desk.deliver()
    assert shown == [("<b>待受理", []), ("<b>处理中", []), ("<b>待复核", []), ("<b>已结案", [])]


def test_a_dispatch_moves_the_card_from_the_hall_to_the_unit(desk: Desk) -> None:
    brought_to(desk, State.TRIAGE)
    assert "待分派" in text_of(desk.the("card", HALL))
    act(desk, Move.DISPATCH, CHEN)
    desk.deliver()
    card = desk.the("card", OFFICE)
    assert card.unit_code == "donghu"
    assert buttons_of(card) == NEW
    edit = desk.notices(chat=HALL, kind="edit")[-1]
    assert "待受理" in text_of(edit)


def test_the_one_card_is_edited_through_its_life(desk: Desk) -> None:
    brought_to(desk, State.ASSIGNED)
    for move, sender in ((Move.ACCEPT, LI), (Move.RESOLVE, LI), (Move.CONFIRM, WANG)):
        act(desk, move, sender)
        desk.deliver()
    assert len(desk.notices(chat=OFFICE, kind="card")) == 1
    states = [text_of(edit).split(" ")[0] for edit in desk.notices(chat=OFFICE, kind="edit", state="sent")]
    assert states == ["<b>处理中</b>", "<b>待复核</b>", "<b>已结案</b>"]


def test_an_edit_that_was_overtaken_is_dropped(desk: Desk) -> None:
    brought_to(desk, State.ASSIGNED)
    act(desk, Move.ACCEPT, LI)
    act(desk, Move.RESOLVE, LI)
    assert [notice.state for notice in desk.notices(chat=OFFICE, kind="edit")] == ["dropped", "queued"]


def test_a_card_that_has_not_left_is_amended_instead(desk: Desk) -> None:
    desk.say("东湖花园3栋的垃圾桶坏了")
    act(desk, Move.ACCEPT, LI)
    assert "处理中" in text_of(desk.the("card", OFFICE))
    assert not desk.notices(kind="edit")
