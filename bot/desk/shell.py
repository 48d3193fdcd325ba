"""The shell around the desk: runs a desk function as one transaction, with the office of the moment and the time.

The one place below the edge that waits; handlers and the clock call it, desk functions never do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from bot.desk.office import Office
from storage import areas
from storage.database import Database
from storage.transaction import Tx

T = TypeVar("T")
Deed = Callable[[Tx, Office, datetime], T]
"""A desk function with everything but the shell's three already given."""


class _StaleOffice(Exception):  # noqa: N818 - a signal to load the area again, never seen outside
    """The area in the database is newer than the one in memory."""


class Shell:
    """Desk, database and clock in one. `furnish` builds an office from the area in the database.

    `renew` makes one of an older office, by what was changed since; None where that cannot be told.
    """

    def __init__(
        self,
        database: Database,
        office: Office,
        now: Callable[[], datetime],
        furnish: Callable[[Tx], Office],
        renew: Callable[[Tx, Office], Office | None] | None = None,
    ) -> None:
        self.database = database
        self.office = office
        self.now = now
        self._furnish = furnish
        self._renew = renew
        self._furnishing = asyncio.Lock()
        self._listeners: list[Callable[[], None]] = []

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call this after every write: notices may wait now."""
        self._listeners.append(listener)

    async def do(self, deed: Deed[T], *, announce: bool = True) -> T:
        """Run a desk function in one transaction. What it raises reaches the caller, with nothing kept.

        Without `announce` the listeners are not called: the outbox must not wake itself by looking.
        """
        while True:
            office, now = self.office, self.now()

            def run(tx: Tx, office: Office = office, now: datetime = now) -> T:
                if areas.version(tx) != office.area_version:
                    raise _StaleOffice
                return deed(tx, office, now)

            try:
                result = await self.database.write(run)
            except _StaleOffice:
                await self._refurnish(office)
                continue
            for listener in self._listeners if announce else ():
                listener()
            return result

    async def _refurnish(self, stale: Office) -> None:
        """Once for all that wait: building a large area's reader holds the interpreter, renewing it does not."""
        async with self._furnishing:
            if self.office is stale:
                self.office = await self.database.read(lambda tx: self._renewed(tx, stale) or self._furnish(tx))

    async def refit(self, change: Callable[[Office], Office]) -> None:
        """Put another office of the same area in the place of the present one; `change` runs beside the event loop."""
        async with self._furnishing:
            self.office = await asyncio.to_thread(change, self.office)

    def _renewed(self, tx: Tx, stale: Office) -> Office | None:
        return self._renew(tx, stale) if self._renew is not None else None

    async def look(self, deed: Deed[T]) -> T:
        """Run a desk function that changes nothing, beside the writes."""
        office, now = self.office, self.now()
        return await self.database.read(lambda tx: deed(tx, office, now))
