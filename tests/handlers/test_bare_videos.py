"""Bare videos: where a film was made is overwritten wherever phones and cameras write it; nothing moves."""

from __future__ import annotations

import struct
import time

import pytest

from handlers.bare_videos import bare_video

PLACE = b"+30.2900+118.1375/"
FRAMES = b"picture by picture"
TRACK = b"gps:" + PLACE


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def _full(kind: bytes, *parts: bytes) -> bytes:
    return box(kind, bytes(4), *parts)


def _trak(handler: bytes, offset: int, sizes: list[int], more: bytes = b"", *, wide: bool = False) -> bytes:
    """A track of one chunk."""
    starts = _full(b"co64", struct.pack(">IQ", 1, offset)) if wide else _full(b"stco", struct.pack(">II", 1, offset))
    stbl = box(
        b"stbl",
        _full(b"stsc", struct.pack(">IIII", 1, 1, len(sizes), 1)),
        _full(b"stsz", struct.pack(f">II{len(sizes)}I", 0, len(sizes), *sizes)),
        starts,
    )
    hdlr = _full(b"hdlr", bytes(4), handler, bytes(12), b"\0")
    return box(b"trak", box(b"mdia", hdlr, box(b"minf", stbl)), more)


def _film(*moov: bytes, behind: bytes = b"", wide: bool = False) -> bytes:
    """Frames first, as a camera writes: what a track points at lies before the table that says so."""
    head = box(b"ftyp", b"mp42", bytes(4))
    start = len(head) + 8
    traks = _trak(b"vide", start, [len(FRAMES)]), _trak(b"meta", start + len(FRAMES), [4, len(TRACK) - 4], wide=wide)
    return head + box(b"mdat", FRAMES, TRACK) + box(b"moov", _full(b"mvhd", bytes(96)), *traks, *moov) + behind


def film_taken_at(place: bytes) -> bytes:
    return _film(box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(place), 0x15C7), place)))


XYZ = box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(PLACE), 0x15C7), PLACE))
LOCI = box(b"udta", _full(b"loci", struct.pack(">H", 0x15C7), "东湖\0".encode(), bytes(1), PLACE))
KEYS = box(
    b"meta",
    _full(b"keys", struct.pack(">I", 1), box(b"mdta", b"com.apple.quicktime.location.ISO6709")),
    box(b"ilst", box(b"\0\0\0\1", box(b"data", struct.pack(">II", 1, 0), PLACE))),
)


@pytest.mark.parametrize(
    "film",
    [
        _film(XYZ),
        _film(LOCI),
        _film(KEYS),
        _film(box(b"uuid", bytes(16), b"<x:xmpmeta>" + PLACE)),
        _film(_trak(b"soun", 0, [], XYZ)),
        _film(behind=box(b"uuid", bytes(16), PLACE)),
        _film(behind=KEYS),
        _film(wide=True),
        _film(XYZ, behind=struct.pack(">I", 0) + b"udta" + PLACE),
        _film(XYZ, behind=struct.pack(">I4sQ", 1, b"udta", 16 + len(PLACE)) + PLACE),
    ],
    ids=["xyz", "loci", "keys", "xmp", "in a track", "behind", "meta behind", "a far track", "to the end", "long box"],
)
def test_the_place_is_gone_and_the_film_is_not(film: bytes) -> None:
    assert PLACE in film
    bare = bare_video(film)
    assert PLACE not in bare
    assert b"gps:" not in bare
    assert len(bare) == len(film)
    assert bare.index(FRAMES) == film.index(FRAMES)
    assert bare_video(bare) == bare


def test_picture_and_sound_stay_as_they_were() -> None:
    film = (
        box(b"ftyp", b"mp42") + box(b"mdat", FRAMES) + box(b"moov", _trak(b"vide", 20, [9, 9]), _trak(b"soun", 20, [9]))
    )
    assert bare_video(film) == film


@pytest.mark.parametrize("data", [b"", b"moving", b"\x1aE\xdf\xa3 a film of another kind", b"OggS"])
def test_what_is_no_such_file_stays(data: bytes) -> None:
    assert bare_video(data) == data


def _lying() -> bytes:
    """Tables that count more than there is, point behind the end, and boxes in boxes in boxes."""
    nested = b""
    for _ in range(5000):
        nested = box(b"moov", nested)
    liar = box(
        b"stbl",
        _full(b"stsc", struct.pack(">IIII", 0xFFFFFFFF, 1, 0xFFFFFFFF, 1)),
        _full(b"stsz", struct.pack(">II", 0xFFFFFFFF, 0xFFFFFFFF)),
        _full(b"co64", struct.pack(">I", 0xFFFFFFFF), b"\xff" * 8 * 9000),
    )
    return box(b"ftyp") + box(b"moov", box(b"trak", box(b"mdia", box(b"minf", liar))), nested)


@pytest.mark.parametrize("data", [_lying(), _film(XYZ)[:-9], box(b"ftyp") + box(b"moov", XYZ[:12]), _film()[:200]])
def test_a_damaged_file_takes_no_longer_than_a_sound_one(data: bytes) -> None:
    began = time.process_time()
    assert len(bare_video(data)) == len(data)
    assert time.process_time() - began < 0.5


def test_every_sample_of_a_far_track_may_be_the_whole_file() -> None:
    """Twenty thousand chunks of twenty million bytes would take minutes to overwrite."""
    stbl = box(
        b"stbl",
        _full(b"stsc", struct.pack(">IIII", 1, 1, 1, 1)),
        _full(b"stsz", struct.pack(">II", 20_000_000, 20_000)),
        _full(b"stco", struct.pack(">I", 20_000), bytes(4 * 20_000)),
    )
    film = box(b"ftyp") + box(b"mdat", bytes(20_000_000)) + box(b"moov", box(b"trak", box(b"mdia", box(b"minf", stbl))))
    began = time.process_time()
    assert len(bare_video(film)) == len(film)
    assert time.process_time() - began < 1
