"""Drawing the sheet of /stats: a tall page for a phone, from the headline numbers down to the categories."""

from __future__ import annotations

from dataclasses import dataclass

from bot.drawing.canvas import Canvas
from bot.drawing.curves import draw_curve
from bot.drawing.numbers import Short, shortener
from bot.drawing.palette import ACCENT, ALARM, INK, MUTED, PAPER, RULE, SOFT, TRACK
from bot.notices.pictures.sheet import Headline, Shares, Sheet, UnitRow, Units

WIDTH, LEAST, MOST = 1080, 1350, 1600
"""Pixels: a page that a phone shows whole, upright."""
SMALLEST = 28
"""Pixels of the smallest letters: on a phone a third of that, which is still read without glasses at arm's length."""

_EDGE = 64
_RIGHT = WIDTH - _EDGE
_INNER = WIDTH - 2 * _EDGE
_HEAD, _NUMBERS, _TITLE, _FOOT = 204, 176, 62, 44
_CURVE, _TALLEST_CURVE = 240, 430
_SAID, _UNIT, _SHARE = 250, 52, 62
_BETWEEN, _WIDEST_GAP = 34, 70


def draw(sheet: Sheet) -> Canvas:
    """The page. `png()` of it makes the file."""
    plan = _plan(sheet)
    canvas = Canvas(WIDTH, plan.height, PAPER)
    short = shortener(sheet.myriads)
    draw_head(canvas, sheet.whose, sheet.period, sheet.counted)
    y: float = _HEAD
    draw_numbers(canvas, y, sheet.headlines)
    y += _NUMBERS + plan.gap
    if sheet.curve is not None:
        draw_curve(canvas, sheet.curve, (_EDGE, y, _INNER, plan.middle), short)
        y += plan.middle + plan.gap
    elif sheet.said:
        _said(canvas, y, sheet.said, plan.middle)
        y += plan.middle + plan.gap
    if sheet.units is not None:
        y = _units(canvas, y, sheet.units, short) + plan.gap
    if sheet.shares is not None:
        _shares(canvas, y, sheet.shares, short)
    return canvas


def png(sheet: Sheet) -> bytes:
    """The file."""
    return draw(sheet).png()


@dataclass(frozen=True, slots=True)
class _Plan:
    """How tall the page is, its middle (the curve, or the words in its place), and the gaps, in pixels."""

    height: int
    middle: float
    gap: float


def _plan(sheet: Sheet) -> _Plan:
    """A page with little on it gives the room to its middle first, and then to the gaps."""
    middle, tallest = (_TITLE + _CURVE, _TITLE + _TALLEST_CURVE) if sheet.curve is not None else (_SAID, LEAST)
    sections = 2 if sheet.curve is not None or sheet.said else 1
    tall = _HEAD + _NUMBERS + (middle if sections == 2 else 0)
    if sheet.units is not None:
        sections += 1
        tall += _TITLE + _UNIT * len(sheet.units.rows)
    if sheet.shares is not None:
        sections += 1
        tall += _TITLE + _SHARE * _lines_of(sheet.shares)
    tall += _BETWEEN * (sections - 1) + _FOOT
    spare = max(0, LEAST - tall)
    grown = min(spare, tallest - middle)
    gap = min(_WIDEST_GAP, _BETWEEN + (spare - grown) / max(1, sections - 1))
    return _Plan(min(MOST, max(LEAST, tall)), middle + grown, gap)


def _lines_of(shares: Shares) -> int:
    return (len(shares.rows) + 1) // 2


def draw_head(canvas: Canvas, whose: str, period: str, counted: str) -> None:
    """The top of the page, down to a rule: whose figures, of which period, counted when."""
    canvas.box(0, 0, WIDTH, 14, ACCENT)
    counted = canvas.cut(counted, SMALLEST, _INNER / 2)
    canvas.text(_RIGHT, 82, counted, SMALLEST, MUTED, "right")
    canvas.text(_EDGE, 82, whose, 36, ACCENT, room=_INNER - canvas.text_width(counted, SMALLEST) - 32)
    size = canvas.size_for(period, 60, _INNER, 36)
    canvas.text(_EDGE, 156, period, size, INK, room=_INNER)
    canvas.line((_EDGE, _RIGHT), (188, 188), RULE, 2)


def draw_numbers(canvas: Canvas, y: float, headlines: tuple[Headline, ...]) -> None:
    """The large numbers side by side, from `y` down."""
    if not headlines:
        return
    step = _INNER / len(headlines)
    room = step - 40
    size = min(canvas.size_for(headline.value, 84, room, 40) for headline in headlines)  # all alike
    for number, headline in enumerate(headlines):
        x = _EDGE + number * step
        if number:
            canvas.line((x - 16, x - 16), (y + 20, y + _NUMBERS - 22), RULE, 2)
        canvas.text(x, y + 40, headline.label, 30, MUTED, room=room + 16)
        canvas.text(x, y + 122, headline.value, size, ALARM if headline.alarm else INK, room=room)
        canvas.text(x, y + 168, headline.note, SMALLEST, MUTED, room=room + 16)


