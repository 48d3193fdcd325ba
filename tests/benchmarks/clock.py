"""The clock: a sweep with a million open tickets, ten thousand deadlines at once, and ninety days of a town.

python -m tests.benchmarks clock
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from bot.clock import Clock
from bot.desk import areas
from bot.desk.reminders import next_wake, sweep
from bot.desk.shell import Shell
from bot.domain.areas import Area, ChatEntry, ChatKind, Place, Unit, UnitKind
from bot.domain.tickets import State
from bot.reading.reader import Reader
from storage import tickets
from storage.database import MIGRATIONS, Database
from storage.migrating import load
from storage.times import to_ms
from storage.transaction import Tx
from tests.benchmarks.posting import while_posting
from tests.desk.ninety_days import NinetyDays
from tests.desk.office import AREA as TOWN
from tests.desk.office import an_office
from tests.storage.histories import a_ticket

OPEN, DUE = 1_000_000, 10_000
MOST_RATIO, MOST_SECONDS, MOST_STALL = 10, 5.0, 0.050
SIMULATED = 10_000
_NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
_DAY = timedelta(days=1)
_TRIES = 200
_UNITS = 100


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        _quiet_sweep(Path(folder) / "open.db")
        asyncio.run(_rush(Path(folder)))
    _ninety_days()


# --- a sweep in which nothing is due


def _quiet_sweep(file: Path) -> None:
    office = an_office()
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        _fill(connection, OPEN, _NOW + _DAY)
        connection.execute("BEGIN")
        tx = Tx(connection)
        bare = "SELECT id FROM deadlines WHERE next_at <= ? AND stopped_at IS NULL AND next_at IS NOT NULL LIMIT 500"
        floor = _microseconds(lambda: connection.execute(bare, (to_ms(_NOW),)).fetchall())
        ours = _microseconds(lambda: (sweep(tx, office, _NOW), next_wake(tx, office, _NOW)))
    print(f"sweep with {OPEN:,} open tickets, nothing due (and the look for the next moment): {ours:.0f} µs;")
    print(f"  a bare indexed query {floor:.0f} µs; ratio {ours / floor:.1f}, expected at most {MOST_RATIO}")


def _microseconds(ask: Callable[[], object]) -> float:
    taken = []
    for _ in range(_TRIES):
        begun = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - begun)
    return median(taken) * 1e6


def _fill(connection: sqlite3.Connection, many: int, due: datetime, units: int = 1) -> None:
    """So many accepted tickets, each with a fix clock that runs out at `due`, its early rung already told."""
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys=OFF")
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'tickets'").fetchone():
        for migration in load(MIGRATIONS):
            connection.executescript(migration.sql)
    connection.execute("BEGIN")
    first = tickets.add(Tx(connection), a_ticket(state=State.ACCEPTED, due_at=due, created_at=due - 3 * _DAY), [])
    names = [row["name"] for row in connection.execute("PRAGMA table_info(tickets)") if row["name"] != "id"]
    fresh = {"unit_code": f"'u' || (n % {units})", "message_id": "10 + n"}
    chosen = ", ".join(fresh.get(name, f"t.{name}") for name in names)
    connection.execute(
        f"WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {many})"
        f" INSERT INTO tickets ({', '.join(names)}) SELECT {chosen} FROM numbers, tickets t WHERE t.id = {first.id}"
    )
    connection.execute("DELETE FROM tickets WHERE id = ?", (first.id,))
    connection.execute(
        "INSERT INTO deadlines (ticket_id, clock, urgent, started_at, due_at, next_at, last_step)"
        " SELECT id, 'fix', 0, :began, :due, :due, 1 FROM tickets",
        {"began": to_ms(due - 3 * _DAY), "due": to_ms(due)},
    )
    connection.execute("COMMIT")


# --- ten thousand deadlines at once, while people post


def _county() -> Area:
    units = [Unit(code=f"u{n}", name=f"第{n}社区", kind=UnitKind.COMMUNITY, parent="qingshi") for n in range(_UNITS)]
    places = [Place(name=f"第{n}花园", unit=f"u{n}") for n in range(_UNITS)]
    chats = [ChatEntry(id=-5000 - n, kind=ChatKind.UNIT, unit=f"u{n}") for n in range(_UNITS)]
    return TOWN.model_copy(
        update={
            "units": (*TOWN.units, *units),
            "places": (*TOWN.places, *places),
            "chats": (*TOWN.chats, *chats),
        }
    )


async def _rush(folder: Path) -> None:
    area, now = _county(), _NOW - timedelta(minutes=1)
    database = await Database.open(f"sqlite:///{folder / 'rush.db'}", now=lambda: now)
    try:
        await database.write(lambda tx: _import(tx, area))
    finally:
        await database.close()
    with closing(sqlite3.connect(folder / "rush.db", isolation_level=None)) as connection:
        _fill(connection, DUE, _NOW, _UNITS)
    moment = [now]
    database = await Database.open(f"sqlite:///{folder / 'rush.db'}", now=lambda: moment[0])
    office = an_office(area=area, reader=Reader(area), sweep=timedelta(hours=1))
    shell = Shell(database, office, lambda: moment[0], lambda tx: office)
    try:
        clock = Clock(shell)
        await clock.sweep()
        calm, _ = await while_posting(shell, asyncio.sleep(2))
        moment[0] = _NOW + timedelta(minutes=2)
        rushed, took = await while_posting(shell, clock.sweep())
        fired = await database.read(lambda tx: tx.value("SELECT count(*) FROM reminders"))
        queued = await database.read(lambda tx: tx.value("SELECT count(*) FROM notices WHERE kind = 'reminder'"))
    finally:
        await database.close()
    print(f"{fired:,} deadlines at once in {_UNITS} units: all queued, in {queued} messages, after {took:.1f} s;")
    print(f"  expected under {MOST_SECONDS:g} s. Meanwhile {len(rushed)} posts were taken in, the longest wait")
    print(f"  {max(rushed) * 1e3:.0f} ms (median {median(rushed) * 1e3:.1f}); with nothing due the longest was")
    print(
        f"  {max(calm) * 1e3:.0f} ms (median {median(calm) * 1e3:.1f}). Expected at most {MOST_STALL * 1e3:g} ms more."
    )


def _import(tx: Tx, area: Area) -> None:
    areas.import_book(tx, area, _NOW - _DAY)


# --- ninety days of a town


def _ninety_days() -> None:
    begun = time.perf_counter()
    told = NinetyDays(2026, SIMULATED).run()
    fired = ", ".join(f"{rung} {many:,}" for rung, many in sorted(told.rungs.items()))
    print(f"ninety days, {told.tickets:,} tickets, {told.moves:,} moves, {told.clocks:,} clocks, {told.looks:,} sweeps")
    print(f"  {sum(told.rungs.values()):,} reminders ({fired})")
    print(f"  in {told.messages:,} messages; {told.misses:,} misses noted")
    print(f"  early, doubled, late or forgotten: {len(told.faults)}, expected 0; {time.perf_counter() - begun:.0f} s")
    for fault in told.faults[:20]:
        print("   ", fault)


if __name__ == "__main__":
    run()
