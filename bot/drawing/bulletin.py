"""Drawing the sheet of a bulletin: numbers against the period before, who is named, who changed most."""

from __future__ import annotations

from bot.drawing.canvas import Canvas
from bot.drawing.page import SMALLEST, WIDTH, draw_head, draw_numbers
from bot.drawing.palette import ACCENT, ALARM, INK, MUTED, PAPER, RULE, SOFT
from bot.notices.pictures.bulletin import BulletinSheet, ChangeRow, NamedRow, NamedTable

_EDGE = 64
_RIGHT = WIDTH - _EDGE
_INNER = WIDTH - 2 * _EDGE
_HEAD, _NUMBERS, _PLACE, _TITLE, _GAP, _FOOT = 204, 176, 84, 62, 34, 44
_NAMED, _CHANGE, _MORE = 96, 60, 52
LEAST = 500
"""Pixels: a bulletin with little in it is a short one."""


def draw(sheet: BulletinSheet) -> Canvas:
    """The page. `png()` of it makes the file."""
    canvas = Canvas(WIDTH, _height(sheet), PAPER)
    draw_head(canvas, sheet.whose, sheet.period, sheet.counted)
    draw_numbers(canvas, _HEAD, sheet.headlines)
    y: float = _HEAD + _NUMBERS
    if sheet.place:
        canvas.text(_EDGE, y + 62, sheet.place, 32, ACCENT, room=_INNER)
        y += _PLACE
    if sheet.changes:
        y = _changes(canvas, y + _GAP, sheet.changed, sheet.changes)
    if sheet.named is not None:
        _named(canvas, y + _GAP, sheet.named)
    return canvas


def png(sheet: BulletinSheet) -> bytes:
    """The file."""
    return draw(sheet).png()


def _height(sheet: BulletinSheet) -> int:
    tall = _HEAD + _NUMBERS + _FOOT + (_PLACE if sheet.place else 0)
    if sheet.changes:
        tall += _GAP + _TITLE + _CHANGE * len(sheet.changes)
    if sheet.named is not None:
        tall += _GAP + _TITLE + _NAMED * len(sheet.named.rows) + (_MORE if sheet.named.more else 0)
    return max(LEAST, tall)


def _title(canvas: Canvas, y: float, title: str, beside: str = "") -> None:
    shown = canvas.cut(title, 38, _INNER)
    taken = canvas.text_width(shown, 38) + 20
    canvas.text(_EDGE, y + 36, shown, 38, INK)
    if beside and taken + 2 * SMALLEST < _INNER:
        canvas.text(_EDGE + taken, y + 36, beside, SMALLEST, MUTED, room=_INNER - taken)


def _changes(canvas: Canvas, y: float, title: str, changes: tuple[ChangeRow, ...]) -> float:
    """One line a unit: what of it, its name, from where to where. Returns where they end."""
    _title(canvas, y, title)
    y += _TITLE
    labels = max(canvas.text_width(change.label, SMALLEST) for change in changes)
    rates = max(canvas.text_width(f"{change.before} → {change.now}", 34) for change in changes)
    for change in changes:
        canvas.line((_EDGE, _RIGHT), (y, y), RULE, 1.5)
        canvas.text(_EDGE, y + 41, change.label, SMALLEST, MUTED, room=_INNER / 4)
        canvas.text(
            _EDGE + labels + 24, y + 41, change.name, 32, INK, room=max(100.0, _INNER - labels - 24 - rates - 24)
        )
        told = f"{change.before} → {change.now}"
        canvas.text(_RIGHT, y + 41, told, 34, ACCENT if change.better else ALARM, "right")
        y += _CHANGE
    return y


def _named(canvas: Canvas, y: float, named: NamedTable) -> None:
    """Two lines a ticket: number, unit and how late; below them what and where."""
    _title(canvas, y, named.title, named.order)
    y += _TITLE
    for row in named.rows:
        _name(canvas, y, row)
        y += _NAMED
    if named.more:
        canvas.line((_EDGE, _RIGHT), (y, y), RULE, 1.5)
        canvas.text(_EDGE, y + 38, named.more, SMALLEST, MUTED, room=_INNER)


def _name(canvas: Canvas, y: float, row: NamedRow) -> None:
    canvas.line((_EDGE, _RIGHT), (y, y), RULE, 1.5)
    canvas.box(_EDGE, y + 14, 8, _NAMED - 28, SOFT if row.resolved else ALARM)
    left = _EDGE + 24
    number = canvas.text_width(row.number, 30) + 20
    late = canvas.cut(row.late, 30, _INNER / 2)
    taken = canvas.text_width(late, 30)
    canvas.text(left, y + 40, row.number, 30, MUTED)
    canvas.text(left + number, y + 40, row.unit, 30, INK, room=_INNER - 24 - number - taken - 24)
    canvas.text(_RIGHT, y + 40, late, 30, MUTED if row.resolved else ALARM, "right")
    canvas.text(left, y + 80, row.what, SMALLEST, INK, room=_INNER - 24)
