"""Media: a picture that cannot be used costs the ticket nothing, and a download that fails is tried for a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.media import TRIES, fail, refuse
from bot.domain.tickets import Move
from storage import media
from storage.media import StoredMedia
from tests.desk.office import LI, OFFICE, RIDERS, ZHOU, Desk, text_of
from tests.desk.test_handling import act

WHY = "文件损坏或不是图片"


def reported(desk: Desk) -> StoredMedia:
    desk.report(photo=True)
    (item,) = media.pending(desk.tx, desk.now)
    return item


def state_of(desk: Desk, item: StoredMedia) -> str:
    return str(desk.tx.value("SELECT state FROM media WHERE id = :id", id=item.id))


def test_a_refused_picture_keeps_the_ticket_and_asks_for_another(desk: Desk) -> None:
    item = reported(desk)
    post = desk.ticket()
    refuse(desk.tx, desk.office, item, WHY, desk.now)
    assert state_of(desk, item) == "refused"
    assert desk.ticket() == post
    line = desk.the("answer", RIDERS)
    assert (line.reply_to, WHY in text_of(line)) == (post.message_id, True)
    signs = [notice.payload["reaction"][0]["emoji"] for notice in desk.notices(chat=RIDERS, kind="reaction")]
    assert signs[-1] == "🤔"
    assert desk.events() == ["opened", "photo_refused"]
    edit = desk.queued(chat=OFFICE, kind="edit")[-1]
    assert f"照片无法使用：{WHY}" in text_of(edit)


def test_a_refused_picture_of_what_is_over_is_only_noted(desk: Desk) -> None:
    item = reported(desk)
    act(desk, Move.RESOLVE, LI)
    act(desk, Move.APPROVE, ZHOU)
    desk.deliver()
    refuse(desk.tx, desk.office, item, WHY, desk.now)
    assert state_of(desk, item) == "refused"
    assert not desk.queued()


def test_a_refused_proof_is_only_noted(desk: Desk) -> None:
    desk.report()
    act(desk, Move.RESOLVE, LI, photos=desk.post(photo=True).media, chat_id=OFFICE, message_id=900)
    desk.deliver()
    (proof,) = media.pending(desk.tx, desk.now)
    refuse(desk.tx, desk.office, proof, WHY, desk.now)
    assert state_of(desk, proof) == "refused"
    assert not desk.queued()


def test_a_download_is_tried_ever_more_slowly_and_then_given_up(desk: Desk) -> None:
    reported(desk)
    waits: list[timedelta] = []
    while items := media.pending(desk.tx, desk.now):
        failed_at = desk.now
        fail(desk.tx, items[0], "timed out", desk.now)
        if state_of(desk, items[0]) == "pending":
            while not media.pending(desk.tx, desk.now):
                desk.later(timedelta(seconds=15))
            waits.append(desk.now - failed_at)
    assert len(waits) == TRIES - 1
    assert waits == sorted(waits)
    assert timedelta(hours=20) < sum(waits, timedelta()) < timedelta(days=1)


@pytest.mark.parametrize("proof", [False, True])
def test_a_photo_that_is_given_up_is_told_by_the_history_and_the_next_card(desk: Desk, proof: bool) -> None:
    if proof:
        desk.report()
        act(desk, Move.RESOLVE, LI, photos=desk.post(photo=True).media, chat_id=OFFICE, message_id=900)
        (item,) = media.pending(desk.tx, desk.now)
    else:
        item = reported(desk)
    desk.deliver()
    for attempt in range(TRIES):
        assert "photo_failed" not in desk.events()
        fail(desk.tx, replace(item, attempts=attempt), "timed out", desk.now)
    assert desk.events()[-1] == "photo_failed"
    assert not desk.queued(), "nobody is rung for it"
    act(desk, Move.APPROVE if proof else Move.ACCEPT, ZHOU if proof else LI)
    assert "有照片没能取回存档" in text_of(desk.queued(chat=OFFICE, kind="edit")[-1])


def test_a_photo_that_may_be_chatter_is_not_fetched(desk: Desk) -> None:
    desk.say(photo=True)
    assert media.pending(desk.tx, desk.now) == []


@pytest.mark.parametrize("photos", [1, 3])
def test_the_card_shows_the_first_picture_that_can_be_used(desk: Desk, photos: int) -> None:
    desk.say("东湖花园3栋的垃圾桶坏了", photo=True)
    for _ in range(photos - 1):
        desk.say("", photo=True, reply_to=desk.ticket().message_id)
    first = media.pending(desk.tx, desk.now)[0]
    refuse(desk.tx, desk.office, first, WHY, desk.now)
    card = desk.the("card", OFFICE)
    assert card.payload.get("photo") != first.file_id
    assert (card.call.value == "sendPhoto") is (photos > 1)
