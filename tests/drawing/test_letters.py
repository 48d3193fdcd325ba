"""Letters: which characters are printed, and that a line put together from kept glyphs is the line itself."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.text import Text
from numpy.typing import NDArray

from bot.drawing.canvas import Align, Canvas
from bot.drawing.letters import printable


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("龙西社区", "龙西社区"),
        ("臺北 Ünï Код 〓–…", "臺北 Ünï Код 〓–…"),
        ("𠮷田社区", "〓田社区"),  # a character of the surname, not in the font
        ("社区😀 👍🏽", "社区"),
        ("😀", "〓"),
        ("a\n\tb\u202e\u200dc\x00", "a bc"),
        ("", ""),
    ],
)
def test_what_is_printed(written: str, printed: str) -> None:
    assert printable(written) == printed


def ink(canvas: Canvas) -> NDArray[np.float64]:
    """How dark each pixel is, from 0 to 1."""
    canvas.png()
    drawn = np.asarray(canvas.figure.canvas.buffer_rgba(), dtype=float)  # type: ignore[attr-defined]
    return 1 - drawn[..., 0] / 255


def edges(dark: NDArray[np.float64]) -> tuple[int, int, int, int]:
    rows, columns = np.nonzero(dark > 0.2)
    return columns.min(), rows.min(), columns.max(), rows.max()


@pytest.mark.parametrize("align", ["left", "center", "right"])
@pytest.mark.parametrize(
    ("text", "size"), [("龙西社区 1,234 / 56%", 28), ("↑15个百分点", 32), ("91%", 84.3), ("（鼎,g）", 30)]
)
def test_a_line_lies_where_matplotlib_would_lay_it(text: str, size: float, align: Align) -> None:
    ours, theirs = Canvas(800, 200, "#ffffff"), Canvas(800, 200, "#ffffff")
    ours.text(400.4, 120.7, text, size, "#000000", align)
    (line,) = (artist for artist in ours.figure.findobj(Text) if isinstance(artist, Text) and artist.get_text())
    plain = Text(400.4, 120.7, text, fontproperties=line.get_fontproperties(), ha=align, va="baseline")
    theirs.figure.axes[0].add_artist(plain)
    mine, other = ink(ours), ink(theirs)
    assert edges(mine) == pytest.approx(edges(other), abs=3)
    assert mine.sum() == pytest.approx(other.sum(), rel=0.08)


def test_letters_have_their_colour_and_leave_what_lies_below() -> None:
    canvas = Canvas(100, 100, "#ffffff")
    canvas.box(0, 0, 100, 100, "#0000ff")
    canvas.text(10, 80, "■", 70, "#ff0000")
    canvas.png()
    drawn = np.asarray(canvas.figure.canvas.buffer_rgba())  # type: ignore[attr-defined]
    assert tuple(drawn[50, 45, :3]) == (255, 0, 0)
    assert tuple(drawn[5, 5, :3]) == (0, 0, 255)


def test_a_line_drawn_twice_is_the_same() -> None:
    pages = [Canvas(300, 60, "#ffffff") for _ in range(2)]
    for page in pages:
        page.text(10, 40, "黄山区的统计", 30, "#1e2a32")
    assert pages[0].png() == pages[1].png()
