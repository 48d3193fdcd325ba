"""The record of every API call: what was asked, what was answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.sandbox.accounts import BotAccount

_KEPT = 100_000


@dataclass(slots=True)
class Call:
    """One call. `answer` is the JSON body, also when a fault kept it from the bot; None while the call runs, and for
    good when a fault cut it off before it took effect."""

    number: int
    bot: BotAccount
    method: str
    parameters: dict[str, Any]
    files: dict[str, int]
    at: datetime
    status: int = 0
    answer: dict[str, Any] | None = None
    fault: str = ""
    read: frozenset[str] = frozenset()
    """The parameters that the method looked for, given or not."""

    @property
    def ok(self) -> bool:
        return bool(self.answer and self.answer["ok"])

    @property
    def result(self) -> Any:
        return self.answer.get("result") if self.answer else None

    @property
    def description(self) -> str:
        """The words of a refusal, "" for a success."""
        return str(self.answer.get("description", "")) if self.answer else ""

    def __getitem__(self, name: str) -> Any:
        return self.parameters[name]


@dataclass(slots=True)
class Calls:
    """All calls so far, oldest first; the last 100,000 are kept."""

    _kept: list[Call] = field(default_factory=list)
    total: int = 0

    def add(self, call: Call) -> None:
        self.total += 1
        self._kept.append(call)
        if len(self._kept) > _KEPT:
            del self._kept[: _KEPT // 10]

    def of(self, *methods: str, chat_id: int | None = None) -> list[Call]:
        """The calls of these methods, optionally to one chat."""
        wanted = {method.lower() for method in methods}
        return [
            call
            for call in self._kept
            if call.method.lower() in wanted and (chat_id is None or call.parameters.get("chat_id") == chat_id)
        ]

    @property
    def refused(self) -> list[Call]:
        """The calls that were answered with `ok: false`."""
        return [call for call in self._kept if call.answer is not None and not call.ok]

    def __iter__(self) -> Iterator[Call]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def __getitem__(self, index: int) -> Call:
        return self._kept[index]

    def clear(self) -> None:
        self._kept.clear()
