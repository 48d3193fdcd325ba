"""Lists of tickets, as their numbers: what waits for somebody, what somebody reported, what words find.

Rights narrow a list here only roughly; whoever shows it asks them of each ticket.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.rankings import OwnCounts
from bot.domain.tickets import State
from storage.bounds import among
from storage.measures import STANDING, number
from storage.patterns import like
from storage.tickets import IS_OPEN
from storage.times import to_ms
from storage.transaction import Tx, Value

LOOKED_AT = 10_000
"""Open tickets in which words are looked for, at most: the newest. A LIKE over 100,000 takes a quarter of a second."""
LOOKED_BACK = 20_000
"""Of the tickets that are over those with the newest numbers are looked at: so many, open ones among them."""

_OPEN_STATES = tuple(state for state in State if not state.is_over)
_OVER_STATES = tuple(state for state in State if state.is_over)


def waiting(tx: Tx, states: Sequence[State], units: Sequence[str] | None = None) -> list[tuple[int, int | None]]:
    """Number and due time (milliseconds) of the tickets in these open states, in no order.

    `units` None: of every unit and of none.
    """
    if units is not None and not units:
        return []
    of_states, named = among("s", [state.value for state in states])
    of_units = ""
    if units is not None:
        inside, names = among("u", units)
        of_units, named = f" AND unit_code IN ({inside})", named | names
    rows = tx.rows(f"SELECT id, due_at FROM tickets WHERE state IN ({of_states}) AND {IS_OPEN}{of_units}", **named)
    return [(row["id"], row["due_at"]) for row in rows]


def in_triage(tx: Tx, limit: int) -> list[int]:
    """What waits for a dispatch, the oldest first."""
    rows = tx.rows(
        f"SELECT id FROM tickets WHERE state = 'triage' AND {IS_OPEN} ORDER BY id + 0 LIMIT :limit", limit=limit
    )
    return [row["id"] for row in rows]


def unplaced(tx: Tx, limit: int) -> list[int]:
    """What waits for a dispatch and has no unit yet, the oldest first."""
    rows = tx.rows(
        f"SELECT id FROM tickets WHERE state = 'triage' AND {IS_OPEN} AND unit_code IS NULL"
        " ORDER BY id + 0 LIMIT :limit",
        limit=limit,
    )
    return [row["id"] for row in rows]


def of_person(tx: Tx, person_id: int, limit: int, offset: int = 0) -> list[int]:
    """What somebody reported or supports, the newest first. Help for another ticket is not the reporter's."""
    rows = tx.rows(
        "SELECT id FROM tickets WHERE reporter_id = :person AND lead_unit IS NULL"
        " UNION SELECT ticket_id FROM supporters WHERE person_id = :person AND left_at IS NULL"
        " ORDER BY 1 DESC LIMIT :limit OFFSET :offset",
        person=person_id,
        limit=limit,
        offset=offset,
    )
    return [row["id"] for row in rows]


def count_of_person(tx: Tx, person_id: int) -> int:
    return int(
        tx.value(
            "SELECT count(*) FROM (SELECT id FROM tickets WHERE reporter_id = :person AND lead_unit IS NULL"
            " UNION SELECT ticket_id FROM supporters WHERE person_id = :person AND left_at IS NULL) AS own",
            person=person_id,
        )
    )


def own_counts(tx: Tx, person_id: int) -> OwnCounts:
    """What somebody reported, what of it is resolved, how fast the fastest was, and who joined in (同报)."""
    row = tx.row(
        "SELECT count(*) AS reported,"
        f" coalesce(sum({number(STANDING)}), 0) AS resolved,"
        f" min(CASE WHEN {STANDING} THEN t.resolved_at - t.created_at END) AS fastest,"
        " coalesce(sum((SELECT count(*) FROM supporters s WHERE s.ticket_id = t.id AND s.left_at IS NULL)), 0)"
        " AS joined"
        " FROM tickets t WHERE t.reporter_id = :person AND t.lead_unit IS NULL",
        person=person_id,
    )
    if row is None:
        return OwnCounts()
    fastest = None if row["fastest"] is None else timedelta(milliseconds=row["fastest"])
    return OwnCounts(row["reported"], row["resolved"], fastest, row["joined"])


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for. Each word must stand in place, text or the reporter's name (not of what came in private).

    `units` None: of whichever; `overdue_at`: only what was due before then and is still worked on.
    """

    words: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    units: tuple[str, ...] | None = None
    overdue_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose business is looked through: `units` None is everything; `nowhere`: also what has no unit yet.

    What the person reported or supports is theirs in any case.
    """

    person_id: int
    units: tuple[str, ...] | None = ()
    nowhere: bool = False


