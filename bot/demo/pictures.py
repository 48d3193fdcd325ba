"""Sample photos, drawn: what a courier photographs, before and after. Simple, but one sees what it is."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw

SIZE = (960, 720)
_SKY, _DUSK, _WALL, _GROUND, _KERB = "#c9dcea", "#2b3350", "#d8cdbb", "#8d9196", "#b9bcc0"
_GREEN, _GREY, _DARK, _RUST, _YELLOW, _RED = "#3f7d4e", "#6d7378", "#24272b", "#8a5a3b", "#ffd34d", "#d8432f"

Pen = ImageDraw.ImageDraw
_Point = tuple[float, float]


def _street(pen: Pen, sky: str = _SKY, wall: str = _WALL) -> None:
    """The place that all of them are at: a house, a kerb, the road."""
    width, height = SIZE
    pen.rectangle((0, 0, width, height), fill=sky)
    pen.rectangle((60, 90, 560, 470), fill=wall)
    window = "#51606e" if sky == _SKY else "#f0c65a"
    for row in range(3):
        for column in range(4):
            left, top = 100 + column * 115, 125 + row * 110
            pen.rectangle((left, top, left + 65, top + 65), fill=window, outline=_DARK, width=3)
    pen.rectangle((0, 470, width, 510), fill=_KERB)
    pen.rectangle((0, 510, width, height), fill=_GROUND if sky == _SKY else "#3a3e46")


def _bin(pen: Pen, colour: str) -> None:
    pen.polygon([(600, 330), (840, 330), (815, 640), (625, 640)], fill=colour, outline=_DARK, width=5)
    for left in (660, 715, 770):
        pen.line((left, 355, left, 615), fill=_DARK, width=4)


def _rubbish(pen: Pen) -> None:
    for x, y, size, colour in (
        (520, 610, 60, _DARK),
        (470, 650, 45, "#e8e4da"),
        (585, 650, 40, _RUST),
        (850, 640, 55, "#3b4d6b"),
        (420, 670, 30, _RED),
    ):
        pen.ellipse((x - size, y - size * 0.7, x + size, y + size * 0.7), fill=colour, outline=_DARK, width=3)


def _broken_bin(pen: Pen) -> None:
    _street(pen)
    _bin(pen, _GREEN)
    pen.polygon([(600, 330), (660, 250), (890, 215), (905, 245), (700, 300)], fill=_GREEN, outline=_DARK, width=5)
    pen.line([(690, 345), (720, 420), (695, 470), (740, 560)], fill=_DARK, width=14)
    _rubbish(pen)


def _new_bin(pen: Pen) -> None:
    _street(pen)
    _bin(pen, "#4aa564")
    pen.rounded_rectangle((585, 285, 855, 335), 18, fill="#4aa564", outline=_DARK, width=5)


def _manhole(pen: Pen, *, whole: bool) -> None:
    _street(pen)
    pen.ellipse((330, 540, 680, 690), fill=_GREY, outline=_DARK, width=8)
    pen.ellipse((360, 555, 650, 675), fill=_GREY if whole else "#0b0c0d", outline=_DARK, width=6)
    if whole:
        for shift in range(-90, 91, 45):
            pen.line((505 + shift, 570, 505 + shift, 660), fill=_DARK, width=6)
        return
    pen.polygon([(650, 560), (790, 590), (770, 670), (690, 650)], fill=_GREY, outline=_DARK, width=6)


def _lamp(pen: Pen, *, lit: bool) -> None:
    _street(pen, _DUSK, "#4a4450")
    if lit:
        pen.polygon([(640, 205), (470, 560), (890, 560), (720, 205)], fill="#6b6648")
    pen.rectangle((756, 170, 776, 520), fill=_GREY)
    pen.line([(766, 175), (680, 175)], fill=_GREY, width=14)
    pen.rounded_rectangle((630, 165, 735, 205), 12, fill=_YELLOW if lit else _DARK, outline=_GREY, width=5)


def _fire(pen: Pen) -> None:
    _street(pen)
    for x, y, size in ((650, 300, 110), (740, 210, 130), (640, 120, 150)):
        pen.ellipse((x - size, y - size * 0.6, x + size, y + size * 0.6), fill="#55585c")
    for colour, spread in ((_RED, 130), ("#f08a24", 90), (_YELLOW, 48)):
        flame: list[_Point] = [(700 - spread, 520), (700 - spread * 0.5, 400), (700, 520 - spread * 2)]
        pen.polygon([*flame, (700 + spread * 0.6, 410), (700 + spread, 520)], fill=colour)
    pen.ellipse((590, 500, 680, 590), outline=_DARK, width=14)
    pen.ellipse((740, 500, 830, 590), outline=_DARK, width=14)
    pen.line([(635, 545), (690, 470), (785, 545)], fill=_DARK, width=16)


_DRAWINGS: dict[str, Callable[[Pen], None]] = {
    "broken bin": _broken_bin,
    "new bin": _new_bin,
    "open manhole": lambda pen: _manhole(pen, whole=False),
    "closed manhole": lambda pen: _manhole(pen, whole=True),
    "dark lamp": lambda pen: _lamp(pen, lit=False),
    "lit lamp": lambda pen: _lamp(pen, lit=True),
    "burning scooter": _fire,
    "clean street": _street,
}
PICTURES = tuple(_DRAWINGS)
"""The names that `picture` knows."""

TITLES: dict[str, tuple[str, str]] = {
    "broken bin": ("坏了的垃圾桶", "Broken bin"),
    "new bin": ("新垃圾桶", "New bin"),
    "open manhole": ("井盖破损", "Open manhole"),
    "closed manhole": ("井盖已换好", "Closed manhole"),
    "dark lamp": ("路灯不亮", "Dark street lamp"),
    "lit lamp": ("路灯亮了", "Lit street lamp"),
    "burning scooter": ("电动车着火", "Burning scooter"),
    "clean street": ("街面干净", "Clean street"),
}
"""What each of them shows, in Chinese and English."""


OF_VISITORS = 5
"""The turn of the samples on the page. No story takes it: a photo that a visitor has sent would prove nothing there."""


@cache
def picture(name: str, turn: int = 0) -> bytes:
    """A JPEG. `turn` gives further photos of the same thing, each a little closer. Raises KeyError."""
    image = Image.new("RGB", SIZE)
    _DRAWINGS[name](ImageDraw.Draw(image))
    if turn:
        width, height = SIZE
        edge = 40 * turn
        image = image.crop((edge, edge, width - edge // 2, height - edge // 4)).resize(SIZE)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()
