"""The figures of a period in words: a message for a phone, its buttons, and JSON for programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any

from bot.domain.areas import Area
from bot.domain.periods import CURRENT, Period
from bot.domain.statistics import COUNTED, Counts, Figures, Line, Timing
from bot.domain.tickets import State
from bot.notices.markup import Markup, cut, escaped
from bot.notices.texts import Texts
from bot.notices.times import span

_TEXTS = {
    "head": "<b>{whose} · {period}</b>",
    "received": "收到 {received}",
    "auto": "收到 {received}，自动分派 {auto}（{rate}）",
    "done": "办结 {resolved}，结案 {closed}",
    "rejected": "不予受理 {rejected}",
    "on_time": "按期 {on_time}/{due}（{rate}），超期 {missed}",
    "no_due": "按期：还没有到期的",
    "reopened": "返工 {reopened}（{rate}）",
    "response": "受理用时：一半在{median}内，九成在{p90}内",
    "fix": "办结用时：一半在{median}内，九成在{p90}内",
    "quiet": "这段时间没有上报，也没有办理。",
    "last": "最近有数据的是{period}。",
    "never": "还没有收到过上报。",
    "now": "<b>目前</b> 未结 {open}",
    "waiting": "{state} {count}",
    "overdue": "⚠️ 已超期 {overdue}",
    "units": "<b>单位</b>（最需要关注的在前）",
    "categories": "<b>类别</b>",
    "more": "……另有 {count} 个",
    "line": "{name}：{parts}",
    "no_unit": "未分派",
    "no_category": "未分类",
    "marked": "✓ {word}",
    "unknown": (
        "没有“{written}”这样的时段。可以写：今日、本周、本月、本季、本年、全部，"
        "或 2026-11-21、2026-W47、2026-10、2026Q4、2026"
    ),
}
# A line says these, in this order, as far as they are not nought.
_PARTS: tuple[tuple[str, Callable[[Counts], str | int]], ...] = (
    ("超期", lambda counts: counts.overdue),
    ("未结", lambda counts: counts.open),
    ("收到", lambda counts: counts.received),
    ("按期", lambda counts: f"{counts.on_time}/{counts.due}" if counts.due else 0),
    ("返工", lambda counts: counts.reopened),
)
_WAITING = (
    (State.TRIAGE, "waiting_triage"),
    (State.ASSIGNED, "waiting_acceptance"),
    (State.RESOLVED, "waiting_review"),
)
# With names cut to 24 the longest message stays under Telegram's 4,096: what a phone can scroll is shorter still.
_UNITS, _CATEGORIES, _NAME = 20, 10, 24


def statistics_text(texts: Texts, area: Area, figures: Figures) -> Markup:
    """The message of /stats: headline, units worst first, categories; at most 4,096 UTF-16 units after entities."""
    whose = area.unit_name(figures.unit_code) or area.name
    blocks = [
        [_say("head", whose=cut(whose, _NAME), period=figures.period.label), *_headline(figures)],
        _now(texts, figures.total),
        _section("units", figures.units, _UNITS, "no_unit", area.unit_name),
        _section("categories", figures.categories, _CATEGORIES, "no_category", area.category_name),
    ]
    return Markup("\n\n".join("\n".join(block) for block in blocks if block))


def statistics_buttons(period: Period) -> list[list[tuple[str, str]]]:
    """Rows of (label, callback data "stats:week"); the period shown is marked."""
    buttons = [
        (_TEXTS["marked"].format(word=word) if code == period.code else word, f"stats:{code}")
        for code, (_, word) in CURRENT.items()
    ]
    return [buttons[:3], buttons[3:]]


def unknown_period(written: str) -> Markup:
    """The answer to a period that is none (UnknownPeriod.written)."""
    return _say("unknown", written=cut(written, 40))


def figures_as_json(figures: Figures, area: Area, zone: tzinfo) -> dict[str, Any]:
    """What `fengshao stats --json` prints: durations in seconds, shares from 0 to 1, null where there is none."""
    return {
        "area": area.name,
        "unit_code": figures.unit_code,
        "unit": area.unit_name(figures.unit_code),
        "period": _period_as_json(figures.period),
        "now": _iso(figures.now, zone),
        **_counts_as_json(figures.total),
        "response": _timing_as_json(figures.response),
        "fix": _timing_as_json(figures.fix),
        "units": [_line_as_json(line, area.unit_name) for line in figures.units],
        "categories": [_line_as_json(line, area.category_name) for line in figures.categories],
        "last_with_data": None if figures.last is None else _period_as_json(figures.last),
    }


def rate(share: float | None) -> str:
    """A share of 1 as whole percent. Only all is 100 % and only none is 0 %."""
    if share is None:
        return "–"
    return f"{round(share * 100) if share in (0, 1) else min(99, max(1, round(share * 100)))}%"


def _say(key: str, **facts: object) -> Markup:
    return Markup(_TEXTS[key].format_map({name: escaped(fact) for name, fact in facts.items()}))


def _headline(figures: Figures) -> list[str]:
    counts = figures.total
    if counts.is_quiet:
        told = "quiet" if figures.last else "never"
        return [_say(told), *([_say("last", period=figures.last.label)] if figures.last else [])]
    lines = [
        _say(
            "auto" if counts.received else "received",
            received=counts.received,
            auto=counts.auto,
            rate=rate(counts.auto_rate),
        ),
        _say("done", resolved=counts.resolved, closed=counts.closed),
        _say(
            "on_time" if counts.due else "no_due",
            on_time=counts.on_time,
            due=counts.due,
            rate=rate(counts.on_time_rate),
            missed=counts.missed,
        ),
    ]
    if counts.reopened:
        lines.append(_say("reopened", reopened=counts.reopened, rate=rate(counts.rework_rate)))
    if counts.rejected:
        lines.append(_say("rejected", rejected=counts.rejected))
    return lines + _timing("response", figures.response) + _timing("fix", figures.fix)


def _timing(key: str, timing: Timing) -> list[str]:
    if timing.median is None or timing.p90 is None:
        return []
    return [_say(key, median=span(timing.median), p90=span(timing.p90))]


def _now(texts: Texts, counts: Counts) -> list[str]:
    waiting = [
        _say("waiting", state=texts.plain(f"state.{state.value}"), count=number)
        for state, name in _WAITING
        if (number := getattr(counts, name))
    ]
    lines = [_say("now", open=counts.open) + (f"（{' · '.join(waiting)}）" if waiting else "")]
    return [*lines, _say("overdue", overdue=counts.overdue)] if counts.overdue else lines


def _section(
    title: str, lines: Sequence[Line], most: int, nameless: str, name_of: Callable[[str | None], str | None]
) -> list[str]:
    telling = [(line, parts) for line in lines if (parts := _parts(line.counts))]
    told = [
        _say("line", name=cut(name_of(line.code) or _TEXTS[nameless], _NAME), parts=parts)
        for line, parts in telling[:most]
    ]
    if len(telling) > most:
        told.append(_say("more", count=len(telling) - most))
    return [_say(title), *told] if told else []


def _parts(counts: Counts) -> str:
    return " · ".join(f"{word} {number}" for word, of in _PARTS if (number := of(counts)))


def _counts_as_json(counts: Counts) -> dict[str, Any]:
    return {
        **{name: getattr(counts, name) for name in COUNTED},
        "due": counts.due,
        "auto_rate": _rounded(counts.auto_rate),
        "on_time_rate": _rounded(counts.on_time_rate),
        "rework_rate": _rounded(counts.rework_rate),
    }


def _line_as_json(line: Line, name_of: Callable[[str | None], str | None]) -> dict[str, Any]:
    return {"code": line.code, "name": name_of(line.code), **_counts_as_json(line.counts)}


def _timing_as_json(timing: Timing) -> dict[str, Any]:
    return {"count": timing.count, "median": _seconds(timing.median), "p90": _seconds(timing.p90)}


def _period_as_json(period: Period) -> dict[str, Any]:
    return {
        "code": period.code,
        "label": period.label,
        "start": None if period.start is None else period.start.isoformat(),
        "end": None if period.end is None else period.end.isoformat(),
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _seconds(length: timedelta | None) -> int | None:
    return None if length is None else round(length.total_seconds())


def _iso(at: datetime, zone: tzinfo) -> str:
    return at.astimezone(zone).isoformat(timespec="seconds")
