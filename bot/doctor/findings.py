"""Findings: what one check found, how well that is, and what mends it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """A fault keeps the bot from its work, or will; a warning does not yet, or not alone."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """`name` is the check's, for programs; `found` and `remedy` are one line each, no remedy where all is well."""

    name: str
    state: State
    found: str
    remedy: str = ""


def ok(name: str, found: str) -> Finding:
    return Finding(name, State.OK, found)


def warning(name: str, found: str, remedy: str) -> Finding:
    return Finding(name, State.WARNING, found, remedy)


def fault(name: str, found: str, remedy: str) -> Finding:
    return Finding(name, State.FAULT, found, remedy)


def not_looked_at(name: str, because: str, remedy: str) -> Finding:
    """What could not be checked is not known to be well; the fault itself is told by another check."""
    return warning(name, f"not looked at: {because}", remedy)
