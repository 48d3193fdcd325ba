"""The board 办结公示: what was closed of a group's reports. Nobody's name stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from bot.domain.areas import Area
from bot.domain.tickets import Ticket
from bot.notices.markup import Markup, cut
from bot.notices.texts import Texts
from bot.notices.times import day, span

MOST = 30
"""Lines of one board."""


def board_text(texts: Texts, area: Area, tickets: Sequence[Ticket], count: int, now: datetime, zone: tzinfo) -> Markup:
    """What was closed, by which unit, how fast: MOST of `count`."""
    lines = [
        texts.say(
            "board.line",
            place=cut(ticket.place or "", 30),
            summary=cut(ticket.summary, 30),
            unit=area.unit_name(ticket.unit_code) or "",
            took=span((ticket.resolved_at or ticket.closed_at or now) - ticket.created_at),
        )
        for ticket in tickets[:MOST]
    ]
    more = [texts.say("board.more", count=count - len(lines))] if count > len(lines) else []
    return Markup("\n".join([texts.say("board.head", day=day(now, zone), count=count), *lines, *more]))
