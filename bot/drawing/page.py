"""The page that a phone shows upright: its measures, its top, its large numbers and the titles of its sections."""

from __future__ import annotations

from bot.drawing.canvas import Canvas
from bot.drawing.palette import ACCENT, ALARM, INK, MUTED, RULE
from bot.notices.pictures.sheet import Headline

WIDTH = 1080
"""Pixels."""
SMALLEST = 28
"""Pixels of the smallest letters: on a phone a third of that, which is still read without glasses at arm's length."""
EDGE = 64
RIGHT = WIDTH - EDGE
INNER = WIDTH - 2 * EDGE
HEAD, NUMBERS, CHANGE, TITLE = 204, 176, 38, 62
"""Heights: of the top, of the large numbers, of each line that compares them, of a section's title."""
_GUTTER, _SPACE = 40, 6


def draw_head(canvas: Canvas, whose: str, period: str, counted: str) -> None:
    """The top of the page, down to a rule: whose figures, of which period, counted when."""
    canvas.box(0, 0, WIDTH, 14, ACCENT)
    counted = canvas.cut(counted, SMALLEST, INNER / 2)
    canvas.text(RIGHT, 82, counted, SMALLEST, MUTED, "right")
    canvas.text(EDGE, 82, whose, 36, ACCENT, room=INNER - canvas.text_width(counted, SMALLEST) - 32)
    size = canvas.size_for(period, 60, INNER, 36)
    canvas.text(EDGE, 156, period, size, INK, room=INNER)
    canvas.line((EDGE, RIGHT), (188, 188), RULE, 2)


def draw_numbers(canvas: Canvas, y: float, headlines: tuple[Headline, ...]) -> None:
    """The large numbers side by side, from `y` down."""
    if not headlines:
        return
    step = INNER / len(headlines)
    room = step - _GUTTER
    size = min(canvas.size_for(headline.value, 84, room, 40) for headline in headlines)  # all alike
    lines = max(len(headline.changes) for headline in headlines)
    for number, headline in enumerate(headlines):
        x = EDGE + number * step
        if number:
            canvas.line((x - 16, x - 16), (y + 20, y + NUMBERS - 22 + lines * CHANGE), RULE, 2)
        draw_number(canvas, x, y, headline, room, size)
        # The last column may use its gutter up: 比去年同期 ↑15个百分点 fits by a hair.
        _changes(canvas, x, y + 168, headline, step if number == len(headlines) - 1 else room + 16)


def draw_number(canvas: Canvas, x: float, y: float, headline: Headline, room: float, size: float) -> None:
    """One of them: its words, itself, its note."""
    canvas.text(x, y + 40, headline.label, 30, MUTED, room=room + 16)
    canvas.text(x, y + 122, headline.value, size, ALARM if headline.alarm else INK, room=room)
    canvas.text(x, y + 168, headline.note, SMALLEST, MUTED, room=room + 16)


def _changes(canvas: Canvas, x: float, base: float, headline: Headline, room: float) -> None:
    """How it stands against earlier times: of words and number, the number keeps its room."""
    for than, by in headline.changes:
        base += CHANGE
        if by:
            told = canvas.cut(by, SMALLEST, room * 0.7)
            words = canvas.cut(than, SMALLEST, room - _SPACE - canvas.text_width(told, SMALLEST))
            canvas.text(x, base, words, SMALLEST, MUTED)
            canvas.text(x + canvas.text_width(words, SMALLEST) + _SPACE, base, told, SMALLEST, INK)


def draw_title(canvas: Canvas, y: float, title: str, beside: str, room: float) -> None:
    """A section's title, and smaller words on the same line."""
    shown = canvas.cut(title, 38, room)
    taken = canvas.text_width(shown, 38) + 20
    canvas.text(EDGE, y + 36, shown, 38, INK)
    if taken + 2 * SMALLEST < room:
        canvas.text(EDGE + taken, y + 36, beside, SMALLEST, MUTED, room=room - taken)
