"""Ticket rows: a ticket as the columns of its table, and back."""

from __future__ import annotations

from typing import Any

from bot.domain.areas import TimeClass
from bot.domain.durations import Duration
from bot.domain.stages import Stage, Stages
from bot.domain.tickets import State, Ticket
from storage.json_text import from_text, to_text
from storage.times import from_ms, maybe_from_ms, maybe_ms
from storage.transaction import Row


def read_ticket(row: Row) -> Ticket:
    return Ticket(
        id=row["id"],
        state=State(row["state"]),
        post_id=row["post_id"],
        chat_id=row["chat_id"],
        message_id=row["message_id"],
        topic=row["topic"],
        private=bool(row["private"]),
        reporter_id=row["reporter_id"],
        reporter_name=row["reporter_name"],
        text=row["text"],
        summary=row["summary"],
        place=row["place"],
        place_name=row["place_name"],
        unit_code=row["unit_code"],
        bot_unit=row["bot_unit"],
        candidates=tuple(from_text(row["candidates"])),
        rule=row["rule"],
        category=row["category"],
        subcategory=row["subcategory"],
        confidence=row["confidence"],
        time_class=TimeClass(row["time_class"]),
        limit=Duration.parse(row["time_limit"]),
        stages=Stages.model_validate(from_text(row["stages"])) if row["stages"] else None,
        stage=Stage(row["stage"]) if row["stage"] else None,
        emergency=bool(row["emergency"]),
        reopened=row["reopened"],
        address=row["address"],
        extended=row["extended"],
        returners=tuple(from_text(row["returners"])),
        designated=bool(row["designated"]),
        objected=bool(row["objected"]),
        bundle=bool(row["bundle"]),
        supporters=tuple(from_text(row["supporters"])),
        parent_id=row["parent_id"],
        lead_unit=row["lead_unit"],
        merged_into=row["merged_into"],
        state_before=State(row["state_before"]) if row["state_before"] else None,
        suspended_until=maybe_from_ms(row["suspended_until"]),
        stars=row["stars"],
        created_at=from_ms(row["created_at"]),
        assigned_at=maybe_from_ms(row["assigned_at"]),
        accepted_at=maybe_from_ms(row["accepted_at"]),
        resolved_at=maybe_from_ms(row["resolved_at"]),
        closed_at=maybe_from_ms(row["closed_at"]),
        due_at=maybe_from_ms(row["due_at"]),
        respond_by=maybe_from_ms(row["respond_by"]),
    )


def changing(ticket: Ticket) -> dict[str, Any]:
    """The columns that may change, as storage keeps them."""
    return {
        "state": ticket.state.value,
        "text": ticket.text,
        "summary": ticket.summary,
        "place": ticket.place,
        "place_name": ticket.place_name,
        "unit_code": ticket.unit_code,
        "bot_unit": ticket.bot_unit,
        "candidates": to_text(ticket.candidates),
        "rule": ticket.rule,
        "category": ticket.category,
        "subcategory": ticket.subcategory,
        "confidence": ticket.confidence,
        "time_class": ticket.time_class.value,
        "time_limit": str(ticket.limit),
        "stages": to_text(ticket.stages.written()) if ticket.stages else None,
        "stage": ticket.stage.value if ticket.stage else None,
        "emergency": ticket.emergency,
        "reopened": ticket.reopened,
        "address": ticket.address,
        "extended": ticket.extended,
        "returners": to_text(ticket.returners),
        "designated": ticket.designated,
        "objected": ticket.objected,
        "bundle": ticket.bundle,
        "supporters": to_text(ticket.supporters),
        "merged_into": ticket.merged_into,
        "state_before": ticket.state_before.value if ticket.state_before else None,
        "suspended_until": maybe_ms(ticket.suspended_until),
        "stars": ticket.stars,
        "assigned_at": maybe_ms(ticket.assigned_at),
        "accepted_at": maybe_ms(ticket.accepted_at),
        "resolved_at": maybe_ms(ticket.resolved_at),
        "closed_at": maybe_ms(ticket.closed_at),
        "due_at": maybe_ms(ticket.due_at),
        "respond_by": maybe_ms(ticket.respond_by),
    }


_CHANGING = (
    "state",
    "text",
    "summary",
    "place",
    "place_name",
    "unit_code",
    "bot_unit",
    "candidates",
    "rule",
    "category",
    "subcategory",
    "confidence",
    "time_class",
    "time_limit",
    "stages",
    "stage",
    "emergency",
    "reopened",
    "address",
    "extended",
    "returners",
    "designated",
    "objected",
    "bundle",
    "supporters",
    "merged_into",
    "state_before",
    "suspended_until",
    "stars",
    "assigned_at",
    "accepted_at",
    "resolved_at",
    "closed_at",
    "due_at",
    "respond_by",
)
_FIXED = (
    "post_id",
    "chat_id",
    "message_id",
    "topic",
    "private",
    "reporter_id",
    "reporter_name",
    "parent_id",
    "lead_unit",
    "why",
    "created_at",
)
INSERT = (
    f"INSERT INTO tickets ({', '.join(_FIXED + _CHANGING)})"
    f" VALUES ({', '.join(':' + name for name in _FIXED + _CHANGING)})"
)
UPDATE = f"UPDATE tickets SET {', '.join(f'{name} = :{name}' for name in _CHANGING)} WHERE id = :id"
