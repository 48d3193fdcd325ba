"""Bare videos: an MP4 or MOV file without what it says besides picture and sound, above all where it was taken.

Phones write the place into `moov/udta` (©xyz; loci, 3GPP TS 26.244) or `moov/meta` (QuickTime's location keys), action
cameras into a track of its own. All of it is overwritten in place: nothing moves, so every offset stays right.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_DEEP = {b"moov", b"trak", b"mdia", b"minf", b"stbl"}
"""Boxes that are looked into (ISO/IEC 14496-12)."""
_TALKING = {b"udta", b"meta", b"uuid"}
_SHOWN = {b"vide", b"soun"}
_FREE = b"free"


@dataclass(frozen=True, slots=True)
class _Box:
    """`start` is where its length stands, `body` where its content begins, `end` where the next one does."""

    kind: bytes
    start: int
    body: int
    end: int


def bare_video(data: bytes) -> bytes:
    """The same file, as long as before, with nothing but picture and sound in it.

    What is no such file, or is damaged, comes back with what could be found overwritten.
    """
    if data[4:8] not in {b"ftyp", b"moov", b"wide", b"mdat", b"free", b"skip"}:
        return data
    bare = bytearray(data)
    _clean(bare, 0, len(bare))
    return bytes(bare)


def _clean(file: bytearray, start: int, end: int, depth: int = 0) -> None:
    for box in list(_boxes(file, start, end)):
        if box.kind in _TALKING:
            _blank(file, box)
        elif box.kind == b"trak" and _handler(file, box) not in _SHOWN:
            for first, behind in _chunks(file, box):
                file[first:behind] = bytes(behind - first)
            _blank(file, box)
        elif box.kind in _DEEP and depth < len(_DEEP):
            _clean(file, box.body, box.end, depth + 1)


def _boxes(file: bytearray, start: int, end: int) -> Iterator[_Box]:
    """The boxes that lie one behind the other there; it ends with the first that cannot be one."""
    while start + 8 <= end:
        length, body = int.from_bytes(file[start : start + 4]), start + 8
        if length == 1:
            length, body = int.from_bytes(file[body : body + 8]), body + 8
        behind = start + length if length else end
        if behind < body or behind > end:
            return
        yield _Box(bytes(file[start + 4 : start + 8]), start, body, behind)
        start = behind


def _blank(file: bytearray, box: _Box) -> None:
    file[box.start + 4 : box.start + 8] = _FREE
    file[box.body : box.end] = bytes(box.end - box.body)


def _find(file: bytearray, box: _Box, *path: bytes) -> _Box | None:
    found: _Box | None = box
    for kind in path:
        if found is None:
            return None
        found = next((one for one in _boxes(file, found.body, found.end) if one.kind == kind), None)
    return found


def _handler(file: bytearray, trak: _Box) -> bytes:
    box = _find(file, trak, b"mdia", b"hdlr")
    return bytes(file[box.body + 8 : box.body + 12]) if box else b""


def _chunks(file: bytearray, trak: _Box) -> Iterator[tuple[int, int]]:
    """Where the track's samples lie: first byte, and the one behind the last, of each chunk.

    A file that counts more bytes than it has is no film: it ends there.
    """
    stbl = _find(file, trak, b"mdia", b"minf", b"stbl")
    if stbl is None:
        return
    wide = _find(file, stbl, b"co64")
    starts = _table(file, wide or _find(file, stbl, b"stco"), "Q" if wide else "I")
    runs = _table(file, _find(file, stbl, b"stsc"), "III")
    size_of = _sizes(file, _find(file, stbl, b"stsz"))
    sample = run = held = 0
    left = len(file)
    for number, (start,) in enumerate(starts, start=1):
        while run < len(runs) and runs[run][0] <= number:
            held, run = runs[run][1], run + 1
        size, sample = size_of(sample, held), sample + held
        if (left := left - size) < 0:
            return
        if size and start < len(file):
            yield start, min(start + size, len(file))


def _table(file: bytearray, box: _Box | None, row: str) -> list[tuple[int, ...]]:
    """The rows behind version, flags and their count."""
    if box is None:
        return []
    whole = struct.Struct(f">{row}")
    count = min(int.from_bytes(file[box.body + 4 : box.body + 8]), (box.end - box.body - 8) // whole.size)
    return [whole.unpack_from(file, box.body + 8 + number * whole.size) for number in range(count)]


def _sizes(file: bytearray, box: _Box | None) -> Callable[[int, int], int]:
    """How many bytes so many samples have, from one on. One size may hold for all."""
    if box is None or box.end - box.body < 12:
        return lambda first, count: 0
    alike, count = struct.unpack_from(">II", file, box.body + 4)
    if alike:
        return lambda first, count: alike * count
    sizes = struct.unpack_from(f">{min(count, (box.end - box.body - 12) // 4)}I", file, box.body + 12)
    return lambda first, count: sum(sizes[first : first + count])
