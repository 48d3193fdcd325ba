"""Exporting: the workbook of the figures, read in short looks and written in a process of its own; or a CSV file.

What is read is put down in files beside the pictures, piece by piece: neither this process nor the other one ever
holds all of it.
"""

from __future__ import annotations

import asyncio
import shutil
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO, TypeVar

import structlog

from bot.desk import exporting
from bot.desk.exporting import Made, Wish
from bot.desk.office import Office
from bot.desk.shell import Shell
from bot.desk.statistics import part_of
from bot.domain.exports import Exported, Happened
from bot.domain.refusals import Refusal, Refused
from bot.domain.taps import Answer, Tap
from bot.drawing.process import NotDrawn
from bot.notices.exported_rows import CSV_MARK, Rows, csv_lines
from bot.notices.pictures.workbook import END_OF_SPOOL, MOST_ROWS, Spool
from bot.notices.statistics_workbook import StatisticsBook
from handlers.pictures import Gallery
from handlers.printing import Draw
from storage import exported_events, exports
from storage.exports import BEGIN, KEYS, OF_TICKETS, PIECE, Counting, Mark
from storage.transaction import Tx

log = structlog.get_logger()

VERBS = exporting.VERBS
Row = TypeVar("Row")


class Exporter:
    """Makes the files. What fails is logged, and said in words."""

    def __init__(
        self, shell: Shell, draw: Draw, gallery: Gallery, *, most: int = exporting.MOST, piece: int = PIECE
    ) -> None:
        self._shell = shell
        self._draw = draw
        self._gallery = gallery
        self._most = most
        self._piece = piece

    async def file(self, wish: Wish) -> Made:
        """Of everything that counts in its figures. Raises StorageError."""
        if wish.is_empty:
            return Made(None)
        counting = self._counting(wish)
        listed = await self._listed(counting)
        try:
            folder = await self._gallery.folder_for_now()
            try:
                make = self._workbook if wish.suffix == "xlsx" else self._csv
                file = await make(wish, counting, listed, folder)
                path = await self._gallery.adopt(file, f".{wish.suffix}")
            finally:
                await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        except NotDrawn as error:
            log.warning("statistics.file_not_made", error=str(error))
            return Made(None)
        except OSError as error:
            log.error("statistics.file_not_kept", error=str(error), remedy="check storage.media and the disk")
            return Made(None)
        return Made(path, len(listed.numbers), listed.left_out)

    def _counting(self, wish: Wish) -> Counting:
        figures = wish.figures
        part = part_of(self._shell.office.area, figures.scope)
        return Counting(figures.period.start, figures.period.end, figures.now, part)

    async def _numbers(self, counting: Counting) -> _Numbers:
        """Of all that counts."""
        found = _Numbers()
        mark: Mark | None = BEGIN
        while mark is not None:
            some, mark = await self._shell.look(partial(_numbers, counting, mark))
            found.add(some)
        return found

    async def _listed(self, counting: Counting) -> _Listed:
        """The newest, as many as a file holds, and a sheet with all that happened to them."""
        found = await self._numbers(counting)
        numbers: list[int] = []
        room = 0
        for some in _pieces(found.newest(self._most), KEYS):
            happened = await self._shell.look(partial(_count, some))
            if room + happened > MOST_ROWS:
                break
            numbers += some
            room += happened
        return _Listed(numbers, len(found) - len(numbers), room)

    async def _workbook(self, wish: Wish, counting: Counting, listed: _Listed, folder: Path) -> Path:
        """Written by the other process while this one still reads. Raises NotDrawn, OSError, StorageError."""
        office = self._shell.office
        book = StatisticsBook(office.texts, office.area, wish.figures, office.zone, OF_TICKETS)
        file, tickets, events = folder / "book", folder / "tickets", folder / "events"
        numbers, room = listed.numbers, listed.room
        spools = Spool(str(tickets.absolute()), len(numbers)), Spool(str(events.absolute()), room)
        workbook = book.workbook(*spools, len(numbers), listed.left_out)
        with tickets.open("wb") as rows, events.open("wb") as lines:
            drawing = asyncio.ensure_future(self._draw(replace(workbook, into=str(file.absolute()))))
            try:
                for some in _pieces(numbers, self._piece):
                    await self._write(rows, book.tickets, partial(_tickets, counting, some))
                await self._end(rows)
                for some in _pieces(numbers, self._piece):
                    room -= await self._write(lines, book.events, partial(_events, counting, some, room))
                await self._end(lines)
                await drawing
            finally:
                drawing.cancel()
                await asyncio.gather(drawing, return_exceptions=True)
        return file

    async def _csv(self, wish: Wish, counting: Counting, listed: _Listed, folder: Path) -> Path:
        """The tickets alone: a table has no second sheet. Raises OSError, StorageError."""
        office = self._shell.office
        rows = Rows(office.texts, office.area, office.zone)
        head = csv_lines([[column.head for column in rows.ticket_columns(OF_TICKETS)]])
        file = folder / "tickets"
        with file.open("wb") as lines:
            lines.write(CSV_MARK + head)
            for some in _pieces(listed.numbers, self._piece):
                await self._write(
                    lines, lambda told: csv_lines(map(rows.ticket, told)), partial(_tickets, counting, some), b""
                )
        return file

    async def _write(
        self,
        file: BinaryIO,
        written: Callable[[Iterable[Row]], bytes],
        look: Callable[[Tx, Office, datetime], list[Row]],
        end: bytes = b"\n",
    ) -> int:
        """One look at the database, put down beside the event loop. Returns how many rows it had."""
        rows = await self._shell.look(look)
        await asyncio.to_thread(lambda: _put(file, written(rows) + end))
        return len(rows)

    async def _end(self, file: BinaryIO) -> None:
        await asyncio.to_thread(_put, file, END_OF_SPOOL)


