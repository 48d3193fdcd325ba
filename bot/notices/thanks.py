"""Thanks: one line on what was done about a group's reports, by number and kind. Nobody is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo

from bot.domain.areas import Area
from bot.notices.markup import Markup, cut
from bot.notices.texts import Texts
from bot.notices.times import day

_MOST_KINDS = 5
_A_WEEK = timedelta(days=7)
_ABOUT = timedelta(days=1)


def thanks_text(
    texts: Texts,
    area: Area,
    closed: Mapping[tuple[str | None, str | None], int],
    since: datetime,
    now: datetime,
    zone: tzinfo,
) -> Markup:
    """`closed`: how many of each category and subcategory since that moment; the most frequent come first."""
    named: Counter[str] = Counter()
    for (category, subcategory), count in closed.items():
        named[_kind(texts, area, category, subcategory)] += count
    other = texts.plain("thanks.other")
    told = [(kind, count) for kind, count in named.most_common() if kind != other][:_MOST_KINDS]
    if rest := named.total() - sum(count for _, count in told):
        told.append((other, rest))
    kinds = "、".join(texts.plain("thanks.kind", kind=cut(kind, 20), count=count) for kind, count in told)
    if abs(now - since - _A_WEEK) < _ABOUT:
        return texts.say("thanks.week", count=named.total(), kinds=kinds)
    return texts.say("thanks.since", count=named.total(), kinds=kinds, day=day(since, zone))


def _kind(texts: Texts, area: Area, category: str | None, subcategory: str | None) -> str:
    name = area.subcategory_name(category, subcategory) or area.category_name(category)
    return name or texts.plain("thanks.other")
