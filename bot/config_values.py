"""How single values are written in the config: durations, shares, times of day, addresses, dates."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from apscheduler.triggers.cron import CronTrigger
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator

from bot.config_faults import written
from bot.domain.durations import Duration
from bot.domain.paces import Allowance
from bot.domain.shares import Share
from bot.domain.spelling import nearest


class Section(BaseModel):
    """One table of the config: frozen, no unknown keys, defaults read like written values."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


def as_written(default: Any) -> Any:
    """A default as the file would say it; pydantic reads it like any other value."""
    return Field(default)


TOKEN = re.compile(r"[A-Za-z0-9:_-]+", re.ASCII)
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_ADDRESS = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^\s:/\[\]]+):(\d{1,5})", re.ASCII)
_CRON_REMEDY = 'write minute, hour, day, month and the weekday by its name, such as "30 8 * * mon", or ""'
_CRON_FIELDS = ("minute", "hour", "day", "month", "day_of_week")
_CRON_YEARS = "2024-2063"
"""A 29 February on a Sunday comes once in 28 years; to look farther for a day that never comes takes seconds."""
_CRON_START = datetime(2024, 1, 1, tzinfo=UTC)
_MOST_OF_AN_ID = 2**52
"""https://core.telegram.org/bots/api#chat: at most 52 significant bits."""
READERS = ("units", "coordinators", "groups")
_SPAN_REMEDIES = {
    "quiet": '"21:00-08:00", several as ["21:00-08:00", "12:00-14:00"], or "" to switch it off',
    "working": '["08:30-12:00", "14:00-17:30"], or [] for none',
}
_DURATION_REMEDY = "write a number and a unit, such as 30s, 15m, 2h or 3d"
_EARLY_REMEDY = 'write a share of the time, such as "75%", or how long before its end, such as "2h"'


def _duration(value: Any) -> Duration:
    if isinstance(value, Duration):
        return value
    if not isinstance(value, str):
        raise ValueError(f"not a duration in quotes; {_DURATION_REMEDY}")  # noqa: TRY004 - pydantic wants ValueError
    try:
        return Duration.parse(value)
    except ValueError:
        raise ValueError(f"not a duration; {_DURATION_REMEDY}") from None


def _longer_than_nothing(value: Duration) -> Duration:
    if value.amount == 0:
        raise ValueError("no time at all; write at least 1 of its unit")
    return value


def _share_or_duration(value: Any) -> Share | Duration:
    if isinstance(value, Share):
        return value
    if isinstance(value, str) and value.strip().endswith(("%", "％")):
        return Share.parse(value)
    try:
        duration = _duration(value)
    except ValueError:
        raise ValueError(f"neither a share nor a duration; {_EARLY_REMEDY}") from None
    return _longer_than_nothing(duration)


def _time(value: Any) -> time:
    if isinstance(value, time):
        return value
    match = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError('not a time of day; write "08:30", or "" to switch it off')
    return time(int(match[1]), int(match[2]))


def _time_or_off(value: Any) -> time | None:
    return None if value is None or value == "" else _time(value)


def _spans(value: Any, kind: str) -> tuple[tuple[time, time], ...]:
    """One span as text, several as a list of texts. `kind` says which remedy fits."""
    if value is None or value == "":
        return ()
    if isinstance(value, (list, tuple)):
        return tuple(_span_of_hours(one, f"{written(one)} ", kind) for one in value)
    return (_span_of_hours(value, "", kind),)


def _span_of_hours(value: Any, shown: str, kind: str) -> tuple[time, time]:
    """`shown` names the value where it is one of several."""
    if isinstance(value, tuple) and len(value) == 2:
        return value
    ends = re.split(r"\s*[-–—~]\s*", value.strip()) if isinstance(value, str) else []
    to_midnight = ends[1:] == ["24:00"]
    try:
        start, end = map(_time, [ends[0], "0:00"] if to_midnight else ends)
    except ValueError:
        what = "is not" if shown else "not"
        raise ValueError(f"{shown}{what} a span of hours; write {_SPAN_REMEDIES[kind]}") from None
    if start == end and not to_midnight:
        raise ValueError(f"{shown}begins when it ends; write {_SPAN_REMEDIES[kind]}")
    return start, end


def _cron(value: Any) -> str | None:
    """Minute, hour, day, month, weekday. Day names only: numbers mean other days to cron than to APScheduler."""
    if value is None or value == "":
        return None
    fields = value.lower().split() if isinstance(value, str) else []
    if len(fields) != len(_CRON_FIELDS):
        raise ValueError(f"not minute, hour, day, month and weekday; {_CRON_REMEDY}")
    if re.search(r"\d", fields[-1]):
        raise ValueError(f"its weekday is a number, which programs count differently; {_CRON_REMEDY}")
    try:
        trigger = CronTrigger(**dict(zip(_CRON_FIELDS, fields, strict=True)), year=_CRON_YEARS, timezone=UTC)
        first = trigger.get_next_fire_time(None, _CRON_START)
    except ValueError as error:
        raise ValueError(f"not a time that repeats ({str(error).rstrip('.')}); {_CRON_REMEDY}") from None
    if first is None:
        raise ValueError(f"a day that never comes; {_CRON_REMEDY}")
    second = trigger.get_next_fire_time(None, first + timedelta(seconds=1))
    if second is not None and second - first < timedelta(days=1):
        raise ValueError('comes more than once a day; write one minute and one hour, such as "30 8 * * mon"')
    return " ".join(fields)


