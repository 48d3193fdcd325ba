"""The examination: every check once, those of the network beside those of the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.config import Config, ConfigFaults
from bot.doctor import calendar, database, files, host, learning, telegram
from bot.doctor.database import Chart, Owner
from bot.doctor.findings import Finding, fault
from bot.furnishing import day_counts
from handlers.examining import Examined, examine

Check = Callable[[], Finding]


async def examined(config: Config, config_file: Path, now: Callable[[], datetime]) -> list[Finding]:
    """All findings, the host's first and Telegram's last. Nothing is changed, and no bot that runs is disturbed."""
    chart = database.look(config.storage.url)
    known = chart if isinstance(chart, Chart) else None
    state, pid = database.owner(config.storage.path)
    asked, disk, inside = await asyncio.gather(
        _asked(config, known, now),
        asyncio.to_thread(_on_disk, config, config_file, now()),
        asyncio.to_thread(_inside, config.storage.url, known, state, now()),
    )
    opened = [database.opening(chart, config.storage.path), database.ownership(state, pid)]
    running = state is not Owner.NONE
    found = telegram.checks(asked, config, known, running=running, now=now())
    return [*disk, host.time(asked.ahead), *opened, *inside, *found]


async def _asked(config: Config, chart: Chart | None, now: Callable[[], datetime]) -> Examined:
    try:
        token = config.telegram.bot_token()
    except ConfigFaults as missing:
        return telegram.no_token(str(missing).partition(";")[0])
    groups = [bound.chat_id for bound in chart.bindings] if chart is not None else []
    return await examine(config.telegram.base_url, token, [*groups, *telegram.named_groups(config)], now)


def _on_disk(config: Config, config_file: Path, now: datetime) -> list[Finding]:
    path, media = config.storage.path, config.storage.media
    token_file = config.telegram.token_file
    checks: dict[str, Check] = {
        "sqlite": host.sqlite_version,
        "timezone": lambda: host.time_zone(config.area.timezone.key, now),
        "calendar": lambda: calendar.holidays(day_counts(config), now),
        "font": host.font,
        "disk": lambda: host.disk_space([path.parent, media], path),
        "config": lambda: files.config(config_file),
        **({} if token_file is None else {"token file": lambda: files.token(token_file)}),
        "database file": lambda: files.database(path),
        "media folder": lambda: files.media(media),
        "model": lambda: learning.model(config),
    }
    return [_guarded(name, check) for name, check in checks.items()]


def _guarded(name: str, check: Check) -> Finding:
    """A file that may not even be looked at must not keep the other checks from running."""
    try:
        return check()
    except OSError as error:
        return fault(name, f"cannot be looked at: {error}", "run this as the bot's user")


def _inside(url: str, chart: Chart | None, state: Owner, now: datetime) -> list[Finding]:
    if chart is None:
        return []
    return [database.soundness(url), *database.waiting(chart, state, now)]
