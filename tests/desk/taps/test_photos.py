"""Photos behind a button: shown below the card, once for a while, and not too many."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.desk.office import LI, OFFICE, Desk

MINUTE = timedelta(minutes=1)


def test_further_photos_are_shown_below_the_card_for_a_while(desk: Desk) -> None:
    desk.say("东湖花园3栋的垃圾桶坏了", photo=True)
    for _ in range(2):
        desk.say("", photo=True, reply_to=desk.ticket().message_id)
    desk.deliver()
    card = desk.the("card", OFFICE)
    desk.tap(LI, "photos:1001", card)
    sent = [notice for notice in desk.deliver() if notice.call.value == "sendPhoto"]
    assert [notice.reply_to for notice in sent] == [card.message_id] * 2
    assert card.payload["photo"] not in {notice.payload["photo"] for notice in sent}


def shown(desk: Desk, data: str) -> int:
    """How many photos a press below the card brings."""
    desk.tap(LI, data, desk.notices(chat=OFFICE, kind="card")[0])
    sent = len([notice for notice in desk.deliver() if notice.call.value == "sendPhoto"])
    desk.later()
    return sent


def test_photos_that_still_stand_are_not_sent_again_and_later_they_are(desk: Desk) -> None:
    desk.say("东湖花园3栋的垃圾桶坏了", photo=True)
    for _ in range(2):
        desk.say("", photo=True, reply_to=desk.ticket().message_id)
    desk.deliver()
    assert [shown(desk, "photos:1001") for _ in range(3)] == [2, 0, 0]
    desk.later(2 * MINUTE)
    desk.deliver()
    desk.later(2 * MINUTE)
    assert shown(desk, "photos:1001") == 2


@pytest.mark.parametrize(("verb", "count"), [("photos", 9), ("pictures", 10)])
def test_one_press_shows_ten_photos_at_most_and_never_without_the_proof(desk: Desk, verb: str, count: int) -> None:
    desk.say("东湖花园3栋的垃圾桶坏了", photo=True)
    for _ in range(14):
        desk.say("", photo=True, reply_to=desk.ticket().message_id)
        desk.later(2 * MINUTE)
    desk.deliver()
    desk.later(2 * MINUTE)
    card = desk.notices(chat=OFFICE, kind="card")[0]
    proof = desk.say("已处理好了", LI, OFFICE, photo=True, reply_to=card.message_id)
    desk.deliver()
    desk.tap(LI, f"{verb}:1001", card)
    photos = [str(notice.payload["photo"]) for notice in desk.queued(chat=OFFICE) if "photo" in notice.payload]
    assert len(photos) == count
    assert (proof.media[0].file_id in photos) is (verb == "pictures")
