"""Closures: at most one stands below a post; it is confirmed, taken away, or turned into a line that claims nothing."""

from __future__ import annotations

import pytest

from bot.desk.messages import DELETABLE
from bot.domain.tickets import Move, State
from bot.notices.cards import CAPTION_LIMIT
from bot.notices.markup import visible_length
from storage import tickets
from tests.desk.office import (
    CHEN,
    DAY,
    HOUR,
    LI,
    OFFICE,
    RIDERS,
    SUN,
    TAKEN,
    WANG,
    ZHOU,
    Desk,
    buttons_of,
    data_of,
    text_of,
)
from tests.desk.test_handling import act, brought_to

STARS = ["1⭐", "2⭐", "3⭐", "4⭐", "5⭐"]


def standing(desk: Desk) -> list[str]:
    """What stands of closures in the group, by the first words of their latest text."""
    closures = [
        notice
        for notice in desk.notices(chat=RIDERS, kind="closure")
        if notice.state in {"queued", "sent"} and not notice.gone
    ]
    edits = {notice.target: text_of(notice) for notice in desk.notices(chat=RIDERS, kind="edit")}
    return [(edits.get(notice.id) or text_of(notice)).split("：")[0] for notice in closures]


def test_the_reporter_is_asked_below_the_post(desk: Desk) -> None:
    ticket = brought_to(desk, State.RESOLVED)
    closure = desk.the("closure", RIDERS)
    assert closure.reply_to == ticket.message_id
    assert buttons_of(closure) == ["已解决", "未解决"]
    assert "东湖社区：换了新桶" in text_of(closure)


def test_the_after_photo_is_shown(desk: Desk) -> None:
    brought_to(desk, State.ASSIGNED)
    photo = desk.post(photo=True).media
    act(desk, Move.RESOLVE, LI, photos=photo, chat_id=OFFICE, message_id=900)
    closure = desk.the("closure", RIDERS)
    assert (closure.call.value, closure.payload["photo"]) == ("sendPhoto", photo[0].file_id)


@pytest.mark.parametrize(
    ("move", "who", "words", "buttons"),
    [
        (Move.CONFIRM, WANG, "上报人确认已解决", STARS),
        (Move.APPROVE, ZHOU, "已结案", ["未解决"]),  # the reporter may still object
    ],
)
@pytest.mark.parametrize("photo", [False, True])
def test_a_closed_ticket_keeps_its_closure(
    desk: Desk, move: Move, who: object, words: str, buttons: list[str], photo: bool
) -> None:
    brought_to(desk, State.ASSIGNED)
    act(desk, Move.RESOLVE, LI, photos=desk.post(photo=photo).media, chat_id=OFFICE, message_id=900)
    desk.deliver()
    act(desk, move, who)  # type: ignore[arg-type]
    edit = desk.queued(chat=RIDERS, kind="edit")[-1]
    assert edit.call.value == ("editMessageCaption" if photo else "editMessageText")
    assert words in text_of(edit)
    assert buttons_of(edit) == buttons
    assert len(standing(desk)) == 1


def test_what_a_review_closed_the_reporter_still_reopens(desk: Desk) -> None:
    brought_to(desk, State.RESOLVED)
    act(desk, Move.APPROVE, ZHOU)
    desk.deliver()
    closure, edit = desk.the("closure", RIDERS), desk.notices(chat=RIDERS, kind="edit")[-1]
    assert not desk.tap(WANG, data_of(edit, "未解决"), closure).alert
    assert (desk.ticket().state, desk.ticket().reopened) == (State.ACCEPTED, 1)
    assert standing(desk) == []
    assert "请返工" in text_of(desk.the("alert", OFFICE))


def test_a_week_after_its_closing_a_ticket_is_reported_anew(desk: Desk) -> None:
    ticket = brought_to(desk, State.RESOLVED)
    act(desk, Move.APPROVE, ZHOU)
    desk.deliver()
    closed = desk.ticket().closed_at
    assert closed is not None
    closure, edit = desk.the("closure", RIDERS), desk.notices(chat=RIDERS, kind="edit")[-1]
    desk.now = closed + 7 * DAY
    with desk.tried():
        desk.tap(WANG, data_of(edit, "未解决"), closure)
        assert desk.ticket().state is State.ACCEPTED
    desk.later()
    told = "#T1001 结案已经超过 7 天；又坏了请重新上报，会另开一张工单"
    assert desk.tap(WANG, data_of(edit, "未解决"), closure).text == told
    reply = desk.say("还是坏的", reply_to=ticket.message_id)
    assert desk.ticket().state is State.CLOSED
    assert [text_of(one) for one in desk.queued(chat=RIDERS) if one.reply_to == reply.message_id] == [told]


def test_a_closure_that_has_not_left_is_amended(desk: Desk) -> None:
    brought_to(desk, State.ASSIGNED)
    act(desk, Move.RESOLVE, LI)
    act(desk, Move.APPROVE, ZHOU)
    assert standing(desk) == ["✅ #T1001 已结案"]
    assert not desk.notices(chat=RIDERS, kind="edit")
    assert buttons_of(desk.the("closure", RIDERS)) == ["未解决"]


