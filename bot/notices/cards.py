"""The card of a ticket: the one message that a unit reads and that is edited through the ticket's life."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from bot.domain.areas import Area
from bot.domain.people import Person
from bot.domain.stages import Stage
from bot.domain.tickets import State, Ticket
from bot.notices.markup import Markup, cut, mention, visible_length
from bot.notices.texts import Texts
from bot.notices.times import day, moment, short
from bot.notices.whereabouts import place_words

MESSAGE_LIMIT = 4096
CAPTION_LIMIT = 1024
_WORDS = 300
_PLACE = 100


@dataclass(frozen=True, slots=True)
class Step:
    """One line of history as a card shows it: an event's kind and its facts."""

    at: datetime
    kind: str
    name: str
    words: str | None = None
    unit: str | None = None


LAST_STEPS = 4
"""Of the history, on a card."""


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What a card shows beside the ticket itself.

    `lines` is how much of the history, `helpers` the tickets of those who were whistled for. With `own_limit` the
    小类 has a limit of its own, which says more than its class; `stages` are when the steps still to come are due.
    """

    photos: int = 0
    history: Sequence[Step] = ()
    attention: Sequence[Person] = ()
    review_due: datetime | None = None
    respond_by: datetime | None = None
    own_limit: bool = False
    stages: Mapping[Stage, datetime] = field(default_factory=dict)
    helpers: Sequence[Ticket] = ()
    lines: int = LAST_STEPS


def category_line(texts: Texts, area: Area, ticket: Ticket) -> str:
    """市政设施/井盖, or 未分类."""
    big = area.category_name(ticket.category)
    small = area.subcategory_name(ticket.category, ticket.subcategory)
    return "/".join(name for name in (big, small) if name) or texts.plain("card.no_category")


def step_line(texts: Texts, step: Step) -> Markup:
    words = texts.say("event.words", words=cut(step.words, 80)) if step.words else ""
    if step.kind in {"reminded", "photo_refused"}:
        words = Markup(texts.say("event.words", words=step.words or "")[1:])
    return texts.say(f"event.{step.kind}", name=step.name, words=words, unit=step.unit or "")


_CAME_BACK = {"return": "triage.returned", "object": "triage.objected"}
"""By the step that brought a ticket back to triage: where it lies is then no question any more."""


def _triage_reason(texts: Texts, area: Area, ticket: Ticket, facts: CardFacts) -> Markup:
    back = next((_CAME_BACK[step.kind] for step in reversed(facts.history) if step.kind in _CAME_BACK), None)
    if back is not None:
        return texts.say(back)
    if ticket.bundle:
        return texts.say("triage.bundle", count=1 + sum(step.kind == "bundled" for step in facts.history))
    if ticket.unit_code is not None:
        return texts.say("triage.unreachable", unit=area.unit_name(ticket.unit_code) or "")
    if len(ticket.candidates) > 1 and ticket.place_name:
        return texts.say("triage.ambiguous")
    if len(ticket.candidates) == 1 and ticket.place_name:
        return texts.say("triage.check")
    return texts.say("triage.unknown_place" if ticket.place else "triage.no_place")


def _place_line(texts: Texts, area: Area, ticket: Ticket) -> Markup:
    place = place_words(texts, ticket, _PLACE)
    if ticket.state.is_over and ticket.unit_code is None:
        return texts.say("card.place_alone", place=place)
    if ticket.state is State.TRIAGE or ticket.unit_code is None:
        return texts.say("card.place_unknown", place=place)
    return texts.say("card.place", place=place, unit=area.unit_name(ticket.unit_code) or "")


_AT_WORK = frozenset({State.ASSIGNED, State.ACCEPTED})


def _due_line(texts: Texts, ticket: Ticket, facts: CardFacts, zone: tzinfo) -> Markup | None:
    if ticket.state is State.RESOLVED and facts.review_due is not None:
        return texts.say("card.review_due", due=moment(facts.review_due, zone))
    if ticket.state is State.SUSPENDED and ticket.suspended_until is not None:
        return texts.say("card.suspended", until=day(ticket.suspended_until, zone))
    if ticket.state not in _AT_WORK or ticket.due_at is None:
        return None
    due = moment(ticket.due_at, zone)
    if ticket.state is State.ASSIGNED and facts.respond_by is not None:
        return texts.say("card.respond", respond=moment(facts.respond_by, zone), due=due)
    if ticket.reopened:
        return texts.say("card.due_again", due=due)
    return texts.say("card.due", due=due, limit=ticket.limit.on_screen())


def _stages_line(texts: Texts, ticket: Ticket, facts: CardFacts, zone: tzinfo) -> Markup | None:
    """控制 ✓ · 👉 修复 11月21日 10:00 · 恢复 11月23日 10:00: what is done, what is next, what comes then."""
    if ticket.stages is None or ticket.reopened or ticket.due_at is None or ticket.state not in _AT_WORK:
        return None
    told = []
    for stage in ticket.stages.steps():
        name, due = texts.plain(f"card.stage.{stage.value}"), facts.stages.get(stage)
        told.append(_step_words(texts, name, due, zone, is_next=stage in ticket.to_come[:1]))
    last = texts.plain("card.stage.restored")
    told.append(_step_words(texts, last, ticket.due_at, zone, is_next=not ticket.to_come))
    return texts.say("card.stages", steps=Markup(" · ".join(told)))


def _step_words(texts: Texts, step: str, due: datetime | None, zone: tzinfo, *, is_next: bool) -> Markup:
    if due is None:
        return texts.say("card.stage.done", step=step)
    return texts.say("card.stage.next" if is_next else "card.stage.later", step=step, due=moment(due, zone))


def card(texts: Texts, area: Area, ticket: Ticket, facts: CardFacts, zone: tzinfo, *, limit: int) -> Markup:
    """The card's HTML, at most `limit` UTF-16 units after its entities are parsed.

    What must give way gives way in this order: the words of the report, then the older history.
    """
    history = list(facts.history)[-facts.lines :]
    for words in (_WORDS, 120, 40):
        text = _compose(texts, area, ticket, facts, history, zone, words)
        if visible_length(text) <= limit:
            return text
    for kept in (len(history) // 2, len(history) // 4):
        text = _compose(texts, area, ticket, facts, history[len(history) - kept :], zone, 40)
        if kept and visible_length(text) <= limit:
            return text
    return _compose(texts, area, ticket, facts, history[-1:], zone, 40)


def _compose(
    texts: Texts,
    area: Area,
    ticket: Ticket,
    facts: CardFacts,
    history: Sequence[Step],
    zone: tzinfo,
    words: int,
) -> Markup:
    lines: list[Markup | None] = [
        texts.say("card.emergency") if ticket.emergency else None,
        texts.say(
            "card.head",
            state=texts.say(f"state.{ticket.state.value}"),
            number=ticket.number,
            category=category_line(texts, area, ticket),
            **{"class": _class_label(texts, ticket, facts)},
        ),
        _place_line(texts, area, ticket),
        texts.say("card.words", text=cut(ticket.text, words)),
        texts.say("card.why_triage", why=_triage_reason(texts, area, ticket, facts))
        if ticket.state is State.TRIAGE
        else None,
        _due_line(texts, ticket, facts, zone),
        _stages_line(texts, ticket, facts, zone),
        *_kin_lines(texts, area, ticket, facts),
        _people_line(texts, ticket, facts),
        _earlier_line(texts, facts, len(facts.history) - len(history)),
        *(texts.say("card.history", at=short(step.at, zone), what=step_line(texts, step)) for step in history),
        _attention_line(texts, facts),
    ]
    return Markup("\n".join(line for line in lines if line))


def _earlier_line(texts: Texts, facts: CardFacts, left_out: int) -> Markup | None:
    """A whole story says what it leaves out; a card shows the last steps alone, as everybody knows."""
    told = facts.lines > LAST_STEPS and left_out > 0
    return texts.say("card.earlier", count=left_out) if told else None


def _kin_lines(texts: Texts, area: Area, ticket: Ticket, facts: CardFacts) -> list[Markup]:
    """The tickets that this one has to do with: the one it was merged into or split off, who leads, who helps."""
    lines = []
    if ticket.merged_into is not None:
        lines.append(texts.say("card.merged", number=f"T{ticket.merged_into}"))
    if ticket.parent_id is not None:
        unit = area.unit_name(ticket.lead_unit) or ""
        lines.append(
            texts.say("card.helping" if ticket.lead_unit else "card.part", number=f"T{ticket.parent_id}", unit=unit)
        )
    lines += [
        texts.say(
            "card.helper",
            number=one.number,
            unit=area.unit_name(one.unit_code) or "",
            state=texts.say(f"state.{one.state.value}"),
        )
        for one in facts.helpers
    ]
    if ticket.designated and not ticket.state.is_over:
        lines.append(texts.say("card.designated"))
    return lines


def _class_label(texts: Texts, ticket: Ticket, facts: CardFacts) -> str:
    """A类, or 限4小时 where the 小类 has its own limit: "B类" beside four hours would only puzzle."""
    if facts.own_limit and not ticket.emergency:
        return texts.say("card.limit", limit=ticket.limit.on_screen())
    return ticket.time_class.on_screen()


def _people_line(texts: Texts, ticket: Ticket, facts: CardFacts) -> Markup | None:
    """The reporter (not named when the report came in private), how many said the same, how many photos there are."""
    parts = [
        None if ticket.private else texts.say("card.reporter", name=cut(ticket.reporter_name, 40)),
        texts.say("card.supporters", count=len(ticket.supporters)) if ticket.supporters else None,
        texts.say("card.photos", count=facts.photos) if facts.photos > 1 else None,
    ]
    return Markup(" · ".join(part for part in parts if part)) or None


def _attention_line(texts: Texts, facts: CardFacts) -> Markup | None:
    if not facts.attention:
        return None
    people = Markup(" ".join(mention(person.id, cut(person.name, 20)) for person in facts.attention))
    return texts.say("card.attention", people=people)
