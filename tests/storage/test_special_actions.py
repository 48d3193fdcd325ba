"""Special actions in storage: which tickets belong to one, and what is kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.domain.special_actions import SpecialReport
from storage import special_actions, tickets
from storage.transaction import Tx
from tests.storage.histories import START, memory
from tests.storage.special import DAY, NOW, keep, prepared


@pytest.fixture
def tx() -> Iterator[Tx]:
    with memory() as found:
        yield found


def test_an_action_is_kept_whole(tx: Tx) -> None:
    action = prepared(tx, ground="longxi")
    changed = replace(
        action,
        title="新名",
        lead_unit="shuguang",
        counts_from=START + DAY,
        opened_at=NOW,
        due_at=NOW + DAY,
        next_at=NOW + DAY / 2,
        ended_at=NOW + 2 * DAY,
    )
    special_actions.save(tx, changed)
    assert special_actions.load(tx, action.id) == changed
    assert special_actions.load(tx, action.id + 1) is None


def test_what_runs_what_is_due_and_what_ended(tx: Tx) -> None:
    prepared(tx)
    near = replace(prepared(tx), opened_at=NOW, due_at=NOW + DAY, next_at=NOW)
    far = replace(prepared(tx), opened_at=NOW, due_at=NOW + 9 * DAY, next_at=NOW + 6 * DAY)
    over = [replace(prepared(tx), opened_at=NOW, ended_at=NOW + day * DAY, next_at=NOW) for day in (1, 2)]
    assert special_actions.next_at(tx) is None
    for action in (far, near, *over):
        special_actions.save(tx, action)
    assert special_actions.running(tx) == [near, far]
    assert special_actions.to_remind(tx, NOW) == [near]
    assert special_actions.next_at(tx) == NOW
    assert special_actions.ended(tx, 1) == [over[1]]


def test_who_prepared_one_has_it_in_hand_until_it_opens_or_is_old(tx: Tx) -> None:
    action = prepared(tx)
    assert special_actions.prepared_by(tx, action) == action
    assert special_actions.prepared_by(tx, replace(action, prepared_by=8)) is None
    assert special_actions.prepared_by(tx, replace(action, ground="longxi")) is None
    special_actions.drop_prepared(tx, NOW)
    assert special_actions.load(tx, action.id) == action
    special_actions.drop_prepared(tx, NOW + DAY)
    assert special_actions.load(tx, action.id) is None
    opened = replace(prepared(tx), opened_at=NOW)
    special_actions.save(tx, opened)
    special_actions.drop_prepared(tx, NOW + DAY)
    special_actions.drop(tx, opened.id)
    assert special_actions.load(tx, opened.id) == opened, "what was opened is history"


def test_members_join_once_and_strangers_are_known(tx: Tx) -> None:
    here, there = keep(tx), keep(tx)
    action = prepared(tx)
    special_actions.add(tx, action.id, [here, there], NOW)
    special_actions.add(tx, action.id, [here], NOW)
    assert [one.id for one in special_actions.members(tx, action.id)] == [here, there]
    assert special_actions.strangers(tx, action) == []
    moved = tickets.load(tx, there)
    assert moved is not None
    tickets.save(tx, moved.model_copy(update={"category": "traffic"}))
    assert special_actions.strangers(tx, action) == [there]


def test_reports_are_kept_in_their_order(tx: Tx) -> None:
    action = prepared(tx)
    told = [SpecialReport("李书记", "装了桶", None, NOW), SpecialReport("李书记", "", "file1", NOW + DAY)]
    for one in told:
        special_actions.tell(tx, action.id, 201, one)
    assert special_actions.reports(tx, action.id) == told
