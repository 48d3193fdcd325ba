"""Hearing: of a silence longer than Telegram keeps updates, all but the last day is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.hearing import Heard, Silence, lost

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

CASES: list[tuple[str, Heard, datetime | None, list[Silence]]] = [
    ("the very first start", Heard(NOON, NOON), None, []),
    ("a short stop", Heard(NOON, NOON), NOON - HOUR, []),
    ("exactly a day", Heard(NOON, NOON), NOON - DAY, []),
    ("a day and an hour", Heard(NOON, NOON), NOON - 25 * HOUR, [Silence(NOON - 25 * HOUR, NOON - DAY)]),
    ("noted before", Heard(NOON, NOON + HOUR), NOON + HOUR, []),
    ("the clock was put back meanwhile", Heard(NOON, NOON), NOON + 3 * DAY, []),
    (
        "the line was cut while the bot ran",
        Heard(NOON, NOON + 3 * DAY, Silence(NOON + HOUR, NOON + 3 * DAY)),
        NOON + HOUR,
        [Silence(NOON + HOUR, NOON + 2 * DAY)],
    ),
    ("short silences only", Heard(NOON, NOON + 3 * DAY, Silence(NOON, NOON + HOUR)), NOON + HOUR, []),
]


@pytest.mark.parametrize(("heard", "before", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_lost(heard: Heard, before: datetime | None, expected: list[Silence]) -> None:
    assert lost(heard, before) == expected
