"""Times as people read them, in the zone of the area."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo


def moment(at: datetime, zone: tzinfo) -> str:
    """11月24日 18:00"""
    local = at.astimezone(zone)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def short(at: datetime, zone: tzinfo) -> str:
    """11-24 18:00, for lines of history."""
    return f"{at.astimezone(zone):%m-%d %H:%M}"


def day(at: datetime, zone: tzinfo) -> str:
    """11月24日"""
    local = at.astimezone(zone)
    return f"{local.month}月{local.day}日"


_WEEKDAYS = "一二三四五六日"
WEEKDAYS = (
    "weekday.monday",
    "weekday.tuesday",
    "weekday.wednesday",
    "weekday.thursday",
    "weekday.friday",
    "weekday.saturday",
    "weekday.sunday",
)
"""The texts of their names, from Monday on."""
_LATELY = 4
"""Days ago, or from now, that a weekday still names without a doubt."""


def day_since(at: datetime, now: datetime, zone: tzinfo) -> str:
    """今天, 昨天, 周五, 9月30日: the day of something before now, for a sentence that goes on 以来."""
    then, today = at.astimezone(zone).date(), now.astimezone(zone).date()
    ago = (today - then).days
    if ago <= 1:
        return "昨天" if ago == 1 else "今天"
    return _named(then, today)


def day_until(at: datetime, now: datetime, zone: tzinfo) -> str:
    """明天, 周一, 10月8日: the day of something to come, for a sentence that goes on 前."""
    then, today = at.astimezone(zone).date(), now.astimezone(zone).date()
    return "明天" if (then - today).days == 1 else _named(then, today)


def _named(other: date, today: date) -> str:
    """周五 where that is plain, else 9月30日."""
    near = abs((other - today).days) <= _LATELY
    return f"周{_WEEKDAYS[other.weekday()]}" if near else f"{other.month}月{other.day}日"


def span(length: timedelta) -> str:
    """2天3小时, 3小时20分钟, 5分钟: the two largest units that say something."""
    minutes = max(1, int(length.total_seconds()) // 60)
    days, rest = divmod(minutes, 1440)
    hours, minutes = divmod(rest, 60)
    if days:
        return f"{days}天{hours}小时" if hours else f"{days}天"
    if hours:
        return f"{hours}小时{minutes}分钟" if minutes else f"{hours}小时"
    return f"{minutes}分钟"
