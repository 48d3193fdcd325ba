"""Why: what was understood from a post, by which words and which rule, in a few lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from bot.domain.decisions import Decision
from bot.domain.readings import Reason
from bot.domain.routing import Rule, route_number
from bot.domain.tickets import Ticket
from bot.notices.cards import Step, step_line
from bot.notices.markup import Markup, cut
from bot.notices.texts import Texts
from bot.notices.times import short

_MOST_WORDS = 8
"""Matched words quoted of one kind."""

_MOST_CORRECTIONS = 8

SPANS = ("place", "unit", "address", "fault", "emergency", "learned", "earlier")
"""Kinds of matched words that have a line of their own; those of the category stand in its line."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A later line of the history that changed the answer, and what was read then, if it was a reading."""

    step: Step
    decision: Decision


def explanation(
    texts: Texts, ticket: Ticket, decision: Decision, corrections: Sequence[Correction], zone: tzinfo
) -> Markup:
    """The answer to /why. The times are local."""
    lines = [texts.say("reading.head", number=ticket.number)]
    lines += _span_lines(texts, decision.spans)
    lines += [_category_line(texts, decision), _limit_line(texts, ticket, decision), _unit_line(texts, decision)]
    if decision.asked:
        lines.append(texts.say("reading.asked"))
    for correction in corrections[-_MOST_CORRECTIONS:]:
        lines.append(_later_line(texts, correction, zone))
        lines += _span_lines(texts, [span for span in correction.decision.spans if span not in decision.spans])
        if correction.decision.rule:
            lines.append(_unit_line(texts, correction.decision))
    return Markup("\n".join(lines))


def _span_lines(texts: Texts, spans: Sequence[Reason]) -> Iterator[Markup]:
    for kind in SPANS:
        if words := _quoted(texts, spans, kind):
            yield texts.say(f"reading.span.{kind}", words=words)
    strange = dict.fromkeys(span.kind for span in spans if span.kind not in {*SPANS, "category"})
    for kind in strange:
        yield texts.say("reading.span_other", kind=kind, words=_quoted(texts, spans, kind))


def _quoted(texts: Texts, spans: Sequence[Reason], kind: str) -> Markup:
    words = dict.fromkeys(span.text for span in spans if span.kind == kind)
    return Markup("".join(texts.say("reading.quote", word=cut(word, 40)) for word in list(words)[:_MOST_WORDS]))


def _category_line(texts: Texts, decision: Decision) -> Markup:
    if decision.category is None:
        return texts.say("reading.no_category")
    name = "/".join(name for name in (decision.category, decision.subcategory) if name)
    words = _quoted(texts, decision.spans, "category")
    return texts.say("reading.category", words=words, category=name, sure=f"{decision.confidence:.0%}")


def _limit_line(texts: Texts, ticket: Ticket, decision: Decision) -> Markup:
    """What decided how long the unit has."""
    if ticket.emergency:
        why = texts.say("reading.limit_urgent")
    elif decision.has_own_limit:
        why = texts.say("reading.limit_own", subcategory=decision.subcategory or "")
    elif decision.category is not None:
        why = texts.say("reading.limit_category")
    else:
        why = texts.say("reading.limit_none")
    return texts.say("reading.limit", limit=ticket.limit.on_screen(), why=why)


def _unit_line(texts: Texts, decision: Decision) -> Markup:
    if decision.unit is None:
        if decision.candidates:
            return texts.say("reading.ambiguous", units="、".join(decision.candidates))
        return texts.say("reading.no_unit")
    return texts.say("reading.unit", unit=decision.unit, why=_rule(texts, decision))


def _rule(texts: Texts, decision: Decision) -> Markup:
    rule = decision.rule or ""
    number = route_number(rule)
    if number is not None:
        return texts.say("reading.route", number=number, condition=decision.route or "–")
    if rule in set(Rule):
        return texts.say(f"reading.rule.{rule.replace(' ', '_')}")
    return texts.say("reading.rule_other", rule=rule or "–")


def _later_line(texts: Texts, correction: Correction, zone: tzinfo) -> Markup:
    step = correction.step
    what = step_line(texts, step)
    if step.kind == "added" and step.words:
        what = texts.say("reading.added", what=what, words=cut(step.words, 120))
    return texts.say("reading.later", at=short(step.at, zone), what=what)
