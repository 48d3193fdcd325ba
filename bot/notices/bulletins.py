"""Bulletins in words and as a sheet: numbers against the period before, who is named, who changed most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from bot.domain.areas import Area
from bot.domain.bulletins import Change, GroundNews, GroupNews, Named
from bot.domain.periods import Period
from bot.notices.cards import CAPTION_LIMIT
from bot.notices.markup import Markup, cut, escaped, visible, visible_length
from bot.notices.pictures.bulletin import BulletinSheet, ChangeRow, NamedRow, NamedTable
from bot.notices.pictures.sheet import Headline
from bot.notices.statistics import rate
from bot.notices.texts import Texts
from bot.notices.times import moment, span

_LINES, _ROWS = 6, 10
"""Tickets that are named below the picture, and on it."""
_UNIT, _PLACE, _SUMMARY = 16, 20, 20


def bulletin_text(texts: Texts, area: Area, told: GroundNews) -> Markup:
    """What stands below the picture, and in its place where there is none: at most 1,024 units."""
    most = _LINES
    while visible_length(text := _text(texts, area, told, most)) > CAPTION_LIMIT and most:
        most -= 1
    return text


def _text(texts: Texts, area: Area, told: GroundNews, most: int) -> Markup:
    whose = area.unit_name(told.unit_code) or area.name
    lines = [
        texts.say("bulletin.head", whose=cut(whose, _UNIT), period=told.period.label),
        *_numbers(texts, told),
        *_changes(texts, area, told),
        *_named(texts, area, told, most),
    ]
    return Markup("\n".join(lines))


def _numbers(texts: Texts, told: GroundNews) -> Iterator[Markup]:
    now, before = told.counts, told.before
    yield texts.say("bulletin.received", received=now.received, change=_than(texts, told, "received"))
    yield texts.say("bulletin.resolved", resolved=now.resolved, change=_than(texts, told, "resolved"))
    if now.due:
        yield texts.say(
            "bulletin.rate",
            rate=rate(now.on_time_rate),
            on_time=now.on_time,
            due=now.due,
            change=_than(texts, told, "rate"),
        )
    else:
        yield texts.say("bulletin.no_due")
    if now.reopened or (before is not None and before.reopened):
        yield texts.say("bulletin.reopened", reopened=now.reopened, change=_than(texts, told, "reopened"))
    if told.rank is not None:
        yield texts.say("bulletin.rank", of=told.rank.of, place=told.rank.place)


def _than(texts: Texts, told: GroundNews, what: str) -> str:
    """Behind a number: how it stands against the period before; nothing where that had none."""
    change = _change(texts, told, what)
    if change is None:
        return ""
    return texts.plain("bulletin.change", than=texts.plain(f"bulletin.than.{told.period.kind.value}"), change=change)


def _change(texts: Texts, told: GroundNews, what: str) -> str | None:
    """↑3, ↓12 个百分点, 持平; None where the period before had nothing to compare with."""
    if told.before is None or told.before.is_quiet:
        return None
    if what == "rate":
        now, before = told.counts.on_time_rate, told.before.on_time_rate
        if now is None or before is None:
            return None
        return _by(texts, round(100 * (now - before)), "_points")
    return _by(texts, getattr(told.counts, what) - getattr(told.before, what), "")


def _by(texts: Texts, difference: int, points: str) -> str:
    if not difference:
        return texts.plain("bulletin.same")
    if points:
        return texts.plain("bulletin.up_points" if difference > 0 else "bulletin.down_points", by=abs(difference))
    return texts.plain("bulletin.up" if difference > 0 else "bulletin.down", by=abs(difference))


def _changes(texts: Texts, area: Area, told: GroundNews) -> Iterator[Markup]:
    if told.rose is not None:
        yield texts.say("bulletin.rose", **_rates(area, told.rose))
    if told.fell is not None:
        yield texts.say("bulletin.fell", **_rates(area, told.fell))


def _rates(area: Area, change: Change) -> dict[str, str]:
    name = cut(area.unit_name(change.code) or change.code, _UNIT)
    return {"unit": name, "before": rate(change.before), "now": rate(change.now)}


def _named(texts: Texts, area: Area, told: GroundNews, most: int) -> Iterator[Markup]:
    if not told.named:
        return
    still = sum(not one.resolved for one in told.named)
    yield texts.say("bulletin.named", count=len(told.named), open=still)
    for one in told.named[:most]:
        key = "bulletin.line.resolved" if one.resolved else "bulletin.line.open"
        unit = "" if told.unit_code == one.unit_code else f"{cut(area.unit_name(one.unit_code) or '', _UNIT)} "
        yield texts.say(
            key,
            number=f"T{one.ticket_id}",
            unit=unit,
            place=cut(one.place or "", _PLACE),
            summary=cut(one.summary, _SUMMARY),
            late=span(one.late),
        )
    if len(told.named) > most:
        yield texts.say("bulletin.more", count=len(told.named) - most)


def unknown_period(texts: Texts, written: str) -> Markup:
    """The answer to a period that is none (UnknownPeriod.written)."""
    return texts.say("bulletin.unknown", written=cut(written, 40))


def bulletin_sheet(texts: Texts, area: Area, told: GroundNews, zone: tzinfo) -> BulletinSheet:
    """What the picture shows."""

    def word(key: str, **facts: object) -> str:
        return visible(texts.say(key, **facts))  # the operator's own words may carry marks

    counts = told.counts
    values = (
        ("bulletin.sheet.received", "received", f"{counts.received:,}"),
        ("bulletin.sheet.resolved", "resolved", f"{counts.resolved:,}"),
        ("bulletin.sheet.rate", "rate", rate(counts.on_time_rate)),
        ("bulletin.sheet.reopened", "reopened", f"{counts.reopened:,}"),
    )
    changed = (("bulletin.sheet.rose", told.rose, True), ("bulletin.sheet.fell", told.fell, False))
    place = told.rank and word("bulletin.rank", of=told.rank.of, place=told.rank.place)
    return BulletinSheet(
        whose=word("bulletin.name", whose=area.unit_name(told.unit_code) or area.name),
        period=told.period.label,
        counted=word("stats.sheet.counted", at=moment(told.now, zone)),
        headlines=tuple(Headline(word(key), value, _note(texts, told, what)) for key, what, value in values),
        place=place or "",
        changed=word("bulletin.sheet.changes"),
        changes=tuple(
            ChangeRow(word(key), area.unit_name(one.code) or one.code, rate(one.before), rate(one.now), better)
            for key, one, better in changed
            if one is not None
        ),
        named=_table(texts, area, told.named) if told.named else None,
    )


def _note(texts: Texts, told: GroundNews, what: str) -> str:
    change = _change(texts, told, what)
    if change is None:
        return texts.plain("bulletin.sheet.no_before") if what == "received" and told.before is not None else ""
    if what == "rate":  # its change says what it is; both would not fit
        return change
    than = texts.plain(f"bulletin.than.{told.period.kind.value}")
    return visible(texts.say("bulletin.sheet.change", than=than, change=change))


def _table(texts: Texts, area: Area, named: Sequence[Named]) -> NamedTable:
    shown = named if len(named) <= _ROWS else named[: _ROWS - 1]
    rest = len(named) - len(shown)
    return NamedTable(
        title=visible(texts.say("bulletin.sheet.named")),
        order=visible(texts.say("bulletin.sheet.order")),
        rows=tuple(
            NamedRow(
                f"T{one.ticket_id}",
                area.unit_name(one.unit_code) or "",
                " ".join(part for part in (one.place or "", one.summary) if part),
                visible(
                    texts.say("bulletin.sheet.done" if one.resolved else "bulletin.sheet.late", late=span(one.late))
                ),
                one.resolved,
            )
            for one in shown
        ),
        more=visible(texts.say("bulletin.more", count=rest)) if rest else "",
    )


def group_text(texts: Texts, area: Area, told: GroupNews) -> Markup:
    """What a reporting group reads: what it reported and what was done, without any unit's name."""
    change = ""
    if told.before is not None and (told.before.received or told.before.resolved):
        than = texts.plain(f"bulletin.than.{told.period.kind.value}")
        by = _by(texts, told.flow.received - told.before.received, "")
        change = texts.plain("bulletin.group_change", than=than, change=by)
    return texts.say(
        "bulletin.group",
        whose=cut(area.name, _UNIT),
        period=told.period.label,
        received=told.flow.received,
        resolved=told.flow.resolved,
        change=change,
    )


def pair_label(texts: Texts, ticket_id: int, place: str | None, summary: str, *, numbered: bool) -> str:
    """The line above a pair of photos. In the reporting group no number stands there."""
    said = (
        texts.say("bulletin.pair", number=f"T{ticket_id}", place=place or "", summary=summary)
        if numbered
        else texts.say("bulletin.pair_plain", place=place or "", summary=summary)
    )
    return " ".join(visible(said).split())


def pairs_caption(texts: Texts, period: Period, labels: Sequence[str]) -> Markup:
    """What stands below the sheet of pairs, and is said in its place."""
    head = texts.say("bulletin.pairs", period=period.label)
    return Markup("\n".join([head, *(escaped(cut(label, 60)) for label in labels)]))