@dataclass(frozen=True, slots=True)
class _Listed:
    """The tickets of a file, the newest first, how many it leaves out, and how much happened to those in it."""

    numbers: list[int]
    left_out: int
    room: int


class _Numbers:
    """Numbers of tickets, each once, in many small sets: to sort a million, or to let one set of them grow, holds the
    interpreter for a tenth of a second.
    """

    def __init__(self) -> None:
        self._sets: defaultdict[int, set[int]] = defaultdict(set)

    def __len__(self) -> int:
        return sum(map(len, self._sets.values()))

    def add(self, some: Iterable[int]) -> None:
        for number in some:
            self._sets[number // _IN_A_SET].add(number)

    def newest(self, most: int) -> list[int]:
        """The largest, in falling order."""
        found: list[int] = []
        for place in sorted(self._sets, reverse=True):
            if len(found) >= most:
                break
            found += sorted(self._sets[place], reverse=True)
        return found[:most]


_IN_A_SET = 4096


def _put(file: BinaryIO, data: bytes) -> None:
    """Whoever reads along shall see it."""
    file.write(data)
    file.flush()


def _pieces(numbers: list[int], size: int) -> Iterable[list[int]]:
    return (numbers[at : at + size] for at in range(0, len(numbers), size))


def _numbers(counting: Counting, mark: Mark, tx: Tx, office: Office, now: datetime) -> tuple[list[int], Mark | None]:
    return exports.numbers(tx, counting, mark)


def _tickets(counting: Counting, some: list[int], tx: Tx, office: Office, now: datetime) -> list[Exported]:
    return exports.tickets(tx, some, counting)


def _events(counting: Counting, some: list[int], room: int, tx: Tx, office: Office, now: datetime) -> list[Happened]:
    """What happened since they were counted has no room any more."""
    return exported_events.events(tx, some, counting)[:room]


def _count(some: list[int], tx: Tx, office: Office, now: datetime) -> int:
    return exported_events.count(tx, some)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was made before the tap is answered."""

    wish: Wish
    made: Made


Tell = Callable[[str], Awaitable[object]]
"""Shows a line to the presser alone."""


async def see_tap(shell: Shell, tap: Tap, exporter: Exporter | None, tell: Tell) -> Seen | None:
    """The file that a button asks for; None where there is none to be had, or not for this person, or not here.

    That it is being made is told at once: who waits for a whole year would press again. Raises StorageError.
    """
    try:
        wish = await shell.look(lambda tx, office, now: exporting.wish(tx, office, tap, now))
    except Refused:
        return None
    if exporter is None:
        return Seen(wish, Made(None))
    if not wish.is_empty:
        await tell(shell.office.texts.plain("statsfile.making"))
    return Seen(wish, await exporter.file(wish))


def press(tx: Tx, office: Office, tap: Tap, seen: Seen | None, now: datetime) -> Answer:
    """Send it. Raises Refused."""
    if seen is None:
        exporting.asked_for(tx, office, tap)  # says why not
        raise Refused(Refusal.STALE_BUTTON)
    return exporting.send(tx, office, tap, seen.wish, seen.made, now)
