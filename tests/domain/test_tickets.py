"""A ticket: which states are its end, and its number as people write it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.areas import TimeClass
from bot.domain.durations import Duration
from bot.domain.tickets import State, Ticket, read_number


def a_ticket(state: State) -> Ticket:
    return Ticket(
        id=1024,
        state=state,
        post_id=1,
        chat_id=-1,
        message_id=1,
        reporter_id=42,
        reporter_name="王骑手",
        text="垃圾桶坏了",
        summary="垃圾桶坏了",
        time_class=TimeClass.B,
        limit=Duration.parse("3d"),
        created_at=datetime(2026, 11, 2, tzinfo=UTC),
    )


def test_these_states_are_the_end() -> None:
    assert {state for state in State if state.is_over} == {
        State.CLOSED,
        State.REJECTED,
        State.MERGED,
        State.WITHDRAWN,
    }


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("T1024", 1024),
        ("#T1024", 1024),
        ("t1024", 1024),
        (" # t 1024 ", 1024),
        ("Ｔ1024", 1024),
        ("1024", 1024),
        ("#1024", 1024),
        ("T999999999", 999_999_999),
        ("T1234567890", None),  # ten digits: no number of ours, and too many for some column one day
        ("", None),
        ("T", None),
        ("T10 24", None),
        ("T-5", None),
        ("T１０２４", None),
        ("X1024", None),
        ("T1024 已处理", None),
    ],
)
def test_read_number(written: str, number: int | None) -> None:
    assert read_number(written) == number


@given(st.integers(0, 999_999_999))
def test_what_a_ticket_calls_itself_is_read_back(number: int) -> None:
    ticket = a_ticket(State.ASSIGNED).model_copy(update={"id": number})
    assert read_number(ticket.number) == read_number(f"#{ticket.number}") == number


@given(st.text(max_size=20))
def test_no_text_upsets_the_reader_of_numbers(written: str) -> None:
    found = read_number(written)
    assert found is None or 0 <= found <= 999_999_999
