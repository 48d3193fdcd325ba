"""Special actions: against what they are, their tickets, and what was told of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bot.domain.special_actions import Member, SpecialAction, SpecialReport
from storage.notices import Notice, read_notice
from storage.special_recurrences import read_member
from storage.times import from_ms, maybe_from_ms, maybe_ms, to_ms
from storage.transaction import Row, Tx


def prepare(tx: Tx, action: SpecialAction) -> SpecialAction:
    """Store one that has no number yet. Returns it with its number."""
    number = tx.insert(
        "INSERT INTO special_actions (category, place_name, ground, title, lead_unit, counts_from, prepared_by,"
        " prepared_at) VALUES (:category, :place, :ground, :title, :lead, :counts_from, :by, :at)",
        category=action.category,
        place=action.place_name,
        ground=action.ground,
        title=action.title,
        lead=action.lead_unit,
        counts_from=to_ms(action.counts_from),
        by=action.prepared_by,
        at=to_ms(action.prepared_at),
    )
    return load(tx, number) or action


def save(tx: Tx, action: SpecialAction) -> None:
    """What may change of one: title, lead, and its moments."""
    tx.run(
        "UPDATE special_actions SET title = :title, lead_unit = :lead, counts_from = :counts_from, opened_at = :opened,"
        " due_at = :due, next_at = :next, ended_at = :ended WHERE id = :id",
        id=action.id,
        title=action.title,
        lead=action.lead_unit,
        counts_from=to_ms(action.counts_from),
        opened=maybe_ms(action.opened_at),
        due=maybe_ms(action.due_at),
        next=maybe_ms(action.next_at),
        ended=maybe_ms(action.ended_at),
    )


def drop(tx: Tx, action_id: int) -> None:
    """Forget one that was prepared and never opened: it has no tickets of its own yet."""
    tx.run("DELETE FROM special_actions WHERE id = :id AND opened_at IS NULL", id=action_id)


def drop_prepared(tx: Tx, before: datetime) -> None:
    """Forget those that were prepared before then and got no date."""
    tx.run("DELETE FROM special_actions WHERE opened_at IS NULL AND prepared_at < :before", before=to_ms(before))


def prepared_by(tx: Tx, action: SpecialAction) -> SpecialAction | None:
    """What the same person has prepared already against the same."""
    row = tx.row(
        "SELECT * FROM special_actions WHERE opened_at IS NULL AND prepared_by = :by AND category = :category"
        " AND place_name = :place AND ground IS :ground",
        by=action.prepared_by,
        category=action.category,
        place=action.place_name,
        ground=action.ground,
    )
    return _action(row) if row else None


def load(tx: Tx, action_id: int) -> SpecialAction | None:
    row = tx.row("SELECT * FROM special_actions WHERE id = :id", id=action_id)
    return _action(row) if row else None


def _action(row: Row) -> SpecialAction:
    return SpecialAction(
        id=row["id"],
        category=row["category"],
        place_name=row["place_name"],
        ground=row["ground"],
        title=row["title"],
        lead_unit=row["lead_unit"],
        counts_from=from_ms(row["counts_from"]),
        prepared_by=row["prepared_by"],
        prepared_at=from_ms(row["prepared_at"]),
        opened_at=maybe_from_ms(row["opened_at"]),
        due_at=maybe_from_ms(row["due_at"]),
        next_at=maybe_from_ms(row["next_at"]),
        ended_at=maybe_from_ms(row["ended_at"]),
    )


_RUNNING = "opened_at IS NOT NULL AND ended_at IS NULL"


def running(tx: Tx) -> list[SpecialAction]:
    """Those that are open, by their date."""
    rows = tx.rows(f"SELECT * FROM special_actions WHERE {_RUNNING} ORDER BY due_at, id")
    return [_action(row) for row in rows]


def ended(tx: Tx, limit: int) -> list[SpecialAction]:
    """The last that ended, the newest first."""
    rows = tx.rows(
        "SELECT * FROM special_actions WHERE ended_at IS NOT NULL ORDER BY ended_at DESC, id DESC LIMIT :limit",
        limit=limit,
    )
    return [_action(row) for row in rows]


def to_remind(tx: Tx, now: datetime) -> list[SpecialAction]:
    rows = tx.rows(f"SELECT * FROM special_actions WHERE {_RUNNING} AND next_at <= :now ORDER BY id", now=to_ms(now))
    return [_action(row) for row in rows]


def next_at(tx: Tx) -> datetime | None:
    """When the next one is to be reminded of."""
    return maybe_from_ms(tx.value(f"SELECT min(next_at) FROM special_actions WHERE {_RUNNING}"))


def add(tx: Tx, action_id: int, tickets: Collection[int], now: datetime) -> None:
    tx.run_many(
        "INSERT INTO special_action_tickets (action_id, ticket_id, joined_at) VALUES (:action, :ticket, :at)"
        " ON CONFLICT (action_id, ticket_id) DO NOTHING",
        [{"action": action_id, "ticket": ticket, "at": to_ms(now)} for ticket in tickets],
    )


def release(tx: Tx, action_id: int, tickets: Collection[int]) -> None:
    tx.run_many(
        "DELETE FROM special_action_tickets WHERE action_id = :action AND ticket_id = :ticket",
        [{"action": action_id, "ticket": ticket} for ticket in tickets],
    )


def members(tx: Tx, action_id: int) -> list[Member]:
    """Its tickets, whatever became of them, oldest first."""
    rows = tx.rows(
        "SELECT t.id, t.created_at, t.state, t.unit_code, t.subcategory FROM special_action_tickets m"
        " JOIN tickets t ON t.id = m.ticket_id WHERE m.action_id = :id ORDER BY t.id",
        id=action_id,
    )
    return [read_member(row) for row in rows]


def strangers(tx: Tx, action: SpecialAction) -> list[int]:
    """Tickets of an action that were put right meanwhile, and are of another kind or place."""
    rows = tx.rows(
        "SELECT t.id FROM special_action_tickets m JOIN tickets t ON t.id = m.ticket_id WHERE m.action_id = :id"
        " AND (t.place_name IS NOT :place OR t.category IS NOT :category)",
        id=action.id,
        place=action.place_name,
        category=action.category,
    )
    return [row["id"] for row in rows]


def tell(tx: Tx, action_id: int, person_id: int, report: SpecialReport) -> None:
    """Append what the lead unit told."""
    tx.insert(
        "INSERT INTO special_reports (action_id, person_id, person_name, words, photo, told_at)"
        " VALUES (:action, :person, :name, :words, :photo, :at)",
        action=action_id,
        person=person_id,
        name=report.person_name,
        words=report.words,
        photo=report.photo,
        at=to_ms(report.told_at),
    )


def reports(tx: Tx, action_id: int) -> list[SpecialReport]:
    """Oldest first."""
    rows = tx.rows("SELECT * FROM special_reports WHERE action_id = :id ORDER BY id", id=action_id)
    return [SpecialReport(row["person_name"], row["words"], row["photo"], from_ms(row["told_at"])) for row in rows]


def cards(tx: Tx, action_id: int) -> list[Notice]:
    """The standing messages that show an action, oldest first."""
    prefix = card_key(action_id)
    rows = tx.rows(
        "SELECT * FROM notices WHERE key >= :prefix AND key < :beyond AND gone_at IS NULL"
        " AND state IN ('queued', 'sending', 'sent', 'uncertain') ORDER BY id",
        prefix=prefix,
        beyond=f"{prefix[:-1]};",  # the character behind the colon
    )
    return [read_notice(row) for row in rows]


def card_key(action_id: int) -> str:
    """How the keys of its standing messages begin."""
    return f"special:{action_id}:card:"
