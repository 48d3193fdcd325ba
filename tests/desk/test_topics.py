"""Topics: one for each unit without a chat, opened once, by who may, where the bot may."""

from __future__ import annotations

import pytest

from bot.desk import topics
from bot.desk.outcomes import Outcome, Report, settle
from bot.desk.reach import Seat
from bot.domain.areas import ChatKind, Role
from bot.domain.notices import Call
from bot.domain.posts import Sender
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Answer, Tap
from storage import chats, people
from storage.notices import Notice
from tests.desk.office import CHEN, LI, WANG, Desk, buttons_of, data_of, text_of

FORUM = -3001
FANG = Sender(502, "方协调")


def ask(desk: Desk, by: Sender = CHEN) -> Notice:
    desk.later()
    topics.ask(desk.tx, desk.office, desk.person(by), Seat(FORUM, None, 9), desk.now)
    desk.deliver()
    return desk.notices(chat=FORUM, kind="answer")[-1]


def press(desk: Desk, data: str, question: Notice, by: Sender = CHEN, missing: tuple[str, ...] | None = ()) -> Answer:
    desk.later()
    tap = Tap(by.id, by.name, FORUM, question.message_id or 0, data)
    return topics.take_tap(desk.tx, desk.office, tap, missing, desk.now)


def opening(desk: Desk) -> list[Notice]:
    return [notice for notice in desk.notices(chat=FORUM) if notice.call is Call.OPEN_TOPIC]


def test_units_without_a_chat_are_offered_by_the_unit_above_them(desk: Desk) -> None:
    question = ask(desk)
    assert buttons_of(question) == ["青石市（1 个）", "青石街道（2 个）"]
    press(desk, data_of(question, "青石街道（2 个）"), question)
    assert [(one.payload["name"], one.unit_code) for one in opening(desk)] == [
        ("西苑社区", "xiyuan"),
        ("北山社区", "beishan"),
    ]
    assert "正在建 2 个话题" in text_of(desk.notices(chat=FORUM, kind="edit")[-1])


def test_once_open_it_is_the_units_chat_and_what_waited_flows(desk: Desk) -> None:
    desk.report("北山新村3栋的垃圾桶坏了")
    question = ask(desk)
    press(desk, "topics:jiedao", question)
    for number, notice in enumerate(opening(desk)):
        settle(desk.tx, desk.office, notice, Report(Outcome.SENT, 70 + number), desk.now)
    bound = {(one.topic, one.unit_code) for one in chats.every_binding(desk.tx) if one.chat_id == FORUM}
    assert bound == {(70, "xiyuan"), (71, "beishan")}
    card = desk.the("card", FORUM)
    assert (card.topic, card.unit_code) == (71, "beishan")
    assert desk.tx.value("SELECT count(*) FROM audit WHERE action = 'open_topic'") == 2
    desk.deliver()
    assert buttons_of(ask(desk)) == ["青石市（1 个）"]


def test_pressed_twice_it_is_opened_once(desk: Desk) -> None:
    question = ask(desk)
    for _ in range(2):
        press(desk, "topics:jiedao", question)
    assert len(opening(desk)) == 2


def test_whether_it_was_opened_is_not_known_and_no_second_one_follows(desk: Desk) -> None:
    press(desk, "topics:qingshi", ask(desk))
    (notice,) = opening(desk)
    settle(desk.tx, desk.office, notice, Report(Outcome.UNKNOWN), desk.now)
    assert [one.state for one in opening(desk)] == ["uncertain"]


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        (("topics",), "管理话题（群设置 → 管理员 → 蜂哨"),
        (("forum", "topics"), "话题功能（群主在群设置"),
        (("read", "delete", "topics"), "管理话题"),
        (None, "没能查到"),
    ],
)
def test_a_right_that_lacks_is_said_with_where_to_give_it(
    desk: Desk, missing: tuple[str, ...] | None, words: str
) -> None:
    answer = press(desk, "topics:jiedao", ask(desk), missing=missing)
    assert answer.alert
    assert words in answer.text
    assert len(answer.text) <= 200, "https://core.telegram.org/bots/api#answercallbackquery"
    assert not opening(desk)


def test_rights_that_are_for_something_else_do_not_matter(desk: Desk) -> None:
    press(desk, "topics:jiedao", ask(desk), missing=("read", "pin"))
    assert len(opening(desk)) == 2


def test_a_street_opens_its_own(desk: Desk) -> None:
    people.remember(desk.tx, FANG.id, FANG.name, None)
    people.grant(desk.tx, FANG.id, Role.COORDINATOR, "jiedao", None, desk.now)
    question = ask(desk, FANG)
    assert buttons_of(question) == ["青石市（1 个）", "青石街道（2 个）"], "the street itself has none either"
    press(desk, "topics:qingshi", question, FANG)
    assert [one.unit_code for one in opening(desk)] == ["jiedao"]
    people.revoke(desk.tx, FANG.id, Role.COORDINATOR, "jiedao", desk.now)
    with pytest.raises(Refused) as caught:
        press(desk, "topics:jiedao", question, FANG)
    assert caught.value.reason is Refusal.NO_RIGHT


@pytest.mark.parametrize("by", [LI, WANG])
def test_nobody_else_does(desk: Desk, by: Sender) -> None:
    question = ask(desk)
    for attempt in (lambda: ask(desk, by), lambda: press(desk, "topics:jiedao", question, by)):
        with pytest.raises(Refused) as caught:
            attempt()
        assert caught.value.reason is Refusal.NO_RIGHT


def test_where_every_unit_has_a_chat_nothing_is_offered(desk: Desk) -> None:
    for number, unit in enumerate(desk.office.area.units):
        chats.bind(desk.tx, -4000 - number, ChatKind.UNIT, unit.code, None, desk.now)
    question = ask(desk)
    assert "都已经有工作群" in text_of(question)
    with pytest.raises(Refused):
        press(desk, "topics:jiedao", question)
