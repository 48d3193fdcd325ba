"""Drawing a page of a register: A4 upright, to be printed, with room for a seal and signatures."""

from __future__ import annotations

from bot.drawing.canvas import Canvas
from bot.drawing.palette import ALARM, INK, MUTED, RULE, TRACK
from bot.notices.pictures.register import RegisterPage, Row

WIDTH, HEIGHT = 1654, 2339
"""Pixels: A4 at 200 to the inch."""

_WHITE = "#FFFFFF"
_EDGE = 76
_INNER = WIDTH - 2 * _EDGE
_TOP, _HEADS, _ROW, _SIGNS = 250, 56, 68, 240
_LETTERS, _LINE = 23, 29
_WIDTHS = (62, 96, 142, 236, 290, 176, 142, 142, 216)
"""Of the nine columns: together as wide as the page between its margins."""
_PADDING = 9


def draw(page: RegisterPage) -> Canvas:
    """The page. `png()` of it makes the file."""
    canvas = Canvas(WIDTH, HEIGHT, _WHITE)
    canvas.text(WIDTH / 2, 124, page.title, 50, INK, "center", room=_INNER)
    canvas.text(_EDGE, 208, f"{page.whose} · {page.period}", 30, INK, room=_INNER * 0.62)
    canvas.text(WIDTH - _EDGE, 208, page.counted, 26, MUTED, "right", room=_INNER * 0.36)
    bottom = _table(canvas, page)
    _foot(canvas, page, bottom)
    return canvas


def png(page: RegisterPage) -> bytes:
    """The file."""
    return draw(page).png()


def _table(canvas: Canvas, page: RegisterPage) -> float:
    """Heads and rows within a grid. Returns where it ends."""
    scale = _INNER / sum(_WIDTHS)
    lefts = [_EDGE + scale * sum(_WIDTHS[:place]) for place in range(len(_WIDTHS) + 1)]
    canvas.box(_EDGE, _TOP, _INNER, _HEADS, TRACK)
    for place, head in enumerate(page.heads):
        middle = (lefts[place] + lefts[place + 1]) / 2
        canvas.text(middle, _TOP + 37, head, 25, INK, "center", room=lefts[place + 1] - lefts[place])
    y: float = _TOP + _HEADS
    for number, row in enumerate(page.rows):
        _row(canvas, y, row, lefts, late=number in page.late)
        canvas.line((_EDGE, WIDTH - _EDGE), (y, y), RULE, 1.5)
        y += _ROW
    for x in lefts:
        canvas.line((x, x), (_TOP, y), RULE, 1.5)
    for at in (_TOP, y):
        canvas.line((_EDGE, WIDTH - _EDGE), (at, at), MUTED, 2)
    return y


def _row(canvas: Canvas, y: float, row: Row, lefts: list[float], *, late: bool) -> None:
    """Each cell in at most two lines, in the middle of its row."""
    for place, cell in enumerate(row):
        room = lefts[place + 1] - lefts[place] - 2 * _PADDING
        lines = canvas.wrapped(cell, _LETTERS, room, 2) if cell else []
        base = y + (_ROW - _LINE * len(lines)) / 2 + _LETTERS
        colour = ALARM if late and place == len(row) - 1 else INK
        for line in lines:
            canvas.text(lefts[place] + _PADDING, base, line, _LETTERS, colour)
            base += _LINE


def _foot(canvas: Canvas, page: RegisterPage, bottom: float) -> None:
    if page.note:
        canvas.text(_EDGE, bottom + 44, page.note, 26, INK, room=_INNER)
    step = _INNER / max(1, len(page.signs))
    for number, sign in enumerate(page.signs):
        canvas.text(_EDGE + number * step, HEIGHT - _SIGNS + 40, sign, 28, INK, room=step - 20)
    canvas.text(WIDTH / 2, HEIGHT - 52, page.page, 24, MUTED, "center", room=_INNER)
