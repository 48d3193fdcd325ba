"""The movable clock, in one process and in two."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo.clock import MovableClock, SharedClock

START = datetime(2026, 11, 24, 0, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def clock(tmp_path: Path) -> MovableClock:
    return MovableClock(tmp_path / "clock", START)


def test_it_runs_and_leaps(clock: MovableClock) -> None:
    first = clock.now()
    assert START <= first < START + timedelta(seconds=5)
    clock.leap(timedelta(days=2))
    assert timedelta(days=2) <= clock.now() - first < timedelta(days=2, seconds=5)
    clock.leap_to(START + timedelta(days=3))
    assert timedelta(days=3) <= clock.now() - START < timedelta(days=3, seconds=5)


def test_it_never_runs_backwards(clock: MovableClock) -> None:
    with pytest.raises(ValueError, match="backwards"):
        clock.leap(timedelta(seconds=-1))
    clock.leap_to(START - timedelta(days=1))
    assert clock.now() >= START


_READER = """
import sys
from pathlib import Path
from bot.demo.clock import SharedClock

clock = SharedClock(Path(sys.argv[1]))
for line in sys.stdin:
    print(clock.now().isoformat(), flush=True)
"""


def test_another_process_sees_every_leap_at_once(tmp_path: Path) -> None:
    clock = MovableClock(tmp_path / "clock", START)
    command = [sys.executable, "-c", _READER, str(tmp_path / "clock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        for ahead in (timedelta(), timedelta(seconds=40), timedelta(days=400, microseconds=1)):
            clock.leap(ahead)
            before = clock.now()
            print(file=reader.stdin, flush=True)
            seen = datetime.fromisoformat(reader.stdout.readline().strip())
            assert before <= seen <= clock.now()
        reader.stdin.close()


def test_who_only_reads_it_cannot_move_it(tmp_path: Path) -> None:
    clock = MovableClock(tmp_path / "clock", START)
    with pytest.raises(TypeError, match="read-only"):
        SharedClock(tmp_path / "clock")._words[2] = 1
    assert clock.now() < START + timedelta(seconds=5)