def _allowance(value: Any) -> Allowance | None:
    if value is None or value == "" or isinstance(value, Allowance):
        return value or None
    try:
        return Allowance.parse(value if isinstance(value, str) else "")
    except ValueError:
        raise ValueError('not so many in such a time; write "15/10m", or "" to switch it off') from None


def _reader(value: Any) -> str | int:
    """A group of readers by its name, or a chat by its id."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 < abs(value) < _MOST_OF_AN_ID:
        return value
    if value in READERS:
        return str(value)
    meant = nearest(str(value).lower(), READERS) or READERS[1]
    remedy = f"write {written(meant)}, or an id without quotes, such as -1001234567890"
    raise ValueError(f"none of {', '.join(READERS)}, nor the id of a chat; {remedy}")


def _listen(value: Any) -> tuple[str, int] | None:
    if value is None or value == "":
        return None
    if isinstance(value, tuple) and len(value) == 2:
        return value
    match = _ADDRESS.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or not 1 <= int(match[2]) <= 65535:
        raise ValueError('not a host and a port; write "127.0.0.1:8080", or "" to switch it off')
    return match[1].strip("[]"), int(match[2])


def _zone(value: Any) -> ZoneInfo:
    if isinstance(value, ZoneInfo):
        return value
    try:
        return ZoneInfo(value)
    except (KeyError, ValueError, OSError, TypeError):
        # China has one zone, which is not called after Beijing: a word that is only half like a zone's means that one.
        meant = nearest(str(value), sorted(available_timezones()), cutoff=91.0) or "Asia/Shanghai"
        raise ValueError(f'not a time zone; write "{meant}"') from None


def _date(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            raise ValueError("not a date; write 2026-10-01") from None
    if type(value) is not date:
        raise ValueError("not a date; write 2026-10-01")
    return value


def read_token(path: Path) -> str:
    """The bot token in a file. Raises ValueError, in words for the operator."""
    try:
        token = path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(
            f"cannot be read ({getattr(error, 'strerror', None) or 'not text'}); mend the path or its rights"
        ) from None
    if not TOKEN.fullmatch(token):
        raise ValueError("does not hold a bot token; write the token that BotFather gave into it, and nothing else")
    return token


def _file(value: Path) -> Path:
    if value == Path():
        raise ValueError('empty; write a path in quotes, such as "area.toml"')
    return value


Span = Annotated[Duration, PlainValidator(_duration)]
"""Written "2h"; may be 0."""
SomeSpan = Annotated[Span, AfterValidator(_longer_than_nothing)]
"""Written "2h"; more than 0."""
EarlyRung = Annotated[Share | Duration, PlainValidator(_share_or_duration)]
"""When to remind early: "75%" of the time, or "2h" before its end."""
TimeOrOff = Annotated[time | None, PlainValidator(_time_or_off)]
"""Written "08:30"; "" is None."""
QuietSpans = Annotated[tuple[tuple[time, time], ...], PlainValidator(partial(_spans, kind="quiet"))]
"""Spans of the day, written "21:00-08:00" or as a list of such; "" and [] are none. 24:00 is held as 00:00."""
WorkingSpans = Annotated[tuple[tuple[time, time], ...], PlainValidator(partial(_spans, kind="working"))]
"""Likewise; how they lie to each other is another matter (bot/config_times.py)."""
CronOrOff = Annotated[str | None, PlainValidator(_cron)]
"""Written "30 8 * * mon": minute, hour, day, month, weekday; at most once a day; "" is None."""
AllowanceOrOff = Annotated[Allowance | None, PlainValidator(_allowance)]
"""So many in such a time, written "15/10m"; "" is None."""
BulletinReader = Annotated[str | int, PlainValidator(_reader)]
"""One of READERS, or the id of a chat."""
Listen = Annotated[tuple[str, int] | None, PlainValidator(_listen)]
"""Written "127.0.0.1:8080"; "" is None."""
Zone = Annotated[ZoneInfo, PlainValidator(_zone)]
"""Written "Asia/Shanghai"."""
Day = Annotated[date, BeforeValidator(_date)]
"""Written 2026-10-01, with or without quotes."""
FilePath = Annotated[Path, AfterValidator(_file)]
"""A path that is not empty. Relative ones are made absolute by load_config."""
