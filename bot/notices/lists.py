"""Lists of tickets: what is to do, what waits for a coordinator, what one has reported, what was found."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.domain.areas import Area
from bot.domain.rankings import OwnCounts
from bot.domain.tickets import Move, Ticket
from bot.notices.markup import Markup, cut
from bot.notices.reminders import due_words
from bot.notices.texts import Texts
from bot.notices.times import day, span
from bot.notices.whereabouts import place_words


def todo_text(texts: Texts, tickets: Sequence[Ticket], count: int, start: int, now: datetime, zone: tzinfo) -> Markup:
    """One page, of `count` in all; `start` is how many stand on the pages before."""
    if not count:
        return texts.say("todo.none")
    return _paged(texts.say("todo.head", count=count), [_line(texts, one, now, zone) for one in tickets], texts, start)


def _line(texts: Texts, ticket: Ticket, now: datetime, zone: tzinfo) -> Markup:
    return texts.say(
        "todo.line",
        number=ticket.number,
        state=texts.say(f"state.{ticket.state.value}"),
        place=place_words(texts, ticket, 30),
        summary=cut(ticket.summary, 30),
        due=due_words(texts, ticket.due_at, now, zone) if ticket.due_at else texts.plain("todo.no_due"),
    )


def _paged(head: Markup, lines: Sequence[Markup], texts: Texts, start: int) -> Markup:
    where = [texts.say("list.from", first=start + 1, last=start + len(lines))] if start and lines else []
    return Markup("\n".join([head, *where, *lines]))


def mine_text(
    texts: Texts, tickets: Sequence[Ticket], supported: Collection[int], count: int, counts: OwnCounts
) -> Markup:
    """One page of `count`, below what was achieved; `supported` are those that somebody else reported first."""
    if not count:
        return texts.say("mine.none")
    lines = [
        texts.say(
            "mine.supported" if ticket.id in supported else "mine.line",
            number=ticket.number,
            state=texts.say(f"state.{ticket.state.value}"),
            place=place_words(texts, ticket, 30),
            summary=cut(ticket.summary, 30),
        )
        for ticket in tickets
    ]
    return Markup("\n".join([*_achieved(texts, counts), texts.say("mine.head", count=count), *lines]))


def _achieved(texts: Texts, counts: OwnCounts) -> list[str]:
    if not counts.reported:
        return []
    told: list[str] = [texts.say("mine.counts", reported=counts.reported, resolved=counts.resolved)]
    if counts.fastest is not None:
        told.append(texts.say("mine.fastest", fastest=span(counts.fastest)))
    if counts.joined:
        told.append(texts.say("mine.joined", joined=counts.joined))
    return ["".join(told)]


@dataclass(frozen=True, slots=True)
class RequestLine:
    """What somebody asks a coordinator for. `wish` is what the move is to be made with."""

    number: str
    unit: str
    name: str
    move: Move
    wish: Markup
    words: str


def triage_text(
    texts: Texts, asked: Sequence[RequestLine], tickets: Sequence[Ticket], counts: tuple[int, int]
) -> Markup:
    """One page: requests, then what is to be dispatched; `counts` are how many there are of each in all."""
    requests, waiting = counts
    if not requests and not waiting:
        return texts.say("triage.none")
    lines = [texts.say("triage.head", requests=requests, count=waiting)]
    lines += [
        texts.say(
            "triage.request",
            number=line.number,
            unit=cut(line.unit, 20),
            name=cut(line.name, 20),
            move=texts.plain(f"move.{line.move.value}"),
            wish=line.wish,
            words=texts.say("event.words", words=cut(line.words, 60)) if line.words else "",
        )
        for line in asked
    ]
    lines += [
        texts.say(
            "triage.line",
            number=one.number,
            place=place_words(texts, one, 30),
            summary=cut(one.summary or one.text, 40),
        )
        for one in tickets
    ]
    return Markup("\n".join(lines))


def found_text(
    texts: Texts,
    area: Area,
    query: str,
    tickets: Sequence[Ticket],
    start: int,
    zone: tzinfo,
    *,
    more: bool,
) -> Markup:
    """One page of what was found for `query`."""
    if not tickets and not start:
        return texts.say("found.none", query=cut(query, 60))
    lines = [
        texts.say(
            "found.line",
            number=ticket.number,
            state=texts.say(f"state.{ticket.state.value}"),
            unit=area.unit_name(ticket.unit_code) or "",
            place=place_words(texts, ticket, 30),
            summary=cut(ticket.summary, 30),
            at=day(ticket.created_at, zone),
        )
        for ticket in tickets
    ]
    last = start + len(tickets)
    key = "found.head.more" if more or start else "found.head"
    return Markup("\n".join([texts.say(key, query=cut(query, 60), first=start + 1, last=last), *lines]))


def review_text(texts: Texts, area: Area, tickets: Sequence[Ticket], said: Mapping[int, str], more: int) -> Markup:
    """What waits for a review, with what the unit said (`said`, by number), and how many `more` there are."""
    if not tickets:
        return texts.say("review.none")
    lines = [
        texts.say(
            "review.line",
            number=ticket.number,
            place=place_words(texts, ticket, 30),
            summary=cut(ticket.summary, 30),
            unit=area.unit_name(ticket.unit_code) or "",
            words=texts.say("event.words", words=cut(said[ticket.id], 60)) if said.get(ticket.id) else "",
        )
        for ticket in tickets
    ]
    if more:
        lines.append(texts.say("review.more", count=more))
    return Markup("\n".join([texts.say("review.head", count=len(tickets) + more), *lines]))
