"""Senders: 撤回, 有异议, 已解决 with stars and 不是同一个, by tap and by reply, of who reported it first or later."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.domain.deadlines import RUNNING
from bot.domain.notices import NoticeKind
from bot.domain.posts import Post
from bot.domain.tickets import Move, State
from bot.domain.wishes import Wish
from storage import chats, deadlines, events, messages
from storage.notices import Notice
from tests.desk.office import CHEN, HALL, HE, LI, OFFICE, RIDERS, WANG, Desk, a_desk, buttons_of, data_of, text_of
from tests.desk.test_handling import act

BIN = "东湖花园3栋的垃圾桶坏了"
STARS = ["1⭐", "2⭐", "3⭐", "4⭐", "5⭐"]


def reported(desk: Desk) -> Post:
    post = desk.say(BIN)
    desk.deliver()
    return post


def joined(desk: Desk) -> tuple[Post, Post]:
    """A report, and another one of the same thing."""
    first, second = reported(desk), desk.say(BIN, HE)
    desk.deliver()
    return first, second


def answered(desk: Desk, post: Post) -> str:
    """What the bot wrote below a message."""
    return "\n".join(text_of(one) for one in desk.notices(kind="answer") if one.reply_to == post.message_id)


# --- 撤回


def test_a_report_is_taken_back_by_a_reply(desk: Desk) -> None:
    post = reported(desk)
    reply = desk.say("撤回，看错了", reply_to=post.message_id)
    assert desk.ticket().state is State.WITHDRAWN
    assert events.history(desk.tx, 1001)[-1].words == "看错了"
    assert desk.sign(reply) == "👌"
    assert desk.sign(post) is None, "nobody is on the way any more"
    assert deadlines.running(desk.tx, 1001) == {}
    desk.deliver()
    assert len(desk.tickets()) == 1
    assert buttons_of(desk.notices(chat=OFFICE, kind="edit")[-1]) == []


def test_what_others_reported_too_is_not_taken_back(desk: Desk) -> None:
    first, _ = joined(desk)
    reply = desk.say("撤回", reply_to=first.message_id)
    assert desk.ticket().state is State.ASSIGNED
    assert answered(desk, reply) == "还有 1 人同报了这个问题，工单会继续办理"


def test_a_supporter_takes_only_their_own_word_back(desk: Desk) -> None:
    _, second = joined(desk)
    reply = desk.say("撤回", HE, reply_to=second.message_id)
    assert (desk.ticket().state, desk.ticket().supporters) == (State.ASSIGNED, ())
    assert desk.sign(reply) == "👌"
    assert desk.sign(second) is None
    assert len(desk.tickets()) == 1


def test_where_no_signs_may_stand_the_line_goes_with_the_report(desk: Desk) -> None:
    chats.forbid_reactions(desk.tx, RIDERS)
    post = reported(desk)
    line = desk.the("answer", RIDERS)
    desk.say("撤回，看错了", reply_to=post.message_id)
    desk.deliver()
    assert desk.notice(line.id).gone


def test_nobody_elses_report_is_taken_back(desk: Desk) -> None:
    post = reported(desk)
    for stranger in (HE, LI):
        desk.say("撤回", stranger, reply_to=post.message_id)
    assert desk.ticket().state is State.ASSIGNED


def test_what_is_resolved_is_no_longer_taken_back(desk: Desk) -> None:
    post = reported(desk)
    act(desk, Move.RESOLVE, LI)
    reply = desk.say("撤回", reply_to=post.message_id)
    assert desk.ticket().state is State.RESOLVED
    assert answered(desk, reply) == "工单已经办结，在等复核，不能再撤回"


# --- 有异议


@pytest.fixture
def rejected(desk: Desk) -> Desk:
    reported(desk)
    act(desk, Move.REJECT, CHEN, "现场没有垃圾桶")
    desk.deliver()
    return desk


def test_a_rejection_says_why_and_offers_the_objection(rejected: Desk) -> None:
    told = rejected.the("closure", RIDERS)
    assert "原因：现场没有垃圾桶" in text_of(told)
    assert buttons_of(told) == ["有异议"]


def asked_why(desk: Desk) -> Notice:
    """有异议 was pressed; the question that follows, delivered."""
    told = desk.the("closure", RIDERS)
    assert desk.tap(WANG, data_of(told, "有异议"), told).text == "请看下面的提示"
    assert desk.ticket().state is State.REJECTED
    desk.deliver()
    return desk.the("question", RIDERS)


def test_two_taps_object_and_say_why(rejected: Desk) -> None:
    question = asked_why(rejected)
    assert buttons_of(question) == ["问题还在", "地点没找对", "应该有人管", "取消"]
    assert rejected.tap(HE, data_of(question, "问题还在"), question).alert
    assert rejected.tap(WANG, data_of(question, "问题还在"), question).text == "已收到，协调员会再看 #T1001"
    ticket = rejected.ticket()
    assert (ticket.state, ticket.objected, ticket.candidates[0]) == (State.TRIAGE, True, "donghu")
    rejected.deliver()
    assert not messages.standing(rejected.tx, 1001, NoticeKind.CLOSURE)
    (card,) = rejected.notices(chat=HALL, kind="card")
    assert "王骑手 对不予受理有异议：问题还在" in text_of(card)
    assert buttons_of(card)[0] == "东湖社区"
    assert rejected.notice(question.id).gone


def test_after_the_button_the_next_words_are_the_reason(rejected: Desk) -> None:
    asked_why(rejected)
    rejected.say("西苑小区的路灯不亮了")
    assert rejected.ticket().state is State.REJECTED, "what is reported elsewhere is a report"
    assert rejected.ticket(1002).place_name == "西苑小区"
    rejected.say("东湖花园3栋的垃圾桶还是坏的", photo=True)
    assert rejected.ticket().state is State.TRIAGE
    rejected.deliver()
    assert any(
        "有异议：东湖花园3栋的垃圾桶还是坏的" in text_of(one) for one in rejected.notices(chat=HALL, kind="card")
    )
    assert len(rejected.tickets()) == 2


def test_who_pressed_it_by_mistake_cancels(rejected: Desk) -> None:
    question = asked_why(rejected)
    rejected.tap(WANG, data_of(question, "取消"), question)
    rejected.deliver()
    assert rejected.ticket().state is State.REJECTED
    assert rejected.notice(question.id).gone


def test_a_reply_objects_with_its_reason_and_photo(rejected: Desk) -> None:
    told = rejected.the("closure", RIDERS)
    reply = rejected.say("不同意，桶就在后门", reply_to=told.message_id, photo=True)
    assert rejected.ticket().state is State.TRIAGE
    assert rejected.sign(reply) == "👌"
    rejected.deliver()
    (card,) = rejected.notices(chat=HALL, kind="card")
    assert "王骑手 对不予受理有异议：桶就在后门" in text_of(card)


def test_only_the_reporter_objects_and_only_once(rejected: Desk) -> None:
    told = rejected.the("closure", RIDERS)
    assert rejected.tap(HE, data_of(told, "有异议"), told).alert
    assert rejected.ticket().state is State.REJECTED
    act(rejected, Move.OBJECT, WANG)
    act(rejected, Move.REJECT, CHEN, "去看过，没有")
    rejected.deliver()
    again = rejected.the("closure", RIDERS)
    assert buttons_of(again) == []
    reply = rejected.say("有异议", reply_to=again.message_id)
    assert rejected.ticket().state is State.REJECTED
    assert answered(rejected, reply) == "已经提过一次异议；如有新情况请重新上报"


def test_disagreeing_with_what_is_not_rejected_is_an_addition(desk: Desk) -> None:
    post = reported(desk)
    desk.say("不同意这样修", reply_to=post.message_id)
    assert desk.events() == ["opened", "added"]


# --- 已解决, and stars


def resolved(desk: Desk) -> tuple[Post, Post]:
    posts = joined(desk)
    act(desk, Move.RESOLVE, LI)
    desk.deliver()
    return posts


def closure_buttons_of(desk: Desk) -> list[str]:
    """Those that the closure in the riders' group carries now."""
    desk.deliver()
    closure = desk.the("closure", RIDERS)
    return buttons_of([closure, *desk.notices(chat=RIDERS, kind="edit", state="sent")][-1])


