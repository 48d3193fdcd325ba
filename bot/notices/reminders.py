"""Reminders: everything due for one chat in one message, the most serious first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import islice

from bot.domain.deadlines import Clock, Rung
from bot.domain.tickets import Ticket
from bot.notices.markup import Markup, cut
from bot.notices.texts import Texts
from bot.notices.times import moment, span

MOST = 20
"""Lines in one message: more is a list, and the list is /todo."""

_JUST_NOW = timedelta(minutes=1)
_GRAVITY = {Rung.NAMING: 0, Rung.ESCALATION: 1, Rung.REMINDER: 2, Rung.EARLY: 3}


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """One ticket, the clock that runs out or ran out, and the rung; `unit` for readers who are not the unit."""

    ticket: Ticket
    clock: Clock
    rung: Rung
    due_at: datetime
    unit: str = ""


def reminder_lines(texts: Texts, lines: Sequence[ReminderLine], now: datetime, zone: tzinfo) -> dict[str, str]:
    """One line of HTML a ticket, by its number, the gravest first; of two rungs of one ticket the graver stays."""
    graver: dict[int, ReminderLine] = {}
    for line in sorted(lines, key=lambda line: _GRAVITY[line.rung]):
        graver.setdefault(line.ticket.id, line)
    return {line.ticket.number: _line(texts, line, now, zone) for line in graver.values()}


def reminder_text(texts: Texts, lines: Collection[str]) -> Markup:
    """The message with these lines; what is too much for one message is counted."""
    hidden = len(lines) - MOST
    more = [texts.say("reminder.more", count=hidden)] if hidden > 0 else []
    return Markup("\n".join([texts.say("reminder.head"), *islice(lines, MOST), *more]))


def _line(texts: Texts, line: ReminderLine, now: datetime, zone: tzinfo) -> Markup:
    return texts.say(
        "reminder.line",
        rung=texts.say(f"rung.{line.rung.value}"),
        number=line.ticket.number,
        unit=f"{line.unit} " if line.unit else "",
        place=cut(line.ticket.place or "", 30),
        summary=cut(line.ticket.summary, 30),
        what=texts.say(f"clock.{line.clock.value}"),
        due=due_words(texts, line.due_at, now, zone),
    )


def due_words(texts: Texts, due: datetime, now: datetime, zone: tzinfo) -> Markup:
    """时限 11月24日 18:00, or how long it is over."""
    if due > now:
        return texts.say("due.until", due=moment(due, zone))
    if now - due < _JUST_NOW:
        return texts.say("due.now")
    return texts.say("due.since", late=span(now - due))
