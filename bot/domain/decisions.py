"""Decisions: what a reading decided of one problem, in the names of that day's area book, as its event keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.areas import Area, TimeClass
from bot.domain.readings import Problem, Reason
from bot.domain.routing import route_number


@dataclass(frozen=True, slots=True)
class Decision:
    """`unit` None: triage; `candidates` are the names of an ambiguous name's units.

    `rule` is the router's (bot/domain/routing.py), `route` what the book's route asks for (公共安全、龙西社区):
    routes are numbered by their order, which may change. `has_own_limit`: the 小类 says how long.
    `asked`: the reporter was asked where it is.
    """

    spans: tuple[Reason, ...] = ()
    unit: str | None = None
    rule: str | None = None
    route: str | None = None
    candidates: tuple[str, ...] = ()
    category: str | None = None
    subcategory: str | None = None
    has_own_limit: bool = False
    confidence: float = 0.0
    asked: bool = False

    def as_details(self) -> dict[str, Any]:
        """For the details of an event; what is empty is left out. The spans as `str` writes them, under `why`."""
        facts = {
            "why": [str(span) for span in self.spans],
            "unit": self.unit,
            "rule": self.rule,
            "route": self.route,
            "candidates": list(self.candidates),
            "category": self.category,
            "subcategory": self.subcategory,
            "own_limit": self.has_own_limit,
            "confidence": self.confidence,
            "asked": self.asked,
        }
        return {name: value for name, value in facts.items() if value}


def decide(area: Area, problem: Problem, *, asked: bool = False) -> Decision:
    """What was read of a problem, in names, so that a later book does not change the answer."""
    return Decision(
        spans=problem.why,
        unit=area.unit_name(problem.unit_code),
        rule=problem.rule,
        route=_condition(area, problem.rule),
        candidates=tuple([area.unit_name(code) or code for code in problem.candidates]),
        category=area.category_name(problem.category),
        subcategory=area.subcategory_name(problem.category, problem.subcategory),
        has_own_limit=problem.limit is not None,
        confidence=problem.confidence,
        asked=asked,
    )


def read_decision(details: Mapping[str, Any]) -> Decision:
    """What `as_details` wrote."""
    return Decision(
        spans=tuple([Reason.read(written) for written in details.get("why", ())]),
        unit=details.get("unit"),
        rule=details.get("rule"),
        route=details.get("route"),
        candidates=tuple(details.get("candidates", ())),
        category=details.get("category"),
        subcategory=details.get("subcategory"),
        has_own_limit=details.get("own_limit", False),
        confidence=details.get("confidence", 0.0),
        asked=details.get("asked", False),
    )


def _condition(area: Area, rule: str | None) -> str | None:
    number = None if rule is None else route_number(rule)
    if number is None:
        return None
    pairs = (word.partition("=") for word in area.routes[number - 1].when.split())
    return "、".join(_named(area, key, value) for key, _, value in pairs)


def _named(area: Area, key: str, value: str) -> str:
    """One condition of a route in the words of the book: 公共安全, 龙西社区, A类."""
    match key:
        case "category":
            return area.category_name(value) or value
        case "subcategory":
            return next((small.name for big in area.categories for small in big.sub if small.code == value), value)
        case "unit":
            return area.unit_name(value) or value
        case "class":
            return TimeClass(value).on_screen()
        case _:
            return value