def test_the_reporter_closes_and_gives_stars(desk: Desk) -> None:
    resolved(desk)
    closure = desk.the("closure", RIDERS)
    assert desk.tap(WANG, "confirm:1001", closure).text == "谢谢！#T1001 已结案"
    assert desk.ticket().state is State.CLOSED
    assert closure_buttons_of(desk) == [*STARS, "未解决"], "the supporter may still say that it is not"
    assert desk.tap(WANG, "thank:1001:4", closure).text == "谢谢您的评价！"
    assert desk.ticket().stars == 4
    assert closure_buttons_of(desk) == ["1⭐", "2⭐", "3⭐", "✓4", "5⭐", "未解决"]
    count = len(desk.events())
    desk.tap(WANG, "thank:1001:4", closure)
    assert len(desk.events()) == count, "the same stars again change nothing"
    desk.tap(WANG, "thank:1001:5", closure)
    assert desk.ticket().stars == 5


def test_a_supporters_word_closes_nothing(desk: Desk) -> None:
    resolved(desk)
    closure = desk.the("closure", RIDERS)
    for _ in range(2):
        assert desk.tap(HE, "confirm:1001", closure).text == "谢谢！#T1001 等待复核"
    assert desk.ticket().state is State.RESOLVED
    assert desk.events().count("acknowledge") == 1
    desk.tap(HE, "thank:1001:5", closure)
    assert desk.ticket().stars is None, "the ticket's are the reporter's"
    assert "何骑手 评价：5星" in "".join(text_of(one) for one in desk.notices(chat=OFFICE))


