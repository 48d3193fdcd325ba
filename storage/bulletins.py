"""Bulletins: which are still to be told, who is named in them, and the photos that show what was done."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.bulletins import Named
from bot.domain.deadlines import OF_FIX
from bot.domain.periods import Period, PeriodKind
from bot.domain.tickets import State
from bot.domain.trends import Flow
from storage.bounds import of_period, of_units
from storage.times import from_ms, to_ms
from storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One that was claimed. `period` is the code of the period that it tells of."""

    id: int
    kind: PeriodKind
    period: str
    planned_at: datetime


def claim(tx: Tx, kind: PeriodKind, period: str, planned_at: datetime) -> bool:
    """Note that this period is to be told. False when it was noted before."""
    fresh = tx.run(
        "INSERT INTO bulletins (kind, period, planned_at) VALUES (:kind, :period, :at) ON CONFLICT DO NOTHING",
        kind=kind.value,
        period=period,
        at=to_ms(planned_at),
    )
    return bool(fresh)


def overtake(tx: Tx, kind: PeriodKind, period: str, now: datetime) -> None:
    """Those of this kind that were never told, but for this one, never will be."""
    tx.run(
        "UPDATE bulletins SET state = 'overtaken', settled_at = :at"
        " WHERE state = 'due' AND kind = :kind AND period <> :period",
        kind=kind.value,
        period=period,
        at=to_ms(now),
    )


def due(tx: Tx) -> list[Bulletin]:
    """All that are still to be told, the first planned first."""
    rows = tx.rows("SELECT * FROM bulletins WHERE state = 'due' ORDER BY planned_at, id")
    return [Bulletin(row["id"], PeriodKind(row["kind"]), row["period"], from_ms(row["planned_at"])) for row in rows]


def is_due(tx: Tx, bulletin_id: int) -> bool:
    return bool(tx.value("SELECT 1 FROM bulletins WHERE id = :id AND state = 'due'", id=bulletin_id))


def settle(tx: Tx, bulletin_id: int, *, told: bool, now: datetime) -> None:
    tx.run(
        "UPDATE bulletins SET state = :state, settled_at = :at WHERE id = :id AND state = 'due'",
        state="told" if told else "quiet",
        at=to_ms(now),
        id=bulletin_id,
    )


_FIXES = ", ".join(f"'{clock.value}'" for clock in sorted(OF_FIX))
_DONE = frozenset({State.RESOLVED, State.CLOSED})
# In two steps, as the two partial indices of deadlines have it.
_LAST_OF_ITS_KIND = (
    "NOT EXISTS (SELECT 1 FROM deadlines o WHERE o.ticket_id = d.ticket_id AND o.clock = d.clock"
    " AND o.stopped_at IS NULL)"
    " AND d.id = (SELECT max(o.id) FROM deadlines o WHERE o.ticket_id = d.ticket_id AND o.clock = d.clock"
    " AND o.stopped_at IS NOT NULL)"
)


def named(tx: Tx, period: Period, now: datetime, units: Collection[str] | None = None) -> list[Named]:
    """The tickets whose 通报 came in the period: those that are still late, and those that were resolved since.

    Only of clocks of the fix that nothing has taken the place of: what was extended, transferred or taken up again
    is late no more, or not yet. The unit is the one that had it when the rung came.
    """
    rows = tx.rows(
        "SELECT t.id, t.place, t.summary, t.state, t.resolved_at, min(d.due_at) AS due_at, coalesce("
        "(SELECT e.unit_code FROM ticket_events e WHERE e.ticket_id = t.id AND e.kind = 'reminded'"
        " AND e.done_at = r.fired_at LIMIT 1), t.unit_code) AS unit_code"
        " FROM reminders r JOIN deadlines d ON d.id = r.deadline_id JOIN tickets t ON t.id = d.ticket_id"
        " WHERE r.rung = 'naming' AND r.fired_at >= :start AND r.fired_at < :end"
        f" AND d.clock IN ({_FIXES})"
        " AND (t.state IN ('assigned', 'accepted') AND d.stopped_at IS NULL"
        f" OR t.state IN ('resolved', 'closed') AND {_LAST_OF_ITS_KIND})"
        " GROUP BY t.id",
        **of_period(period),
    )
    found = []
    for row in rows:
        if units is not None and row["unit_code"] not in units:
            continue
        resolved = State(row["state"]) in _DONE and row["resolved_at"] is not None
        until = from_ms(row["resolved_at"]) if resolved else now
        late = max(until - from_ms(row["due_at"]), timedelta())
        found.append(Named(row["id"], row["unit_code"], row["place"], row["summary"], late, resolved))
    return found


@dataclass(frozen=True, slots=True)
class PhotoPair:
    """What a resolved ticket looked like before and after: paths in the media folder."""

    ticket_id: int
    place: str | None
    summary: str
    before: str
    after: str


# What somebody sent in private was shown to the bot alone: it goes into no bulletin.
_SHOWN = "m.kind = 'photo' AND m.state = 'stored' AND m.path IS NOT NULL AND m.chat_id < 0"
_OF_CHAT = "(t.chat_id = :chat OR t.chat_id IN (SELECT id FROM chats WHERE migrated_to = :chat))"


def photo_pairs(
    tx: Tx, period: Period, limit: int, units: Collection[str] | None = None, chat_id: int | None = None
) -> list[PhotoPair]:
    """Of what was resolved in the period, the newest with a photo of before and one of after."""
    own, more = of_units(units, "t.unit_code")
    if chat_id is not None:
        own, more = f"{own} AND {_OF_CHAT}", {**more, "chat": chat_id}
    rows = tx.rows(
        "SELECT * FROM (SELECT t.id AS id, t.place AS place, t.summary AS summary, t.resolved_at AS resolved_at,"
        f" (SELECT m.path FROM media m WHERE m.post_id = t.post_id AND {_SHOWN}"
        "   ORDER BY m.message_id, m.id LIMIT 1) AS earlier,"
        f" (SELECT m.path FROM media m WHERE m.ticket_id = t.id AND m.purpose = 'proof' AND {_SHOWN}"
        "   ORDER BY m.id DESC LIMIT 1) AS later"
        " FROM tickets t WHERE t.resolved_at >= :start AND t.resolved_at < :end"
        f" AND t.state IN ('resolved', 'closed') AND t.private = 0 AND t.lead_unit IS NULL{own}) found"
        " WHERE earlier IS NOT NULL AND later IS NOT NULL ORDER BY resolved_at DESC, id DESC LIMIT :limit",
        limit=limit,
        **of_period(period),
        **more,
    )
    return [PhotoPair(row["id"], row["place"], row["summary"], row["earlier"], row["later"]) for row in rows]


def flow_of_chat(tx: Tx, period: Period, chat_id: int) -> Flow:
    """What one reporting group reported in the period, and what of its own was resolved in it."""

    def count(column: str, condition: str) -> int:
        return int(
            tx.value(
                f"SELECT count(*) FROM tickets t WHERE t.{column} >= :start AND t.{column} < :end"
                f" AND t.lead_unit IS NULL AND t.private = 0 AND {condition} AND {_OF_CHAT}",
                chat=chat_id,
                **of_period(period),
            )
        )

    return Flow(count("created_at", "TRUE"), count("resolved_at", "t.state IN ('resolved', 'closed')"))
