"""Printing: the parts of a bulletin and of a register, made as files beside the event loop, or said in words.

A register is read piece by piece on the reader, drawn and written in a process of its own: ten thousand tickets hold
up no report.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from pathlib import Path

import structlog

from bot.desk import registers as desk_registers
from bot.desk.bulletins import Content, Part
from bot.desk.office import Office
from bot.desk.shell import Shell
from bot.domain.bulletins import GroundNews
from bot.domain.periods import Period
from bot.domain.registers import Case
from bot.drawing.drawers import Drawable
from bot.drawing.pair_sheets import pair_sheet
from bot.drawing.process import NotDrawn
from bot.notices.bulletins import bulletin_sheet, bulletin_text, group_text, pair_label, pairs_caption
from bot.notices.pictures.workbook import Workbook
from bot.notices.registers import Register
from handlers.pictures import Gallery
from storage import registers
from storage.bulletins import PhotoPair
from storage.registers import Key
from storage.transaction import Tx

log = structlog.get_logger()

Draw = Callable[[Drawable], Awaitable[bytes]]
"""Draws one sheet. Raises NotDrawn."""


class Printer:
    """Makes the parts of an issue: files where they can be had, words where not."""

    def __init__(self, shell: Shell, draw: Draw, gallery: Gallery, media: Path) -> None:
        self._shell = shell
        self._draw = draw
        self._gallery = gallery
        self._media = media

    async def parts(self, content: Content, register: tuple[Part, ...] = ()) -> tuple[Part, ...]:
        """The picture with its words, the photos, and the list; of a reporting group the photos with the words."""
        office = self._shell.office
        if not isinstance(content.told, GroundNews):
            text = group_text(office.texts, office.area, content.told)
            path, _ = await self._photos(content.pairs, numbered=False)
            return (Part(text, path, text),)
        told = content.told
        text = await asyncio.to_thread(bulletin_text, office.texts, office.area, told)
        path = await self._file(bulletin_sheet(office.texts, office.area, told, office.zone))
        first = Part(text, path, text)
        photos, labels = await self._photos(content.pairs, numbered=True)
        if photos is None:
            return (first, *register)
        caption = pairs_caption(office.texts, told.period, labels)
        return (first, Part(caption, photos, caption), *register)

    async def _photos(self, pairs: tuple[PhotoPair, ...], *, numbered: bool) -> tuple[str | None, tuple[str, ...]]:
        """The sheet of the pairs, and the line of each."""
        texts = self._shell.office.texts
        labels = tuple(pair_label(texts, one.ticket_id, one.place, one.summary, numbered=numbered) for one in pairs)
        if not pairs:
            return None, ()
        words = (texts.plain("pair.before"), texts.plain("pair.after"))
        shown = [
            (label, self._media / one.before, self._media / one.after) for label, one in zip(labels, pairs, strict=True)
        ]
        try:
            path = await self._gallery.keep(await asyncio.to_thread(pair_sheet, shown, words), ".jpg")
        except (OSError, ValueError) as error:
            log.warning("bulletin.photos_not_made", error=str(error))
            return None, ()
        return path, labels

    async def _file(self, sheet: Drawable) -> str | None:
        """Its path in the media folder; what fails is logged, and said in words."""
        suffix = ".xlsx" if isinstance(sheet, Workbook) else ".png"
        try:
            return await self._gallery.keep(await self._draw(sheet), suffix)
        except NotDrawn as error:
            log.warning("bulletin.not_drawn", sheet=type(sheet).__name__, error=str(error))
        except OSError as error:
            log.error("bulletin.not_kept", error=str(error), remedy="check storage.media and the disk")
        return None

    async def register(self, period: Period, unit_code: str | None, now: datetime) -> tuple[Part, ...]:
        """The list of what was reported: pages to print and a workbook. Empty where nothing was.

        Raises StorageError.
        """
        office = self._shell.office
        filled = await self._filled(period, unit_code, now)
        if not filled.count:
            return ()
        texts = office.texts
        caption = texts.say(
            "register.caption",
            whose=office.area.unit_name(unit_code) or office.area.name,
            period=period.label,
            count=filled.count + filled.left_out,
        )
        lost = texts.say("register.lost", written=period.code)
        made = [
            Part(lost, path, name=texts.plain("register.page_file", period=period.label, page=number))
            for number, page in enumerate(await asyncio.to_thread(filled.pages), start=1)
            if (path := await self._file(page)) is not None
        ]
        book = await self._file(await asyncio.to_thread(filled.workbook))
        name = texts.plain("register.book_file", period=period.label)
        return (*made, Part(lost, book, caption, name))

    async def _filled(self, period: Period, unit_code: str | None, now: datetime) -> Register:
        """Each look at the database is a short one."""
        office = self._shell.office
        units = desk_registers.units_of(office.area, unit_code)
        found: list[Key] = []
        while keys := await self._shell.look(partial(_keys, period, found[-1] if found else None, units)):
            found += keys
        numbers = await asyncio.to_thread(desk_registers.in_order, office.area, found)
        filled = Register(office.texts, office.area, period, unit_code, now, office.zone)
        filled.left_out = max(0, len(numbers) - desk_registers.MOST)
        for at in range(0, min(len(numbers), desk_registers.MOST), registers.PIECE):
            piece = numbers[at : min(at + registers.PIECE, desk_registers.MOST)]
            await asyncio.to_thread(filled.add, await self._shell.look(partial(_cases, piece)))
        return filled


def _keys(
    period: Period, after: Key | None, units: list[str] | None, tx: Tx, office: Office, now: datetime
) -> list[Key]:
    return registers.keys(tx, period, after, units)


def _cases(numbers: list[int], tx: Tx, office: Office, now: datetime) -> list[Case]:
    return registers.cases(tx, numbers)
