"""Upkeep: settled raw updates are forgotten once a day, after their time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.desk.upkeep import clean_up_when_due, is_rewriting_due, note_rewriting
from storage import inbox
from storage.inbox import Arrival
from tests.desk.office import DAY, HOUR, RIDERS, Desk, a_desk

NIGHT = datetime(2026, 11, 2, 19, 30, tzinfo=UTC)
"""3:30 in the town, in the night that follows."""


def clean_up(desk: Desk, at: datetime) -> bool:
    desk.now = at
    return clean_up_when_due(desk.tx, desk.office, at)


def test_at_the_first_start_and_then_once_a_night(desk: Desk) -> None:
    assert clean_up(desk, desk.now)
    assert not clean_up(desk, NIGHT - HOUR)
    assert clean_up(desk, NIGHT)
    assert not clean_up(desk, NIGHT + HOUR)
    assert clean_up(desk, NIGHT + 3 * DAY), "after a downtime, once"
    assert not clean_up(desk, NIGHT + 3 * DAY + HOUR)


def test_a_start_shortly_before_the_hour_has_done_it_for_this_night(desk: Desk) -> None:
    assert clean_up(desk, NIGHT - HOUR / 2)
    assert not clean_up(desk, NIGHT)
    assert clean_up(desk, NIGHT + DAY)


def test_what_is_settled_is_forgotten_after_as_long_as_the_config_says() -> None:
    with a_desk(keep_inbox=timedelta(hours=5)) as desk:
        inbox.store(desk.tx, 7, [Arrival(n, RIDERS, "{}") for n in (1, 2)], desk.now)
        inbox.settle(desk.tx, inbox.waiting(desk.tx, 0)[0].id, desk.now)
        clean_up(desk, NIGHT)
        assert desk.tx.value("SELECT group_concat(state) FROM inbox") == "waiting"


def test_the_file_is_rewritten_after_each_clean_up_until_it_is_done(desk: Desk) -> None:
    """A kill in between changes nothing: it is still due. What fails is tried again after an hour."""
    assert not is_rewriting_due(desk.tx, desk.office, desk.now)
    clean_up(desk, NIGHT)
    assert is_rewriting_due(desk.tx, desk.office, NIGHT)
    note_rewriting(desk.tx, NIGHT, done=False)
    assert not is_rewriting_due(desk.tx, desk.office, NIGHT + HOUR / 2)
    assert is_rewriting_due(desk.tx, desk.office, NIGHT + HOUR)
    assert is_rewriting_due(desk.tx, desk.office, NIGHT - HOUR / 2), "the host's clock was put back"
    note_rewriting(desk.tx, NIGHT + HOUR, done=True)
    assert not is_rewriting_due(desk.tx, desk.office, NIGHT + DAY)
