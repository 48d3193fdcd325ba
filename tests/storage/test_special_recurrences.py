"""Recurrences in storage: what recurs among the tickets, and the tickets that show it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.special_actions import LOST
from bot.domain.tickets import State
from storage import special_actions, special_recurrences, tickets
from storage.transaction import Tx
from tests.storage.histories import START, a_ticket, memory
from tests.storage.special import DAY, NOW, PLACE, keep, prepared


@pytest.fixture
def tx() -> Iterator[Tx]:
    with memory() as found:
        yield found


def recurring(tx: Tx, units: list[str] | None = None, times: int = 3) -> list[tuple[str, str, str | None, int, int]]:
    found = special_recurrences.recurring(tx, [PLACE, "学府新村"], START, START + 2 * DAY, times, units)
    return [(one.category, one.place_name, one.unit_code, one.count, one.fresh) for one in found]


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
    assert len(special_recurrences.evidence(tx, "sanitation", PLACE, None, START)) == 2


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
    assert special_recurrences.recurring(tx, ["学府新村"], START, START, 3, None) == []
    assert special_recurrences.recurring(tx, [], START, START, 3, None) == []
    assert special_recurrences.places_since(tx, START, None) == sorted([PLACE, "学府新村"])
    assert special_recurrences.places_since(tx, START + 5 * DAY, None) == ["学府新村"]
    assert special_recurrences.places_since(tx, START, ["longxi"]) == sorted([PLACE, "学府新村"])
    assert special_recurrences.places_since(tx, START, ["shuguang"]) == []


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
    found = [one.id for one in special_recurrences.evidence(tx, "sanitation", PLACE, None, START)]
    assert found == [second, first, old] and closed not in found
    assert special_recurrences.evidence(tx, "sanitation", PLACE, ["shuguang"], START) == []
    assert len(special_recurrences.evidence(tx, "sanitation", PLACE, None, START, limit=1)) == 1


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
        found = special_recurrences.recurring(tx, [PLACE, "学府新村"], START, START, times, units)
        expected = {
            (category, place, unit): (len(posts), len(set(posts)))
            for (category, place), by_unit in groups.items()
            if sum(len(set(posts)) for posts in by_unit.values()) >= times
            for unit, posts in by_unit.items()
        }
        assert {(one.category, one.place_name, one.unit_code): (one.count, one.posts) for one in found} == expected
