"""A town that nobody lives in, with a year of tickets drawn by lot from one seed: what the READMEs' picture counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.domain.areas import Area, Category, TimeClass, Unit, UnitKind
from bot.domain.tickets import Move, State
from storage.events import Event
from storage.transaction import Tx
from tests.storage.histories import Story, a_ticket, keep, moved

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 10, 27, 17, 40, tzinfo=ZONE)
FIRST = datetime(2025, 9, 1, tzinfo=ZONE)
SEED = 12345
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)

# Code, name, how much of all comes in there, how well it keeps its deadlines.
_COMMUNITIES = (
    ("donghu", "东湖社区", 19, 0.96),
    ("xiyuan", "西苑社区", 16, 0.93),
    ("beimen", "北门社区", 14, 0.90),
    ("taohua", "桃花坞社区", 12, 0.97),
    ("heping", "和平里社区", 11, 0.84),
    ("shiqiao", "石桥社区", 9, 0.95),
    ("wenfeng", "文峰社区", 8, 0.92),
    ("xinhe", "新河社区", 7, 0.88),
    ("liulin", "柳林村", 3, 0.90),
    ("dukou", "渡口村", 2, 0.95),
)
_DEPARTMENTS = (("luminju", "市路灯所", 0.91), ("paishui", "市排水公司", 0.82))
# Code, name, class, share of all, the department that has most of it.
_CATEGORIES = (
    ("sanitation", "环境卫生", TimeClass.A, 34, None),
    ("municipal", "市政设施", TimeClass.B, 21, "luminju"),
    ("parking", "乱停乱放", TimeClass.A, 17, None),
    ("drainage", "排水防涝", TimeClass.B, 9, "paishui"),
    ("safety", "消防通道", TimeClass.A, 8, None),
    ("greenery", "绿化养护", TimeClass.C, 6, None),
    ("adverts", "小广告", TimeClass.B, 5, None),
)
_LIMITS = {TimeClass.A: _DAY, TimeClass.B: 3 * _DAY, TimeClass.C: 5 * _DAY}
AREA = Area(
    name="青石街道",
    units=(
        Unit(code="qingshi", name="青石街道", kind=UnitKind.AREA),
        *(Unit(code=code, name=name, kind=UnitKind.COMMUNITY, parent="qingshi") for code, name, _, _ in _COMMUNITIES),
        *(Unit(code=code, name=name, kind=UnitKind.DEPARTMENT, parent="qingshi") for code, name, _ in _DEPARTMENTS),
    ),
    categories=tuple(Category(code=code, name=name, time_class=one) for code, name, one, _, _ in _CATEGORIES),
)
_DILIGENCE = {code: kept for code, _, _, kept in _COMMUNITIES} | {code: kept for code, _, kept in _DEPARTMENTS}


def settle(tx: Tx, now: datetime = NOW) -> int:
    """A year of tickets up to now. Returns how many."""
    return len(keep(tx, list(_year(Random(SEED), now))))


def _year(lots: Random, now: datetime) -> Iterator[Story]:
    day = FIRST
    while day < now:
        grown = 5 + 6 * (day - FIRST) / (now - FIRST)  # the couriers take to it
        wet = 1.6 if day.month in (6, 7) else 1.0
        quiet = 0.7 if day.weekday() > 4 else 1.0
        for _ in range(max(0, round(lots.gauss(grown * wet * quiet, 2.2)))):
            at = day + timedelta(minutes=lots.triangular(6 * 60, 22 * 60, 11 * 60))
            if at < now:
                yield _life(lots, at, now)
        day += _DAY


def _life(lots: Random, at: datetime, now: datetime) -> Story:
    """What became of a report by now."""
    code, _, time_class, _, department = lots.choices(_CATEGORIES, [one[3] for one in _CATEGORIES])[0]
    home = lots.choices(_COMMUNITIES, [one[2] for one in _COMMUNITIES])[0][0]
    unit = department if department and lots.random() < 0.6 else home
    by_bot, wrong = lots.random() < 0.93, lots.random() < 0.03
    first = lots.choice(_COMMUNITIES)[0] if wrong else unit
    given = at if by_bot else at + lots.uniform(0.2, 2) * _HOUR
    ticket = a_ticket(
        state=State.TRIAGE,
        unit_code=None,
        category=code,
        time_class=time_class,
        created_at=at,
        assigned_at=None,
        due_at=None,
    )
    if given > now:
        return Story(ticket, (Event("opened", State.TRIAGE, at),))
    opened = Event("opened", State.ASSIGNED if by_bot else State.TRIAGE, at, unit_code=first if by_bot else None)
    events = [opened] if by_bot else [opened, moved(Move.DISPATCH, State.ASSIGNED, given, to=unit)]
    if by_bot and wrong:
        given += _HOUR
        events.append(moved(Move.TRANSFER, State.ASSIGNED, given, had_by=first, to=unit))
    limit = _LIMITS[time_class]
    facts = {
        "state": State.ASSIGNED,
        "unit_code": unit,
        "bot_unit": first if by_bot else None,
        "assigned_at": given,
        "respond_by": given + 2 * _HOUR,
        "due_at": given + limit,
    }
    facts |= _work(lots, unit, given, limit, events, now)
    return Story(ticket.model_copy(update=facts), tuple(events))


def _work(
    lots: Random, unit: str, given: datetime, limit: timedelta, events: list[Event], now: datetime
) -> dict[str, object]:
    """Accepted, resolved, sometimes sent back, closed and praised, as far as all that has come."""
    accepted = given + lots.expovariate(1 / 0.6) * _HOUR
    if accepted > now:
        return {}
    facts: dict[str, object] = {"state": State.ACCEPTED, "accepted_at": accepted}
    events.append(moved(Move.ACCEPT, State.ACCEPTED, accepted, had_by=unit, to=unit))
    kept = lots.random() < _DILIGENCE[unit]
    took = limit * (lots.betavariate(2, 3) if kept else 1.05 + lots.expovariate(0.3))
    if lots.random() < 0.015:  # what waits for spare parts, or for somebody who answers
        took = limit + lots.uniform(5, 40) * _DAY
    resolved = max(accepted, given + took)
    if resolved > now:
        return facts
    events.append(moved(Move.RESOLVE, State.RESOLVED, resolved, had_by=unit, to=unit))
    told = resolved + lots.expovariate(1 / 14) * _HOUR
    if told > now:
        return facts | {"state": State.RESOLVED, "resolved_at": resolved}
    if lots.random() < 0.04:
        events.append(moved(Move.DISPUTE, State.ACCEPTED, told, had_by=unit, to=unit))
        resolved = told + lots.uniform(3, 20) * _HOUR
        if resolved > now:
            return facts | {"reopened": 1, "due_at": told + _DAY}
        facts |= {"reopened": 1, "due_at": told + _DAY}
        events.append(moved(Move.RESOLVE, State.RESOLVED, resolved, had_by=unit, to=unit))
        told = min(now, resolved + 2 * _HOUR)
    said = Move.CONFIRM if lots.random() < 0.55 else Move.APPROVE
    events.append(moved(said, State.CLOSED, told, had_by=unit, to=unit))
    if said is Move.CONFIRM and lots.random() < 0.6:
        stars = lots.choices((5, 4, 3, 2), (62, 25, 9, 4))[0]
        events.append(replace(moved(Move.THANK, State.CLOSED, told, had_by=unit, to=unit), details={"stars": stars}))
    return facts | {"state": State.CLOSED, "resolved_at": resolved, "closed_at": told}
