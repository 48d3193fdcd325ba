"""Chats: greeted once, parked when the bot is out, followed when they move."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk import binding
from bot.desk import chats as desk_chats
from bot.desk.reach import Seat
from bot.domain.areas import ChatKind
from bot.domain.notices import Call
from bot.domain.posts import Sender
from bot.domain.taps import Tap
from storage import chats
from storage.notices import Notice
from tests.desk.office import CHEN, HALL, LI, OFFICE, RIDERS, Desk, text_of
from tests.storage.queueing import chats_waiting

NEW = -3001
SECOND = timedelta(seconds=1)


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


def joined(desk: Desk, chat_id: int = NEW, *, fresh: bool = True) -> None:
    desk_chats.joined(desk.tx, desk.office, chat_id, "新群", "supergroup", fresh=fresh, now=desk.now)


@pytest.mark.parametrize(("chat_id", "fresh", "greeted"), [(NEW, True, 1), (NEW, False, 0), (RIDERS, True, 0)])
def test_a_new_group_is_greeted(desk: Desk, chat_id: int, fresh: bool, greeted: int) -> None:
    joined(desk, chat_id, fresh=fresh)
    desk.later(2 * SECOND)
    desk.deliver()
    answers = desk.notices(chat=chat_id, kind="answer", state="sent")
    assert len([one for one in answers if not one.key.startswith("privacy:")]) == greeted
    assert len(answers) == 1 or not fresh, "where couriers report they are told what is kept"


@pytest.mark.parametrize("sent", [True, False])
def test_bound_the_group_is_no_longer_told_to_bind(desk: Desk, sent: bool) -> None:
    question = ask(desk)
    joined(desk)
    (greeting,) = [notice for notice in desk.notices(chat=NEW, kind="answer") if "/bind" in text_of(notice)]
    if sent:
        desk.later(2 * SECOND)
        desk.deliver()
    press(desk, "bind:coordinators", question)
    left = desk.deliver()
    if sent:
        assert greeting.id in {notice.target for notice in left if notice.call is Call.DELETE}
        assert desk.notice(greeting.id).gone
    else:
        desk.later(2 * SECOND)
        desk.deliver()
        assert desk.notice(greeting.id).state == "dropped"
        assert not desk.notices(kind="deletion"), "what never came needs no deletion"


def test_a_greeting_elsewhere_stays(desk: Desk) -> None:
    question = ask(desk)
    joined(desk, NEW - 1)
    press(desk, "bind:coordinators", question)
    assert [notice.state for notice in desk.notices(chat=NEW - 1)] == ["queued"]


def test_a_migration_is_not_greeted_and_the_bindings_follow(desk: Desk) -> None:
    desk.say("东湖花园3栋的垃圾桶坏了")
    joined(desk)
    desk_chats.migrated(desk.tx, OFFICE, NEW, desk.now)
    desk.later(2 * SECOND)
    left = desk.deliver()
    assert [notice.call.value for notice in left if notice.chat_id == NEW] == ["sendMessage", "setMyCommands"]
    assert kind_of(desk) == (ChatKind.UNIT, "donghu")
    assert OFFICE not in {bound.chat_id for bound in chats.every_binding(desk.tx)}


def left(desk: Desk, chat_id: int, why: str = "kicked") -> None:
    desk_chats.left(desk.tx, desk.office, chat_id, "东湖工作群", "supergroup", why, desk.now)


def test_out_of_a_bound_group_the_coordinators_are_told_once(desk: Desk) -> None:
    for _ in range(2):
        left(desk, OFFICE)
        desk.later()
    (alert,) = desk.notices(chat=HALL, kind="alert")
    assert text_of(alert) == "⚠️ 发不到“东湖工作群”：我已被移出该群。消息先留着，恢复后自动补发。"


def test_out_of_a_forum_that_is_bound_by_its_topics_the_coordinators_are_told_too(desk: Desk) -> None:
    chats.bind(desk.tx, NEW, ChatKind.UNIT, "xiyuan", None, desk.now, 7)
    left(desk, NEW)
    assert len(desk.notices(chat=HALL, kind="alert")) == 1
    joined(desk)
    assert not desk.notices(chat=NEW, kind="answer"), "bound, it is not asked what it is for"


def test_out_of_a_strange_group_nobody_is_told(desk: Desk) -> None:
    left(desk, NEW)
    assert not desk.notices(kind="alert")


def test_what_was_parked_flows_when_the_bot_is_back(desk: Desk) -> None:
    desk.say("东湖花园3栋的垃圾桶坏了")
    left(desk, OFFICE)
    assert OFFICE not in chats_waiting(desk.tx, desk.now)
    joined(desk, OFFICE, fresh=False)
    assert OFFICE in chats_waiting(desk.tx, desk.now)


def test_while_the_bot_is_out_of_its_chat_a_unit_is_reached_through_its_people(desk: Desk) -> None:
    left(desk, OFFICE)
    post = desk.say("东湖花园3栋的垃圾桶坏了")
    card = desk.the("card")
    assert (card.chat_id, card.reply_to) == (RIDERS, post.message_id)
    assert f"{LI.name}</a>" in text_of(card)
