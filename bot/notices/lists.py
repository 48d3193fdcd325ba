"""Lists of tickets: what is to do, what one has reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from bot.domain.areas import Area
from bot.domain.tickets import Ticket
from bot.notices.markup import Markup, cut
from bot.notices.reminders import due_words
from bot.notices.texts import Texts


def todo_text(texts: Texts, tickets: Sequence[Ticket], more: int, now: datetime, zone: tzinfo) -> Markup:
    """The most pressing ones, and how many `more` there are."""
    if not tickets:
        return texts.say("todo.none")
    lines = [
        texts.say(
            "todo.line",
            number=ticket.number,
            state=texts.say(f"state.{ticket.state.value}"),
            place=cut(ticket.place or "", 30),
            summary=cut(ticket.summary, 30),
            due=due_words(texts, ticket.due_at, now, zone) if ticket.due_at else "–",
        )
        for ticket in tickets
    ]
    if more:
        lines.append(texts.say("todo.more", count=more))
    return Markup("\n".join([texts.say("todo.head", count=len(tickets) + more), *lines]))


def mine_text(texts: Texts, tickets: Sequence[Ticket]) -> Markup:
    if not tickets:
        return texts.say("mine.none")
    lines = [
        texts.say(
            "mine.line",
            number=ticket.number,
            state=texts.say(f"state.{ticket.state.value}"),
            place=cut(ticket.place or "", 30),
            summary=cut(ticket.summary, 30),
        )
        for ticket in tickets
    ]
    return Markup("\n".join([texts.say("mine.head", count=len(tickets)), *lines]))


def review_text(texts: Texts, area: Area, tickets: Sequence[Ticket], said: Mapping[int, str], more: int) -> Markup:
    """What waits for a review, with what the unit said (`said`, by number), and how many `more` there are."""
    if not tickets:
        return texts.say("review.none")
    lines = [
        texts.say(
            "review.line",
            number=ticket.number,
            place=cut(ticket.place or "", 30),
            summary=cut(ticket.summary, 30),
            unit=area.unit_name(ticket.unit_code) or "",
            words=texts.say("event.words", words=cut(said[ticket.id], 60)) if said.get(ticket.id) else "",
        )
        for ticket in tickets
    ]
    if more:
        lines.append(texts.say("review.more", count=more))
    return Markup("\n".join([texts.say("review.head", count=len(tickets) + more), *lines]))
