"""Texts: the catalogue with the operator's overrides, filled in and escaped."""

from __future__ import annotations

import string
from collections.abc import Mapping
from difflib import get_close_matches

from bot.notices.catalogue import ZH
from bot.notices.markup import Markup, escaped, markup_fault


class Texts:
    """Says things. Every fact is escaped unless it is Markup."""

    def __init__(self, overrides: Mapping[str, str] | None = None) -> None:
        """Raises ValueError naming the first fault of `overrides` (see text_faults)."""
        if faults := text_faults(overrides or {}):
            raise ValueError(faults[0])
        self._catalogue = {**ZH, **(overrides or {})}

    def say(self, key: str, **facts: object) -> Markup:
        """The text of this key as HTML."""
        return Markup(self._catalogue[key].format_map({name: escaped(fact) for name, fact in facts.items()}))

    def plain(self, key: str, **facts: object) -> str:
        """The text of this key for where Telegram takes no HTML: buttons and the alerts of taps."""
        return self._catalogue[key].format_map({name: str(fact) for name, fact in facts.items()})


def placeholders(text: str) -> frozenset[str]:
    """The names in braces. Raises ValueError when the braces do not pair, or say how a fact should be formatted."""
    names = set()
    for _, name, form, conversion in string.Formatter().parse(text):
        if form or conversion:
            raise ValueError(f'"{{{name}" goes on behind the name')
        if name is not None:
            names.add(name)
    return frozenset(names)


def text_faults(overrides: Mapping[str, str]) -> list[str]:
    """What is wrong with the operator's texts, one line each."""
    return [fault for key, text in overrides.items() if (fault := _fault(key, text))]


def _fault(key: str, text: str) -> str | None:
    if key not in ZH:
        near = get_close_matches(key, ZH, n=1)
        return f'texts: "{key}" is not a text of the bot' + (f'; did you mean "{near[0]}"?' if near else "")
    try:
        unknown = placeholders(text) - placeholders(ZH[key])
    except ValueError as error:
        return f'texts: "{key}": {error}; write {{{{ and }}}} for braces that stand for themselves'
    if fault := markup_fault(text):
        return f'texts: "{key}": {fault}'
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in sorted(placeholders(ZH[key]))) or "none"
        return f'texts: "{key}" does not know {{{min(unknown)}}}; it knows {known}'
    return None
