"""Health: whether the bot hears, and whether it can remember; with the counts that an operator wants to see."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.desk.shell import Shell
from storage import vitals
from storage.errors import StorageError
from storage.vitals import Vitals

GRACE = timedelta(seconds=30)
"""How much later than its timeout a poll may answer."""
_PROOF_HOLDS = timedelta(seconds=5)
_SECONDS_TO_WRITE = 5.0

LastAnswer = Callable[[], datetime]
"""When Telegram last answered a poll; the start, when it has not yet."""


@dataclass(frozen=True, slots=True)
class Health:
    """Ages in seconds; None where there is nothing that could age. `problems` is empty when all is well."""

    problems: tuple[str, ...]
    poll_age: float | None
    oldest_waiting: float | None
    waiting: int
    quarantined: int
    queued: int
    uncertain: int
    failed: int
    database_writable: bool

    @property
    def is_good(self) -> bool:
        return not self.problems

    def as_json(self) -> dict[str, Any]:
        return {"status": "ok" if self.is_good else "unhealthy"} | asdict(self)


class Examiner:
    """Looks at a running bot. `last_answer` is None where updates come by webhook."""

    def __init__(self, shell: Shell, last_answer: LastAnswer | None, poll_timeout: timedelta) -> None:
        self._shell = shell
        self._last_answer = last_answer
        self._stale_after = poll_timeout + GRACE
        self._proof: tuple[datetime, bool] | None = None

    async def vitals(self) -> Vitals | None:
        """The counts; None when the database cannot be read."""
        try:
            return await self._shell.look(lambda tx, office, now: vitals.take(tx))
        except StorageError:
            return None

    def poll_age(self) -> float | None:
        return None if self._last_answer is None else self.age(self._last_answer())

    def age(self, moment: datetime) -> float:
        """Seconds since then; none when the clock was put back."""
        return round(max(0.0, (self._shell.now() - moment).total_seconds()), 3)

    async def examine(self) -> Health:
        signs, writable, poll_age = await self.vitals(), await self._is_writable(), self.poll_age()
        problems = []
        if poll_age is not None and poll_age > self._stale_after.total_seconds():
            problems.append("Telegram has not answered a poll for too long: check the network and the log")
        if signs is None:
            problems.append("the database cannot be read: see the log")
        if self._shell.database.damage is not None:
            problems.append("the database is damaged: stop the bot and restore the last backup (fengshao restore)")
        elif not writable:
            problems.append("the database cannot be written: check its disk, its rights and the log")
        notices = signs.notices if signs else {}
        return Health(
            problems=tuple(problems),
            poll_age=poll_age,
            oldest_waiting=self.age(signs.oldest_waiting) if signs and signs.oldest_waiting else None,
            waiting=signs.waiting if signs else 0,
            quarantined=signs.quarantined if signs else 0,
            queued=notices.get("queued", 0),
            uncertain=notices.get("uncertain", 0),
            failed=notices.get("failed", 0),
            database_writable=writable,
        )

    async def _is_writable(self) -> bool:
        """A page is really written, but not for every caller: asking ten times a second must not wear the disk."""
        if self._shell.database.has_refused_lately:  # a page may find room where a batch of updates did not
            return False
        now = self._shell.now()
        if self._proof is not None and abs(now - self._proof[0]) < _PROOF_HOLDS:
            return self._proof[1]
        try:
            async with asyncio.timeout(_SECONDS_TO_WRITE):
                await self._shell.database.write(vitals.prove_writable)
        except TimeoutError:
            writable = self._shell.database.is_being_rewritten
        except StorageError:
            writable = False
        else:
            writable = True
        self._proof = (now, writable)
        return writable
