"""The marks of updates: by them it is known what Telegram delivers twice."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.inbox import mark_of

Json = dict[str, Any]

MARKS: list[tuple[Json, Json, bool]] = [
    ({"message": {"chat": {"id": 1}, "message_id": 5}}, {"message": {"chat": {"id": 1}, "message_id": 5}}, True),
    ({"message": {"chat": {"id": 1}, "message_id": 5}}, {"message": {"chat": {"id": 2}, "message_id": 5}}, False),
    (
        {"message": {"chat": {"id": 1}, "message_id": 5}},
        {"edited_message": {"chat": {"id": 1}, "message_id": 5, "edit_date": 9}},
        False,
    ),
    (
        {"edited_message": {"chat": {"id": 1}, "message_id": 5, "edit_date": 9, "text": "a"}},
        {"edited_message": {"text": "a", "edit_date": 9, "chat": {"id": 1}, "message_id": 5}},
        True,
    ),
    (
        {"edited_message": {"chat": {"id": 1}, "message_id": 5, "edit_date": 9, "text": "a"}},
        {"edited_message": {"chat": {"id": 1}, "message_id": 5, "edit_date": 9, "text": "b"}},
        False,
    ),
    ({"callback_query": {"id": "7"}}, {"callback_query": {"id": "7", "data": "x"}}, True),
    ({"callback_query": {"id": "7"}}, {"callback_query": {"id": "8"}}, False),
]


@pytest.mark.parametrize(("one", "other", "same"), MARKS)
def test_what_makes_two_updates_the_same(one: Json, other: Json, same: bool) -> None:
    assert (mark_of(one) == mark_of(other)) is same
    assert mark_of(one) is not None


def test_a_membership_is_never_the_same_twice() -> None:
    assert mark_of({"my_chat_member": {"chat": {"id": 1}}}) is None
