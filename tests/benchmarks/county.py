"""The county of the benchmark of statistics: its units and places, and the lives that its tickets lead."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import accumulate

from bot.domain.areas import Area, Category, PersonEntry, Place, Role, Subcategory, TimeClass, Unit, UnitKind
from bot.domain.categories import BUILT_IN
from bot.domain.tickets import Move, State

TICKETS, YEARS = 1_000_000, 5
STREETS, COMMUNITIES, DEPARTMENTS, PLACES_OF_EACH = 12, 150, 8, 12
COORDINATOR = 9
NOW = datetime(2026, 11, 20, 2, 20, tzinfo=UTC)
"""A Friday, 10:20 in the county: the quarter that runs has a whole month and three weeks behind it."""

_DAY = 86_400_000
_END = int(NOW.timestamp() * 1000)
_START = _END - YEARS * 365 * _DAY
_FAULTS = ("垃圾桶满了没人清", "路灯连着三天不亮", "井盖松动，有人差点摔倒", "楼道里堆着杂物", "下水道堵了往外冒水")
_LIMITS = {TimeClass.URGENT: ("2h", 2), TimeClass.A: ("1d", 24), TimeClass.B: ("3d", 72), TimeClass.C: ("5d", 120)}
# How much of a day's reports comes in each hour, by the clocks of the county; the last is midnight again.
_HOURS = (1, 1, 1, 1, 1, 2, 5, 9, 12, 12, 11, 9, 7, 8, 10, 10, 10, 9, 8, 7, 5, 4, 3, 2)
_PASSED = [0.0, *(hour / sum(_HOURS) for hour in accumulate(_HOURS))]
_DAYS = YEARS * 365 + _PASSED[10]
"""From the first midnight to 10:00 of this day, in days' worth of reports."""


def area() -> Area:
    """170 units below the county, twelve places in each community, the built-in categories, one coordinator."""
    streets = [Unit(code=f"s{n}", name=f"第{n}街道", kind=UnitKind.STREET, parent="county") for n in range(STREETS)]
    communities = [
        Unit(code=f"u{n}", name=f"第{n}社区", kind=UnitKind.COMMUNITY, parent=f"s{n % STREETS}")
        for n in range(COMMUNITIES)
    ]
    departments = [
        Unit(code=f"d{n}", name=f"第{n}管理局", kind=UnitKind.DEPARTMENT, parent="county") for n in range(DEPARTMENTS)
    ]
    places = [Place(name=f"{_place(n, m)}", unit=f"u{n}") for n in range(COMMUNITIES) for m in range(PLACES_OF_EACH)]
    return Area(
        name="百村县",
        units=(Unit(code="county", name="百村县", kind=UnitKind.AREA), *streets, *communities, *departments),
        places=tuple(places),
        categories=BUILT_IN,
        people=(PersonEntry(telegram_id=COORDINATOR, name="协调员", role=Role.COORDINATOR),),
    )


