"""One ticket as the JSON object that `fengshao tickets --json` prints (DESIGN 11)."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from bot.domain.areas import Area
from bot.domain.tickets import Ticket


def ticket_as_json(ticket: Ticket, area: Area, zone: tzinfo) -> dict[str, Any]:
    """Category and subcategory by name, `class` by letter (urgent A B C), times with the zone's offset.

    `supporters` is how many other people reported the same.
    """
    return {
        "no": ticket.number,
        "state": ticket.state.value,
        "unit_code": ticket.unit_code,
        "unit": area.unit_name(ticket.unit_code),
        "category": area.category_name(ticket.category),
        "subcategory": area.subcategory_name(ticket.category, ticket.subcategory),
        "class": ticket.time_class.value,
        "place": ticket.place,
        "text": ticket.text,
        "reporter_id": ticket.reporter_id,
        "supporters": len(ticket.supporters),
        "chat_id": ticket.chat_id,
        "message_id": ticket.message_id,
        "created_at": _iso(ticket.created_at, zone),
        "due_at": _iso(ticket.due_at, zone),
        "resolved_at": _iso(ticket.resolved_at, zone),
        "closed_at": _iso(ticket.closed_at, zone),
        "reopened": ticket.reopened,
    }


def _iso(at: datetime | None, zone: tzinfo) -> str | None:
    return None if at is None else at.astimezone(zone).isoformat(timespec="seconds")
