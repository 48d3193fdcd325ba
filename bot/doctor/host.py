"""The host: SQLite's version, room on the disks, the time, its zone, and the font of the pictures."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.doctor.findings import Finding, fault, not_looked_at, ok, warning
from bot.drawing.font import font_file, has_glyph
from storage.connection import OLDEST_SQLITE

Version = tuple[int, ...]

_RESET_BUG = ((3, 7, 0), (3, 51, 3))
"""From and to before which two connections that write can corrupt a WAL: https://sqlite.org/wal.html#walresetbug"""
_MENDED_EARLIER: dict[tuple[int, int], int] = {(3, 44): 6, (3, 50): 7}
"""Older series, and their releases from which on it is mended there, too."""
_MEGABYTE = 1024 * 1024
_TOO_LITTLE = 100 * _MEGABYTE
_LITTLE = 1024 * _MEGABYTE
_MOST_AHEAD = timedelta(seconds=2)
_SYNCHRONISED = Path("/run/systemd/timesync/synchronized")
"""What systemd-timesyncd leaves behind when it has set the clock."""
_BEE = "蜂"


def sqlite_version(version: Version = sqlite3.sqlite_version_info) -> Finding:
    told = ".".join(map(str, version))
    if version < OLDEST_SQLITE:
        oldest = ".".join(map(str, OLDEST_SQLITE))
        return fault(
            "sqlite", f"version {told} is too old", f"use a Python that is built with SQLite {oldest} or newer"
        )
    if _has_reset_bug(version):
        found = f"version {told} can corrupt a database that two connections write; the bot writes with one alone"
        remedy = (
            "open the database with no other program that writes while the bot runs; better, upgrade SQLite to 3.51.3"
        )
        return warning("sqlite", found, remedy)
    return ok("sqlite", f"version {told}")


def _has_reset_bug(version: Version) -> bool:
    first, mended = _RESET_BUG
    release = _MENDED_EARLIER.get((version[0], version[1]))
    return first <= version < mended and (release is None or version[2] < release)


def disk_space(folders: Iterable[Path], database: Path) -> Finding:
    """Of the disks on which these folders lie, or will lie. The fullest is told."""
    room = {folder: shutil.disk_usage(_existing(folder)).free for folder in folders}
    folder, free = min(room.items(), key=lambda item: item[1])
    found = f"{free / _MEGABYTE:,.0f} MB free in {folder}"
    remedy = "free some space, or move storage.url and storage.media to a larger disk"
    if free < _TOO_LITTLE:
        return fault("disk", f"{found}: the bot is about to stop taking posts in", remedy)
    size = database.stat().st_size if database.exists() else 0
    if free < max(_LITTLE, size):
        return warning("disk", f"{found}: a backup and a year of photos may not fit", remedy)
    return ok("disk", found)


def _existing(path: Path) -> Path:
    """The folder itself, or the one in which it will be made."""
    return next(folder for folder in (path, *path.parents) if folder.exists())


def time(ahead: timedelta | None, *, synchronised: bool | None = None) -> Finding:
    """`ahead` is by how much the host's clock is ahead of Telegram's; None where that is not known."""
    kept = _SYNCHRONISED.exists() if synchronised is None else synchronised
    hint = "; systemd-timesyncd keeps it" if kept else ""
    remedy = "let the host keep the time: timedatectl set-ntp true, or chrony"
    if ahead is None:
        return not_looked_at("time", f"no Telegram to compare the clock with{hint}", "see the check token")
    seconds = ahead.total_seconds()
    if abs(ahead) > _MOST_AHEAD:
        way = "ahead of" if seconds > 0 else "behind"
        return warning("time", f"the host's clock is {abs(seconds):,.0f} s {way} Telegram's: deadlines shift", remedy)
    return ok("time", f"the host's clock is Telegram's, to two seconds{hint}")


def time_zone(key: str, now: datetime) -> Finding:
    """Read anew, not from what the config has in memory."""
    try:
        zone = ZoneInfo.no_cache(key)
    except (KeyError, ValueError, OSError):
        return fault(
            "timezone", f"no data for area.timezone = {key!r}", "install the package tzdata: pip install tzdata"
        )
    return ok("timezone", f"{key}, now {now.astimezone(zone):%Y-%m-%d %H:%M %z}")


def font() -> Finding:
    remedy = "install Fengshao again with its dependencies: pip install --force-reinstall zhplot"
    try:
        path = font_file()
        drawn = has_glyph(path, _BEE)
    except OSError as error:
        return fault("font", f"pictures cannot be drawn: {error}", remedy)
    if not drawn:
        return fault("font", f"{path} does not know {_BEE}: pictures show boxes for words", remedy)
    return ok("font", f"{path.name} knows {_BEE}")
