"""Messages: what somebody asked for in a group is tidied away, in private it stays."""

from __future__ import annotations

import pytest

from bot.desk.messages import A_WHILE, answer_for_a_while, turn
from bot.desk.pictures import MadeDocument, reply_with_document
from bot.desk.reach import Seat
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Tap
from bot.notices.markup import Markup
from tests.desk.office import CHEN, HALL, Desk


@pytest.mark.parametrize(("chat_id", "tidied"), [(-1001, True), (7001, False)])
def test_a_list_stands_for_a_while_in_groups_only(desk: Desk, chat_id: int, tidied: bool) -> None:
    answer_for_a_while(desk.tx, Seat(chat_id), Markup("待办"), desk.now)
    deletions = desk.notices(kind="deletion")
    assert [notice.chat_id for notice in deletions] == ([chat_id] if tidied else [])
    after = desk.tx.value("SELECT not_before - queued_at FROM notices WHERE kind = 'deletion'")
    assert after == (A_WHILE.total_seconds() * 1000 if tidied else None)


def test_no_words_take_the_place_of_a_file(desk: Desk) -> None:
    """Telegram would refuse the edit, and the coordinators would read of a notice that failed."""
    file = MadeDocument("made/aa/week.xlsx", "week.xlsx", Markup("周"), Markup("周"))
    reply_with_document(desk.tx, Seat(HALL), file, desk.now, rows=[[("CSV", "statsfile:week:-:csv")]])
    (sent,) = desk.deliver()
    with pytest.raises(Refused) as caught:
        turn(desk.tx, Tap(CHEN.id, CHEN.name, HALL, sent.message_id or 0, "stats:week:-"), Markup("月"), desk.now)
    assert caught.value.reason is Refusal.STALE_BUTTON
    assert not desk.queued()
