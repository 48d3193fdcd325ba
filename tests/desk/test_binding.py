"""Binding: what a group or a topic is for, by one button or a walk to a unit, on the own ground."""

from __future__ import annotations

import pytest

from bot.desk import binding
from bot.desk.reach import Seat
from bot.domain.areas import ChatKind, Role
from bot.domain.notices import Call
from bot.domain.posts import Sender
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Tap
from storage import chats, people
from storage.notices import Notice
from tests.desk.office import CHEN, DEPOT, HALL, LI, RIDERS, WANG, Desk, a_desk, buttons_of, data_of, text_of

NEW = -3001
TOPIC = 77
FANG = Sender(502, "方协调")


def ask(desk: Desk) -> Notice:
    """/bind in a new group; the question, delivered."""
    binding.ask_binding(desk.tx, desk.office, desk.person(CHEN), Seat(NEW, None, 9), desk.now)
    desk.deliver()
    return desk.notices(chat=NEW, kind="answer")[-1]


def press(desk: Desk, data: str, message: Notice, by: Sender = CHEN, *missing: str, known: bool = True) -> str:
    """A press and what the message became."""
    desk.later()
    tap = Tap(by.id, by.name, message.chat_id, message.message_id or 0, data)
    binding.take_tap(desk.tx, desk.office, tap, missing if known else None, desk.now)
    return text_of(shown(desk))


def shown(desk: Desk) -> Notice:
    """What the question in the new group becomes."""
    (edit,) = [notice for notice in desk.queued(chat=NEW, kind="edit") if notice.call is Call.EDIT_TEXT]
    return edit


def kind_of(desk: Desk, chat_id: int = NEW) -> tuple[ChatKind, str | None] | None:
    bound = chats.binding(desk.tx, chat_id, None)
    return (bound.kind, bound.unit_code) if bound else None


@pytest.mark.parametrize(
    ("label", "kind", "words"),
    [("上报群（骑手发问题）", ChatKind.REPORT, "这里是上报群"), ("协调群", ChatKind.COORDINATORS, "这里是协调群")],
)
def test_a_group_is_bound_by_one_button(desk: Desk, label: str, kind: ChatKind, words: str) -> None:
    question = ask(desk)
    assert words in press(desk, data_of(question, label), question)
    assert kind_of(desk) == (kind, None)


def test_a_units_chat_is_bound_by_walking_to_the_unit(desk: Desk) -> None:
    question = ask(desk)
    assert press(desk, data_of(question, "单位工作群"), question) == "是哪个单位的工作群？"
    press(desk, "bindunits:jiedao:0", question)
    edit = shown(desk)
    assert buttons_of(edit) == ["青石街道", "东湖社区", "西苑社区", "北山社区", "‹ 返回"]
    assert "北山社区的工作群" in press(desk, data_of(edit, "北山社区"), question)
    assert kind_of(desk) == (ChatKind.UNIT, "beishan")


def test_the_rights_that_lack_are_named(desk: Desk) -> None:
    question = ask(desk)
    told = press(desk, "bind:report", question, CHEN, "read", "delete")
    assert "还缺这些权限" in told
    assert "/setprivacy" in told
    assert "删除消息" in told
    assert "权限齐全" in press(desk, "bind:report", question)


def test_rights_that_could_not_be_checked_are_not_called_complete(desk: Desk) -> None:
    told = press(desk, "bind:report", ask(desk), known=False)
    assert "没能查到我在群里的权限" in told
    assert "权限齐全" not in told
    assert kept(desk) == ["sendMessage"], "what may not be allowed is not tried"


def test_a_private_chat_is_never_bound(desk: Desk) -> None:
    tap = Tap(CHEN.id, CHEN.name, CHEN.id, 9, "bind:report")
    with pytest.raises(Refused) as caught:
        binding.take_tap(desk.tx, desk.office, tap, (), desk.now)
    assert caught.value.reason is Refusal.STALE_BUTTON
    assert kind_of(desk, CHEN.id) is None


def kept(desk: Desk) -> list[str]:
    return [
        notice.call.value for notice in desk.notices(chat=NEW) if "privacy" in notice.key or notice.call is Call.PIN
    ]


def test_a_reporting_group_is_told_once_what_is_kept_and_pinned_when_it_may_be(desk: Desk) -> None:
    question = ask(desk)
    press(desk, "bind:report", question, CHEN, "pin")
    assert kept(desk) == ["sendMessage"]
    press(desk, "bind:report", question)
    press(desk, "bind:report", question)
    assert kept(desk) == ["sendMessage", "pinChatMessage"]


@pytest.mark.parametrize(("data", "facts"), [("bind:coordinators", {}), ("bind:report", {"privacy_notice": False})])
def test_other_groups_are_not_told_nor_any_where_it_is_switched_off(data: str, facts: dict[str, object]) -> None:
    with a_desk(**facts) as desk:
        press(desk, data, ask(desk))
        assert kept(desk) == []


@pytest.mark.parametrize("by", [LI, WANG])
@pytest.mark.parametrize("data", ["bind:report", "bindto:beishan", "bindunits::0"])
def test_only_coordinators_bind(desk: Desk, by: Sender, data: str) -> None:
    question = ask(desk)
    before = desk.dump()
    with pytest.raises(Refused) as caught:
        press(desk, data, question, by)
    assert caught.value.reason is Refusal.NO_RIGHT
    assert desk.dump() == before


def test_an_unknown_unit_is_not_bound(desk: Desk) -> None:
    question = ask(desk)
    with pytest.raises(Refused) as caught:
        press(desk, "bindto:nowhere", question)
    assert caught.value.reason is Refusal.UNKNOWN_UNIT
    assert kind_of(desk) is None


