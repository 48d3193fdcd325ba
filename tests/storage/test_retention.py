"""Retention: words of reports go by their age; what is open, was reopened or shares its post keeps them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from bot.domain.notices import Call, Draft, NoticeKind
from bot.domain.tickets import State
from storage import notices, retention, tickets
from storage.times import maybe_ms
from storage.transaction import Tx
from tests.storage.histories import a_ticket

CLOSED = datetime(2026, 1, 5, 8, tzinfo=UTC)
BEFORE = datetime(2026, 6, 1, tzinfo=UTC)


def closed(tx: Tx, at: datetime | None = CLOSED, state: State = State.CLOSED) -> int:
    number = tickets.add(tx, a_ticket(state=state), []).id
    tx.run("UPDATE tickets SET closed_at = :at WHERE id = :id", at=maybe_ms(at), id=number)
    return number


def test_the_words_go_and_the_ticket_stays(tx: Tx) -> None:
    number = closed(tx)
    draft = Draft(
        key="card:1",
        kind=NoticeKind.CARD,
        call=Call.SEND_PHOTO,
        chat_id=-5,
        ticket_id=number,
        payload={
            "photo": "f",
            "caption": "垃圾桶坏了",
            "reply_markup": {"inline_keyboard": []},
            "lines": {"unit": "x"},
        },
    )
    queued = notices.queue(tx, draft, CLOSED)
    tx.run("UPDATE notices SET state = 'sent'")
    tx.run("UPDATE posts SET lat = 30.0, lon = 118.0, venue = '亭子', sender_username = 'zhang'")
    assert retention.outlived(tx, BEFORE, 0, 10) == [number]
    assert retention.forget_words(tx, number, BEFORE)
    kept = tickets.load(tx, number)
    assert kept is not None
    assert (kept.text, kept.summary, kept.place) == ("", a_ticket().summary, a_ticket().place)
    post = tx.row("SELECT text, lat, lon, venue, sender_username, sender_name FROM posts WHERE id = 1")
    assert post is not None
    assert tuple(post) == ("", None, None, "", None, "张三")
    payload = json.loads(tx.value("SELECT payload FROM notices WHERE id = :id", id=queued))
    assert payload == {"photo": "f", "caption": "", "reply_markup": {"inline_keyboard": []}, "lines": {"unit": "x"}}
    assert retention.outlived(tx, BEFORE, 0, 10) == []


def test_what_is_young_or_open_keeps_its_words(tx: Tx) -> None:
    closed(tx, BEFORE + timedelta(days=1))
    closed(tx, None, State.ACCEPTED)
    assert retention.outlived(tx, BEFORE, 0, 10) == []


def test_a_reopened_one_is_left_alone(tx: Tx) -> None:
    number = closed(tx)
    tx.run("UPDATE tickets SET closed_at = NULL, state = 'assigned'")
    assert not retention.forget_words(tx, number, BEFORE)
    assert tx.value("SELECT text FROM tickets") != ""


def test_a_post_waits_for_the_last_of_its_tickets(tx: Tx) -> None:
    old, open_ = closed(tx), closed(tx, None, State.ACCEPTED)
    retention.forget_words(tx, old, BEFORE)
    assert tx.value("SELECT text FROM posts WHERE id = 1") != ""
    tx.run("UPDATE tickets SET closed_at = 0, state = 'closed' WHERE id = :id", id=open_)
    retention.forget_words(tx, open_, BEFORE)
    assert tx.value("SELECT text FROM posts WHERE id = 1") == ""


def test_they_are_read_some_at_a_time(tx: Tx) -> None:
    numbers = [closed(tx) for _ in range(5)]
    assert retention.outlived(tx, BEFORE, 0, 2) == numbers[:2]
    assert retention.outlived(tx, BEFORE, numbers[1], 9) == numbers[2:]
