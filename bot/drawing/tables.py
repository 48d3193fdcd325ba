"""The table of units or categories, and the shares of categories."""

from __future__ import annotations

from collections.abc import Sequence

from bot.drawing.canvas import Canvas
from bot.drawing.letters import printable
from bot.drawing.numbers import Short
from bot.drawing.page import EDGE, INNER, RIGHT, SMALLEST, TITLE, draw_title
from bot.drawing.palette import ACCENT, ALARM, INK, MUTED, RULE, SOFT, TRACK
from bot.notices.pictures.sheet import Row, Shares, Table

_ROW, _SHARE = 50, 60
_NAME, _NAME_LETTERS = 340, 32
_BAR = EDGE + _NAME + 14
_LONGEST_BAR, _SHORTEST_BAR = 200.0, 24.0
_RECEIVED = 876
_LETTERS = 30
_GUTTER = 56


def height_of_table(table: Table) -> float:
    """Pixels."""
    return TITLE + _ROW * len(table.rows)


def draw_table(canvas: Canvas, y: float, table: Table, short: Short) -> None:
    """One row each: what stands open there, the late part of it first."""
    draw_title(canvas, y, table.title, table.order, _NAME)
    canvas.text(_BAR, y + 36, table.heads[0], SMALLEST, MUTED, room=_RECEIVED - _BAR - 140)
    canvas.text(_RECEIVED, y + 36, table.heads[1], SMALLEST, MUTED, "right", room=130)
    canvas.text(RIGHT, y + 36, table.heads[2], SMALLEST, MUTED, "right", room=130)
    y += TITLE
    scale = _longest_bar(canvas, table, short) / (max(row.open for row in table.rows) or 1)
    for row, name in zip(table.rows, _told_apart(canvas, [row.name for row in table.rows]), strict=True):
        base = y + 36
        canvas.line((EDGE, RIGHT), (y, y), RULE, 1.5)
        canvas.text(EDGE, base, name, canvas.size_for(name, _NAME_LETTERS, _NAME, SMALLEST), INK, room=_NAME)
        _standing(canvas, y, row, scale, short)
        canvas.text(_RECEIVED, base, short(row.received), _LETTERS, INK, "right")
        canvas.text(RIGHT, base, row.rate, _LETTERS, INK, "right")
        y += _ROW


def _told_apart(canvas: Canvas, names: Sequence[str]) -> list[str]:
    """Names that fit. Where two would be cut to the same, as those of one street may be, their ends tell them apart."""
    cut = [canvas.cut(name, SMALLEST, _NAME) for name in names]
    return [
        name if cut.count(name) == 1 or name == printable(whole) else _last_part(canvas, printable(whole))
        for name, whole in zip(cut, names, strict=True)
    ]


def _last_part(canvas: Canvas, name: str) -> str:
    """As much of its end as fits."""
    first = next(n for n in range(len(name)) if canvas.text_width("…" + name[n:], SMALLEST) <= _NAME)
    return "…" + name[first:]


def _longest_bar(canvas: Canvas, table: Table, short: Short) -> float:
    """What the widest numbers leave, so that they never run into the next column."""
    numbers = max(canvas.text_width(f"{short(row.overdue)} / {short(row.open)}", _LETTERS) for row in table.rows)
    received = max(canvas.text_width(short(row.received), _LETTERS) for row in table.rows)
    return max(_SHORTEST_BAR, min(_LONGEST_BAR, _RECEIVED - received - 24 - numbers - 12 - _BAR))


def _standing(canvas: Canvas, y: float, row: Row, scale: float, short: Short) -> None:
    """The bar of what is open, and its two numbers; the one of what is late only where something is."""
    x: float = _BAR
    late = max(6.0, row.overdue * scale) if row.overdue else 0.0
    if row.open:
        whole = max(6.0, row.open * scale, late)
        canvas.box(x, y + 15, whole, 22, SOFT)
        if late:
            canvas.box(x, y + 15, late, 22, ALARM)
        x += whole + 12
    if late:
        canvas.text(x, y + 36, short(row.overdue), _LETTERS, ALARM)
        x += canvas.text_width(short(row.overdue), _LETTERS) + 7
        canvas.text(x, y + 36, f"/ {short(row.open)}", _LETTERS, INK)
    else:
        canvas.text(x, y + 36, short(row.open), _LETTERS, INK if row.open else MUTED)


def height_of_shares(shares: Shares) -> float:
    """Pixels."""
    return TITLE + _SHARE * _lines_of(shares)


def _lines_of(shares: Shares) -> int:
    return (len(shares.rows) + 1) // 2


def draw_shares(canvas: Canvas, y: float, shares: Shares, short: Short) -> None:
    """Two columns, filled downwards: name, number, and a thin bar of its share."""
    draw_title(canvas, y, shares.title, shares.order, INNER)
    y += TITLE
    column = (INNER - _GUTTER) / 2
    lines = _lines_of(shares)
    most = max(count for _, count in shares.rows) or 1
    for number, (name, count) in enumerate(shares.rows):
        x = EDGE + (number // lines) * (column + _GUTTER)
        top = y + (number % lines) * _SHARE
        told = short(count)
        taken = canvas.text_width(told, 30)
        canvas.text(x, top + 34, name, 30, INK, room=column - taken - 20)
        canvas.text(x + column, top + 34, told, 30, INK, "right")
        canvas.box(x, top + 46, column, 8, TRACK, rounded=4)
        canvas.box(x, top + 46, max(8.0, column * count / most), 8, ACCENT, rounded=4)
