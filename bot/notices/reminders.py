"""Reminders: everything due for one chat in one message, by what is to be done, the most serious first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import groupby

from bot.domain.deadlines import OF_FIX, Clock, Rung
from bot.domain.tickets import Ticket
from bot.notices.markup import Markup, cut
from bot.notices.texts import Texts
from bot.notices.times import moment, span
from bot.notices.whereabouts import place_words

MOST = 20
"""Lines in one message: more is a list, and the list is /todo."""

GRAVITY = {rung: place for place, rung in enumerate(Rung)}
"""The higher a rung, the graver."""

_JUST_NOW = timedelta(minutes=5)
"""So long after a deadline nobody is told how late it is: the message itself took a minute."""
_ROUGHLY = ((timedelta(days=1), timedelta(hours=1)), (timedelta(minutes=30), timedelta(minutes=5)))
_CLOCKS = {clock: place for place, clock in enumerate(Clock)}


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """One ticket, the clock that runs out or ran out, and the rung; `unit` for readers who are not the unit."""

    ticket: Ticket
    clock: Clock
    rung: Rung
    due_at: datetime
    unit: str = ""


def in_order(lines: Iterable[ReminderLine]) -> list[ReminderLine]:
    """One line a ticket, by what is to be done, the gravest first: of two rungs of one ticket the graver stays."""
    graver: dict[int, ReminderLine] = {}
    for line in sorted(lines, key=_by_deed):
        graver.setdefault(line.ticket.id, line)
    return list(graver.values())


def _by_deed(line: ReminderLine) -> tuple[int, int, datetime, int]:
    return -GRAVITY[line.rung], _CLOCKS[line.clock], line.due_at, line.ticket.id


def reminder_text(
    texts: Texts, lines: Sequence[ReminderLine], more: int, now: datetime, zone: tzinfo, *, urgent: bool = False
) -> Markup:
    """The message with these lines, at most MOST, as `in_order` has them; of `more` tickets only the number is told."""
    counts = Counter(line.rung for line in lines)
    about = [texts.say("reminder.about", rung=texts.say(f"rung.{rung.value}"), count=counts[rung]) for rung in counts]
    head = "reminder.urgent" if urgent else "reminder.head"
    told = [texts.say(head, about=Markup(" · ".join(about))), *_groups(texts, lines, now, zone)]
    return Markup("\n".join([*told, texts.say("reminder.more", count=more)] if more else told))


def _groups(texts: Texts, lines: Sequence[ReminderLine], now: datetime, zone: tzinfo) -> Iterator[Markup]:
    for (rung, clock), group in groupby(lines, key=lambda line: (line.rung, line.clock)):
        unnamed = rung is Rung.NAMING and clock not in OF_FIX  # the coordinators' own stands in no bulletin
        yield texts.say(
            "reminder.naming.own" if unnamed else f"reminder.{rung.value}",
            rung=texts.say(f"rung.{rung.value}"),
            what=texts.say(f"clock.{clock.value}"),
            deed=texts.say(f"deed.{clock.value}"),
        )
        yield from (_line(texts, line, now, zone) for line in group)


def _line(texts: Texts, line: ReminderLine, now: datetime, zone: tzinfo) -> Markup:
    return texts.say(
        "reminder.line",
        number=line.ticket.number,
        unit=f"{cut(line.unit, 30)} " if line.unit else "",
        place=place_words(texts, line.ticket, 30),
        summary=cut(line.ticket.summary, 30),
        due=_left_words(texts, line.due_at, now, zone),
    )


def _left_words(texts: Texts, due: datetime, now: datetime, zone: tzinfo) -> Markup:
    """还剩 6小时（11月24日 18:00 到时限）, or how long it is over."""
    if due - now < _JUST_NOW:
        return due_words(texts, min(due, now), now, zone)
    return texts.say("due.left", left=span(roughly(due - now)), due=moment(due, zone))


def due_words(texts: Texts, due: datetime, now: datetime, zone: tzinfo) -> Markup:
    """时限 11月24日 18:00, or how long it is over."""
    if due > now:
        return texts.say("due.until", due=moment(due, zone))
    if now - due < _JUST_NOW:
        return texts.say("due.now")
    return texts.say("due.since", late=span(roughly(now - due)))


def roughly(length: timedelta) -> timedelta:
    """As people say it: of days to the hour, of hours to five minutes. The message took a minute, too."""
    unit = next((unit for least, unit in _ROUGHLY if length >= least), timedelta(minutes=1))
    return unit * ((length + unit / 2) // unit)
