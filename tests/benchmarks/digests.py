"""Digests: a morning with 100,000 open tickets in 500 units, and what intake waits for meanwhile.

python -m tests.benchmarks digests
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median

from bot.desk import areas, digests, rounds
from bot.desk.office import Office
from bot.desk.rounds import Letter
from bot.desk.shell import Shell
from bot.domain.areas import Area, ChatEntry, ChatKind, Unit, UnitKind
from bot.domain.tickets import State
from bot.reading.reader import Reader
from storage import tickets
from storage.database import Database
from storage.transaction import Tx
from tests.benchmarks.posting import while_posting
from tests.desk.office import AREA, HALL, an_office
from tests.storage.histories import a_ticket

OPEN, CLOSED, UNITS, STREETS = 100_000, 20_000, 500, 20
MOST_STALL = 0.050
_DAY = timedelta(days=1)
_MONDAY = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
"""8:30 in the county."""
_STATES = [State.ASSIGNED, State.ACCEPTED] * 8 + [State.TRIAGE, State.RESOLVED, State.RESOLVED, State.SUSPENDED]


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_morning(Path(folder) / "county.db"))


def _county() -> Area:
    """Each unit has a chat of its own, each street's coordinators have one."""
    streets = [Unit(code=f"s{n}", name=f"第{n}街道", kind=UnitKind.STREET, parent="qingshi") for n in range(STREETS)]
    units = [
        Unit(code=f"u{n}", name=f"第{n}社区", kind=UnitKind.COMMUNITY, parent=f"s{n % STREETS}") for n in range(UNITS)
    ]
    chats = [ChatEntry(id=-5000 - n, kind=ChatKind.UNIT, unit=f"u{n}") for n in range(UNITS)]
    halls = [ChatEntry(id=-9000 - n, kind=ChatKind.COORDINATORS, unit=f"s{n}") for n in range(STREETS)]
    return AREA.model_copy(update={"units": (*AREA.units, *streets, *units), "chats": (*AREA.chats, *chats, *halls)})


async def _morning(file: Path) -> None:
    area, moment = _county(), [_MONDAY - 3 * _DAY]
    database = await Database.open(f"sqlite:///{file}", now=lambda: moment[0])
    try:
        await database.write(lambda tx: areas.import_book(tx, area, _MONDAY - 30 * _DAY))
    finally:
        await database.close()
    _fill(file)
    database = await Database.open(f"sqlite:///{file}", now=lambda: moment[0])
    office = an_office(area=area, reader=Reader(area))
    shell = Shell(database, office, lambda: moment[0], lambda tx: office)
    try:
        await _send(shell, [])
        calm, _ = await while_posting(shell, asyncio.sleep(5))
        moment[0] = _MONDAY
        held: list[float] = []
        busy, took = await while_posting(shell, _send(shell, held))
        queued = await database.read(lambda tx: tx.value("SELECT count(*) FROM notices WHERE kind = 'digest'"))
        whole = await database.read(
            lambda tx: tx.value("SELECT payload FROM notices WHERE kind = 'digest' AND chat_id = :hall", hall=HALL)
        )
    finally:
        await database.close()
    print(f"digests with {OPEN:,} open tickets in {UNITS} units, {STREETS} streets: {queued} messages in {took:.1f} s,")
    longest, usual = _milliseconds(held)
    print(f"  {len(held)} transactions; the processor's time of the longest {longest} ms (median {usual}),")
    print(f"  expected at most {MOST_STALL * 1e3:g} ms. Meanwhile {len(busy)} posts were taken in,")
    longest, usual = _milliseconds(busy)
    print(f"  the longest wait {longest} ms (median {usual}); with nothing to send the longest was")
    longest, usual = _milliseconds(calm)
    print(f"  {longest} ms (median {usual}). Expected at most {MOST_STALL * 1e3:g} ms more.")
    print(f"  the coordinators' message has {len(whole or '')} bytes")


def _milliseconds(spans: list[float]) -> tuple[str, str]:
    """The longest and the median of these seconds."""
    return f"{max(spans) * 1e3:.0f}", f"{median(spans) * 1e3:.1f}"


async def _send(shell: Shell, held: list[float]) -> None:
    """As a sweep does; `held` takes the processor's time of each transaction on the writing connection."""

    def begin(tx: Tx, office: Office, now: datetime) -> None:
        begun = time.thread_time()
        rounds.begin_when_due(digests.ROUND, tx, office, now)
        held.append(time.thread_time() - begun)

    def queue(letters: list[Letter], tx: Tx, office: Office, now: datetime) -> None:
        begun = time.thread_time()
        rounds.queue(digests.ROUND, letters, tx, office, now)
        held.append(time.thread_time() - begun)

    await shell.do(begin)
    while letters := await shell.look(partial(rounds.compose, digests.ROUND)):
        await shell.do(partial(queue, letters))


def _fill(file: Path) -> None:
    """Reports of ten days, a fifth of them of this weekend; every fifth open one is late or due today."""
    dice = random.Random(6)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("BEGIN")
        tx = Tx(connection)
        for number in range(OPEN + CLOSED):
            state = dice.choice(_STATES) if number < OPEN else State.CLOSED
            created = _MONDAY - timedelta(minutes=dice.randrange(14_400))
            unit = f"u{dice.randrange(UNITS)}"
            between = (unit, f"u{dice.randrange(UNITS)}")
            ticket = a_ticket(
                state=state,
                message_id=10 + number,
                unit_code=None if state is State.TRIAGE else unit,
                candidates=between if state is State.TRIAGE else (),
                created_at=created,
                due_at=None if state is State.TRIAGE else created + timedelta(days=dice.choice((8, 9, 12, 15, 20))),
                closed_at=created + timedelta(hours=1) if state is State.CLOSED else None,
            )
            tickets.add(tx, ticket, [])
        connection.execute("COMMIT")


if __name__ == "__main__":
    run()
