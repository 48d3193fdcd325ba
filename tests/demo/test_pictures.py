"""The drawn photos: each one a picture of its own."""

import io

import pytest
from PIL import Image

from bot.demo.pictures import PICTURES, SIZE, TITLES, picture


def test_each_is_a_jpeg_of_its_own() -> None:
    drawn = {picture(name, turn) for name in PICTURES for turn in range(3)}
    assert len(drawn) == 3 * len(PICTURES)
    for data in drawn:
        with Image.open(io.BytesIO(data)) as image:
            assert (image.format, image.size) == ("JPEG", SIZE)
        assert len(data) < 100_000


def test_each_has_a_title_in_both_languages() -> None:
    assert tuple(TITLES) == PICTURES
    assert all(en.isascii() and not zh.isascii() for zh, en in TITLES.values())


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError):
        picture("unicorn")