@pytest.fixture
def noting() -> Iterator[Desk]:
    with a_desk(confirmed="noted") as desk:
        yield desk


@pytest.mark.parametrize("by_reply", [False, True])
def test_where_the_word_is_only_noted_the_review_follows(noting: Desk, by_reply: bool) -> None:
    post, _ = resolved(noting)
    if by_reply:
        noting.say("已解决", reply_to=post.message_id)
    else:
        noting.tap(WANG, "confirm:1001", noting.the("closure", RIDERS))
    assert noting.ticket().state is State.RESOLVED
    assert set(deadlines.running(noting.tx, 1001)) == RUNNING[State.RESOLVED]
    assert closure_buttons_of(noting) == [*STARS, "未解决"]


@pytest.mark.parametrize(("sender", "state"), [(WANG, State.CLOSED), (HE, State.RESOLVED)])
def test_solved_by_reply_to_the_own_post(desk: Desk, sender: object, state: State) -> None:
    first, second = resolved(desk)
    who, post = (WANG, first) if sender is WANG else (HE, second)
    reply = desk.say("已解决", who, reply_to=post.message_id)
    assert desk.ticket().state is state
    assert desk.sign(reply) == "👌"


def test_not_solved_by_a_supporters_reply(desk: Desk) -> None:
    _, second = resolved(desk)
    desk.say("还是坏的", HE, reply_to=second.message_id, photo=True)
    assert (desk.ticket().state, desk.ticket().reopened) == (State.ACCEPTED, 1)


def test_stars_in_words_say_that_it_is_solved(desk: Desk) -> None:
    first, _ = resolved(desk)
    desk.say("五星", reply_to=first.message_id)
    assert (desk.ticket().state, desk.ticket().stars) == (State.CLOSED, 5)


