"""Decompression bombs: small files that would fill the memory, shown to what reads files, in a process that may not."""

from __future__ import annotations

import asyncio
import io
import json
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import Image

from tests.torture.bots import StruckBot
from tests.torture.fault import Form
from tests.torture.tally import Finding, Sort, Tally

_ROOT = Path(__file__).parents[2]
MOST_MORE = 96
"""Megabytes that one file may cost the reader, at its height."""
_ROUNDS = {Form.SHORT: 1, Form.LONG: 4}
_HUGE = {Form.SHORT: 40, Form.LONG: 1024}
"""Megabytes that a bomb unpacks to; what its head says is far more."""


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png(width: int, height: int, megabytes: int, *more: bytes) -> bytes:
    """One bit a pixel; as many bytes of white as said, whatever the head promises."""
    pack = zlib.compressobj(1)
    white = bytes(1 << 20)
    pixels = b"".join(pack.compress(white) for _ in range(megabytes)) + pack.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + b"".join(more) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")
    )


def _packed(megabytes: int) -> bytes:
    pack = zlib.compressobj(1)
    return b"".join(pack.compress(bytes(1 << 20)) for _ in range(megabytes)) + pack.flush()


def _patched(form: str, at: Callable[[bytes], int], size: bytes) -> bytes:
    """A real picture whose head says another size."""
    out = io.BytesIO()
    Image.new("RGB", (64, 64)).save(out, form)
    data = bytearray(out.getvalue())
    begin = at(bytes(data))
    data[begin : begin + len(size)] = size
    return bytes(data)


def _workbook(body: Callable[[ZipFile], None]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as file:
        body(file)
    return out.getvalue()


def _one_sheet(megabytes: int) -> bytes:
    def fill(file: ZipFile) -> None:
        with file.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(megabytes):
                sheet.write(b" " * (1 << 20))

    return _workbook(fill)


def _lying_sheet(megabytes: int) -> bytes:
    """Its directory says that it holds a hundred bytes."""
    data = bytearray(_one_sheet(megabytes))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        begin = data.find(mark) + offset
        data[begin : begin + 4] = struct.pack("<I", 100)
    return bytes(data)


def _many_sheets(megabytes: int) -> bytes:
    def fill(file: ZipFile) -> None:
        for number in range(megabytes * 8):
            file.writestr(f"xl/worksheets/sheet{number}.xml", b" " * (1 << 17))

    return _workbook(fill)


def _far_cell(_megabytes: int) -> bytes:
    cell = '<c r="XFD1048576" t="inlineStr"><is><t>1</t></is></c>'
    xml = f'<worksheet><sheetData><row r="1048576">{cell}</row></sheetData></worksheet>'
    return _workbook(lambda file: file.writestr("xl/worksheets/sheet1.xml", xml))


_BIG_END, _LITTLE_END = struct.pack(">HH", 65_000, 65_000), struct.pack("<HH", 65_000, 65_000)
_MOST_OF_WEBP = b"\xff\x3f\xff\x3f"
"""Fourteen bits for each side."""
PICTURES: dict[str, Callable[[int], bytes]] = {
    "a PNG of four gigapixels": lambda megabytes: _png(65_000, 65_000, megabytes),
    "a PNG with text that unpacks": lambda megabytes: _png(
        8, 8, 1, _chunk(b"zTXt", b"Comment\0\0" + _packed(megabytes))
    ),
    "a PNG with a profile that unpacks": lambda megabytes: _png(
        65_000, 999, 1, _chunk(b"iCCP", b"icc\0\0" + _packed(megabytes))
    ),
    "a JPEG of four gigapixels": lambda _: _patched("JPEG", lambda data: data.index(b"\xff\xc0") + 5, _BIG_END),
    "a GIF of four gigapixels": lambda _: _patched("GIF", lambda data: 6, _LITTLE_END),
    "a WebP of 268 megapixels": lambda _: _patched("WEBP", lambda data: data.index(b"\x9d\x01\x2a") + 3, _MOST_OF_WEBP),
    "a BMP of four gigapixels": lambda _: _patched("BMP", lambda data: 18, struct.pack("<ii", 65_000, 65_000)),
    "a TIFF of four gigapixels": lambda _: _a_tiff(),
}
TABLES: dict[str, Callable[[int], bytes]] = {
    "a sheet that unpacks": _one_sheet,
    "a sheet that lies about its size": _lying_sheet,
    "many sheets that unpack": _many_sheets,
    "a cell in the farthest corner": _far_cell,
    "a CSV of too many bytes": lambda _: b"a,b\n" * (2 << 20),
    "a CSV of too many rows": lambda _: b"a\n" * (5 << 19),
    "a CSV of one endless row": lambda _: b"," * (5 << 20),
}


def _a_tiff() -> bytes:
    """Little-endian, one strip of nothing, 65,000 by 65,000 in three channels."""
    tags = [(256, 3, 1, 65_000), (257, 3, 1, 65_000), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 8)]
    entries = b"".join(
        struct.pack("<HHII", *tag) for tag in [*tags, (277, 3, 1, 1), (278, 4, 1, 65_000), (279, 4, 1, 8)]
    )
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 9) + entries + bytes(12)


async def play(form: Form, bot: StruckBot) -> Tally:
    """`injected` counts the files. Each is refused, and costs its reader less than MOST_MORE megabytes."""
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="bombs-") as made:
        folder = Path(made)
        for number, (name, make) in enumerate({**PICTURES, **TABLES}.items()):
            kind = "picture" if name in PICTURES else "table"
            (folder / f"{number:02} {kind} {name}").write_bytes(make(_HUGE[form]))
        for _ in range(_ROUNDS[form]):
            told = await asyncio.to_thread(_shown, folder)
            for name, (verdict, megabytes) in told.items():
                faults = [] if verdict == "refused" else [f"{name} was {verdict}"]
                faults += [f"{name} cost {megabytes} MB"] if megabytes > MOST_MORE else []
                tally.judged(1, [Finding(Sort.BROKEN, fault) for fault in faults])
                tally.more["most (MB)"] = max(tally.more.get("most (MB)", 0), megabytes)
    return tally


def _shown(folder: Path) -> dict[str, tuple[str, int]]:
    """By file what became of it, and by how many megabytes the reader has grown meanwhile."""
    command = [sys.executable, "-m", "tests.torture.bomb_reader", str(folder)]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the reader of bombs ended with {done.returncode}: {done.stderr[-500:]}")
    told: dict[str, tuple[str, int]] = json.loads(done.stdout)
    return told
