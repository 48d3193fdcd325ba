"""Drawing the sheet of /stats: a tall page for a phone, from the headline numbers down to the categories."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.drawing.ages import AGES, draw_ages
from bot.drawing.canvas import Canvas
from bot.drawing.curves import draw_curve
from bot.drawing.gauges import GAUGES, draw_gauges
from bot.drawing.numbers import shortener
from bot.drawing.page import CHANGE, EDGE, HEAD, INNER, NUMBERS, WIDTH, draw_head, draw_numbers
from bot.drawing.palette import ACCENT, INK, MUTED, PAPER, TRACK
from bot.drawing.tables import draw_shares, draw_table, height_of_shares, height_of_table
from bot.notices.pictures.sheet import Sheet

LEAST, MOST = 1350, 1990
"""Pixels: a page that a phone shows whole, upright. A full page of /stats is no taller than this."""

_CURVE, _TALLEST_CURVE, _SAID = 262, 492, 250
_RANK, _FOOT = 48, 44
_BETWEEN, _WIDEST_GAP = 36, 70


@dataclass(frozen=True, slots=True)
class _Section:
    """What stands at a height: so tall at least, and up to so tall where there is room for it."""

    least: float
    draw: Callable[[float, float], None]
    most: float = 0


def draw(sheet: Sheet) -> Canvas:
    """The page. `png()` of it makes the file."""
    top = HEAD + (_RANK if sheet.rank else 0)
    # The canvas is known only when the heights are, and the sections draw on it.
    page: list[Canvas] = []
    sections = _sections(sheet, lambda: page[0])
    least = top + sum(section.least for section in sections) + _BETWEEN * (len(sections) - 1) + _FOOT
    spare = max(0.0, LEAST - least)
    canvas = Canvas(WIDTH, round(least + spare), PAPER)
    page.append(canvas)
    draw_head(canvas, sheet.whose, sheet.period, sheet.counted)
    canvas.text(EDGE, HEAD + 28, sheet.rank, 32, ACCENT, room=INNER)
    y: float = top
    grown = {
        number: min(spare, section.most - section.least) for number, section in enumerate(sections) if section.most
    }
    gap = min(_WIDEST_GAP, _BETWEEN + (spare - sum(grown.values())) / max(1, len(sections) - 1))
    for number, section in enumerate(sections):
        height = section.least + grown.get(number, 0.0)
        section.draw(y, height)
        y += height + gap
    return canvas


def png(sheet: Sheet) -> bytes:
    """The file."""
    return draw(sheet).png()


def _sections(sheet: Sheet, page: Callable[[], Canvas]) -> list[_Section]:
    """From top to bottom. At most one of them grows: the curve, or the words in its place."""
    short = shortener(sheet.myriads)
    curve, table, shares, ages = sheet.curve, sheet.table, sheet.shares, sheet.ages
    found = []
    if sheet.headlines:
        tall = NUMBERS + CHANGE * max(len(headline.changes) for headline in sheet.headlines)
        found.append(_Section(tall, lambda y, _: draw_numbers(page(), y, sheet.headlines)))
    if sheet.gauges:
        found.append(_Section(GAUGES, lambda y, _: draw_gauges(page(), y, sheet.gauges)))
    if ages is not None:
        found.append(_Section(AGES, lambda y, _: draw_ages(page(), y, ages, short)))
    if curve is not None:
        found.append(
            _Section(
                _CURVE, lambda y, height: draw_curve(page(), curve, (EDGE, y, INNER, height), short), _TALLEST_CURVE
            )
        )
    elif sheet.said:
        found.append(_Section(_SAID, lambda y, height: _said(page(), y, sheet.said, height), LEAST))
    if table is not None:
        found.append(_Section(height_of_table(table), lambda y, _: draw_table(page(), y, table, short)))
    if shares is not None:
        found.append(_Section(height_of_shares(shares), lambda y, _: draw_shares(page(), y, shares, short)))
    return found


def _said(canvas: Canvas, y: float, said: tuple[str, ...], height: float) -> None:
    """Words in the place of the curve."""
    canvas.box(EDGE, y, INNER, height, TRACK, rounded=18)
    first, *others = said
    lines = canvas.wrapped(first, 42, INNER - 80, 2)
    more = [line for text in others for line in canvas.wrapped(text, 32, INNER - 80, 2)]
    at = y + (height - 58 * len(lines) - 50 * len(more)) / 2 + 44
    for line in lines:
        canvas.text(WIDTH / 2, at, line, 42, INK, "center")
        at += 58
    for line in more:
        canvas.text(WIDTH / 2, at, line, 32, MUTED, "center")
        at += 50
