"""The rates side by side: words and percent, a bar so full, and below it what of how many."""

from __future__ import annotations

from bot.drawing.canvas import Canvas
from bot.drawing.page import EDGE, INNER, SMALLEST
from bot.drawing.palette import ACCENT, INK, MUTED, TRACK
from bot.notices.pictures.sheet import Gauge

GAUGES = 100
"""Pixels of height."""
_GUTTER = 40


def draw_gauges(canvas: Canvas, y: float, gauges: tuple[Gauge, ...]) -> None:
    """In the columns of the large numbers above."""
    step = INNER / len(gauges)
    room = step - _GUTTER
    for number, gauge in enumerate(gauges):
        x = EDGE + number * step
        value = canvas.cut(gauge.value, 36, room / 2)
        canvas.text(x, y + 34, gauge.label, 30, MUTED, room=room - canvas.text_width(value, 36) - 12)
        canvas.text(x + room, y + 34, value, 36, INK, "right")
        canvas.box(x, y + 48, room, 12, TRACK, rounded=6)
        if gauge.share:
            canvas.box(x, y + 48, max(12.0, room * min(1.0, gauge.share)), 12, ACCENT, rounded=6)
        canvas.text(x, y + 94, gauge.note, SMALLEST, MUTED, room=room)
