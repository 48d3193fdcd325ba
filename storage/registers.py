"""Registers: the tickets reported in a period, read in pieces that hold up nobody."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.domain.areas import TimeClass
from bot.domain.periods import Period
from bot.domain.registers import Case
from bot.domain.tickets import State
from storage.bounds import among, of_period, of_units
from storage.json_text import from_text
from storage.times import from_ms, maybe_from_ms
from storage.transaction import Row, Tx

PIECE = 250
"""Cases read in one look: a few milliseconds, in which no other reading waits."""
KEYS = 2000
"""Keys read in one look."""


@dataclass(frozen=True, slots=True)
class Key:
    """Of one case: where it stands in time, and whose it is."""

    created_at: int
    id: int
    unit_code: str | None


def keys(tx: Tx, period: Period, after: Key | None, units: Collection[str] | None = None) -> list[Key]:
    """The next KEYS keys of the period behind `after`, by time of report. An empty list: there are no more.

    `units` keeps to what is theirs now; without it nothing is left out.
    """
    own, names = of_units(units)
    bounds = of_period(period)
    if after is not None:
        bounds["start"] = after.created_at
    rows = tx.rows(
        "SELECT created_at, id, unit_code FROM tickets WHERE created_at >= :start AND created_at < :end"
        f" AND (created_at > :start OR id > :last){own} ORDER BY created_at, id LIMIT :limit",
        last=-1 if after is None else after.id,
        limit=KEYS,
        **bounds,
        **names,
    )
    return [Key(row["created_at"], row["id"], row["unit_code"]) for row in rows]


def cases(tx: Tx, numbers: Sequence[int]) -> list[Case]:
    """These tickets, in this order; at most PIECE."""
    inside, names = among("n", numbers)
    rows = tx.rows(f"SELECT {_COLUMNS} FROM tickets WHERE id IN ({inside})", **names)
    found = {row["id"]: _case(row) for row in rows}
    return [found[number] for number in numbers if number in found]


_COLUMNS = (
    "id, state, unit_code, place, summary, category, subcategory, time_class, created_at, due_at, resolved_at,"
    " suspended_until, merged_into, reopened, supporters"
)


def _case(row: Row) -> Case:
    return Case(
        id=row["id"],
        state=State(row["state"]),
        unit_code=row["unit_code"],
        place=row["place"],
        summary=row["summary"],
        category=row["category"],
        subcategory=row["subcategory"],
        time_class=TimeClass(row["time_class"]),
        created_at=from_ms(row["created_at"]),
        due_at=maybe_from_ms(row["due_at"]),
        resolved_at=maybe_from_ms(row["resolved_at"]),
        suspended_until=maybe_from_ms(row["suspended_until"]),
        merged_into=row["merged_into"],
        reopened=row["reopened"],
        supporters=len(from_text(row["supporters"])),
    )
