"""The outbox: what Telegram's answers tell of the chat itself: closed, moved, out of patience, without reactions."""

from __future__ import annotations

import pytest

from bot.desk.outcomes import Outcome
from bot.domain.notices import NoticeKind
from bot.domain.tickets import Move
from storage import chats
from tests.desk.letters import OTHER, SECOND, answer, answered, leave, queue
from tests.desk.office import CHEN, HALL, OFFICE, RIDERS, Desk, text_of
from tests.desk.test_handling import act
from tests.storage.queueing import chats_waiting

NEW = -100_2001


def test_patience_pauses_this_chat_and_no_other(desk: Desk) -> None:
    chats.remember(desk.tx, OTHER, "群", "supergroup")
    queue(desk, chat=OFFICE, key="elsewhere")
    again = answered(desk, Outcome.PATIENCE, wait=30 * SECOND)
    assert again.state == "queued"
    assert chats_waiting(desk.tx, desk.now) == [OFFICE]
    queue(desk, key="later")
    assert OTHER not in chats_waiting(desk.tx, desk.now + 29 * SECOND)
    assert OTHER in chats_waiting(desk.tx, desk.now + 30 * SECOND)


def test_patience_also_holds_for_a_chat_that_nobody_introduced(desk: Desk) -> None:
    answered(desk, Outcome.PATIENCE, wait=30 * SECOND)
    queue(desk, NoticeKind.DIGEST)
    assert OTHER not in chats_waiting(desk.tx, desk.now)


@pytest.mark.parametrize(
    ("outcome", "reply_to", "topic"), [(Outcome.NO_REPLY_TARGET, None, 3), (Outcome.NO_TOPIC, 7, None)]
)
def test_a_place_that_is_gone_is_left_out(
    desk: Desk, outcome: Outcome, reply_to: int | None, topic: int | None
) -> None:
    again = answered(desk, outcome)
    assert (again.state, again.reply_to, again.topic) == ("queued", reply_to, topic)
    assert not desk.notices(chat=HALL), "a mended call troubles nobody"


def test_a_migrated_group_is_followed(desk: Desk) -> None:
    desk.report()
    standing = desk.the("card", OFFICE)
    queue(desk, NoticeKind.DIGEST, OFFICE, "waits")
    queue(desk, NoticeKind.CLOSURE, OFFICE, "leaves")
    left = leave(desk, OFFICE)
    assert left is not None
    again = answer(desk, left, Outcome.MIGRATED, moved_to=NEW)
    assert (again.chat_id, again.state, again.reply_to) == (NEW, "queued", None)
    assert {notice.chat_id for notice in desk.queued()} == {NEW}
    binding = chats.binding(desk.tx, NEW, None)
    assert binding is not None
    assert binding.unit_code == "donghu"
    assert chats.migrated_to(desk.tx, OFFICE) == NEW
    # The old card cannot be edited any more: at the next change it is posted anew.
    act(desk, Move.ACCEPT, CHEN)
    edit = leave(desk, OFFICE)
    assert edit is not None
    assert edit.target == standing.id
    assert answer(desk, edit, Outcome.MIGRATED, moved_to=NEW).state == "dropped"
    card = desk.the("card", NEW)
    assert "处理中" in text_of(card)


def test_migrated_to_nobody_knows_where_is_a_failure(desk: Desk) -> None:
    assert answered(desk, Outcome.MIGRATED).state == "failed"


@pytest.mark.parametrize(
    ("outcome", "why"),
    [
        (Outcome.KICKED, "我已被移出该群"),
        (Outcome.BLOCKED, "对方停用了我"),
        (Outcome.NO_RIGHTS, "我在那里没有发言权限"),
        (Outcome.GONE, "该群已不存在"),
    ],
)
def test_a_closed_door_parks_the_chat_and_tells_the_coordinators_once(desk: Desk, outcome: Outcome, why: str) -> None:
    again = answered(desk, outcome)
    assert again.state == "queued", "nothing is dropped in silence"
    alert = desk.the("alert", HALL)
    assert why in text_of(alert)
    queue(desk, key="another")
    assert chats_waiting(desk.tx, desk.now) == [HALL]
    answer(desk, again, outcome)
    assert len(desk.notices(kind="alert")) == 1
    chats.unpark(desk.tx, OTHER)
    assert OTHER in chats_waiting(desk.tx, desk.now)


def test_the_coordinators_are_not_told_where_they_cannot_hear(desk: Desk) -> None:
    queue(desk, chat=HALL)
    left = leave(desk, HALL)
    assert left is not None
    answer(desk, left, Outcome.KICKED)
    assert not desk.notices(kind="alert")


def test_a_group_without_reactions_gets_a_line_from_now_on(desk: Desk) -> None:
    post = desk.say("垃圾桶坏了，东湖花园3栋")
    chats.remember(desk.tx, RIDERS, "骑手", "supergroup")
    sign = leave(desk, RIDERS, counted=False)
    assert sign is not None
    assert answer(desk, sign, Outcome.NO_REACTIONS).state == "dropped"
    line = desk.the("answer", RIDERS)
    assert (text_of(line), line.reply_to) == ("收到，正在转办。", post.message_id)
    assert not chats.takes_reactions(desk.tx, RIDERS)
    desk.say("垃圾桶坏了，东湖花园5栋")
    assert not desk.queued(kind="reaction")
    assert len(desk.notices(kind="answer")) == 2


def test_reactions_are_also_given_up_in_a_chat_that_nobody_introduced(desk: Desk) -> None:
    desk.say("垃圾桶坏了，东湖花园3栋")
    sign = leave(desk, RIDERS, counted=False)
    assert sign is not None
    answer(desk, sign, Outcome.NO_REACTIONS)
    assert not chats.takes_reactions(desk.tx, RIDERS)