def _said(canvas: Canvas, y: float, said: tuple[str, ...], height: float) -> None:
    """Words in the place of the curve."""
    canvas.box(_EDGE, y, _INNER, height, TRACK, rounded=18)
    first, *others = said
    lines = canvas.wrapped(first, 42, _INNER - 80, 2)
    more = [line for text in others for line in canvas.wrapped(text, 32, _INNER - 80, 2)]
    at = y + (height - 58 * len(lines) - 50 * len(more)) / 2 + 44
    for line in lines:
        canvas.text(WIDTH / 2, at, line, 42, INK, "center")
        at += 58
    for line in more:
        canvas.text(WIDTH / 2, at, line, 32, MUTED, "center")
        at += 50


def _title(canvas: Canvas, y: float, title: str, beside: str, room: float) -> None:
    shown = canvas.cut(title, 38, room)
    taken = canvas.text_width(shown, 38) + 20
    canvas.text(_EDGE, y + 36, shown, 38, INK)
    if taken + 2 * SMALLEST < room:
        canvas.text(_EDGE + taken, y + 36, beside, SMALLEST, MUTED, room=room - taken)


_NAME = 340
_BAR = _EDGE + _NAME + 14
_LONGEST_BAR, _SHORTEST_BAR = 200.0, 24.0
_RECEIVED = 876
_LETTERS = 30


def _units(canvas: Canvas, y: float, units: Units, short: Short) -> float:
    """One row a unit: what stands open there, the late part of it first. Returns where the table ends."""
    _title(canvas, y, units.title, units.order, _NAME)
    canvas.text(_BAR, y + 36, units.heads[0], SMALLEST, MUTED, room=_RECEIVED - _BAR - 140)
    canvas.text(_RECEIVED, y + 36, units.heads[1], SMALLEST, MUTED, "right", room=130)
    canvas.text(_RIGHT, y + 36, units.heads[2], SMALLEST, MUTED, "right", room=130)
    y += _TITLE
    scale = _longest_bar(canvas, units, short) / (max(row.open for row in units.rows) or 1)
    for row in units.rows:
        base = y + 37
        canvas.line((_EDGE, _RIGHT), (y, y), RULE, 1.5)
        canvas.text(_EDGE, base, row.name, 32, INK, room=_NAME)
        _standing(canvas, y, row, scale, short)
        canvas.text(_RECEIVED, base, short(row.received), _LETTERS, INK, "right")
        canvas.text(_RIGHT, base, row.rate, _LETTERS, INK, "right")
        y += _UNIT
    return y


def _longest_bar(canvas: Canvas, units: Units, short: Short) -> float:
    """What the widest numbers leave, so that they never run into the next column."""
    numbers = max(canvas.text_width(f"{short(row.overdue)} / {short(row.open)}", _LETTERS) for row in units.rows)
    received = max(canvas.text_width(short(row.received), _LETTERS) for row in units.rows)
    return max(_SHORTEST_BAR, min(_LONGEST_BAR, _RECEIVED - received - 24 - numbers - 12 - _BAR))


def _standing(canvas: Canvas, y: float, row: UnitRow, scale: float, short: Short) -> None:
    """The bar of what is open, and its two numbers; the one of what is late only where something is."""
    x: float = _BAR
    late = max(6.0, row.overdue * scale) if row.overdue else 0.0
    if row.open:
        whole = max(6.0, row.open * scale, late)
        canvas.box(x, y + 16, whole, 22, SOFT)
        if late:
            canvas.box(x, y + 16, late, 22, ALARM)
        x += whole + 12
    if late:
        canvas.text(x, y + 37, short(row.overdue), _LETTERS, ALARM)
        x += canvas.text_width(short(row.overdue), _LETTERS) + 7
        canvas.text(x, y + 37, f"/ {short(row.open)}", _LETTERS, INK)
    else:
        canvas.text(x, y + 37, short(row.open), _LETTERS, INK if row.open else MUTED)


def _shares(canvas: Canvas, y: float, shares: Shares, short: Short) -> None:
    """Two columns, filled downwards: name, number, and a thin bar of its share."""
    _title(canvas, y, shares.title, shares.order, _INNER)
    y += _TITLE
    column = (_INNER - 56) / 2
    lines = _lines_of(shares)
    most = max(count for _, count in shares.rows) or 1
    for number, (name, count) in enumerate(shares.rows):
        x = _EDGE + (number // lines) * (column + 56)
        top = y + (number % lines) * _SHARE
        told = short(count)
        taken = canvas.text_width(told, 30)
        canvas.text(x, top + 34, name, 30, INK, room=column - taken - 20)
        canvas.text(x + column, top + 34, told, 30, INK, "right")
        canvas.box(x, top + 46, column, 8, TRACK, rounded=4)
        canvas.box(x, top + 46, max(8.0, column * count / most), 8, ACCENT, rounded=4)
