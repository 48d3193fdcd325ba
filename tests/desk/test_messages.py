"""Messages: what somebody asked for in a group is tidied away, in private it stays."""

from __future__ import annotations

import pytest

from bot.desk.messages import A_WHILE, answer_for_a_while
from bot.desk.reach import Seat
from bot.notices.markup import Markup
from tests.desk.office import Desk


@pytest.mark.parametrize(("chat_id", "tidied"), [(-1001, True), (7001, False)])
def test_a_list_stands_for_a_while_in_groups_only(desk: Desk, chat_id: int, tidied: bool) -> None:
    answer_for_a_while(desk.tx, Seat(chat_id), Markup("待办"), desk.now)
    deletions = desk.notices(kind="deletion")
    assert [notice.chat_id for notice in deletions] == ([chat_id] if tidied else [])
    after = desk.tx.value("SELECT not_before - queued_at FROM notices WHERE kind = 'deletion'")
    assert after == (A_WHILE.total_seconds() * 1000 if tidied else None)
