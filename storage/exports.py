"""Exports: the tickets that count in the figures of a period, in short readings.

Which they are, and what each counts in, is asked by the table of measures that the figures are counted by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from bot.domain.areas import TimeClass
from bot.domain.exports import Exported
from bot.domain.message_links import message_link
from bot.domain.posts import MediaKind, MediaPurpose
from bot.domain.tickets import State
from storage.bounds import among, of_moments
from storage.json_text import from_text
from storage.measures import EVENTS, KINDS, NOW, OPEN, TICKETS, Group, listed
from storage.statistics import WHOLE, Part
from storage.times import from_ms, maybe_from_ms, to_ms
from storage.transaction import Row, Tx, Value

PIECE = 100
"""Tickets read in one look: a few milliseconds, in which no other reading waits."""
KEYS = 2000
"""Numbers read in one look."""

OF_TICKETS: tuple[str, ...] = tuple(dict.fromkeys((*(name for group in TICKETS for name in group.measures), *NOW)))
"""The measures that a ticket counts in by itself; the others count its events."""


@dataclass(frozen=True, slots=True)
class Counting:
    """What was counted: from `start` to just before `end`, and now; of a part of all tickets."""

    start: datetime | None
    end: datetime | None
    now: datetime
    part: Part = WHOLE

    def values(self) -> dict[str, Value]:
        return {**of_moments(self.start, self.end), "now": to_ms(self.now)}


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the numbers were read: within which source, and behind which row of it."""

    source: int
    at: int
    id: int


BEGIN = Mark(0, 0, -1)


@dataclass(frozen=True, slots=True)
class _Source:
    """Rows of one index, in its order."""

    rows: str
    moment: str
    id: str
    condition: str
    unit: str


def _sources() -> Iterator[_Source]:
    for group in TICKETS:
        yield _Source("tickets t", group.moment, "t.id", group.only, group.unit)
    for group in EVENTS:
        kinds = dict.fromkeys(kind for name in group.measures for kind in KINDS[name])
        for kind in kinds:  # the index has the events of one kind in the order of time
            rows = "ticket_events e CROSS JOIN tickets t ON t.id = e.ticket_id"
            yield _Source(rows, group.moment, "e.id", f"e.kind = '{kind}' AND {group.only}", group.unit)


_SOURCES = tuple(_sources())


def numbers(tx: Tx, counting: Counting, mark: Mark = BEGIN) -> tuple[list[int], Mark | None]:
    """The next numbers of tickets that count in anything, some of them again, and how far they were read.

    None: there are no more.
    """
    if mark.source == len(_SOURCES):
        return _open(tx, counting.part), None
    source = _SOURCES[mark.source]
    own, names = counting.part.where(source.unit)
    bounds = of_moments(counting.start, counting.end)
    if mark.id >= 0:
        bounds["start"] = mark.at
    found = tx.rows(
        f"SELECT {source.moment} AS at, {source.id} AS id, t.id AS ticket FROM {source.rows}"
        f" WHERE {source.moment} >= :start AND {source.moment} < :end AND {source.condition}{own}"
        f" AND ({source.moment} > :start OR {source.id} > :last) ORDER BY 1, 2 LIMIT :limit",
        last=mark.id,
        limit=KEYS,
        **bounds,
        **names,
    )
    whole = len(found) < KEYS
    further = Mark(mark.source + 1, 0, -1) if whole else Mark(mark.source, found[-1]["at"], found[-1]["id"])
    return [row["ticket"] for row in found], further


def _open(tx: Tx, part: Part) -> list[int]:
    own, names = part.where()
    return [row["id"] for row in tx.rows(f"SELECT t.id AS id FROM tickets t WHERE {OPEN}{own}", **names)]


def reported(tx: Tx, start: datetime | None, end: datetime | None, after: int = 0) -> list[int]:
    """The next KEYS numbers behind `after` of the tickets that were reported then. An empty list: there are no more."""
    rows = tx.rows(
        "SELECT id FROM tickets WHERE id > :after AND created_at >= :start AND created_at < :end"
        " ORDER BY id LIMIT :limit",
        after=after,
        limit=KEYS,
        **of_moments(start, end),
    )
    return [row["id"] for row in rows]


def within(group: Group) -> str:
    """That a row belongs to a group, and its moment to what was counted."""
    return f"{group.moment} >= :start AND {group.moment} < :end AND {group.only}"


def mask(measures: dict[str, str], places: Mapping[str, int]) -> str:
    """A number whose bits say which measures of a group a row counts in: one column is read far faster than twenty."""
    bits = (f"CASE WHEN {condition} THEN {1 << places[name]} ELSE 0 END" for name, condition in measures.items())
    return " + ".join(bits)


