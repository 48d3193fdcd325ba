"""Special actions in storage: what recurs among the tickets, which belong to an action, and what is kept of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.special_actions import LOST, SpecialAction, SpecialReport
from bot.domain.tickets import State
from storage import special_actions, tickets
from storage.transaction import Tx
from tests.storage.histories import START, a_ticket, memory

DAY = timedelta(days=1)
NOW = START + 30 * DAY
PLACE = "广场花苑小区"


@pytest.fixture
def tx() -> Iterator[Tx]:
    with memory() as found:
        yield found


def keep(tx: Tx, days: float = 0, **facts: object) -> int:
    """A ticket of a post of its own, so many days after the start."""
    at = START + days * DAY
    post = tx.insert(
        "INSERT INTO posts (state, chat_id, message_id, private, sender_id, sender_name, text, sent_at, kept_at)"
        " VALUES ('done', -100, :message, 0, 42, '张三', '', 0, 0)",
        message=1000 + tx.value("SELECT count(*) FROM posts"),
    )
    return tickets.add(tx, a_ticket(**{"post_id": post, "created_at": at} | facts), []).id


def recurring(tx: Tx, units: list[str] | None = None, times: int = 3) -> list[tuple[str, str, str | None, int, int]]:
    found = special_actions.recurring(tx, [PLACE, "学府新村"], START, START + 2 * DAY, times, units)
    return [(one.category, one.place_name, one.unit_code, one.count, one.fresh) for one in found]


def prepared(tx: Tx, **facts: object) -> SpecialAction:
    base = SpecialAction(0, "sanitation", PLACE, None, "整治", "longxi", START, 7, NOW)
    return special_actions.prepare(tx, replace(base, **facts))  # type: ignore[arg-type]


def test_what_recurs_is_counted_by_place_and_category(tx: Tx) -> None:
    for day in (0, 1, 2):
        keep(tx, day)
    keep(tx, 3, place_name="学府新村")
    keep(tx, 3, category="traffic")
    keep(tx, 3, category=None)
    keep(tx, 3, place_name=None)
    keep(tx, -1)
    assert recurring(tx) == [("sanitation", PLACE, "longxi", 3, 1)]
    assert recurring(tx, times=4) == []


@pytest.mark.parametrize(
    "facts",
    [
        {"state": State.MERGED},
        {"state": State.REJECTED},
        {"state": State.WITHDRAWN},
        {"lead_unit": "shuguang"},
    ],
)
def test_what_is_no_problem_of_its_own_does_not_count(tx: Tx, facts: dict[str, object]) -> None:
    keep(tx, 0)
    keep(tx, 1)
    keep(tx, 2, **facts)
    assert recurring(tx) == []
    assert len(special_actions.evidence(tx, "sanitation", PLACE, None, START)) == 2


def test_units_of_one_place_count_together_but_only_those_that_are_asked_for(tx: Tx) -> None:
    keep(tx, 0)
    keep(tx, 1)
    keep(tx, 2, unit_code="shuguang")
    assert {(unit, count) for _, _, unit, count, _ in recurring(tx)} == {("longxi", 2), ("shuguang", 1)}
    assert recurring(tx, ["longxi"]) == []


def test_only_the_places_that_are_asked_for(tx: Tx) -> None:
    for day in (0, 1, 2):
        keep(tx, day)
    keep(tx, 9, place_name="学府新村")
    assert special_actions.recurring(tx, ["学府新村"], START, START, 3, None) == []
    assert special_actions.recurring(tx, [], START, START, 3, None) == []
    assert special_actions.places_since(tx, START, None) == sorted([PLACE, "学府新村"])
    assert special_actions.places_since(tx, START + 5 * DAY, None) == ["学府新村"]
    assert special_actions.places_since(tx, START, ["longxi"]) == sorted([PLACE, "学府新村"])
    assert special_actions.places_since(tx, START, ["shuguang"]) == []


def test_three_tickets_of_one_post_are_one_time(tx: Tx) -> None:
    for _ in range(3):
        tickets.add(tx, a_ticket(), [])
    assert recurring(tx) == []


def test_the_tickets_of_an_action_are_seen_to(tx: Tx) -> None:
    numbers = [keep(tx, day) for day in (0, 1, 2)]
    action = prepared(tx)
    special_actions.add(tx, action.id, numbers[:1], NOW)
    assert recurring(tx) == []
    special_actions.release(tx, action.id, numbers[:1])
    assert len(recurring(tx)) == 1


def test_the_evidence_is_what_came_since_and_what_is_still_open(tx: Tx) -> None:
    old, closed = keep(tx, -200), keep(tx, -200, state=State.CLOSED)
    first, second = keep(tx, 1, state=State.CLOSED), keep(tx, 2)
    found = [one.id for one in special_actions.evidence(tx, "sanitation", PLACE, None, START)]
    assert found == [second, first, old] and closed not in found
    assert special_actions.evidence(tx, "sanitation", PLACE, ["shuguang"], START) == []
    assert len(special_actions.evidence(tx, "sanitation", PLACE, None, START, limit=1)) == 1


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


_TICKETS = st.lists(
    st.tuples(
        st.integers(-20, 60),  # days after the start
        st.sampled_from([PLACE, "学府新村", None]),
        st.sampled_from(["sanitation", "traffic", None]),
        st.sampled_from(["longxi", "shuguang", None]),
        st.sampled_from([State.ASSIGNED, State.CLOSED, State.MERGED, State.REJECTED]),
        st.integers(1, 4),  # its post
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(_TICKETS, st.integers(2, 4), st.sampled_from([None, ["longxi"]]))
def test_what_recurs_is_what_one_counts_by_hand(
    made: list[tuple[int, str | None, str | None, str | None, State, int]], times: int, units: list[str] | None
) -> None:
    with memory() as tx:
        tx.run(
            "INSERT INTO posts (id, state, chat_id, message_id, private, sender_id, sender_name, text, sent_at,"
            " kept_at) SELECT id + 1, state, chat_id, message_id + id, 0, 1, '', '', 0, 0 FROM"
            " (SELECT p.id * n.i AS id, state, chat_id, message_id FROM posts p"
            " JOIN (SELECT 1 AS i UNION SELECT 2 UNION SELECT 3) n)"
        )
        groups: dict[tuple[str, str], dict[str | None, list[int]]] = {}
        for day, place, category, unit, state, post in made:
            keep(tx, day, place_name=place, category=category, unit_code=unit, state=state, post_id=post)
            if place and category and day >= 0 and state not in LOST and (units is None or unit in units):
                groups.setdefault((category, place), {}).setdefault(unit, []).append(post)
        found = special_actions.recurring(tx, [PLACE, "学府新村"], START, START, times, units)
        expected = {
            (category, place, unit): (len(posts), len(set(posts)))
            for (category, place), by_unit in groups.items()
            if sum(len(set(posts)) for posts in by_unit.values()) >= times
            for unit, posts in by_unit.items()
        }
        assert {(one.category, one.place_name, one.unit_code): (one.count, one.posts) for one in found} == expected
