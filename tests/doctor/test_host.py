"""The host: versions of SQLite, room, time, zone and font, each well and not."""

from __future__ import annotations

from collections import namedtuple
from datetime import UTC, datetime, timedelta
from pathlib import Path

import matplotlib
import pytest

from bot.doctor import host
from bot.doctor.findings import State
from bot.drawing.font import font_file
from tests.doctor.practice import FAULT, OK, WARNING, Practice, wall_clock

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
GIGABYTE = 1024**3
Usage = namedtuple("Usage", "total used free")


@pytest.mark.parametrize(
    ("version", "state"),
    [
        ((3, 36, 0), FAULT),  # no STRICT tables
        ((3, 40, 1), WARNING),
        ((3, 44, 5), WARNING),
        ((3, 44, 6), OK),
        ((3, 45, 0), WARNING),  # newer than the mended 3.44.6, and not mended
        ((3, 50, 6), WARNING),
        ((3, 50, 7), OK),
        ((3, 51, 2), WARNING),
        ((3, 51, 3), OK),
        ((3, 53, 0), OK),
        ((4, 0, 0), OK),
    ],
)
def test_versions_of_sqlite(version: tuple[int, ...], state: State) -> None:
    found = host.sqlite_version(version)
    assert found.state is state
    assert ".".join(map(str, version)) in found.found


def test_the_running_one_is_meant() -> None:
    assert host.sqlite_version().state is not FAULT


@pytest.mark.parametrize(
    ("free", "size", "state"),
    [
        (20 * GIGABYTE, 0, OK),
        (20 * GIGABYTE, 100, OK),
        (GIGABYTE // 2, 0, WARNING),
        (20 * GIGABYTE, 21 * GIGABYTE, WARNING),  # a backup would not fit
        (GIGABYTE // 20, 0, FAULT),
    ],
)
def test_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, size: int, state: State) -> None:
    database = tmp_path / "bot.db"
    with database.open("wb") as file:
        file.truncate(size)
    monkeypatch.setattr(host.shutil, "disk_usage", lambda folder: Usage(0, 0, free))
    found = host.disk_space([tmp_path], database)
    assert found.state is state
    assert str(tmp_path) in found.found


def test_the_fullest_disk_is_told_also_before_its_folder_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    room = {tmp_path: 20 * GIGABYTE, photos: 5}
    monkeypatch.setattr(host.shutil, "disk_usage", lambda folder: Usage(0, 0, room[folder]))
    found = host.disk_space([tmp_path / "new" / "deep", photos / "of" / "2026"], tmp_path / "bot.db")
    assert (found.state, str(photos) in found.found) == (FAULT, True)


@pytest.mark.parametrize(
    ("seconds", "state", "words"),
    [
        (0.4, OK, "Telegram's"),
        (-2, OK, "Telegram's"),
        (2.5, WARNING, "2 s ahead of"),
        (-3600, WARNING, "3,600 s behind"),
    ],
)
def test_time(seconds: float, state: State, words: str) -> None:
    found = host.time(timedelta(seconds=seconds))
    assert found.state is state
    assert words in found.found


def test_what_keeps_the_time_is_a_hint_and_no_proof() -> None:
    assert host.time(timedelta(), synchronised=True).found.endswith("systemd-timesyncd keeps it")
    assert host.time(None, synchronised=True).state is WARNING
    assert host.time(timedelta(seconds=60), synchronised=True).state is WARNING


@pytest.mark.parametrize("minutes", [-1, 1])
async def test_the_clock_is_compared_with_telegrams(practice: Practice, minutes: int) -> None:
    assert (await practice.look())["time"].state is OK
    moved = await practice.look(lambda: wall_clock() + timedelta(minutes=minutes))
    assert moved["time"].state is WARNING
    assert f"{60 * abs(minutes)} s" in moved["time"].found or f"{60 * abs(minutes) - 1} s" in moved["time"].found


def test_a_zone_without_data() -> None:
    assert "2026-11-22 10:00 +0800" in host.time_zone("Asia/Shanghai", NOW).found
    assert host.time_zone("Mars/Olympus", NOW).state is FAULT


def test_the_font_of_the_pictures_is_there() -> None:
    assert host.font().state is OK


def test_a_font_without_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    latin = Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"
    monkeypatch.setattr(host, "font_file", lambda: latin)
    found = host.font()
    assert found.state is FAULT
    assert "DejaVuSans.ttf does not know 蜂" in found.found


def test_no_font_or_a_damaged_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def missing() -> Path:
        raise FileNotFoundError("zhplot is not installed")

    monkeypatch.setattr(host, "font_file", missing)
    assert "zhplot is not installed" in host.font().found
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(font_file().read_bytes()[:1000])
    monkeypatch.setattr(host, "font_file", lambda: broken)
    assert host.font().state is FAULT
