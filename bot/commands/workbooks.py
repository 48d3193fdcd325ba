"""The workbook of `fengshao stats --xlsx`: read in one transaction, so that every sheet is of the same moment."""

from __future__ import annotations

import sys
import tempfile
from datetime import datetime
from pathlib import Path

import click

from bot.commands.files import write_whole
from bot.commands.installation import Unusable, read_database
from bot.config import Config
from bot.desk.statistics import figures, part_of
from bot.domain.areas import Area
from bot.domain.periods import Period
from bot.domain.statistics import Scope
from bot.drawing.here import draw_here
from bot.notices.pictures.workbook import END_OF_SPOOL, MOST_ROWS, Spool, Workbook
from bot.notices.statistics_workbook import StatisticsBook
from bot.notices.texts import Texts, text_faults
from storage import exported_events, exports
from storage.exports import BEGIN, OF_TICKETS, PIECE, Counting, Mark
from storage.transaction import Tx


def write_workbook(config: Config, period: Period, now: datetime, scope: Scope, file: Path) -> None:
    """Raises Unusable, Refused(UNKNOWN_UNIT) and click.ClickException."""
    if faults := text_faults(config.texts):
        raise Unusable("\n".join(faults))
    with tempfile.TemporaryDirectory(prefix="fengshao-") as folder:
        reading = _Reading(config, period, now, scope, Path(folder))
        data = draw_here(read_database(config, reading.workbook))
    write_whole(file, data)


class _Reading:
    """The rows go through files: a million of them need no more memory than a few."""

    def __init__(self, config: Config, period: Period, now: datetime, scope: Scope, folder: Path) -> None:
        self._config = config
        self._period = period
        self._now = now
        self._scope = scope
        self._tickets, self._events = folder / "tickets", folder / "events"

    def workbook(self, tx: Tx, area: Area) -> Workbook:
        counted = figures(tx, area, self._period, self._now, self._scope)
        counting = Counting(self._period.start, self._period.end, self._now, part_of(area, self._scope))
        texts, zone = Texts(self._config.texts), self._config.area.timezone
        book = StatisticsBook(texts, area, counted, zone, OF_TICKETS)
        found = _numbers(tx, counting)
        listed, happened = self._put_down(tx, book, counting, found)
        spools = Spool(str(self._tickets), listed), Spool(str(self._events), happened)
        return book.workbook(*spools, listed, len(found) - listed)

    def _put_down(self, tx: Tx, book: StatisticsBook, counting: Counting, found: list[int]) -> tuple[int, int]:
        """As many tickets, the newest first, as have room in a sheet with all that happened to them."""
        listed = happened = 0
        with (
            self._tickets.open("wb") as rows,
            self._events.open("wb") as lines,
            click.progressbar(length=len(found), label="tickets", file=sys.stderr) as bar,
        ):
            for at in range(0, len(found), PIECE):
                some = found[at : at + PIECE]
                events = exported_events.events(tx, some, counting)
                if max(listed + len(some), happened + len(events)) > MOST_ROWS:
                    break
                rows.write(book.tickets(exports.tickets(tx, some, counting)) + b"\n")
                lines.write(book.events(events) + b"\n")
                listed, happened = listed + len(some), happened + len(events)
                bar.update(len(some))
            rows.write(END_OF_SPOOL)
            lines.write(END_OF_SPOOL)
        return listed, happened


def _numbers(tx: Tx, counting: Counting) -> list[int]:
    found: set[int] = set()
    mark: Mark | None = BEGIN
    while mark is not None:
        some, mark = exports.numbers(tx, counting, mark)
        found.update(some)
    return sorted(found, reverse=True)