def test_a_stranger_gives_no_stars(desk: Desk) -> None:
    resolved(desk)
    before = desk.dump()
    assert desk.tap(LI, "thank:1001:5").alert
    assert desk.tap(WANG, "thank:1001:6").alert
    assert desk.dump() == before


def test_progress_below_a_supporters_post(desk: Desk) -> None:
    _, second = joined(desk)
    reply = desk.say("进度", HE, reply_to=second.message_id)
    assert "#T1001 待受理" in answered(desk, reply)


# --- 不是同一个


def test_a_supporter_says_that_it_is_another_thing(desk: Desk) -> None:
    _, second = joined(desk)
    reply = desk.say("不是同一个，我说的在后门", HE, reply_to=second.message_id)
    desk.deliver()
    assert [ticket.reporter_id for ticket in desk.tickets()] == [WANG.id, HE.id]
    assert (desk.ticket().supporters, desk.ticket(1002).state) == ((), State.ASSIGNED)
    assert desk.sign(reply) == "👌"
    assert desk.sign(second) == "✍"
    assert len(desk.notices(chat=OFFICE, kind="card")) == 2


@pytest.mark.parametrize(
    ("words", "place", "unit"),
    [
        ("不是同一个，在5栋", "东湖花园5栋", "donghu"),
        ("不是同一个，我说的在后门", "东湖花园后门", "donghu"),
        ("不是同一个，在西苑小区7栋", "西苑小区7栋", "xiyuan"),
        ("不是同一个，在幸福里2栋", "幸福里2栋", None),
        ("不是同一个，照片上看得出来", "东湖花园3栋", "donghu"),
        ("不是同一个", "东湖花园3栋", "donghu"),
    ],
)
def test_the_place_that_is_said_with_it_is_the_new_tickets(
    desk: Desk, words: str, place: str, unit: str | None
) -> None:
    _, second = joined(desk)
    desk.say(words, HE, reply_to=second.message_id)
    ticket = desk.ticket(1002)
    assert (ticket.place, ticket.unit_code, ticket.summary, ticket.subcategory) == (place, unit, "垃圾桶坏了", "bin")
    assert ticket.state is (State.ASSIGNED if unit else State.TRIAGE)
    assert (words.partition("，")[2] in ticket.text) is (place != "东湖花园3栋" or words == "不是同一个")


def test_a_merged_ticket_that_stands_by_itself_again_is_where_it_was_said_to_be(desk: Desk) -> None:
    reported(desk)
    own = desk.say("东湖花园8栋的垃圾桶坏了", HE)
    desk.deliver()
    act(desk, Move.MERGE, LI, number=1002, wish=Wish(ticket=1001))
    desk.say("不是同一个，在9栋", HE, reply_to=own.message_id)
    ticket = desk.ticket(1002)
    assert (ticket.state, ticket.place, ticket.address) == (State.ASSIGNED, "东湖花园9栋", "9栋")


def test_who_said_it_below_the_closure_means_the_own_report(desk: Desk) -> None:
    resolved(desk)
    closure = desk.the("closure", RIDERS)
    desk.say("不一样", HE, reply_to=closure.message_id)
    assert desk.ticket(1002).reporter_id == HE.id


def test_the_reporter_splits_off_an_own_second_report(desk: Desk) -> None:
    reported(desk)
    again = desk.say(BIN)
    desk.deliver()
    desk.say("不是同一个", reply_to=again.message_id)
    assert desk.ticket(1002).post_id != desk.ticket().post_id


def test_nobody_says_it_of_anothers_report(desk: Desk) -> None:
    first, second = joined(desk)
    desk.say("不是同一个", WANG, reply_to=second.message_id)
    desk.say("不是同一个", WANG, reply_to=first.message_id)
    assert len(desk.tickets()) == 1
    assert desk.ticket().supporters == (HE.id,)
