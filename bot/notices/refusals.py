"""Refusals: why something was not done, in words."""

from __future__ import annotations

from bot.domain.refusals import Refused
from bot.notices.markup import Markup, cut
from bot.notices.texts import Texts

_LONGEST_FACT = 200
"""UTF-16 units: what somebody wrote, and is told back, may be a whole message."""


def refusal(texts: Texts, refused: Refused) -> Markup:
    return texts.say(f"refusal.{refused.reason.value}", **_facts(refused))


def refusal_alert(texts: Texts, refused: Refused) -> str:
    """For the answer to a tap, which takes no markup."""
    return texts.plain(f"refusal.{refused.reason.value}", **_facts(refused))


def _facts(refused: Refused) -> dict[str, str]:
    return {name: cut(fact, _LONGEST_FACT) for name, fact in refused.facts.items()}
