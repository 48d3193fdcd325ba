"""Mutes: one runs at a time, until its time or a word ends it, and what was held back is counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage import mutes, people
from storage.transaction import Tx

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)
WANG, HE, CHEN = 101, 102, 301


def test_one_runs_until_its_time(tx: Tx) -> None:
    mutes.add(tx, WANG, CHEN, NOW + DAY, NOW)
    found = mutes.running(tx, WANG, NOW + DAY - timedelta(milliseconds=1))
    assert found is not None
    assert (found.person_id, found.muted_by, found.muted_at, found.until, found.held) == (WANG, CHEN, NOW, NOW + DAY, 0)
    assert mutes.running(tx, WANG, NOW + DAY) is None
    assert mutes.running(tx, HE, NOW) is None


def test_a_newer_one_takes_its_place(tx: Tx) -> None:
    mutes.add(tx, WANG, CHEN, NOW + DAY, NOW)
    mutes.add(tx, WANG, CHEN, None, NOW + DAY / 2)
    (found,) = mutes.every_running(tx, NOW + DAY)
    assert found.until is None
    assert tx.value("SELECT count(*) FROM mutes") == 2


def test_a_word_ends_it_once(tx: Tx) -> None:
    mutes.add(tx, WANG, CHEN, None, NOW)
    assert mutes.end(tx, WANG, CHEN, NOW + DAY)
    assert not mutes.end(tx, WANG, CHEN, NOW + DAY)
    assert mutes.running(tx, WANG, NOW + DAY) is None


def test_names_are_those_of_today_and_a_number_where_there_is_none(tx: Tx) -> None:
    people.remember(tx, WANG, "王师傅", None)
    mutes.add(tx, WANG, CHEN, None, NOW)
    mutes.add(tx, HE, CHEN, None, NOW)
    assert [(one.person_name, one.by_name) for one in mutes.every_running(tx, NOW)] == [
        ("102", "301"),
        ("王师傅", "301"),
    ]


def test_what_is_held_back_is_counted(tx: Tx) -> None:
    mutes.add(tx, WANG, CHEN, None, NOW)
    found = mutes.running(tx, WANG, NOW)
    assert found is not None
    mutes.note_held(tx, found.id)
    mutes.note_held(tx, found.id)
    again = mutes.running(tx, WANG, NOW)
    assert again is not None
    assert again.held == 2


def test_only_what_is_long_over_goes(tx: Tx) -> None:
    mutes.add(tx, WANG, CHEN, NOW + DAY, NOW)
    mutes.add(tx, HE, CHEN, None, NOW)
    mutes.prune(tx, NOW + DAY)
    assert tx.value("SELECT count(*) FROM mutes") == 2
    mutes.prune(tx, NOW + 2 * DAY)
    assert [one.person_id for one in mutes.every_running(tx, NOW)] == [HE]