def _place(community: int, number: int) -> str:
    sort = ("花园", "新村", "小区", "路", "市场", "家园")[number % 6]
    side, water = "东南西北中"[community % 5], "湖山苑桥江园林泉塘岭"[community // 5 % 10]
    return f"{side}{water}{community}{'甲乙'[number // 6]}{sort}"


# As the schema of before statistics has them (0003): the upgrade fills in what came after.
TICKET = (
    *("id", "state", "post_id", "chat_id", "message_id", "private", "reporter_id", "reporter_name", "text", "summary"),
    *("place", "place_name", "unit_code", "candidates", "why", "category", "subcategory", "confidence", "time_class"),
    *("time_limit", "emergency", "reopened", "created_at", "assigned_at", "accepted_at", "resolved_at", "closed_at"),
    *("due_at", "address", "extended", "supporters", "suspended_until", "state_before", "stars"),
)
EVENT = ("ticket_id", "kind", "actor_id", "actor_name", "state", "unit_code", "details", "done_at", "entered_at")
CLOCK = ("ticket_id", "clock", "urgent", "started_at", "due_at", "stopped_at")
Columns = tuple[str | int | float | None, ...]


@dataclass(slots=True)
class _Life:
    """One ticket on its way: what happens after the present moment never does."""

    number: int
    created: int
    unit: str | None
    state: State = State.TRIAGE
    at: int = 0
    assigned: int | None = None
    accepted: int | None = None
    resolved: int | None = None
    closed: int | None = None
    due: int | None = None
    clock: Columns | None = None
    reopened: int = 0
    extended: int = 0
    stars: int | None = None
    events: list[Columns] = field(default_factory=list)

    def note(self, kind: str, state: State, wait: float, to: str | None, stars: int | None = None) -> bool:
        """So many hours later this happens, if that is not in the future. Returns whether it did."""
        at = self.at + int(wait * 3_600_000)
        if at > _END:
            self.at = _END + 1  # and nothing after it
            return False
        self.at, self.state = at, state
        details = None
        if stars is not None:
            details = f'{{"stars": {stars}}}'
        elif self.unit not in (None, to):
            details = f'{{"from": "{self.unit}"}}'
        self.events.append((self.number, kind, 200, "李书记", state.value, to, details, at, at))
        self.unit = to
        return True


def lives(tickets: int = TICKETS) -> Iterator[tuple[Columns, list[Columns], Columns | None]]:
    """The columns of each ticket, of its events, and of the clock of its response; by the time they were opened."""
    dice = random.Random(7)
    kinds: list[tuple[Category, Subcategory | None]] = [(one, sub) for one in BUILT_IN for sub in (one.sub or (None,))]
    weights = [*accumulate(1 / (1 + place % 9) for place in range(len(kinds)))]
    units = [f"u{n}" for n in range(COMMUNITIES)] + [f"d{n}" for n in range(DEPARTMENTS)]
    shares = [*accumulate(dice.uniform(0.4, 2) if unit[0] == "u" else 3.0 for unit in units)]
    for number in range(1, tickets + 1):
        category, sub = dice.choices(kinds, cum_weights=weights)[0]
        unit = dice.choices(units, cum_weights=shares)[0]
        level = (sub.time_class if sub else None) or category.time_class
        life = _Life(number, _opened(number / (tickets + 1)), None)
        life.at = life.created
        _lead(life, dice, unit, units, level)
        home = int(unit[1:]) if unit[0] == "u" else dice.randrange(COMMUNITIES)
        spot = _place(home, min(dice.randrange(PLACES_OF_EACH), dice.randrange(PLACES_OF_EACH)))
        yield _columns(life, dice, spot, category.code, sub.code if sub else None, level), life.events, life.clock


def _opened(share: float) -> int:
    """The moment of a ticket, that share of the years gone: more by day than by night."""
    days = share * _DAYS
    day, passed = int(days), days % 1
    hour = next(hour for hour in range(24) if passed < _PASSED[hour + 1])
    within = (passed - _PASSED[hour]) / (_PASSED[hour + 1] - _PASSED[hour])
    midnight = _START // _DAY * _DAY + day * _DAY - 8 * 3_600_000
    return min(midnight + int((hour + within) * 3_600_000), _END)


def _lead(life: _Life, dice: random.Random, unit: str, units: list[str], level: TimeClass) -> None:
    """From the report on, as far as time allows."""
    luck = dice.random()
    if luck < 0.88:
        life.note("opened", State.ASSIGNED, 0, unit)
    else:
        life.note("opened", State.TRIAGE, 0, None)
        if luck > 0.97:
            move, over = (Move.REJECT, State.REJECTED) if luck > 0.98 else (Move.WITHDRAW, State.WITHDRAWN)
            if life.note(move, over, 5, None):
                life.closed = life.at
            return
        if not life.note(Move.DISPATCH, State.ASSIGNED, dice.expovariate(0.2), unit):
            return
    _give(life, level)
    if dice.random() < 0.05:
        kind = Move.TRANSFER if dice.random() < 0.6 else Move.RETURN
        other = dice.choice(units)
        if kind is Move.RETURN and life.note(kind, State.TRIAGE, dice.expovariate(0.5), None):
            kind = Move.DISPATCH
            life.assigned = life.due = life.clock = None
        if not life.note(kind, State.ASSIGNED, dice.expovariate(0.5), other):
            return
        _give(life, level)
    if dice.random() < 0.02:
        if life.note(Move.MERGE, State.MERGED, 1, life.unit):
            life.closed = life.at
        return
    _work(life, dice, level)


def _give(life: _Life, level: TimeClass) -> None:
    hours = _LIMITS[level][1]
    life.assigned = life.at
    life.due = life.at + hours * 3_600_000
    by = life.at + min(hours, 8) * 1_800_000
    life.clock = (life.number, "response", int(level is TimeClass.URGENT), life.at, by, by)


def _work(life: _Life, dice: random.Random, level: TimeClass) -> None:
    if dice.random() < 0.04:
        life.note("supported", life.state, dice.expovariate(0.2), life.unit)
    if not life.note(Move.ACCEPT, State.ACCEPTED, dice.expovariate(0.7), life.unit):
        return
    life.accepted = life.at
    if dice.random() < 0.03 and life.note(Move.EXTEND, State.ACCEPTED, 3, life.unit):
        life.extended = 1
        life.due = (life.due or 0) + _DAY
    if dice.random() < 0.01 and not (
        life.note(Move.SUSPEND, State.SUSPENDED, 2, life.unit)
        and life.note(Move.RESUME, State.ACCEPTED, dice.expovariate(0.005), life.unit)
    ):
        return
    limit = _LIMITS[level][1]
    while life.note(Move.RESOLVE, State.RESOLVED, limit * dice.lognormvariate(-0.9, 0.75), life.unit):
        life.resolved = life.at
        doubts = dice.random()
        if doubts > 0.06:
            break
        move = Move.DISPUTE if doubts < 0.04 else Move.REWORK
        if life.note(move, State.ACCEPTED, dice.expovariate(0.1), life.unit):
            life.reopened += 1
            life.resolved, life.due = None, life.at + limit * 1_800_000
    else:
        return
    if life.state is State.RESOLVED:
        confirmed = dice.random() < 0.3
        if life.note(Move.CONFIRM if confirmed else Move.APPROVE, State.CLOSED, dice.expovariate(0.008), life.unit):
            life.closed = life.at
            if confirmed and dice.random() < 0.4:
                life.stars = min(5, dice.randint(2, 8))
                life.note(Move.THANK, State.CLOSED, 0.1, life.unit, life.stars)


def _columns(life: _Life, dice: random.Random, spot: str, category: str, sub: str | None, level: TimeClass) -> Columns:
    number, fault, building = life.number, dice.choice(_FAULTS), dice.randint(1, 40)
    reporter = int(dice.paretovariate(0.6)) % 4_000
    return (
        *(number, life.state.value, number, -1_000_000 - number % 40, number, 0, 1_000 + reporter, f"骑手{reporter}"),
        *(f"{spot}{building}栋{fault}，请尽快派人来看一看，谢谢", fault, f"{spot}{building}栋", spot, life.unit, "[]"),
        *(f'["place:{spot}@0-8","category:{fault[:3]}@9-12"]', category, sub, 0.93, level.value, _LIMITS[level][0]),
        *(int(level is TimeClass.URGENT), life.reopened, life.created, life.assigned, life.accepted, life.resolved),
        *(life.closed, life.due, f"{building}栋", life.extended, "[]"),
        life.created + 400 * _DAY if life.state is State.SUSPENDED else None,
        State.ACCEPTED.value if life.state is State.SUSPENDED else None,
        life.stars,
    )
