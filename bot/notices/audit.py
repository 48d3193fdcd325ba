"""The audit in lines: 11月20日 14:05 陈协调 任命 李书记 为东湖社区书记."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from bot.notices.catalogue.audit import AUDIT
from bot.notices.markup import Markup, cut
from bot.notices.texts import Texts, placeholders
from bot.notices.times import moment

Line = tuple[datetime, str, Mapping[str, str]]
"""When, which action, and the facts for its words."""

_LONGEST_FACT = 40


def audit_text(texts: Texts, lines: Sequence[Line], zone: tzinfo) -> Markup:
    """Newest first, as given; what has no words of its own is told by its name."""
    if not lines:
        return texts.say("audit.none")
    told = [Markup(f"{moment(at, zone)} {_words(texts, action, facts)}") for at, action, facts in lines]
    return Markup("\n".join([texts.say("audit.head"), *told]))


def _words(texts: Texts, action: str, facts: Mapping[str, str]) -> Markup:
    words = AUDIT.get(f"audit.did.{action}")
    if words is None:
        return texts.say("audit.other", by=facts["by"], action=action)
    short = {name: cut(facts.get(name, ""), _LONGEST_FACT) for name in placeholders(words)}
    return texts.say(f"audit.did.{action}", **short)
