"""Tickets: kept whole, counted from 1001, listed by unit, state, reporter and closing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.areas import TimeClass
from bot.domain.durations import Duration
from bot.domain.stages import Stage, Stages
from bot.domain.tickets import State, Ticket
from storage import tickets
from storage.transaction import Tx
from tests.storage.histories import START, a_ticket

CHANGES = {
    "state": State.CLOSED,
    "text": "换个说法",
    "summary": "井盖破损",
    "place": "龙西小区12栋",
    "place_name": "龙西小区",
    "unit_code": "shuguang",
    "candidates": ("longxi", "shuguang"),
    "rule": "category=facilities",
    "category": "facilities",
    "subcategory": "manhole",
    "confidence": 0.5,
    "time_class": TimeClass.URGENT,
    "limit": Duration.parse("30m"),
    "stages": Stages(control=Duration.parse("10m"), restore=Duration.parse("30m")),
    "stage": Stage.CONTROLLED,
    "emergency": True,
    "reopened": 2,
    "address": "12栋2单元",
    "extended": 1,
    "returners": ("longxi", "shuguang"),
    "designated": True,
    "objected": True,
    "supporters": (7, 8),
    "bundle": True,
    "merged_into": 1001,
    "state_before": State.ACCEPTED,
    "suspended_until": START + timedelta(days=30),
    "stars": 4,
    "assigned_at": START,
    "accepted_at": START + timedelta(hours=1),
    "resolved_at": START + timedelta(hours=2),
    "closed_at": START + timedelta(hours=3),
    "due_at": START + timedelta(hours=4),
    "respond_by": START + timedelta(hours=1),
    "bot_unit": "chengguan",
}
"""Another value for everything about a ticket that may change."""
FIXED = {
    "id",
    "post_id",
    "chat_id",
    "message_id",
    "topic",
    "private",
    "reporter_id",
    "reporter_name",
    "created_at",
    "parent_id",
    "lead_unit",
}


def _add(tx: Tx, **facts: object) -> Ticket:
    return tickets.add(tx, a_ticket(**facts), [])


def _numbers(found: list[Ticket]) -> list[int]:
    return [ticket.id for ticket in found]


def test_numbers_have_four_digits_from_the_first_day(tx: Tx) -> None:
    assert [_add(tx).id for _ in range(2)] == [1001, 1002]


def test_what_is_kept_is_loaded(tx: Tx) -> None:
    kept = tickets.add(tx, a_ticket(topic=7, private=True, **CHANGES), ["place:龙西小区@0-4", "category:井盖@5-7"])
    assert tickets.load(tx, kept.id) == kept
    assert tickets.why(tx, kept.id) == ("place:龙西小区@0-4", "category:井盖@5-7")
    assert tickets.load(tx, 1) is None
    assert tickets.why(tx, 1) == ()


def test_every_field_either_stays_or_is_saved() -> None:
    assert set(CHANGES) | FIXED == set(Ticket.model_fields)


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_is_saved(tx: Tx, name: str) -> None:
    kept, other = _add(tx), _add(tx)
    changed = kept.model_copy(update={name: CHANGES[name]})
    assert changed != kept
    tickets.save(tx, changed)
    assert tickets.load(tx, kept.id) == changed
    assert tickets.load(tx, other.id) == other


def test_the_tickets_of_a_post(tx: Tx) -> None:
    kept = [_add(tx), _add(tx)]
    assert tickets.of_post(tx, 1) == kept
    assert tickets.of_post(tx, 2) == []


@pytest.mark.parametrize(
    ("address", "found"),
    [("12栋", {"12栋", "12栋2单元"}), ("12栋2单元3层", {"12栋", "12栋2单元"}), ("", {""}), ("2栋", {"2栋"})],
)
def test_what_may_be_of_the_same_thing_by_its_address(tx: Tx, address: str, found: set[str]) -> None:
    for there in ("", "12栋", "12栋2单元", "2栋"):
        _add(tx, address=there)
    fresh = a_ticket(address=address, post_id=99)
    assert {ticket.address for ticket in tickets.alike(tx, fresh, START)} == found


@pytest.mark.parametrize(
    "other",
    [
        {"subcategory": "lamp"},
        {"category": "greenery"},
        {"place_name": "曙光苑"},
        {"lead_unit": "longxi"},
        {"state": State.RESOLVED},
        {"created_at": START - timedelta(hours=1)},
    ],
    ids=lambda one: next(iter(one)),
)
def test_what_cannot_be_of_the_same_thing(tx: Tx, other: dict[str, object]) -> None:
    there, _ = _add(tx), _add(tx, **other)
    assert _numbers(tickets.alike(tx, a_ticket(post_id=99), START)) == [there.id]
    assert not tickets.alike(tx, a_ticket(post_id=there.post_id), START)


def test_where_no_book_knows_the_place_the_words_must_be_the_same(tx: Tx) -> None:
    there = _add(tx, place_name=None, place="新苑3栋", address="")
    _add(tx, place_name=None, place="新苑4栋", address="3栋")
    fresh = a_ticket(place_name=None, place="新苑3栋", address="3栋", post_id=99)
    assert _numbers(tickets.alike(tx, fresh, START)) == [there.id]


def test_what_units_have_to_do_by_due_time(tx: Tx) -> None:
    later = _add(tx, due_at=START + timedelta(days=9))
    sooner = _add(tx, due_at=START + timedelta(days=1), state=State.ACCEPTED)
    other = _add(tx, due_at=START + timedelta(days=2), unit_code="shuguang")
    for state in set(State) - {State.ASSIGNED, State.ACCEPTED}:
        _add(tx, state=state)
    assert _numbers(tickets.of_units(tx, ["longxi"])) == [sooner.id, later.id]
    assert _numbers(tickets.of_units(tx, ["longxi", "shuguang"])) == [sooner.id, other.id, later.id]
    assert _numbers(tickets.of_units(tx, ["longxi"], limit=1)) == [sooner.id]
    assert tickets.of_units(tx, []) == []


def test_tickets_in_states_those_without_due_time_last(tx: Tx) -> None:
    waiting = _add(tx, state=State.TRIAGE, due_at=None)
    late = _add(tx, due_at=START)
    _add(tx, state=State.CLOSED)
    assert _numbers(tickets.in_states(tx, [State.TRIAGE, State.ASSIGNED])) == [late.id, waiting.id]
    assert _numbers(tickets.in_states(tx, [State.TRIAGE, State.ASSIGNED], limit=1)) == [late.id]


def test_the_open_ones_of_each_unit_are_counted(tx: Tx) -> None:
    for state in State:
        _add(tx, state=state)
    _add(tx, unit_code="shuguang")
    _add(tx, unit_code=None, state=State.TRIAGE)
    open_states = [state for state in State if not state.is_over]
    assert tickets.count_open_by_unit(tx) == {"longxi": len(open_states), "shuguang": 1}


def test_every_ticket_also_beyond_a_thousand(tx: Tx) -> None:
    kept = [_add(tx).id for _ in range(1001)]
    assert [ticket.id for ticket in tickets.every(tx)] == kept
