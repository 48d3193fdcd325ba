"""The canvas: how text is made to fit, and what lies above what."""

from __future__ import annotations

import pytest
from matplotlib.text import Text

from bot.drawing.canvas import Canvas
from bot.drawing.font import font_file


@pytest.fixture(scope="module")
def canvas() -> Canvas:
    return Canvas(200, 100, "#ffffff")


def test_the_font_comes_with_a_licence() -> None:
    assert font_file().is_file()
    assert (font_file().parent / "OFL.txt").is_file()


def test_what_fits_is_left_alone(canvas: Canvas) -> None:
    assert canvas.cut("社区", 30, 200) == "社区"


@pytest.mark.parametrize("text", ["龙西社区", "2026年第47周（11月16日至22日）", "1,234 / 5,678", "Ünï Код"])
def test_widths_are_those_of_the_drawn_text(text: str) -> None:
    page = Canvas(1000, 100, "#ffffff")
    page.text(10, 50, text, 40, "#000000")
    (drawn,) = (artist for artist in page.figure.findobj(Text) if isinstance(artist, Text) and artist.get_text())
    assert drawn.get_window_extent().width == pytest.approx(page.text_width(text, 40), abs=5)


@pytest.mark.parametrize("room", [40, 75, 130])
def test_what_does_not_fit_is_cut_as_late_as_can_be(canvas: Canvas, room: float) -> None:
    long = "甘棠镇龙西社区居民委员会"
    cut = canvas.cut(long, 30, room)
    assert cut.endswith("…")
    assert long.startswith(cut[:-1])
    assert canvas.text_width(cut, 30) <= room < canvas.text_width(long[: len(cut)] + "…", 30)


def test_long_words_go_on_in_further_lines(canvas: Canvas) -> None:
    assert "".join(canvas.wrapped("一二三四五六七八九", 30, 100, 9)) == "一二三四五六七八九"
    lines = canvas.wrapped("一二三四五六七八九", 30, 100, 2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(canvas.text_width(line, 30) <= 100 for line in lines)


def test_no_line_begins_with_a_comma(canvas: Canvas) -> None:
    assert canvas.wrapped("一二，三四五", 30, 100, 9) == ["一", "二，", "三四五"]


def test_a_size_that_fits_but_can_still_be_read(canvas: Canvas) -> None:
    assert canvas.size_for("12", 84, 200, 40) == 84
    assert 40 <= canvas.size_for("123,456", 84, 200, 40) < 84
    assert canvas.size_for("123,456,789,012", 84, 100, 40) == 40


@pytest.mark.parametrize("room", range(900, 960))
def test_what_was_made_to_fit_is_not_cut(canvas: Canvas, room: int) -> None:
    """A size is a float, and a sum of floats may go too far by a hair."""
    heading = "2026年第49周（11月30日至12月6日）"
    assert canvas.cut(heading, canvas.size_for(heading, 60, room, 36), room) == heading


def test_what_is_drawn_later_lies_above() -> None:
    page = Canvas(100, 100, "#ffffff")
    page.box(10, 10, 50, 50, "#000000")
    page.line((0, 90), (20, 20), "#ff0000", 2)
    page.dot(20, 20, 5, "#00ff00")
    page.text(10, 30, "上", 20, "#0000ff")
    children = page.figure.axes[0].get_children()
    layers = {type(artist).__name__: artist.get_zorder() for artist in children if artist.get_zorder() in {1, 2, 3, 4}}
    own = [artist for artist in children if isinstance(artist, Text) and artist.get_text()]
    assert (layers["Rectangle"], layers["Line2D"], layers["Circle"]) == (1, 2, 3)
    assert [text.get_zorder() for text in own] == [4]
