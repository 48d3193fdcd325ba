"""Lists: /todo, /triage and /find among 100,000 tickets, each beside the time to read one ticket by its number."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.desk import finding, lists
from bot.desk.office import Office
from bot.domain.areas import Area, Category, Role, TimeClass, Unit, UnitKind
from bot.domain.people import Grant, Person
from bot.domain.tickets import State
from storage import tickets
from storage.database import MIGRATIONS
from storage.migrating import load
from storage.transaction import Tx
from tests.desk.office import an_office
from tests.storage.histories import a_ticket

TICKETS, OPEN = 100_000, 5_000
GOAL_MS = 50
_TRIES = 5
_NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
_PLACES = [f"{a}{b}{c}" for a in "东南西北金银兰桂松柏" for b in "湖山苑桥江园林泉" for c in ("小区", "花园", "新村")]
_FAULTS = ("垃圾桶坏了", "路灯不亮了三天", "井盖破损有人差点摔倒", "楼道堆着杂物走不过去", "下水道堵了污水流出来")
_NAMES = [f"{a}{b}" for a in "王李张刘陈杨赵黄周吴" for b in ("师傅", "骑手", "建国", "小明")]
_OPEN = [State.ASSIGNED, State.ACCEPTED] * 8 + [State.TRIAGE, State.RESOLVED, State.SUSPENDED]
_UNITS = [f"u{number}" for number in range(60)]
AREA = Area(
    name="百社区市",
    units=(
        *(Unit(code=f"s{number}", name=f"第{number}街道", kind=UnitKind.STREET) for number in range(6)),
        *(
            Unit(code=code, name=f"第{number}社区", kind=UnitKind.COMMUNITY, parent=f"s{number % 6}")
            for number, code in enumerate(_UNITS)
        ),
    ),
    categories=(Category(code="c", name="环境卫生", time_class=TimeClass.B),),
)
PEOPLE = {
    "coordinator": Person(1, "", grants=(Grant(Role.COORDINATOR),)),
    "coordinator of a street": Person(2, "", grants=(Grant(Role.COORDINATOR, "s1"),)),
    "secretary": Person(3, "", grants=(Grant(Role.SECRETARY, "u7"),)),
    "courier": Person(1007, ""),
}
QUERIES = ("东湖小区 垃圾", "未办结 第7社区", "陈建国", "没有的词", "已结案 第7社区 路灯", "超期")


def run() -> None:
    office = an_office(area=AREA)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        for migration in load(MIGRATIONS):
            connection.executescript(migration.sql)
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("BEGIN")
        tx = Tx(connection)
        _fill(tx)
        floor = _best(lambda: tickets.load(tx, 50_000))
        print(f"lists among {TICKETS} tickets, {OPEN} of them open; one ticket by its number {floor:.3f} ms (1)")
        for who, person in PEOPLE.items():
            for what, ask in _asked(tx, office, person).items():
                took = _best(ask)
                print(f"  {who:24} {what:24} {took:6.1f} ms {took / floor:6.0f}; expected < {GOAL_MS} ms")


def _asked(tx: Tx, office: Office, person: Person) -> dict[str, Callable[[], object]]:
    asked: dict[str, Callable[[], object]] = {
        "/todo": lambda: lists.todo(tx, office, person, _NOW),
        "/mine": lambda: lists.mine(tx, office, person),
    }
    if person.holds(Role.COORDINATOR):
        asked["/triage"] = lambda: lists.triage(tx, office, person)
    for query in QUERIES:
        asked[f"/find {query}"] = partial(finding.find, tx, office, person, query, _NOW)
    return asked


def _best(ask: Callable[[], object]) -> float:
    """Milliseconds of the processor: others on this machine say nothing about it."""
    took = []
    for _ in range(_TRIES):
        begun = time.process_time()
        ask()
        took.append(time.process_time() - begun)
    return min(took) * 1000


def _fill(tx: Tx) -> None:
    dice = random.Random(1)
    for number in range(TICKETS):
        open_ = number >= TICKETS - OPEN
        state = dice.choice(_OPEN) if open_ else State.CLOSED
        place, fault = f"{dice.choice(_PLACES)}", dice.choice(_FAULTS)
        created = _NOW - timedelta(minutes=TICKETS - number)
        ticket = a_ticket(
            state=state,
            reporter_id=1000 + number % 500,
            reporter_name=dice.choice(_NAMES),
            text=f"{place}{dice.randint(1, 40)}栋{fault}，请尽快派人来看一看，谢谢",
            summary=fault,
            place=f"{place}{dice.randint(1, 40)}栋",
            place_name=place,
            unit_code=None if state is State.TRIAGE else dice.choice(_UNITS),
            created_at=created,
            due_at=created + timedelta(days=3),
            closed_at=None if open_ else created + timedelta(days=1),
        )
        tickets.add(tx, ticket, ["place:东湖小区@0-4", "category:垃圾桶@5-8"])


if __name__ == "__main__":
    run()
