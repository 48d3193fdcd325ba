"""Exported events: all that happened to some tickets, each with what it counts in; nobody who reported is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from bot.domain.exports import Happened
from bot.domain.tickets import Move, State
from storage.exports import Counting, chosen, within
from storage.json_text import from_text
from storage.measures import EVENTS, listed, number
from storage.times import from_ms
from storage.transaction import Row, Tx

OF_EVENTS: tuple[str, ...] = tuple(name for group in EVENTS for name in group.measures)
"""The measures that count events."""
_BY_REPORTERS = listed(
    (
        *(Move.CONFIRM, Move.ACKNOWLEDGE, Move.DISPUTE, Move.THANK, Move.OBJECT, Move.WITHDRAW),
        *("opened", "supported", "unsupported", "added", "added_photo", "placed", "pinned", "pin_differs"),
    )
)
_TOLD_BY_DETAILS = frozenset({"reminded", "missed", Move.MERGE.value, Move.SPLIT.value, Move.WHISTLE.value})

_FACTS = (
    *("e.ticket_id", "e.kind", "e.state", "e.done_at", "e.actor_name", "e.unit_code", "e.had_by", "e.words"),
    *("e.details", "e.stars"),
    f"e.actor_id IS NOT NULL AND (e.actor_id = t.reporter_id OR e.kind IN ({_BY_REPORTERS})) AS by_reporter",
)
_COUNTED = ", ".join(
    number(f"{within(group)} AND {condition}") for group in EVENTS for condition in group.measures.values()
)
_OWNER = tuple(place for place, group in enumerate(EVENTS) for _ in group.measures)
"""Of each measure, which group decides whose an event is."""


def events(tx: Tx, some: Sequence[int], counting: Counting) -> list[Happened]:
    """All that happened to these tickets, in their order, and to each in its own; at most PIECE tickets."""
    places, names = chosen(some)
    owned = []
    for group in EVENTS:
        own, values = counting.part.where(group.unit)
        owned.append(f"(TRUE{own})")
        names |= values
    rows = tx.rows(
        f"SELECT {', '.join((*_FACTS, *owned))}, {_COUNTED} FROM ticket_events e"
        f" CROSS JOIN tickets t ON t.id = e.ticket_id WHERE e.ticket_id IN ({places}) ORDER BY e.ticket_id, e.id",
        **names,
        **counting.values(),
    )
    by_ticket: defaultdict[int, list[Happened]] = defaultdict(list)
    for row in rows:
        by_ticket[row["ticket_id"]].append(_happened(row))
    return [event for number in some for event in by_ticket[number]]


def _happened(row: Row) -> Happened:
    facts = tuple(row)
    first = len(_FACTS) + len(EVENTS)
    owned, counted = facts[len(_FACTS) : first], facts[first:]
    told = zip(OF_EVENTS, counted, _OWNER, strict=True) if any(counted) else ()
    by_reporter = bool(row["by_reporter"])
    return Happened(
        row["ticket_id"],
        row["kind"],
        State(row["state"]),
        from_ms(row["done_at"]),
        None if by_reporter else row["actor_name"],
        by_reporter,
        row["unit_code"],
        row["had_by"],
        row["words"],
        from_text(row["details"]) if row["details"] and row["kind"] in _TOLD_BY_DETAILS else _NOTHING,
        row["stars"],
        tuple(name for name, counts, owner in told if counts and owned[owner]),
    )


_NOTHING: dict[str, object] = {}
