"""Exported events: all that happened to some tickets, each with what it counts in; nobody who reported is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from bot.domain.exports import Happened
from bot.domain.tickets import Move, State
from storage.bounds import among
from storage.exports import Counting, mask, within
from storage.json_text import from_text
from storage.measures import EVENTS
from storage.times import from_ms
from storage.transaction import Row, Tx

OF_EVENTS: tuple[str, ...] = tuple(name for group in EVENTS for name in group.measures)
"""The measures that count events."""
_BY_REPORTERS: frozenset[str] = frozenset(
    {
        *(Move.CONFIRM, Move.ACKNOWLEDGE, Move.DISPUTE, Move.THANK, Move.OBJECT, Move.WITHDRAW),
        *("opened", "supported", "unsupported", "added", "added_photo", "placed", "pinned", "pin_differs"),
    }
)
_TOLD_BY_DETAILS = frozenset({"reminded", "missed", Move.MERGE.value, Move.SPLIT.value, Move.WHISTLE.value})

_FACTS = (
    *("e.ticket_id", "e.kind", "e.state", "e.done_at", "e.actor_name", "e.unit_code", "e.had_by", "e.words"),
    *("e.details", "e.stars", "e.actor_id", "t.reporter_id"),
)
_PLACES = {name: place for place, name in enumerate(OF_EVENTS)}
_MASKS = [f"CASE WHEN {within(group)} THEN {mask(group.measures, _PLACES)} ELSE 0 END" for group in EVENTS]


def count(tx: Tx, some: Sequence[int]) -> int:
    """How much happened to these tickets."""
    inside, names = among("n", some)
    number: int = tx.value(f"SELECT count(*) FROM ticket_events e WHERE e.ticket_id IN ({inside})", **names)
    return number


def events(tx: Tx, some: Sequence[int], counting: Counting) -> list[Happened]:
    """All that happened to these tickets, in their order, and to each in its own; at most PIECE tickets."""
    inside, names = among("n", some)
    masks = []
    for group, bits in zip(EVENTS, _MASKS, strict=True):
        own, values = counting.part.where(group.unit)
        masks.append(f"CASE WHEN TRUE{own} THEN {bits} ELSE 0 END" if own else bits)
        names |= values
    rows = tx.rows(
        f"SELECT {', '.join((*_FACTS, *masks))} FROM ticket_events e"
        f" CROSS JOIN tickets t ON t.id = e.ticket_id WHERE e.ticket_id IN ({inside}) ORDER BY e.ticket_id, e.id",
        **names,
        **counting.values(),
    )
    by_ticket: defaultdict[int, list[Happened]] = defaultdict(list)
    for row in rows:
        by_ticket[row[0]].append(_happened(row))
    return [event for number in some for event in by_ticket[number]]


def _happened(row: Row) -> Happened:
    ticket, kind, state, done_at, actor, unit, had_by, words, details, stars, who, reporter, *masks = tuple(row)
    by_reporter = who is not None and (who == reporter or kind in _BY_REPORTERS)
    return Happened(
        ticket,
        kind,
        _STATES[state],
        from_ms(done_at),
        None if by_reporter else actor,
        by_reporter,
        unit,
        had_by,
        words,
        from_text(details) if details and kind in _TOLD_BY_DETAILS else _NOTHING,
        stars,
        _names(sum(masks)),
    )


@cache
def _names(bits: int) -> tuple[str, ...]:
    """The measures of these bits."""
    return tuple(name for place, name in enumerate(OF_EVENTS) if bits >> place & 1)


_NOTHING: dict[str, object] = {}
_STATES = {state.value: state for state in State}
