"""Telegram's rates as sliding windows: 20 a minute for a group, one a second for a chat, 30 a second overall."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.rates import Windows

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
GROUP, PERSON = -1001, 42
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def windows(*sent: tuple[int, datetime]) -> Windows:
    return Windows(20, 30, sent)


def every(gap: timedelta, count: int, chat_id: int = GROUP) -> list[tuple[int, datetime]]:
    return [(chat_id, START + n * gap) for n in range(count)]


def test_an_idle_chat_is_free_at_once() -> None:
    assert windows().free_at(GROUP, START) == START


def test_one_a_second_to_one_chat() -> None:
    noted = windows((PERSON, START))
    assert noted.free_at(PERSON, START) == START + SECOND
    assert noted.free_at(PERSON, START + timedelta(milliseconds=999)) == START + SECOND
    assert noted.free_at(PERSON, START + SECOND) == START + SECOND


def test_twenty_a_minute_to_a_group() -> None:
    sent = every(2 * SECOND, 20)
    now = START + 40 * SECOND
    assert windows(*sent[:19]).free_at(GROUP, now) == now
    noted = windows(*sent)
    assert noted.free_at(GROUP, now) == START + MINUTE  # when the first of them leaves the window
    assert noted.free_at(GROUP, START + MINUTE) == START + MINUTE


def test_the_window_slides() -> None:
    noted = windows(*every(2 * SECOND, 20))
    noted.note(GROUP, START + MINUTE)
    assert noted.free_at(GROUP, START + MINUTE + SECOND) == START + MINUTE + 2 * SECOND  # the second one left


def test_a_private_chat_has_no_window_of_a_minute() -> None:
    now = START + 40 * SECOND
    assert windows(*every(SECOND, 40, PERSON)).free_at(PERSON, now) == now


def test_thirty_a_second_overall() -> None:
    others = [(1000 + n, START + timedelta(milliseconds=n)) for n in range(30)]
    assert windows(*others[:29]).free_at(PERSON, START + SECOND / 2) == START + SECOND / 2
    noted = windows(*others)
    assert noted.free_at(PERSON, START + SECOND / 2) == START + SECOND
    assert noted.free_at(PERSON, START + SECOND) == START + SECOND


def test_a_full_chat_holds_up_no_other() -> None:
    now = START + 40 * SECOND
    assert windows(*every(2 * SECOND, 20)).free_at(-1002, now) == now


def test_a_restart_keeps_the_window() -> None:
    sent = every(2 * SECOND, 20)
    before = windows()
    for chat_id, at in sent:
        before.note(chat_id, at)
    now = START + 45 * SECOND
    assert windows(*sent).free_at(GROUP, now) == before.free_at(GROUP, now) == START + MINUTE


def test_a_server_that_allows_more_is_used_faster() -> None:
    noted = Windows(1200, 1000, [(GROUP, START)])
    assert noted.free_at(GROUP, START) == START + timedelta(milliseconds=50)


@settings(max_examples=60, deadline=None)
@given(
    chats=st.lists(st.sampled_from([-1, -2, 5]), min_size=1, max_size=120),
    waits=st.lists(st.sampled_from([0, 0, 0, 10, 400, 2_500]), min_size=120, max_size=120),
)
def test_whoever_waits_as_told_never_breaks_a_rate(chats: list[int], waits: list[int]) -> None:
    noted, now, sent = windows(), START, []
    for chat_id, wait in zip(chats, waits, strict=False):
        now += timedelta(milliseconds=wait)
        now = noted.free_at(chat_id, now)
        assert noted.free_at(chat_id, now) == now  # told once, and true when the time has come
        noted.note(chat_id, now)
        sent.append((chat_id, now))
    for number, (chat_id, at) in enumerate(sent):
        till_now = sent[: number + 1]
        own = [then for chat, then in till_now if chat == chat_id]
        assert sum(at - then < SECOND for _, then in till_now) <= 30
        assert sum(at - then < SECOND for then in own) <= 1
        assert chat_id > 0 or sum(at - then < MINUTE for then in own) <= 20


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=1), SECOND])
def test_a_clock_put_back_takes_the_windows_along(back: timedelta) -> None:
    """What was sent before it stays as long ago as it was: nobody waits longer, and no rate is broken."""
    noted, last = windows(*every(2 * SECOND, 20)), START + 38 * SECOND
    assert noted.free_at(GROUP, last) == START + MINUTE
    assert noted.free_at(GROUP, last - back) == START - back + MINUTE
    assert noted.free_at(-1002, last - back) == last - back
    assert noted.free_at(GROUP, START - back + MINUTE) == START - back + MINUTE


def test_after_a_restart_the_future_counts_as_just_now() -> None:
    hour = timedelta(hours=1)
    noted = windows(*every(2 * SECOND, 20))
    assert noted.free_at(GROUP, START - hour) == START - hour + 22 * SECOND


def test_a_clock_put_forward_empties_the_windows() -> None:
    noted = windows(*every(2 * SECOND, 20))
    assert noted.free_at(GROUP, START + timedelta(hours=1)) == START + timedelta(hours=1)


def test_leave_is_noted_when_it_is_given_and_can_be_given_back() -> None:
    noted = windows()
    grants = [noted.take(1000 + n, START) for n in range(31)]
    assert [grant is not None for grant in grants] == [True] * 30 + [False]
    assert grants[0] is not None
    noted.give_back(grants[0])
    assert noted.take(1000, START) is not None
    assert noted.take(1001, START) is None


def test_a_group_s_minute_begins_with_the_answer() -> None:
    """Telegram counts what it takes in, some time after it was sent off."""
    noted = Windows(1, 30)
    grant = noted.take(GROUP, START)
    assert grant is not None
    noted.answered(grant, START + 5 * SECOND)
    assert noted.take(GROUP, START + MINUTE) is None
    assert noted.free_at(GROUP, START + MINUTE) == START + MINUTE + 5 * SECOND
