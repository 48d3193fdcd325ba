"""Scans: a small file that would keep a decoder busy for hours is refused before it is decoded."""

from __future__ import annotations

import io
import time

from PIL import Image

from handlers.jpeg_scans import MOST_SCANS, has_too_many_scans
from handlers.media import is_picture

_NEXT_SCAN = b"\xff\xda\x00\x08\x01\x01\x00\x01\x3f\x00\x00"
"""One more pass over the first component, with one byte of data."""
_ITS_TABLE = b"\xff\xc4\x00\x14\x10\x01" + bytes(15) + b"\x00"
"""A code of one bit for the end of a block."""


def _progressive() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((640, 480), 40).convert("RGB").save(out, "JPEG", progressive=True)
    return out.getvalue()


def _with_scans(count: int) -> bytes:
    """A progressive picture that is gone over so many times more."""
    return _progressive()[:-2] + _ITS_TABLE + _NEXT_SCAN * count + b"\xff\xd9"


def test_a_progressive_picture_is_one() -> None:
    assert not has_too_many_scans(_progressive())
    assert is_picture(_progressive())


def test_some_more_scans_are_borne() -> None:
    assert not has_too_many_scans(_with_scans(MOST_SCANS // 2))


def test_a_file_that_is_gone_over_for_ever_is_refused_unread() -> None:
    begun = time.process_time()
    assert not is_picture(_with_scans(100_000))
    assert time.process_time() - begun < 1


def test_no_length_of_a_segment_hides_them() -> None:
    longest = b"\xff\xfe\xff\xff"
    assert has_too_many_scans(_progressive()[:2] + longest + _NEXT_SCAN * (MOST_SCANS + 1) + _progressive()[2:])
