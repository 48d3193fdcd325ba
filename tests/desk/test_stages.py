"""The staged fix: each step has a clock, is passed by a tap or in words, and leaves the whole of it open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from bot.desk import reminders
from bot.desk.acts import Act
from bot.desk.handling import perform
from bot.domain.areas import Category, Subcategory, TimeClass
from bot.domain.deadlines import Clock
from bot.domain.durations import Duration
from bot.domain.posts import MediaPurpose, Sender
from bot.domain.stages import Stage, Stages
from bot.domain.tickets import Move, State, Ticket
from bot.domain.wishes import NOTHING, Correction, Wish
from bot.reading.reader import Reader
from storage import deadlines, media, notices, tickets
from storage.notices import Notice
from tests.desk.office import (
    AREA,
    CHEN,
    DAY,
    HE,
    HOUR,
    LI,
    MONDAY,
    OFFICE,
    WANG,
    ZHOU,
    Desk,
    a_desk,
    buttons_of,
    data_of,
    text_of,
)

STEPS = Stages.model_validate({"control": "1h", "repair": "1d", "restore": "3d"})
FACILITIES = Category(
    code="facilities",
    name="市政设施",
    time_class=TimeClass.B,
    sub=(
        Subcategory(code="gone", name="井盖缺失", stages=STEPS, keywords=("井盖没了", "井盖不见了")),
        Subcategory(
            code="hole",
            name="路面塌陷",
            stages=Stages.model_validate({"control": "2h", "restore": "5d"}),
            keywords=("路面塌陷",),
        ),
        Subcategory(code="loose", name="井盖", limit=Duration.parse("4h"), keywords=("井盖松动",)),
    ),
)
STAGED = AREA.model_copy(update={"categories": (*AREA.categories, FACILITIES)})
READER = Reader(STAGED)
GONE = "东湖花园3栋门口的井盖不见了"


@pytest.fixture
def street() -> Iterator[Desk]:
    with a_desk(area=STAGED, reader=READER) as found:
        yield found


def act(desk: Desk, move: Move, sender: Sender = LI, wish: Wish = NOTHING, words: str = "来不及") -> Ticket:
    return perform(desk.tx, desk.office, Act(desk.person(sender), 1001, move, words, wish), desk.now)


def clocks(desk: Desk) -> dict[Clock, datetime]:
    return {clock: found.due_at for clock, found in deadlines.running(desk.tx, 1001).items()}


def edited(desk: Desk) -> Notice:
    """The card as it was edited last."""
    desk.deliver()
    return desk.notices(chat=OFFICE, kind="edit")[-1]


def reply(desk: Desk, text: str, sender: Sender = LI, *, photo: bool = False) -> None:
    desk.say(text, sender, OFFICE, reply_to=desk.the("card").message_id, photo=photo)
    desk.deliver()


def test_a_ticket_opens_with_the_steps_of_its_kind(street: Desk) -> None:
    ticket = street.report(GONE)
    assert (ticket.stages, ticket.stage, str(ticket.limit)) == (STEPS, None, "3d")
    assert clocks(street) == {
        Clock.RESPONSE: MONDAY + HOUR,
        Clock.CONTROL: MONDAY + HOUR,
        Clock.REPAIR: MONDAY + DAY,
        Clock.FIX: MONDAY + 3 * DAY,
    }
    card = street.the("card")
    assert "🚧 👉 <b>控制 11月2日 13:00</b> · 修复 11月3日 12:00 · 恢复 11月5日 12:00" in text_of(card)
    assert buttons_of(card)[:3] == ["受理", "已控制", "办结"]


def test_the_steps_are_pressed_one_after_the_other(street: Desk) -> None:
    street.report(GONE)
    street.later(20 * timedelta(minutes=1))
    answer = street.tap(LI, data_of(street.the("card"), "已控制"), street.the("card"))
    assert answer.text == "#T1001 已记下：现场已控制，全部恢复的时限 11月5日 12:00"
    ticket = street.ticket()
    assert (ticket.state, ticket.stage, ticket.accepted_at) == (State.ACCEPTED, Stage.CONTROLLED, street.now)
    assert clocks(street) == {Clock.REPAIR: MONDAY + DAY, Clock.FIX: MONDAY + 3 * DAY}
    shown = edited(street)
    assert buttons_of(shown)[:2] == ["已修复", "办结"]
    assert "控制 ✓ · 👉 <b>修复" in text_of(shown) and "李书记 控制现场" in text_of(shown)

    assert "已修复" in street.tap(LI, data_of(shown, "已修复"), street.the("card")).text
    assert street.ticket().stage is Stage.REPAIRED
    assert clocks(street) == {Clock.FIX: MONDAY + 3 * DAY}
    assert buttons_of(edited(street))[0] == "办结"
    assert act(street, Move.RESOLVE).state is State.RESOLVED


def test_the_resolution_is_never_out_of_reach(street: Desk) -> None:
    street.report(GONE)
    assert act(street, Move.RESOLVE).state is State.RESOLVED
    assert set(clocks(street)) == {Clock.REVIEW}


def test_what_is_mended_needs_no_guarding(street: Desk) -> None:
    street.report(GONE)
    act(street, Move.REPAIR)
    assert set(clocks(street)) == {Clock.FIX}
    answer = street.tap(CHEN, "control:1001", street.the("card"))
    assert answer.text == "李书记 已在 11-02 12:00 修复了"


def test_the_second_press_is_told_who_was_quicker(street: Desk) -> None:
    street.report(GONE)
    act(street, Move.CONTROL)
    answer = street.tap(CHEN, "control:1001", street.the("card"))
    assert (answer.text, answer.alert) == ("李书记 已在 11-02 12:00 控制现场了", False)


@pytest.mark.parametrize("text", ["东湖花园3栋的垃圾桶坏了", "东湖花园3栋的井盖松动"])
def test_a_step_that_the_ticket_has_not_is_refused_in_words(street: Desk, text: str) -> None:
    street.report(text)
    before = street.dump()
    answer = street.tap(LI, "repair:1001", street.the("card"))
    assert answer.text == "#T1001 没有“修复”这一步，办好了请回复“已处理”，或点“办结”"
    assert street.dump() == before


@pytest.mark.parametrize(
    ("said", "stage", "state"),
    [
        ("已控制", Stage.CONTROLLED, State.ACCEPTED),
        ("已设围挡，明天换井盖", Stage.CONTROLLED, State.ACCEPTED),
        ("#T1001 已拉警戒线", Stage.CONTROLLED, State.ACCEPTED),
        ("已修复", Stage.REPAIRED, State.ACCEPTED),
        ("井盖已更换", Stage.REPAIRED, State.ACCEPTED),
        ("已处理完毕，路面已恢复", None, State.RESOLVED),
        ("没控制住", None, State.ASSIGNED),
        ("马上设围挡", None, State.ASSIGNED),
    ],
)
def test_the_steps_in_words(street: Desk, said: str, stage: Stage | None, state: State) -> None:
    street.report(GONE)
    reply(street, said)
    assert (street.ticket().stage, street.ticket().state) == (stage, state)


def test_mended_twice_is_the_resolution(street: Desk) -> None:
    street.report(GONE)
    reply(street, "已修复")
    reply(street, "已修复")
    assert street.ticket().state is State.RESOLVED


def test_of_what_is_not_fixed_in_steps_mended_is_the_resolution(street: Desk) -> None:
    street.report("东湖花园3栋的井盖松动")
    reply(street, "已控制")
    assert "没有“控制现场”这一步" in text_of(street.notices(chat=OFFICE, kind="answer")[-1])
    reply(street, "已修复")
    assert street.ticket().state is State.RESOLVED


def test_a_number_stands_for_the_card(street: Desk) -> None:
    street.report(GONE)
    street.say("T1001 已控制", LI, OFFICE)
    assert street.ticket().stage is Stage.CONTROLLED
    street.say("已修复 T1001", LI, OFFICE)
    assert street.ticket().stage is Stage.REPAIRED


def test_a_courier_who_wonders_is_told_the_step(street: Desk) -> None:
    post = street.say(GONE)
    street.deliver()
    act(street, Move.CONTROL)
    street.say("进度", reply_to=post.message_id)
    (told,) = street.notices(kind="answer")
    assert text_of(told) == "#T1001 处理中（现场已控制）：东湖社区，时限 11月5日 12:00"


def test_a_stranger_passes_no_step(street: Desk) -> None:
    street.report(GONE)
    reply(street, "已控制", HE)
    assert street.ticket().stage is None
    assert "没有这个权限" in street.tap(HE, "control:1001", street.the("card")).text


def test_a_barrier_answers_no_question_for_the_deed(street: Desk) -> None:
    street.report(GONE)
    street.tap(LI, "resolve:1001", street.the("card"))
    street.deliver()
    street.say("已设围挡", LI, OFFICE)
    assert (street.ticket().state, street.ticket().stage) == (State.ACCEPTED, Stage.CONTROLLED)
    street.tap(LI, "resolve:1001", street.the("card"))
    street.deliver()
    street.say("已设围挡", LI, OFFICE)
    assert street.ticket().state is State.ACCEPTED
    street.say("井盖已更换", LI, OFFICE)
    assert street.ticket().state is State.RESOLVED


def test_a_photo_without_words_may_show_a_step(street: Desk) -> None:
    street.report(GONE)
    reply(street, "", photo=True)
    question = street.the("question")
    assert text_of(question) == "这是 #T1001 哪一步的照片？"
    assert buttons_of(question) == ["已控制", "是，已办结", "不是"]
    assert "现场已控制" in street.tap(LI, data_of(question, "已控制"), question).text
    assert street.ticket().stage is Stage.CONTROLLED
    assert len(media.of_ticket(street.tx, 1001, MediaPurpose.STAGE)) == 1

    reply(street, "", photo=True)
    street.say("已修复", LI, OFFICE)
    assert (street.ticket().stage, street.ticket().state) == (Stage.REPAIRED, State.ACCEPTED)
    assert len(media.of_ticket(street.tx, 1001, MediaPurpose.STAGE)) == 2
    assert not media.of_ticket(street.tx, 1001, MediaPurpose.PROOF)


def test_a_forged_step_is_none(street: Desk) -> None:
    street.report(GONE)
    assert "已经过期" in street.tap(LI, "shows:1001:resolve", street.the("card")).text
    assert street.ticket().state is State.ASSIGNED


def test_photos_of_a_step_are_kept_and_prove_nothing_yet(street: Desk) -> None:
    street.report(GONE)
    reply(street, "已设围挡", photo=True)
    assert len(media.of_ticket(street.tx, 1001, MediaPurpose.STAGE)) == 1
    assert not media.of_ticket(street.tx, 1001, MediaPurpose.PROOF)
    street.tap(LI, "show:1001", street.the("card"))
    street.deliver()
    assert "照片(1)" in buttons_of(street.notices(chat=OFFICE, kind="answer")[-1])


def test_each_late_step_is_reminded_of_by_its_own_clock(street: Desk) -> None:
    street.report(GONE)
    act(street, Move.ACCEPT)
    fired = []
    for wait in (timedelta(minutes=61), DAY - timedelta(minutes=60)):
        street.later(wait)
        reminders.sweep(street.tx, street.office, street.now)
        street.deliver()
        told = text_of(street.notices(chat=OFFICE, kind="reminder")[-1])
        fired += [words for words in ("待控制", "待修复", "待办结") if words in told]
        act(street, Move.REPAIR if len(fired) == 2 else Move.CONTROL)
    assert fired == ["待控制", "待修复"]


def test_a_step_that_was_made_is_not_reminded_of(street: Desk) -> None:
    street.report(GONE)
    act(street, Move.CONTROL)
    street.later(2 * HOUR)
    reminders.sweep(street.tx, street.office, street.now)
    assert not [one for one in street.notices(kind="reminder") if "待控制" in text_of(one)]


def test_a_transfer_starts_the_steps_still_to_come_anew(street: Desk) -> None:
    street.report(GONE)
    act(street, Move.CONTROL)
    street.later(3 * HOUR)
    act(street, Move.TRANSFER, wish=Wish(units=("xiyuan",)))
    assert {clock: due - street.now for clock, due in clocks(street).items()} == {
        Clock.RESPONSE: 4 * HOUR,
        Clock.REPAIR: DAY,
        Clock.FIX: 3 * DAY,
    }


def test_an_extension_moves_the_whole_and_no_step(street: Desk) -> None:
    street.report(GONE)
    act(street, Move.EXTEND, wish=Wish(span=Duration.parse("1d")))
    assert clocks(street)[Clock.CONTROL] == MONDAY + HOUR
    assert clocks(street)[Clock.REPAIR] == MONDAY + DAY
    assert clocks(street)[Clock.FIX] == MONDAY + 4 * DAY


def test_what_was_suspended_goes_on_where_it_was(street: Desk) -> None:
    street.report(GONE)
    act(street, Move.CONTROL)
    street.later(2 * HOUR)
    act(street, Move.SUSPEND, CHEN, Wish(until=MONDAY + 30 * DAY))
    assert not clocks(street)
    street.later(10 * DAY)
    act(street, Move.RESUME)
    assert {clock: due - street.now for clock, due in clocks(street).items()} == {
        Clock.REPAIR: DAY,  # as much as it had at first, and no more
        Clock.FIX: 3 * DAY - 2 * HOUR,
    }


def test_a_rework_runs_no_step_again(street: Desk) -> None:
    street.report(GONE)
    act(street, Move.RESOLVE)
    act(street, Move.REWORK, ZHOU)
    assert set(clocks(street)) == {Clock.FIX}
    assert street.ticket().to_come == ()


def test_a_correction_brings_the_steps_of_the_other_kind(street: Desk) -> None:
    street.report(GONE)
    street.later(HOUR)
    wish = Wish(change=Correction(category="facilities", subcategory="hole"))
    act(street, Move.CORRECT, CHEN, wish)
    assert clocks(street)[Clock.CONTROL] == MONDAY + 2 * HOUR
    assert clocks(street)[Clock.FIX] == MONDAY + 5 * DAY
    assert Clock.REPAIR not in clocks(street)
    act(street, Move.CORRECT, CHEN, Wish(change=Correction(category="facilities", subcategory="loose")))
    assert set(clocks(street)) == {Clock.RESPONSE, Clock.FIX}
    assert street.ticket().stages is None


@pytest.mark.parametrize(("time_class", "steps"), [(TimeClass.URGENT, STEPS), (TimeClass.A, None)])
def test_a_class_said_by_hand_has_no_steps_unless_it_is_an_emergency(
    street: Desk, time_class: TimeClass, steps: Stages | None
) -> None:
    street.report(GONE)
    act(street, Move.CORRECT, CHEN, Wish(change=Correction(time_class=time_class)))
    assert street.ticket().stages == steps
    assert str(street.ticket().limit) == ("3d" if steps else "1d")


def test_who_helps_has_no_steps_and_a_part_has_all(street: Desk) -> None:
    street.report(GONE)
    act(street, Move.WHISTLE, wish=Wish(units=("luminju",)))
    (helper,) = tickets.helping(street.tx, 1001)
    assert helper.stages is None
    act(street, Move.SPLIT, CHEN, Wish(units=("luminju",)))
    part = street.tickets()[-1]
    assert (part.parent_id, part.stages) == (1001, STEPS)
    assert Clock.CONTROL in deadlines.running(street.tx, part.id)


def test_the_first_step_of_an_emergency_is_urgent(street: Desk) -> None:
    street.say("东湖花园3栋路面塌陷，有人掉进去了", WANG)
    street.deliver()
    ticket = street.ticket()
    assert ticket.time_class is TimeClass.URGENT
    running = deadlines.running(street.tx, ticket.id)
    assert running[Clock.CONTROL].due_at == MONDAY + 2 * HOUR and running[Clock.CONTROL].urgent
    assert notices.load(street.tx, street.the("card", OFFICE).id) is not None
