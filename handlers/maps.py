"""Maps: read in short looks, made into a picture or a file beside the event loop, and shown where they were wanted."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog

from bot.desk import maps
from bot.desk.maps import Made, Wish
from bot.desk.office import Office
from bot.desk.shell import Shell
from bot.desk.statistics import part_of
from bot.domain.maps import Plot, Spotted
from bot.domain.refusals import Refused
from bot.domain.taps import Answer, Tap
from bot.notices.geojson import map_geojson
from bot.notices.maps import Shown, map_caption, map_sheet
from bot.notices.markup import Markup
from bot.notices.pictures.map import MapSheet
from handlers.documents import Keep
from handlers.pictures import Make
from storage import spots
from storage.spots import PIECE, Key
from storage.statistics import Part
from storage.transaction import Tx

log = structlog.get_logger()

VERBS = frozenset({maps.VERB})
"""The first words of callback data that this file answers for."""

Seen = Made | Refused


@dataclass(frozen=True, slots=True)
class Cartographer:
    """Makes the maps. Without `make` there are no pictures, without `keep` no files."""

    shell: Shell
    make: Make | None = None
    keep: Keep | None = None

    async def look(self, tap: Tap) -> Seen:
        """What a button asks for, or why it is not for this person, or not here. Raises StorageError."""
        wish = await self.shell.look(partial(_wish, tap))
        return wish if isinstance(wish, Refused) else await self._made(wish)

    async def _made(self, wish: Wish) -> Made:
        office = self.shell.office
        plot = await self._plot(wish, office)
        if plot.is_blank:
            return Made(None, Markup(), blank=True)
        if wish.data:
            path = await self._kept(await asyncio.to_thread(map_geojson, office.area, plot, office.zone))
            return Made(path, Markup(), len(plot.tickets))
        sheet, caption = await asyncio.to_thread(_written, office, plot)
        path = None if self.make is None else await self.make(sheet)
        return Made(path, caption, len(plot.tickets))

    async def _plot(self, wish: Wish, office: Office) -> Plot:
        """Each look at the database is a short one."""
        area, period, scope = office.area, wish.period, wish.question.scope
        part = part_of(area, scope)
        keys: list[Key] = []
        while len(keys) <= maps.MOST:
            more = await self.shell.look(partial(_received, wish, keys[-1] if keys else None, part))
            if not more:
                break
            keys += more
        found, cut = await asyncio.to_thread(maps.numbers, keys, await self.shell.look(partial(_open, part)))
        read: list[Spotted] = []
        for at in range(0, len(found), PIECE):
            read += await self.shell.look(partial(_spotted, found[at : at + PIECE]))
        plot = partial(maps.plot, area, period, self.shell.now(), scope, read, cut=cut)
        return await asyncio.to_thread(lambda: maps.for_readers(plot(), in_group=wish.in_group))

    async def _kept(self, data: bytes) -> str | None:
        if self.keep is None:
            return None
        try:
            return await self.keep(data, ".geojson")
        except OSError as error:
            log.error("map.not_kept", error=str(error), remedy="check storage.media and the disk")
            return None


def _written(office: Office, plot: Plot) -> tuple[MapSheet, Markup]:
    shown = Shown(office.area, plot)
    return map_sheet(office.texts, shown, office.zone), map_caption(office.texts, shown)


def _wish(tap: Tap, tx: Tx, office: Office, now: datetime) -> Wish | Refused:
    try:
        return maps.wish(tx, office, tap, now)
    except Refused as refused:
        return refused


def _received(wish: Wish, before: Key | None, part: Part, tx: Tx, office: Office, now: datetime) -> list[Key]:
    return spots.received(tx, wish.period, before, part)


def _open(part: Part, tx: Tx, office: Office, now: datetime) -> list[int]:
    return spots.still_open(tx, part)


def _spotted(numbers: list[int], tx: Tx, office: Office, now: datetime) -> list[Spotted]:
    return spots.spotted(tx, numbers)


def press(tx: Tx, office: Office, tap: Tap, seen: object, now: datetime) -> Answer:
    """Show it. Raises Refused."""
    if isinstance(seen, Refused):
        raise seen
    return maps.show(tx, office, tap, seen if isinstance(seen, Made) else Made(None, Markup()), now)