def found(tx: Tx, sought: Sought, scope: Scope, limit: int) -> list[int]:
    """The newest first, what is open before what is over; at most `limit` numbers."""
    states = sought.states or tuple(State)
    open_ = [state.value for state in states if state in _OPEN_STATES]
    over = [state.value for state in states if state in _OVER_STATES]
    numbers = _found(tx, sought, scope, _of_states(open_, IS_OPEN), limit) if open_ else []
    if over and len(numbers) < limit and sought.overdue_at is None:
        newest = int(tx.value("SELECT max(id) FROM tickets") or 0)
        clause, named = _of_states(over, "id > :back")
        numbers += _found(tx, sought, scope, (clause, {**named, "back": newest - LOOKED_BACK}), limit - len(numbers))
    return numbers


Clause = tuple[str, Mapping[str, Value]]
"""A condition, "" for none, and its values by name."""


def _found(tx: Tx, sought: Sought, scope: Scope, first: Clause, limit: int) -> list[int]:
    """First the newest that rights, states and units leave, then the words among them.

    What stands behind a plus is sorted and compared, and leads no way into an index: the states do.
    """
    clauses: list[str] = []
    named: dict[str, Value] = {}
    for clause, values in (first, _of_units(sought), _of_time(sought), _of_scope(scope)):
        clauses += [clause] if clause else []
        named |= values
    inner = f"SELECT id FROM tickets WHERE {' AND '.join(clauses)} ORDER BY id + 0 DESC LIMIT :looked"
    words = {f"w{i}": like(word) for i, word in enumerate(sought.words)}
    holds = " AND ".join(
        f"(t.text LIKE :{name} ESCAPE '!' OR t.place LIKE :{name} ESCAPE '!'"
        f" OR (t.private = 0 AND t.reporter_name LIKE :{name} ESCAPE '!'))"
        for name in words
    )
    rows = tx.rows(
        f"SELECT t.id FROM ({inner}) AS newest JOIN tickets t ON t.id = newest.id"
        f" WHERE {holds or '1 = 1'} ORDER BY newest.id DESC LIMIT :limit",
        looked=LOOKED_AT,
        limit=limit,
        **named,
        **words,
    )
    return [row["id"] for row in rows]


def _of_states(states: Sequence[str], condition: str) -> Clause:
    inside, named = among("s", states)
    return f"state IN ({inside}) AND {condition}", named


def _of_units(sought: Sought) -> Clause:
    if sought.units is None:
        return "", {}
    inside, named = among("a", sought.units)
    return f"unit_code IN ({inside})", named


def _of_time(sought: Sought) -> Clause:
    if sought.overdue_at is None:
        return "", {}
    return "due_at + 0 < :overdue AND state IN ('assigned', 'accepted')", {"overdue": to_ms(sought.overdue_at)}


def _of_scope(scope: Scope) -> Clause:
    if scope.units is None:
        return "", {}
    inside, named = among("u", scope.units)
    own = [
        "reporter_id = :person",
        "id IN (SELECT ticket_id FROM supporters WHERE person_id = :person AND left_at IS NULL)",
    ]
    if scope.units:
        own += [f"unit_code IN ({inside})", f"lead_unit IN ({inside})"]
    if scope.nowhere:
        own.append("unit_code IS NULL")
    return f"({' OR '.join(own)})", {"person": scope.person_id, **named}
