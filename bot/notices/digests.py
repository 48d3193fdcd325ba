"""Digests: a unit's or the area's day in a few lines, and the board of what was closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo

from bot.domain.areas import Area
from bot.domain.tickets import State, Ticket
from bot.notices.markup import Markup, cut
from bot.notices.reminders import due_words
from bot.notices.texts import Texts
from bot.notices.times import day, span

_LINES = 8
_WORKING = frozenset({State.ASSIGNED, State.ACCEPTED})


def digest_text(
    texts: Texts,
    area: Area,
    unit_code: str | None,
    tickets: Sequence[Ticket],
    fresh: int,
    now: datetime,
    zone: tzinfo,
    *,
    name_units: bool = False,
) -> Markup | None:
    """Counts and the most pressing tickets; None when there is nothing to say.

    `tickets` are those still open, `fresh` how many came in since yesterday; `unit_code` None: the whole area.
    Each line says whose it is, for the whole area and with `name_units`.
    """
    counts = [
        texts.say(f"digest.{name}", count=count)
        for name, holds in _COUNTS.items()
        if (count := sum(holds(ticket, now, zone) for ticket in tickets))
    ]
    if fresh:
        counts.append(texts.say("digest.new", count=fresh))
    if not counts:
        return None
    head = texts.say("digest.unit", day=day(now, zone), unit=area.unit_name(unit_code) or area.name)
    pressing = sorted(
        (ticket for ticket in tickets if ticket.state in _WORKING and ticket.due_at is not None),
        key=lambda ticket: ticket.due_at or now,
    )
    named = name_units or unit_code is None
    lines = [_line(texts, area, ticket, now, zone, name_unit=named) for ticket in pressing[:_LINES]]
    return Markup("\n".join([head, Markup(" · ".join(counts)), *lines]))


def _is_overdue(ticket: Ticket, now: datetime, zone: tzinfo) -> bool:
    return ticket.state in _WORKING and ticket.due_at is not None and ticket.due_at <= now


def _is_due_today(ticket: Ticket, now: datetime, zone: tzinfo) -> bool:
    if ticket.state not in _WORKING or ticket.due_at is None or ticket.due_at <= now:
        return False
    return ticket.due_at.astimezone(zone).date() == now.astimezone(zone).date()


_COUNTS: dict[str, Callable[[Ticket, datetime, tzinfo], bool]] = {
    "overdue": _is_overdue,
    "today": _is_due_today,
    "open": lambda ticket, now, zone: ticket.state in _WORKING,
    "review": lambda ticket, now, zone: ticket.state is State.RESOLVED,
    "triage": lambda ticket, now, zone: ticket.state is State.TRIAGE,
}


def _line(texts: Texts, area: Area, ticket: Ticket, now: datetime, zone: tzinfo, *, name_unit: bool) -> Markup:
    unit = f"{area.unit_name(ticket.unit_code)} " if name_unit and ticket.unit_code else ""
    return texts.say(
        "digest.line",
        number=ticket.number,
        unit=unit,
        place=cut(ticket.place or "", 30),
        summary=cut(ticket.summary, 30),
        due=due_words(texts, ticket.due_at or now, now, zone),
    )


def board_text(texts: Texts, area: Area, tickets: Sequence[Ticket], now: datetime, zone: tzinfo) -> Markup:
    """办结公示: what was closed, by whom, how fast. Nobody's name stands in it."""
    lines = [
        texts.say(
            "board.line",
            place=cut(ticket.place or "", 30),
            summary=cut(ticket.summary, 30),
            unit=area.unit_name(ticket.unit_code) or "",
            took=span((ticket.resolved_at or ticket.closed_at or now) - ticket.created_at),
        )
        for ticket in tickets[:30]
    ]
    return Markup("\n".join([texts.say("board.head", day=day(now, zone), count=len(tickets)), *lines]))
