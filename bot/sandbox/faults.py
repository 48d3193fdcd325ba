"""Faults on purpose: what networks and servers do to a bot, injected before or after a call takes effect."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """What happens to a call that a fault strikes."""

    TOO_MANY = "too_many"
    """429 with `retry_after`; no effect."""
    SERVER_ERROR = "server_error"
    """A 5xx answer (`code`); no effect."""
    SERVER_ERROR_AFTER = "server_error_after"
    """A 5xx answer although the call took effect."""
    REJECT = "reject"
    """The refusal `code` and `description`; no effect."""
    CLOSE_BEFORE = "close_before"
    """The connection is closed without an answer; no effect."""
    RESET_BEFORE = "reset_before"
    """The connection is reset; no effect."""
    RESET_AFTER = "reset_after"
    """The connection is reset after the call took effect."""
    SLOW = "slow"
    """The call takes effect at once, its answer comes `seconds` later."""
    SLOW_BEFORE = "slow_before"
    """The call takes effect, and is answered, `seconds` later."""
    MALFORMED = "malformed"
    """The call takes effect; the answer is cut off in the middle."""


@dataclass(slots=True)
class Fault:
    """One fault. It strikes calls of `method` (one or some) and `chat_id` (None: any), after `skip` of them passed,
    `times` times (None: for ever), and of those calls only this `share`, drawn one by one. Of a range of `retry_after`
    each strike draws its own. Downloads count as calls of the method "file"."""

    kind: FaultKind
    method: str | tuple[str, ...] | None = None
    chat_id: int | None = None
    times: int | None = 1
    skip: int = 0
    retry_after: int | range = 1
    seconds: float = 1.0
    share: float = 1.0
    code: int = 502
    description: str = "Bad Gateway"
    struck: int = 0

    def matches(self, method: str, chat_id: str) -> bool:
        named = (self.method,) if isinstance(self.method, str) else self.method
        wanted = named is None or method.lower() in {one.lower() for one in named}
        return wanted and (self.chat_id is None or str(self.chat_id) == chat_id)

    @property
    def spent(self) -> bool:
        return self.times is not None and self.struck >= self.times


class Faults:
    """The faults that are laid out; the first that matches a call strikes it. Chance is the same in each run."""

    def __init__(self) -> None:
        self._laid: list[Fault] = []
        self._chance = random.Random(1)

    def add(
        self,
        kind: FaultKind | str,
        *,
        method: str | tuple[str, ...] | None = None,
        chat_id: int | None = None,
        times: int | None = 1,
        skip: int = 0,
        retry_after: int | range = 1,
        seconds: float = 1.0,
        share: float = 1.0,
        code: int | None = None,
        description: str | None = None,
    ) -> Fault:
        """Lay out a fault; see Fault for the fields. Returns it: `struck` counts how often it struck."""
        sort = FaultKind(kind)
        fault = Fault(sort, method, chat_id, times, skip, retry_after, seconds, share)
        fault.code = code if code is not None else 400 if sort is FaultKind.REJECT else 502
        fault.description = description or ("Bad Request" if sort is FaultKind.REJECT else "Bad Gateway")
        self._laid.append(fault)
        return fault

    def keep(self, some: Iterable[Fault]) -> None:
        """Clear away all faults but these."""
        self._laid = list(some)

    def clear(self) -> None:
        self._laid.clear()

    def pick(self, method: str, chat_id: str) -> Fault | None:
        """The fault that strikes this call, already counted."""
        for fault in self._laid:
            if fault.spent or not fault.matches(method, chat_id):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            if fault.share < 1 and self._chance.random() >= fault.share:
                continue
            fault.struck += 1
            return fault
        return None

    def wait(self, fault: Fault) -> int:
        """The seconds that this strike of a 429 asks for."""
        asked = fault.retry_after
        return asked if isinstance(asked, int) else self._chance.choice(asked)
