"""Reads each file of a folder as the bot would, in a process with little memory: `python -m tests.torture.bomb_reader`.

What it answers: {name: [refused, decoded or taken; megabytes that it took at its height]}. A picture that was refused
only when its pixels were read counts as decoded: the cap, not the bot, may have stopped it. A sound picture and a
sound table go first, so that nothing is refused for want of anything else.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image, ImageFile

from bot.domain.areas import Area, Unit, UnitKind
from bot.domain.places_table import NoTable, read_places
from bot.domain.table_files import read_cells
from handlers.likeness import likeness
from handlers.media import is_picture
from handlers.photo_positions import read_position

_SPARE = 256 << 20
_AREA = Area(name="青石市", units=(Unit(code="donghu", name="东湖社区", kind=UnitKind.COMMUNITY),), categories=())


def main() -> None:
    """The order is that of handlers/media.py: nothing looks at a picture before `is_picture` has."""
    warnings.simplefilter("ignore")
    ImageFile.ImageFile.load = _counted(ImageFile.ImageFile.load)  # type: ignore[method-assign]
    assert _verdict("picture", _a_picture()) == "taken"
    assert _verdict("table", "名称,单位\n东湖花园,东湖社区\n".encode()) == "taken"
    _cap_memory()
    told = {}
    for file in sorted(Path(sys.argv[1]).iterdir()):
        data = file.read_bytes()
        before = _peak()
        told[file.name] = (_verdict(file.name.split()[1], data), (_peak() - before) >> 10)
    sys.stdout.write(json.dumps(told))


_DECODED: list[tuple[int, int]] = []


def _counted(load: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def counted(picture: Any) -> Any:
        _DECODED.append(picture.size)
        return load(picture)

    return counted


def _verdict(kind: str, data: bytes) -> str:
    _DECODED.clear()
    if kind == "picture":
        if not is_picture(data):
            return "decoded" if _DECODED else "refused"
        read_position(data)
        likeness(data)
        return "taken"
    try:
        read_places(read_cells(data), _AREA)
    except NoTable:
        return "refused"
    return "taken"


def _a_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 64)).save(out, "PNG")
    return out.getvalue()


def _cap_memory() -> None:
    """What is mapped now, and 256 MB: a bomb that goes off ends in MemoryError, or ends the process."""
    mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (mapped + _SPARE, mapped + _SPARE))


def _peak() -> int:
    """Kilobytes at the height of this program's life. (ru_maxrss would be at least what its parent had.)"""
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")))


if __name__ == "__main__":
    main()
