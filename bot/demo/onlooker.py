"""The onlooker: looks into the bot's database from the demo's process, read only, as an operator's commands do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from bot.config import Config
from bot.desk.office import Office
from bot.desk.shell import Deed
from bot.furnishing import furnisher
from storage import areas
from storage.lookups import look
from storage.transaction import Tx

T = TypeVar("T")


class Onlooker:
    """Sees what is committed, whether the bot runs or not. `now` is the demo's clock."""

    def __init__(self, config: Config, now: Callable[[], datetime]) -> None:
        self._url = config.storage.url
        self._now = now
        self._furnish = furnisher(config)
        self._office: Office | None = None

    async def look(self, deed: Deed[T]) -> T:
        """Run a desk function that changes nothing. Raises StorageError, LookupError before there is an area."""
        return await self.glance(lambda tx, now: deed(tx, self._furnished(tx), now))

    async def glance(self, fn: Callable[[Tx, datetime], T]) -> T:
        """The same for what needs no office. Raises StorageError."""
        return await asyncio.to_thread(look, self._url, lambda tx: fn(tx, self._now()))

    def _furnished(self, tx: Tx) -> Office:
        """The office as the bot has it; built anew only when the area has changed."""
        office = self._office
        if office is None or office.area_version != areas.version(tx):
            office = self._office = self._furnish(tx)
        return office
