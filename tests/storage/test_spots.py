"""Spots in storage: pieces without loss, what is open besides, whose position is told and whose not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.periods import Period, read_period
from bot.domain.pins import Pin
from bot.domain.tickets import State
from storage import spots, tickets
from storage.spots import Key
from storage.statistics import Part
from storage.transaction import Tx
from tests.storage.histories import a_ticket

NOW = datetime(2026, 10, 12, 1, tzinfo=UTC)
OCTOBER: Period = read_period("2026-10", NOW, ZoneInfo("Asia/Shanghai"))


def test_what_came_in_is_read_in_pieces_without_loss(tx: Tx, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where many came in the same moment, and at both ends of the period."""
    monkeypatch.setattr(spots, "KEYS", 3)
    assert OCTOBER.start is not None
    assert OCTOBER.end is not None
    moments = [OCTOBER.start - timedelta(milliseconds=1), *[OCTOBER.start] * 5, *[NOW] * 4, OCTOBER.end]
    kept = [tickets.add(tx, a_ticket(created_at=at.astimezone(UTC)), []).id for at in moments]
    found: list[Key] = []
    while more := spots.received(tx, OCTOBER, found[-1] if found else None):
        assert len(more) <= 3
        found += more
    assert [number for _, number in found] == kept[-2:0:-1]
    assert len(spots.received(tx, OCTOBER, None, Part(["longxi"], "sanitation", "广场花苑小区"))) == 3
    for other in (Part(["shuguang"]), Part(None, "traffic"), Part(None, None, "柳园")):
        assert not spots.received(tx, OCTOBER, None, other)


def test_what_is_open_whenever_it_came_in(tx: Tx) -> None:
    kept = {state: tickets.add(tx, a_ticket(state=state), []).id for state in State}
    expected = [kept[state] for state in State if not state.is_over]
    assert sorted(spots.still_open(tx)) == expected
    assert sorted(spots.still_open(tx, Part(["longxi"]))) == expected
    assert not spots.still_open(tx, Part(["shuguang"]))


def _post(tx: Tx, number: int, pin: Pin | None, joined_to: int | None = None) -> int:
    tx.run(
        "INSERT INTO posts (id, state, chat_id, message_id, sender_id, sender_name, text, sent_at, kept_at, lat, lon,"
        " joined_to) VALUES (:id, 'done', -100, :id, 42, '张三', '', :id, 0, :lat, :lon, :whole)",
        id=number,
        lat=None if pin is None else pin.lat,
        lon=None if pin is None else pin.lon,
        whole=joined_to,
    )
    return number


def test_the_position_is_the_posts_own_else_that_of_its_first_part(tx: Tx) -> None:
    near, far, other = Pin(30.1, 118.1), Pin(30.2, 118.2), Pin(30.3, 118.3)
    own, bare, grown = _post(tx, 11, near), _post(tx, 12, None), _post(tx, 13, None)
    for number, pin, whole in ((14, far, own), (15, None, grown), (17, other, grown), (16, far, grown)):
        _post(tx, number, pin, whole)
    kept = [tickets.add(tx, a_ticket(post_id=post), []).id for post in (own, bare, grown)]
    found = spots.spotted(tx, [kept[2], 999_999, kept[0], kept[1]])
    assert [(one.id, one.pin) for one in found] == [(kept[2], far), (kept[0], near), (kept[1], None)]


def test_the_position_of_a_private_report_is_not_told(tx: Tx) -> None:
    post = _post(tx, 11, Pin(30.1, 118.1))
    kept = tickets.add(tx, a_ticket(post_id=post, private=True), [])
    (found,) = spots.spotted(tx, [kept.id])
    assert (found.private, found.pin, found.place_name) == (True, None, "广场花苑小区")
    assert (found.state, found.unit_code, found.created_at, found.due_at) == (
        State.ASSIGNED,
        "longxi",
        kept.created_at,
        kept.due_at,
    )