def test_a_binding_lets_what_waited_flow(desk: Desk) -> None:
    desk.report("北山新村3栋的垃圾桶坏了")
    press(desk, "bindto:beishan", ask(desk))
    assert desk.ticket().state == "assigned"
    assert desk.the("card", NEW).unit_code == "beishan"


# --- on the own ground


@pytest.fixture
def street(desk: Desk) -> Desk:
    """方协调 coordinates 青石街道 and nothing else."""
    people.remember(desk.tx, FANG.id, FANG.name, None)
    people.grant(desk.tx, FANG.id, Role.COORDINATOR, "jiedao", None, desk.now)
    return desk


def ask_as(desk: Desk, by: Sender, topic: int | None = None, chat: int = NEW) -> Notice:
    desk.later()
    binding.ask_binding(desk.tx, desk.office, desk.person(by), Seat(chat, topic, 9), desk.now)
    desk.deliver()
    return desk.notices(chat=chat, kind="answer")[-1]


def press_in(desk: Desk, data: str, message: Notice, by: Sender, topic: int | None = TOPIC) -> Notice:
    desk.later()
    tap = Tap(by.id, by.name, message.chat_id, message.message_id or 0, data, topic)
    binding.take_tap(desk.tx, desk.office, tap, (), desk.now)
    return shown(desk)


def test_a_streets_coordinator_is_asked_for_what_is_the_streets(street: Desk) -> None:
    assert "协调群" not in buttons_of(ask_as(street, FANG))
    assert "协调群" in buttons_of(ask_as(street, CHEN))
    edit = press_in(street, "bindunits::0", ask_as(street, FANG), FANG)
    assert buttons_of(edit) == ["青石街道 ›"]


@pytest.mark.parametrize("data", ["bind:coordinators", "bindto:luminju", "bindhall:qingshi", "bindunits:qingshi:0"])
def test_what_is_not_the_streets_is_refused(street: Desk, data: str) -> None:
    question = ask_as(street, FANG)
    before = street.dump()
    with pytest.raises(Refused) as caught:
        press_in(street, data, question, FANG)
    assert caught.value.reason is Refusal.NO_RIGHT
    assert street.dump() == before


@pytest.mark.parametrize("chat", [HALL, DEPOT, RIDERS])
def test_nobody_takes_a_chat_of_another_ground(street: Desk, chat: int) -> None:
    question = ask_as(street, FANG, chat=chat)
    with pytest.raises(Refused) as caught:
        press_in(street, "bindto:beishan", question, FANG, None)
    assert caught.value.reason is Refusal.NO_RIGHT


def test_who_bound_it_may_bind_it_to_something_else(street: Desk) -> None:
    question = ask_as(street, FANG)
    press_in(street, "bind:report", question, FANG, None)
    press_in(street, "bindto:beishan", question, FANG, None)
    assert kind_of(street) == (ChatKind.UNIT, "beishan")


def test_a_streets_coordinators_have_a_chat_of_their_own(street: Desk) -> None:
    question = ask_as(street, FANG)
    edit = press_in(street, data_of(question, "街道协调群（只管一个单位的范围）"), question, FANG, None)
    assert text_of(edit) == "是哪个单位的协调群？"
    edit = press_in(street, "bindhalls:jiedao:0", question, FANG, None)
    assert "这里是青石街道协调群" in text_of(press_in(street, data_of(edit, "青石街道"), question, FANG, None))
    assert kind_of(street) == (ChatKind.COORDINATORS, "jiedao")


# --- topics


def bound_topics(desk: Desk) -> dict[int, tuple[ChatKind, str | None]]:
    return {one.topic: (one.kind, one.unit_code) for one in chats.every_binding(desk.tx) if one.chat_id == NEW}


def test_in_a_topic_the_topic_is_bound(desk: Desk) -> None:
    question = ask_as(desk, CHEN, TOPIC)
    assert text_of(question) == "这个话题是做什么的？"
    assert "只绑定了这个话题" in text_of(press_in(desk, "bindto:beishan", question, CHEN))
    assert bound_topics(desk) == {TOPIC: (ChatKind.UNIT, "beishan")}


def test_from_a_topic_the_whole_group_may_be_bound_instead(desk: Desk) -> None:
    question = ask_as(desk, CHEN, TOPIC)
    edit = press_in(desk, data_of(question, "改为绑定整个群"), question, CHEN)
    assert text_of(edit) == "这个群是做什么的？"
    assert "只绑定本话题" in buttons_of(edit)
    edit = press_in(desk, data_of(edit, "单位工作群"), question, CHEN)
    edit = press_in(desk, data_of(edit, "青石街道 ›"), question, CHEN)
    assert "只绑定了这个话题" not in text_of(press_in(desk, data_of(edit, "北山社区"), question, CHEN))
    assert bound_topics(desk) == {0: (ChatKind.UNIT, "beishan")}


def test_and_back_to_the_topic(desk: Desk) -> None:
    question = ask_as(desk, CHEN, TOPIC)
    press_in(desk, "bindask:whole", question, CHEN)
    press_in(desk, data_of(press_in(desk, "bindask:topic", question, CHEN), "上报群（骑手发问题）"), question, CHEN)
    assert bound_topics(desk) == {TOPIC: (ChatKind.REPORT, None)}


def test_outside_of_topics_nothing_is_offered_about_them(desk: Desk) -> None:
    question = ask_as(desk, CHEN)
    assert text_of(question) == "这个群是做什么的？"
    assert "改为绑定整个群" not in buttons_of(question)
