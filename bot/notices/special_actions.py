"""A special action as people read it: its card, its reminders, and how it turned out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from bot.domain.areas import Area
from bot.domain.special_actions import (
    COMPARABLE,
    Member,
    Phase,
    Progress,
    SpecialAction,
    SpecialReport,
    counted_before,
    days_left,
    has_passed,
    monthly,
)
from bot.notices.markup import Markup, cut
from bot.notices.texts import Texts
from bot.notices.times import day

MOST_TICKETS = 8
"""Numbers in one line: the rest stands behind a button."""
_MOST_KINDS = 4
_MOST_REPORTS = 5
_LONGEST_WORDS = 300
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """An action with all that is told of it."""

    action: SpecialAction
    done: Progress
    reports: Sequence[SpecialReport] = ()


def card_text(texts: Texts, area: Area, shown: Shown, now: datetime, zone: tzinfo, *, for_lead: bool) -> Markup:
    """How it stands, and what its reader may do by a reply."""
    action, done = shown.action, shown.done
    lines = [
        texts.say(f"special.head.{action.phase.value}", number=action.id, title=action.title),
        _lead_line(texts, area, action, now, zone),
        _before(texts, action, done),
    ]
    if action.phase is not Phase.PREPARED:
        lines.append(_since(texts, done))
    lines += standing(texts, area, action.category, done)
    if action.phase is not Phase.PREPARED:
        lines += [*_named(texts, "special.came", done.since, zone), *_told(texts, shown.reports[-1:], zone)]
    if action.phase is Phase.PREPARED:
        lines += [Markup(""), texts.say("special.ask_date")]
    elif action.phase is Phase.OPEN and for_lead:
        lines += [Markup(""), texts.say("special.hint.lead", unit=_unit(area, action.lead_unit))]
    elif action.phase is Phase.OPEN:
        lines += [Markup(""), texts.say("special.hint.keep")]
    return Markup("\n".join(lines))


def reminder_text(texts: Texts, area: Area, shown: Shown, now: datetime, zone: tzinfo, *, for_lead: bool) -> Markup:
    """What its lead unit, and after its day the coordinators, are reminded of."""
    action, done = shown.action, shown.done
    left = 0 if action.due_at is None else days_left(action.due_at, now, zone)
    key = "passed" if left < 0 else "today" if left == 0 else "ahead"
    lines = [
        texts.say(f"special.remind.{key}", number=action.id, title=action.title, days=abs(left)),
        texts.say("special.lead", unit=_unit(area, action.lead_unit)),
        _since(texts, done),
        *_named(texts, "special.left_open", done.open, zone),
    ]
    if not shown.reports:
        lines.append(texts.say("special.report.none"))
    return Markup(
        "\n".join([*lines, Markup(""), texts.say("special.hint.tell" if for_lead else "special.hint.overdue")])
    )


def result_text(texts: Texts, area: Area, shown: Shown, now: datetime, zone: tzinfo) -> Markup:
    """How many before, how many since, what came back, and what the lead unit said of it."""
    action, done = shown.action, shown.done
    ended = action.ended_at or now
    lines = [
        texts.say("special.result", number=action.id, title=action.title),
        _lead_line(texts, area, action, now, zone),
        *result_lines(texts, action, done, ended),
        *_named(texts, "special.came", done.since, zone),
    ]
    lines += _named(texts, "special.left_open", done.open, zone) or [texts.say("special.result.all_closed")]
    if passed := (now - ended) // _A_DAY:
        key = "special.result.later" if done.later else "special.result.later.none"
        lines.append(texts.say(key, days=passed, count=done.later))
    told = _told(texts, shown.reports[-_MOST_REPORTS:], zone)
    lines += [Markup(""), *([texts.say("special.reports"), *told] if told else [texts.say("special.report.none")])]
    return Markup("\n".join(lines))


def result_lines(texts: Texts, action: SpecialAction, done: Progress, ended: datetime) -> list[Markup]:
    """Before and since; by the month too, once it ran long enough to compare."""
    ran, before = ended - action.begins, counted_before(action, done)
    window = action.begins - action.counts_from
    lines = [
        texts.say(
            "special.result.counts",
            days=window // _A_DAY,
            before=before,
            ran=max(1, round(ran / _A_DAY)),
            since=len(done.since),
        )
    ]
    if ran >= COMPARABLE:
        was, is_now = round(monthly(before, window), 1), round(monthly(len(done.since), ran), 1)
        arrow = " ↓" if is_now < was else " ↑" if is_now > was else ""
        lines.append(texts.say("special.result.rates", before=f"{was:.1f}", since=f"{is_now:.1f}", arrow=arrow))
    return lines


def standing(texts: Texts, area: Area, category: str, done: Progress) -> list[Markup]:
    """How many there are, how many of them are closed, and which 小类 they are of."""
    still = len(done.open)
    every = (*done.before, *done.since)
    counts = texts.say("special.standing", count=done.count, closed=done.count - still, open=still)
    return [counts, *kinds(texts, area, category, every)]


def kinds(texts: Texts, area: Area, category: str, tickets: Iterable[Member]) -> list[Markup]:
    """The 小类 by their number; nothing where there is but one, unnamed."""
    counted = Counter(one.subcategory for one in tickets)
    if set(counted) <= {None}:
        return []
    named = [(area.subcategory_name(category, code), count) for code, count in counted.most_common() if code]
    shown, rest = named[:_MOST_KINDS], sum(count for _, count in named[_MOST_KINDS:]) + counted[None]
    told = [texts.say("special.kind", name=cut(name or "", 20), count=count) for name, count in shown]
    if rest:
        told.append(texts.say("special.kind", name=texts.plain("special.kind.other"), count=rest))
    return [texts.say("special.kinds", kinds=Markup("、".join(told)))]


def left_words(texts: Texts, action: SpecialAction, now: datetime, zone: tzinfo) -> Markup:
    """还有 28 天, 就是今天, 已过 3 天."""
    left = 0 if action.due_at is None else days_left(action.due_at, now, zone)
    key = "passed" if has_passed(action, now, zone) else "today" if left == 0 else "ahead"
    return texts.say(f"special.left.{key}", days=abs(left))


def _lead_line(texts: Texts, area: Area, action: SpecialAction, now: datetime, zone: tzinfo) -> Markup:
    unit = _unit(area, action.lead_unit)
    if action.ended_at is not None:
        first, last = day(action.begins, zone), day(action.ended_at, zone)
        return texts.say("special.lead.ended", unit=unit, first=first, last=last)
    if action.due_at is None:
        return texts.say("special.lead", unit=unit)
    left = left_words(texts, action, now, zone)
    return texts.say("special.lead.due", unit=unit, day=day(action.due_at, zone), left=left)


def _before(texts: Texts, action: SpecialAction, done: Progress) -> Markup:
    days = (action.begins - action.counts_from) // _A_DAY
    return texts.say("special.before", days=days, count=counted_before(action, done))


def _since(texts: Texts, done: Progress) -> Markup:
    return texts.say("special.since" if done.since else "special.since.none", count=len(done.since))


def _named(texts: Texts, key: str, tickets: Sequence[Member], zone: tzinfo) -> list[Markup]:
    return [texts.say(key, tickets=numbers(texts, tickets, zone))] if tickets else []


def numbers(texts: Texts, tickets: Sequence[Member], zone: tzinfo) -> Markup:
    """T1001（11月2日 已结案）、T1005（…）: the newest of them first."""
    newest = sorted(tickets, key=lambda one: (one.created_at, one.id), reverse=True)
    told = [
        texts.say(
            "special.ticket",
            number=f"T{one.id}",
            day=day(one.created_at, zone),
            state=texts.say(f"state.{one.state.value}"),
        )
        for one in newest[:MOST_TICKETS]
    ]
    joined = Markup("、".join(told))
    return texts.say("special.more", tickets=joined, count=len(tickets)) if len(tickets) > MOST_TICKETS else joined


def _told(texts: Texts, reports: Sequence[SpecialReport], zone: tzinfo) -> list[Markup]:
    return [
        texts.say(
            "special.report",
            day=day(one.told_at, zone),
            name=cut(one.person_name, 20),
            words=cut(one.words, _LONGEST_WORDS),
            photo=texts.say("special.report.photo") if one.photo else "",
        )
        for one in reports
    ]


def _unit(area: Area, code: str) -> str:
    return area.unit_name(code) or code