@pytest.mark.parametrize(("move", "who"), [(Move.DISPUTE, WANG), (Move.REWORK, ZHOU)])
def test_a_reopening_takes_the_closure_away_and_rings_the_unit(desk: Desk, move: Move, who: object) -> None:
    brought_to(desk, State.RESOLVED)
    closure = desk.the("closure", RIDERS)
    act(desk, move, who, "还是坏的")  # type: ignore[arg-type]
    assert standing(desk) == []
    assert closure.id in {notice.target for notice in desk.queued(kind="deletion")}
    alert = desk.the("alert", OFFICE)
    assert "请返工" in text_of(alert)
    assert "还是坏的" in text_of(alert)
    assert alert.ticket_id == 1001, "the unit answers it as it answers the card"
    assert alert.reply_to == desk.the("card", OFFICE).message_id, "one tap leads to the card"
    assert buttons_of(alert) == TAKEN


def test_where_the_unit_has_no_chat_the_ring_hangs_on_the_post(desk: Desk) -> None:
    post = desk.say("西苑小区3栋的垃圾桶坏了")
    desk.deliver()
    act(desk, Move.RESOLVE, SUN)
    desk.deliver()
    act(desk, Move.DISPUTE, WANG)
    alert = desk.the("alert", RIDERS)
    assert (alert.reply_to, buttons_of(alert)) == (post.message_id, TAKEN)
    assert f"{SUN.name}</a>" in text_of(alert)
    desk.deliver()
    assert desk.tap(SUN, data_of(alert, "办结"), alert).text == "请看下面的提示"


def test_the_next_resolution_takes_the_ring_away_and_puts_one_closure(desk: Desk) -> None:
    brought_to(desk, State.RESOLVED)
    act(desk, Move.DISPUTE, WANG)
    desk.deliver()
    alert = desk.the("alert", OFFICE)
    act(desk, Move.RESOLVE, LI, "重新换了")
    desk.deliver()
    assert standing(desk) == ["✅ #T1001 已办结"]
    assert desk.notice(alert.id).gone


@pytest.mark.parametrize("photo", [False, True])
def test_a_closure_too_old_to_be_deleted_claims_nothing_any_more(desk: Desk, photo: bool) -> None:
    brought_to(desk, State.ASSIGNED)
    act(desk, Move.RESOLVE, LI, photos=desk.post(photo=photo).media, chat_id=OFFICE, message_id=900)
    desk.deliver()
    closure = desk.the("closure", RIDERS)
    desk.later(DELETABLE)
    act(desk, Move.DISPUTE, WANG)
    assert not [notice for notice in desk.queued(kind="deletion") if notice.target == closure.id]
    edit = desk.queued(chat=RIDERS, kind="edit")[-1]
    assert text_of(edit).startswith("#T1001 已退回返工")
    assert buttons_of(edit) == []
    act(desk, Move.RESOLVE, LI, photos=desk.post(photo=True).media, chat_id=OFFICE, message_id=901)
    assert len(standing(desk)) == 1, "the retired one is not taken for the new one"
    desk.deliver()
    act(desk, Move.APPROVE, ZHOU)
    assert closure.id not in {notice.target for notice in desk.queued(kind="edit")}


def test_just_before_it_is_too_old_it_is_deleted(desk: Desk) -> None:
    brought_to(desk, State.RESOLVED)
    closure = desk.the("closure", RIDERS)
    assert closure.sent_at is not None
    desk.later(closure.sent_at + DELETABLE - desk.now - HOUR)
    act(desk, Move.DISPUTE, WANG)
    assert closure.id in {notice.target for notice in desk.queued(kind="deletion")}


def test_a_rejection_stands_where_the_closure_would(desk: Desk) -> None:
    ticket = brought_to(desk, State.REJECTED)
    (rejection,) = desk.notices(chat=RIDERS, kind="closure")
    assert rejection.reply_to == ticket.message_id
    assert text_of(rejection).startswith("#T1001 不予受理")
    assert "原因：换了新桶" in text_of(rejection)


@pytest.mark.parametrize("move", [Move.RESOLVE, Move.DISPUTE, Move.REWORK])
@pytest.mark.parametrize("filler", ["字", "😀", "<b>&", "\u202e"])
def test_words_without_end_still_fit(desk: Desk, move: Move, filler: str) -> None:
    brought_to(desk, State.ASSIGNED)
    grown = desk.ticket().model_copy(update={"summary": (filler * 40)[:40], "place": (filler * 200)[:200]})
    tickets.save(desk.tx, grown)
    words = (filler * 4096)[:4096]
    act(desk, Move.RESOLVE, LI, words, photos=desk.post(photo=True).media, chat_id=OFFICE, message_id=900)
    if move is not Move.RESOLVE:
        act(desk, move, WANG if move is Move.DISPUTE else CHEN, words)
    for notice in desk.notices():
        assert visible_length(text_of(notice)) <= (CAPTION_LIMIT if "caption" in notice.payload else 4096)


def test_the_sign_on_the_post_follows(desk: Desk) -> None:
    post = desk.say("东湖花园3栋的垃圾桶坏了")
    desk.deliver()
    signs = [desk.sign(post)]
    for move, who in ((Move.RESOLVE, LI), (Move.DISPUTE, WANG), (Move.RESOLVE, LI), (Move.APPROVE, ZHOU)):
        act(desk, move, who)
        desk.deliver()
        signs.append(desk.sign(post))
    assert signs == ["✍", "👌", "✍", "👌", "👌"]


def test_of_several_tickets_the_least_advanced_shows(desk: Desk) -> None:
    post = desk.say("东湖花园3栋的垃圾桶坏了；西苑小区5栋的路灯不亮了")
    desk.deliver()
    act(desk, Move.RESOLVE, LI)
    desk.deliver()
    assert desk.sign(post) == "✍"
    act(desk, Move.RESOLVE, CHEN, number=1002)
    desk.deliver()
    assert desk.sign(post) == "👌"
