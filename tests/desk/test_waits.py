"""Waits: when the host's clock is put back they end when they would have ended; times of day stay where they are."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.desk import digests, waits
from bot.domain.notices import Call, Draft, NoticeKind
from bot.domain.posts import Post, PostState, Sender
from bot.domain.prompts import Asked
from storage import chats, deadlines, notices, outbox, posts, prompts, schedules
from storage.times import from_ms
from tests.desk.office import DAY, HOUR, OFFICE, RIDERS, Desk
from tests.desk.rounds import go_round
from tests.desk.test_intake import gather

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
WAITING = {
    "pause": "SELECT paused_until FROM chats WHERE paused_until IS NOT NULL",
    "second try": "SELECT not_before FROM notices WHERE key = 'second try'",
    "tidying": "SELECT not_before FROM notices WHERE key = 'tidying'",
    "gathering": "SELECT ready_at FROM posts WHERE state = 'gathering'",
    "question": "SELECT expires_at FROM prompts",
}


@pytest.fixture
def waiting(desk: Desk) -> Desk:
    """One of each, ending in so many minutes."""
    desk.report()
    tx, now = desk.tx, desk.now
    chats.pause(tx, OFFICE, now + 1 * MINUTE)
    for key, minutes in (("second try", 2), ("tidying", 3)):
        draft = Draft(
            key, NoticeKind.DELETION, Call.DELETE, OFFICE, {}, message_id=5, not_before=now + minutes * MINUTE
        )
        notices.queue(tx, draft, now)
    tx.run("UPDATE notices SET attempts = 1 WHERE key = 'second try'")
    posts.add(tx, Post(RIDERS, 70, Sender(101, "王师傅"), now), PostState.GATHERING, now + 4 * MINUTE, kept_at=now)
    prompts.ask(tx, 201, OFFICE, 1001, Asked.DONE, None, now + 5 * MINUTE)
    waits.note_time(tx, desk.office, now)
    return desk


def left(desk: Desk) -> dict[str, timedelta]:
    """How long each has yet to wait; nothing for what waits no more."""
    found = {name: desk.tx.value(sql) for name, sql in WAITING.items()}
    return {name: from_ms(at) - desk.now for name, at in found.items() if at is not None}


@pytest.mark.parametrize("back", [HOUR, DAY, 10 * SECOND])
def test_while_the_bot_runs_every_wait_keeps_its_length(waiting: Desk, back: timedelta) -> None:
    before = left(waiting)
    assert before == {name: minutes * MINUTE for minutes, name in enumerate(WAITING, start=1)}
    waiting.now -= back
    waits.follow(waiting.tx, waiting.office, back, waiting.now)
    assert left(waiting) == before


def test_at_a_start_what_needs_patience_is_tried_at_once_and_the_rest_keeps_its_length(waiting: Desk) -> None:
    expected = left(waiting) | {"second try": timedelta()}
    del expected["pause"]
    waiting.now -= HOUR
    assert waits.catch_up(waiting.tx, waiting.office, waiting.now) == HOUR
    assert left(waiting) == expected
    assert waits.catch_up(waiting.tx, waiting.office, waiting.now) == timedelta()


@pytest.mark.parametrize("on", [timedelta(), HOUR, -SECOND])
def test_at_a_start_in_order_nothing_is_touched(waiting: Desk, on: timedelta) -> None:
    before = {name: at + waiting.now for name, at in left(waiting).items()}
    waiting.now += on
    assert waits.catch_up(waiting.tx, waiting.office, waiting.now) == timedelta()
    assert {name: at + waiting.now for name, at in left(waiting).items()} == before


def test_at_a_start_a_photo_waits_for_its_words_once_more(desk: Desk) -> None:
    photo = desk.say("", photo=True)
    desk.later(HOUR)
    waits.catch_up(desk.tx, desk.office, desk.now)
    gather(desk)
    desk.say("东湖花园3栋的垃圾桶坏了", sent_at=photo.sent_at + 10 * SECOND)
    assert len(posts.load(desk.tx, desk.ticket().post_id).media) == 1


def test_nothing_was_sent_later_than_now(waiting: Desk) -> None:
    tx = waiting.tx
    sent = notices.queue(tx, Draft("sent", NoticeKind.CARD, Call.SEND_MESSAGE, OFFICE, {"text": "x"}), waiting.now)
    assert sent is not None
    outbox.mark_sent(tx, sent, 77, waiting.now - 5 * SECOND)
    waiting.now -= DAY
    waits.follow(tx, waiting.office, DAY, waiting.now)
    assert (OFFICE, waiting.now - 5 * SECOND) in outbox.counted_since(tx, waiting.now - MINUTE)


def test_deadlines_and_schedules_stay(waiting: Desk) -> None:
    tx = waiting.tx
    go_round(waiting, digests.ROUND)
    running, planned = deadlines.running(tx, 1001), schedules.next_at(tx, digests.NAME)
    waits.follow(tx, waiting.office, HOUR, waiting.now - HOUR)
    assert (deadlines.running(tx, 1001), schedules.next_at(tx, digests.NAME)) == (running, planned)


def test_a_digest_planned_for_more_than_a_day_hence_is_planned_anew(desk: Desk) -> None:
    def planned() -> datetime:
        at = schedules.next_at(desk.tx, digests.NAME)
        assert at is not None
        return at

    def sent(at: datetime) -> int:
        """How many readers were seen to."""
        desk.now = at
        return go_round(desk, digests.ROUND)

    sent(desk.now)
    first = planned()
    assert sent(first + MINUTE)
    assert planned() == first + DAY
    assert not sent(first - HOUR)
    assert planned() == first
    assert schedules.ran_at(desk.tx, digests.NAME) == first - HOUR, "the next one tells of what came since"
    assert not sent(first), "this day's has been sent"
    assert sent(first + DAY)