_PLACES = {name: place for place, name in enumerate(OF_TICKETS)}
_MASKS = ", ".join(
    f"CASE WHEN {condition} THEN {mask(measures, _PLACES)} ELSE 0 END"
    for condition, measures in (*((within(group), group.measures) for group in TICKETS), (OPEN, NOW))
)


@cache
def _flags(bits: int) -> tuple[int, ...]:
    """Of each measure of tickets 1 or 0."""
    return tuple(bits >> place & 1 for place in range(len(OF_TICKETS)))


_COLUMNS = (
    *("id", "state", "place", "summary", "text", "category", "subcategory", "time_class", "unit_code", "bot_unit"),
    *("created_at", "assigned_at", "respond_by", "accepted_at", "due_at", "resolved_at", "closed_at"),
    *("suspended_until", "merged_into", "reopened", "extended", "supporters", "stars"),
    *("chat_id", "message_id", "topic", "private"),
)
_FACTS = ", ".join(f"t.{column}" for column in _COLUMNS)


def tickets(tx: Tx, some: Sequence[int], counting: Counting) -> list[Exported]:
    """These tickets, in this order; at most PIECE."""
    own, names = counting.part.where()
    names |= counting.values()
    inside, named = among("n", some)
    rows = tx.rows(f"SELECT {_FACTS}, (TRUE{own}), {_MASKS} FROM tickets t WHERE t.id IN ({inside})", **names, **named)
    photos = _photos(tx, some)
    found = {row[0]: _exported(row, photos.get(row[0], _NO_PHOTOS)) for row in rows}
    return [found[number] for number in some if number in found]


@dataclass(slots=True)
class _Photos:
    count: int = 0
    first: str | None = None
    proof: str | None = None


_NO_PHOTOS = _Photos()
_PHOTO = f"m.kind IN ({listed((MediaKind.PHOTO, MediaKind.IMAGE_FILE))}) AND m.state <> 'refused'"
_OF_THE_FIX = listed((MediaPurpose.PROOF, MediaPurpose.STAGE))


def _photos(tx: Tx, some: Sequence[int]) -> dict[int, _Photos]:
    """What their reports showed, and what shows the fix. Files that expired stand in Telegram still."""
    inside, named = among("n", some)
    rows = tx.rows(
        "SELECT t.id AS ticket, t.topic, m.chat_id, m.message_id, 0 AS proof FROM tickets t"
        f" JOIN media m ON m.post_id = t.post_id WHERE t.id IN ({inside}) AND m.purpose = '{MediaPurpose.REPORT}'"
        f" AND {_PHOTO} UNION ALL SELECT m.ticket_id, NULL, m.chat_id, m.message_id, 1 FROM media m"
        f" WHERE m.ticket_id IN ({inside}) AND m.purpose IN ({_OF_THE_FIX}) AND {_PHOTO} ORDER BY 1, 5, 4",
        **named,
    )
    found: dict[int, _Photos] = {}
    for ticket, topic, chat, message, proof in map(tuple, rows):
        photos = found.setdefault(ticket, _Photos())
        if proof:
            photos.proof = photos.proof or message_link(chat, message, topic)
        else:
            photos.count += 1
            photos.first = photos.first or message_link(chat, message, topic)
    return found


def _exported(row: Row, photos: _Photos) -> Exported:
    facts = tuple(row)
    number, state, place, summary, text, category, subcategory, time_class, unit, bot_unit = facts[:10]
    created_at, assigned_at, respond_by, accepted_at, due_at, resolved_at, closed_at, until = facts[10:18]
    merged_into, reopened, extended, supporters, stars, chat, message, topic, private, own = facts[18:28]
    bits = 0
    for counted in facts[28:] if own else ():
        bits |= counted  # settled and not settled yet: of two ways to count in a measure a ticket goes one
    return Exported(
        number,
        _STATES[state],
        place,
        summary,
        text,
        category,
        subcategory,
        _CLASSES[time_class],
        unit,
        bot_unit,
        from_ms(created_at),
        maybe_from_ms(assigned_at),
        maybe_from_ms(respond_by),
        maybe_from_ms(accepted_at),
        maybe_from_ms(due_at),
        maybe_from_ms(resolved_at),
        maybe_from_ms(closed_at),
        maybe_from_ms(until),
        merged_into,
        reopened,
        extended,
        0 if supporters == "[]" else len(from_text(supporters)),
        stars,
        None if private else message_link(chat, message, topic),
        photos.count,
        photos.first,
        photos.proof,
        _flags(bits),
    )


_STATES = {state.value: state for state in State}
_CLASSES = {one.value: one for one in TimeClass}
