"""The trend: what came in as columns, what was resolved as a line, the period before as a faint one.

Where little happens in many steps, a line would only jump up and back: columns stand there side by side.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from bot.drawing.canvas import Canvas
from bot.drawing.numbers import Short
from bot.drawing.palette import ACCENT, BEFORE, INK, MUTED, RULE, SOFT
from bot.notices.pictures.sheet import Curve

_LETTERS = 28
_TITLE, _LABELS = 62, 46
_SMALL_GAP = 22
_NICE = (1, 2, 5)
_FEW, _MANY_STEPS = 4, 14
_BOXES = {"box": SOFT, "dark box": ACCENT}

Frame = tuple[float, float, float, float]
"""Left, top, width and height in pixels."""


def draw_curve(canvas: Canvas, curve: Curve, frame: Frame, short: Short) -> None:
    """Title and legend, then the columns and lines over their labels."""
    left, top, width, height = frame
    canvas.text(left, top + 36, curve.title, 38, INK, room=width / 3)
    sparse = is_sparse(curve)
    if sparse:
        curve = replace(curve, before=())
    highest = max((*curve.received, *curve.resolved, *curve.before, 0))
    _legend(canvas, curve, left + width, top + 36, ("box", "dark box") if sparse else ("box", "line", "dashed"))
    tick, ticks = nice_scale(highest)
    numbers = canvas.text_width(short(tick * ticks), _LETTERS) + 16
    plot = (left + numbers, top + _TITLE + 14, width - numbers, height - _TITLE - 14 - _LABELS)
    _grid(canvas, plot, left + numbers - 16, [short(tick * number) for number in range(ticks + 1)])
    (_pairs if sparse else _columns)(canvas, curve, plot, tick * ticks)
    _labels(canvas, curve, plot)


def is_sparse(curve: Curve) -> bool:
    """In many steps, few at a time, or nothing in most."""
    if len(curve.labels) <= _MANY_STEPS:
        return False
    empty = sum(not any(step) for step in zip(curve.received, curve.resolved, strict=True))
    return max((*curve.received, *curve.resolved, 0)) <= _FEW or 2 * empty > len(curve.received)


def nice_scale(highest: int) -> tuple[int, int]:
    """The distance of the lines behind the columns, and how many there are: whole numbers, 1, 2 or 5 times ten."""
    for power in range(12):
        for step in _NICE:
            tick = step * 10**power
            if tick * 4 >= highest:
                return tick, max(1, ceil(highest / tick))
    return highest, 1


def _legend(canvas: Canvas, curve: Curve, right: float, base: float, kinds: tuple[str, ...]) -> None:
    """From right to left, so that it ends at the margin."""
    x = right
    for name, kind in reversed(list(zip(curve.names, kinds, strict=False))):
        if kind == "dashed" and not curve.before:
            continue
        shown = canvas.cut(name, _LETTERS, 125)
        x -= canvas.text_width(shown, _LETTERS)
        canvas.text(x, base, shown, _LETTERS, MUTED)
        x -= 46
        if kind in _BOXES:
            canvas.box(x, base - 22, 32, 22, _BOXES[kind])
        else:
            canvas.line(
                (x, x + 34), (base - 11, base - 11), BEFORE if kind == "dashed" else ACCENT, 4, dashed=kind != "line"
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
        canvas.line([at(n) for n in range(len(curve.before))], [up(v) for v in curve.before], BEFORE, 4, dashed=True)
    if len(curve.resolved) > 1:
        canvas.line([at(n) for n in range(len(curve.resolved))], [up(v) for v in curve.resolved], ACCENT, 5)
    if len(curve.resolved) <= _MANY_STEPS:
        for number, resolved in enumerate(curve.resolved):
            canvas.dot(at(number), up(resolved), 8, ACCENT)


def _pairs(canvas: Canvas, curve: Curve, plot: Frame, scale: int) -> None:
    """Received beside resolved."""
    left, top, width, height = plot
    step = width / len(curve.labels)
    thick = step * 0.36
    for values, shift, color in ((curve.received, -thick, SOFT), (curve.resolved, 0.0, ACCENT)):
        for number, value in enumerate(values):
            if value:
                tall = height * value / scale
                canvas.box(left + step * (number + 0.5) + shift, top + height - tall, thick, tall, color)


def _labels(canvas: Canvas, curve: Curve, plot: Frame) -> None:
    """As many as stand side by side, at even distances."""
    left, top, width, height = plot
    step = width / len(curve.labels)
    widest = max(canvas.text_width(label, _LETTERS) for label in curve.labels)
    every = max(1, ceil((widest + _SMALL_GAP) / step))
    for number in range(0, len(curve.labels), every):
        x = min(left + step * (number + 0.5), left + width - widest / 2)
        canvas.text(x, top + height + 38, curve.labels[number], _LETTERS, MUTED, "center")
