"""The report that a told deed answers."""

from __future__ import annotations

import pytest

from bot.reading.claims import undone


@pytest.mark.parametrize(
    ("told", "report"),
    [
        ("3栋垃圾桶已修好", "3栋垃圾桶坏了"),
        ("龙西小区门口的路灯修好了", "龙西小区门口的路灯坏了"),
        ("已清理3栋的垃圾", "3栋的垃圾坏了"),
        ("清理完毕，3栋的垃圾", "3栋的垃圾坏了"),
        ("3栋的垃圾已清理完毕。", "3栋的垃圾坏了"),
        ("３栋垃圾桶換好了", "3栋垃圾桶坏了"),
        ("好了", "好了坏了"),
    ],
)
def test_what_was_wrong_before(told: str, report: str) -> None:
    assert undone(told) == report
