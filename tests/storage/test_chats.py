"""Chats: bindings of chats and topics, parking, patience, reactions, and the move to a supergroup."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.areas import ChatKind
from storage import chats
from storage.transaction import Tx

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
GROUP, OTHER, NEW = -1001, -1002, -1009


def _bind(tx: Tx, chat_id: int, kind: ChatKind, unit: str | None = None, *, topic: int = 0, after: int = 0) -> None:
    chats.bind(tx, chat_id, kind, unit, 301, NOW + timedelta(seconds=after), topic)


def test_a_chat_is_called_by_its_present_title_once_it_is_known(tx: Tx) -> None:
    assert chats.title(tx, GROUP) is None
    chats.remember(tx, GROUP, "骑手群", "group")
    chats.remember(tx, GROUP, "骑手随手拍", "supergroup")
    assert chats.title(tx, GROUP) == "骑手随手拍"


def test_a_topics_own_binding_goes_before_the_chats(tx: Tx) -> None:
    assert chats.binding(tx, GROUP, None) is None
    _bind(tx, GROUP, ChatKind.REPORT)
    _bind(tx, GROUP, ChatKind.UNIT, "longxi", topic=7)
    found = [chats.binding(tx, GROUP, topic) for topic in (None, 7, 8)]
    assert [one and (one.kind, one.thread) for one in found] == [
        (ChatKind.REPORT, None),
        (ChatKind.UNIT, 7),
        (ChatKind.REPORT, None),
    ]


def test_a_topics_binding_is_not_the_chats(tx: Tx) -> None:
    _bind(tx, GROUP, ChatKind.UNIT, "longxi", topic=7)
    assert chats.binding(tx, GROUP, None) is None
    assert chats.binding(tx, GROUP, 8) is None


def test_a_new_binding_takes_the_old_ones_place(tx: Tx) -> None:
    _bind(tx, GROUP, ChatKind.UNIT, "longxi")
    _bind(tx, GROUP, ChatKind.REPORT, after=1)
    assert [(one.chat_id, one.kind, one.unit_code) for one in chats.every_binding(tx)] == [
        (GROUP, ChatKind.REPORT, None)
    ]


def test_chats_of_a_kind_are_those_where_the_bot_still_is(tx: Tx) -> None:
    _bind(tx, GROUP, ChatKind.UNIT, "longxi", after=1)
    _bind(tx, OTHER, ChatKind.UNIT, "longxi")
    _bind(tx, NEW, ChatKind.UNIT, "shuguang")
    assert [one.chat_id for one in chats.bound(tx, ChatKind.UNIT, "longxi")] == [OTHER, GROUP]
    assert chats.bound(tx, ChatKind.UNIT) == ()
    chats.remember(tx, OTHER, "工作群", "supergroup", member=False)
    assert [one.chat_id for one in chats.bound(tx, ChatKind.UNIT, "longxi")] == [GROUP]
    chats.remember(tx, OTHER, "工作群", "supergroup")
    assert [one.chat_id for one in chats.bound(tx, ChatKind.UNIT, "longxi")] == [OTHER, GROUP]


def test_a_migrated_groups_bindings_follow_it(tx: Tx) -> None:
    chats.remember(tx, GROUP, "骑手群", "group")
    _bind(tx, GROUP, ChatKind.REPORT)
    _bind(tx, NEW, ChatKind.UNIT, "longxi")  # bound in haste before the news came: the older group's purpose stays
    chats.move_bindings(tx, GROUP, NEW)
    moved = chats.binding(tx, GROUP, None)  # posts of the old group may wait in the inbox still
    assert moved is not None
    assert (moved.chat_id, moved.kind) == (NEW, ChatKind.REPORT)
    assert [(one.chat_id, one.kind) for one in chats.every_binding(tx)] == [(NEW, ChatKind.REPORT)]
    assert (chats.migrated_to(tx, GROUP), chats.migrated_to(tx, NEW)) == (NEW, None)


def test_parking_is_new_once_and_unparking_ends_it(tx: Tx) -> None:
    assert chats.park(tx, GROUP, "kicked", NOW)  # also a chat never heard of before
    assert not chats.park(tx, GROUP, "no_rights", NOW)
    assert tx.value("SELECT parked_because FROM chats") == "kicked"
    assert chats.unpark(tx, GROUP)
    assert not chats.unpark(tx, GROUP)
    assert chats.park(tx, GROUP, "kicked", NOW)


def test_what_is_parked_is_told_with_its_reason_longest_first(tx: Tx) -> None:
    chats.park(tx, OTHER, "gone", NOW + timedelta(seconds=1))
    chats.park(tx, GROUP, "kicked", NOW)
    assert chats.parked(tx) == (
        chats.Parked(GROUP, "kicked", NOW),
        chats.Parked(OTHER, "gone", NOW + timedelta(seconds=1)),
    )
    chats.unpark(tx, GROUP)
    assert [chat.chat_id for chat in chats.parked(tx)] == [OTHER]


def test_a_pause_is_kept_and_lifted(tx: Tx) -> None:
    chats.remember(tx, GROUP, "骑手群", "group")
    chats.pause(tx, GROUP, NOW)
    assert tx.value("SELECT paused_until FROM chats") == int(NOW.timestamp() * 1000)
    chats.pause(tx, GROUP, None)
    assert tx.value("SELECT paused_until FROM chats") is None


def test_a_chat_takes_reactions_until_it_forbids_them(tx: Tx) -> None:
    assert chats.takes_reactions(tx, GROUP)
    chats.remember(tx, GROUP, "骑手群", "group")
    assert chats.takes_reactions(tx, GROUP)
    chats.forbid_reactions(tx, GROUP)
    assert not chats.takes_reactions(tx, GROUP)


def test_a_chat_that_takes_nothing_stands_behind_those_that_do(tx: Tx) -> None:
    _bind(tx, GROUP, ChatKind.UNIT, "longxi")
    _bind(tx, OTHER, ChatKind.UNIT, "longxi", after=1)
    assert [one.chat_id for one in chats.bound(tx, ChatKind.UNIT, "longxi")] == [GROUP, OTHER]
    chats.park(tx, GROUP, "gone", NOW)
    assert [one.chat_id for one in chats.bound(tx, ChatKind.UNIT, "longxi")] == [OTHER, GROUP]
