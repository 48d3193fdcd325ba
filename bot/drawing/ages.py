"""What is open: how much of it is late, and beside that a column for each age."""

from __future__ import annotations

from bot.drawing.canvas import Canvas
from bot.drawing.numbers import Short
from bot.drawing.page import EDGE, INNER, NUMBERS, RIGHT, SMALLEST, draw_number
from bot.drawing.palette import DEPTHS, INK, MUTED, RULE, TRACK
from bot.notices.pictures.sheet import Ages

AGES = NUMBERS
"""Pixels of height."""
_LEFT = EDGE + INNER / 3
_LETTERS = 30
_FLOOR, _TALLEST = 132, 40


def draw_ages(canvas: Canvas, y: float, ages: Ages, short: Short) -> None:
    """The number in the first column of the large numbers above, the ages in the others."""
    room = INNER / 3 - 40
    draw_number(canvas, EDGE, y, ages.late, room, canvas.size_for(ages.late.value, 84, room, 40))
    canvas.line((_LEFT - 16, _LEFT - 16), (y + 20, y + AGES - 22), RULE, 2)
    if not ages.rows:
        canvas.box(_LEFT + 8, y + 14, RIGHT - _LEFT - 8, AGES - 20, TRACK, rounded=18)
        canvas.text((_LEFT + 8 + RIGHT) / 2, y + 14 + AGES / 2, ages.said, 32, MUTED, "center", RIGHT - _LEFT - 48)
        return
    canvas.text(_LEFT, y + 40, ages.title, 30, MUTED, room=RIGHT - _LEFT)
    step = (RIGHT - _LEFT) / len(ages.rows)
    most = max(count for _, count in ages.rows) or 1
    for number, (name, count) in enumerate(ages.rows):
        x, wide = _LEFT + number * step, step - 10
        tall = max(4.0, _TALLEST * count / most) if count else 0.0
        if tall:
            canvas.box(x, y + _FLOOR - tall, wide, tall, DEPTHS[min(number, len(DEPTHS) - 1)])
        canvas.text(x + wide / 2, y + _FLOOR - tall - 8, short(count), _LETTERS, INK if count else MUTED, "center")
        canvas.text(x + wide / 2, y + 168, name, SMALLEST, MUTED, "center", wide)
    canvas.line((_LEFT, RIGHT - 10), (y + _FLOOR, y + _FLOOR), RULE, 2)
