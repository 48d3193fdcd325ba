"""Drawers: which drawing makes the file of which sheet. Each is loaded when the first of its kind is asked for."""

from __future__ import annotations

from bot.notices.pictures.bulletin import BulletinSheet
from bot.notices.pictures.map import MapSheet
from bot.notices.pictures.register import RegisterPage
from bot.notices.pictures.sheet import Sheet
from bot.notices.pictures.workbook import Workbook

Drawable = Sheet | BulletinSheet | RegisterPage | MapSheet | Workbook


def drawn(sheet: Drawable) -> bytes:
    """A PNG; of a workbook an XLSX file. Raises TypeError for what is no sheet."""
    if isinstance(sheet, Sheet):
        from bot.drawing.statistics import png as of_statistics

        return of_statistics(sheet)
    if isinstance(sheet, BulletinSheet):
        from bot.drawing.bulletin import png as of_bulletin

        return of_bulletin(sheet)
    if isinstance(sheet, RegisterPage):
        from bot.drawing.register import png as of_page

        return of_page(sheet)
    if isinstance(sheet, MapSheet):
        from bot.drawing.map import png as of_map

        return of_map(sheet)
    if isinstance(sheet, Workbook):
        from bot.drawing.workbook import xlsx

        return xlsx(sheet)
    raise TypeError(f"{type(sheet).__name__} is no sheet")
