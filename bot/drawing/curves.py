"""The trend: what came in as columns, what was resolved as a line, the period before as a faint one."""

from __future__ import annotations

from math import ceil

from bot.drawing.canvas import Canvas
from bot.drawing.numbers import Short
from bot.drawing.palette import ACCENT, FAINT, INK, MUTED, RULE, SOFT
from bot.notices.pictures.sheet import Curve

_LETTERS = 28
_TITLE, _LABELS = 62, 46
_SMALL_GAP = 22
_NICE = (1, 2, 5)

Frame = tuple[float, float, float, float]
"""Left, top, width and height in pixels."""


def draw_curve(canvas: Canvas, curve: Curve, frame: Frame, short: Short) -> None:
    """Title and legend, then the columns and lines over their labels."""
    left, top, width, height = frame
    canvas.text(left, top + 36, curve.title, 38, INK, room=width / 3)
    _legend(canvas, curve, left + width, top + 36)
    highest = max((*curve.received, *curve.resolved, *curve.before, 0))
    tick, ticks = nice_scale(highest)
    numbers = canvas.text_width(short(tick * ticks), _LETTERS) + 16
    plot = (left + numbers, top + _TITLE + 14, width - numbers, height - _TITLE - 14 - _LABELS)
    _grid(canvas, plot, left + numbers - 16, [short(tick * number) for number in range(ticks + 1)])
    _columns(canvas, curve, plot, tick * ticks)
    _labels(canvas, curve, plot)


def nice_scale(highest: int) -> tuple[int, int]:
    """The distance of the lines behind the columns, and how many there are: whole numbers, 1, 2 or 5 times ten."""
    for power in range(12):
        for step in _NICE:
            tick = step * 10**power
            if tick * 4 >= highest:
                return tick, max(1, ceil(highest / tick))
    return highest, 1


def _legend(canvas: Canvas, curve: Curve, right: float, base: float) -> None:
    """From right to left, so that it ends at the margin."""
    x = right
    for name, kind in reversed(list(zip(curve.names, ("box", "line", "dashed"), strict=True))):
        if kind == "dashed" and not curve.before:
            continue
        shown = canvas.cut(name, _LETTERS, 125)
        x -= canvas.text_width(shown, _LETTERS)
        canvas.text(x, base, shown, _LETTERS, MUTED)
        x -= 46
        if kind == "box":
            canvas.box(x, base - 22, 32, 22, SOFT)
        else:
            canvas.line(
                (x, x + 34), (base - 11, base - 11), FAINT if kind == "dashed" else ACCENT, 4, dashed=kind != "line"
            )
        x -= 26


def _grid(canvas: Canvas, plot: Frame, numbers: float, told: list[str]) -> None:
    """A line for each number, from nought upwards, at even distances; `numbers` is where they end."""
    left, top, width, height = plot
    for number, said in enumerate(told):
        y = top + height - height * number / (len(told) - 1)
        canvas.line((left, left + width), (y, y), RULE, 2 if number else 3)
        canvas.text(numbers, y + 10, said, _LETTERS, MUTED, "right")


def _columns(canvas: Canvas, curve: Curve, plot: Frame, scale: int) -> None:
    left, top, width, height = plot
    step = width / len(curve.labels)
    thick = min(60.0, step * 0.62)
    floor = top + height

    def at(number: int) -> float:
        return left + step * (number + 0.5)

    def up(value: int) -> float:
        return floor - height * value / scale

    for number, received in enumerate(curve.received):
        if received:
            canvas.box(at(number) - thick / 2, up(received), thick, floor - up(received), SOFT)
    if len(curve.before) > 1:
        canvas.line([at(n) for n in range(len(curve.before))], [up(v) for v in curve.before], FAINT, 4, dashed=True)
    if len(curve.resolved) > 1:
        canvas.line([at(n) for n in range(len(curve.resolved))], [up(v) for v in curve.resolved], ACCENT, 5)
    if len(curve.resolved) <= 14:
        for number, resolved in enumerate(curve.resolved):
            canvas.dot(at(number), up(resolved), 8, ACCENT)


def _labels(canvas: Canvas, curve: Curve, plot: Frame) -> None:
    """As many as stand side by side, at even distances."""
    left, top, width, height = plot
    step = width / len(curve.labels)
    widest = max(canvas.text_width(label, _LETTERS) for label in curve.labels)
    every = max(1, ceil((widest + _SMALL_GAP) / step))
    for number in range(0, len(curve.labels), every):
        x = min(left + step * (number + 0.5), left + width - widest / 2)
        canvas.text(x, top + height + 38, curve.labels[number], _LETTERS, MUTED, "center")
