"""Timings by nearest rank: the same however the tickets are cut into pieces."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.areas import TimeClass
from storage import statistics, timings
from tests.storage.histories import START, Story, a_ticket, keep, memory, timed


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    told=st.lists(
        st.tuples(st.integers(0, 12), st.integers(0, 40), st.sampled_from(TimeClass)), min_size=1, max_size=25
    ),
    piece=st.integers(1, 9),
)
def test_pieces_change_nothing(
    monkeypatch: pytest.MonkeyPatch, told: list[tuple[int, int, TimeClass]], piece: int
) -> None:
    """Many of them at one moment, and more of these than a piece should hold."""
    monkeypatch.setattr(timings, "_PIECE", piece)
    hour = timedelta(hours=1)
    stories = [
        Story(a_ticket(created_at=START + (at - took) * hour, accepted_at=START + at * hour, time_class=one))
        for at, took, one in told
    ]
    with memory() as tx:
        keep(tx, stories)
        found = statistics.response(tx, START + 2 * hour, START + 11 * hour)
    within = [(took * hour, one) for at, took, one in told if 2 <= at < 11]
    assert found.whole == timed([took for took, _ in within])
    assert dict(found.by_class) == {
        one: timed([took for took, of in within if of is one]) for one in {of for _, of in within}
    }
