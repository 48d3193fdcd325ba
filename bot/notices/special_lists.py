"""Lists of special actions: what keeps coming back, the actions with their numbers, the tickets of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.domain.areas import Area
from bot.domain.special_actions import Member, Progress, SpecialAction, SpecialRules, counted_before
from bot.domain.special_recurrences import Recurrence
from bot.notices.markup import Markup, cut
from bot.notices.special_actions import Shown, kinds, left_words, numbers
from bot.notices.texts import Texts
from bot.notices.times import day

MOST_LISTED = 8
"""Actions that are open in one list."""
MOST_PROPOSED = 5
"""Proposals in one message: with their evidence, what a phone shows without long scrolling."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What keeps coming back, and its tickets."""

    what: Recurrence
    tickets: Sequence[Member]


def proposals_text(
    texts: Texts,
    area: Area,
    rules: SpecialRules,
    proposed: Sequence[Proposed],
    count: int,
    zone: tzinfo,
    *,
    listed: bool = False,
) -> Markup:
    """The first of `count`, each with its evidence. `listed`: somebody asked for them."""
    facts = {"days": rules.days, "times": rules.times}
    if not proposed:
        return texts.say("special.proposals.none", **facts)
    head = texts.say("special.proposals.listed" if listed else "special.proposals", **facts)
    parts = [_proposal(texts, area, index, one, zone) for index, one in enumerate(proposed, 1)]
    if count > len(proposed):
        key = "special.proposals.others" if listed else "special.proposals.more"
        parts.append(texts.say(key, count=count - len(proposed)))
    return Markup("\n\n".join([head, *parts]))


def _proposal(texts: Texts, area: Area, index: int, one: Proposed, zone: tzinfo) -> Markup:
    what, tickets = one.what, one.tickets
    lines = [
        texts.say(
            "special.proposal.fresh" if 0 < what.fresh < what.count else "special.proposal",
            index=index,
            place=cut(what.place_name, 30),
            category=area.category_name(what.category) or what.category,
            count=what.count,
            fresh=what.fresh,
        ),
        *kinds(texts, area, what.category, tickets),
    ]
    if tickets:
        lines.append(
            texts.say(
                "special.proposal.when",
                first=day(min(ticket.created_at for ticket in tickets), zone),
                last=day(max(ticket.created_at for ticket in tickets), zone),
                open=sum(not ticket.state.is_over for ticket in tickets),
                unit=area.unit_name(what.lead) or what.lead,
            )
        )
        lines.append(numbers(texts, tickets, zone))
    return Markup("\n".join(lines))


def actions_text(
    texts: Texts,
    area: Area,
    running: Sequence[Shown],
    count: int,
    ended: Sequence[Shown],
    now: datetime,
    zone: tzinfo,
) -> Markup:
    """The first of `count` that are open, by their date, and the last that ended."""
    lines = [texts.say("special.list", count=count)] if running else [texts.say("special.list.none")]
    for one in running:
        action = one.action
        due = "" if action.due_at is None else day(action.due_at, zone)
        open_ = len(one.done.open)
        left = left_words(texts, action, now, zone)
        key = "special.list.line"
        lines.append(texts.say(key, **_facts(area, action, one.done), day=due, left=left, open=open_))
    if count > len(running):
        lines.append(texts.say("special.list.more", count=count - len(running)))
    if ended:
        lines += [Markup(""), texts.say("special.list.ended")]
    for one in ended:
        action = one.action
        at = day(action.ended_at or now, zone)
        lines.append(texts.say("special.list.ended.line", **_facts(area, action, one.done), day=at))
    return Markup("\n".join(lines))


def _facts(area: Area, action: SpecialAction, done: Progress) -> dict[str, object]:
    return {
        "number": action.id,
        "title": action.title,
        "unit": area.unit_name(action.lead_unit) or action.lead_unit,
        "before": counted_before(action, done),
        "since": len(done.since),
    }


def tickets_text(
    texts: Texts, area: Area, action: SpecialAction, tickets: Sequence[Member], count: int, zone: tzinfo
) -> Markup:
    """One page of the tickets of an action, `count` in all. Nobody's words and names stand in it."""
    lines = [texts.say("special.tickets", number=action.id, title=action.title, count=count)]
    lines += [
        texts.say(
            "special.tickets.line",
            number=f"T{one.id}",
            day=day(one.created_at, zone),
            state=texts.say(f"state.{one.state.value}"),
            kind=area.subcategory_name(action.category, one.subcategory) or "",
            unit=area.unit_name(one.unit_code) or "",
        )
        for one in tickets
    ]
    return Markup("\n".join(lines))
