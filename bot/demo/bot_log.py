"""The bot's log, read as its operator reads it: the code for the first administrator, and the last words."""

from __future__ import annotations

import json
from collections import deque
from pathlib import Path
from typing import Any

_LATELY = 256 * 1024
"""Bytes from the end of the file that are looked through."""


def claim_code(file: Path) -> str | None:
    """The code that the newest start offered; None when none did, since there is an administrator."""
    for line in reversed(_lines(file)):
        entry = _entry(line)
        if entry.get("event") == "claim.offered":
            return str(entry["code"])
    return None


def last_words(file: Path, lines: int = 3) -> str:
    """The last lines, as one reads them: an entry's event and values, an error by its last line."""
    told = deque((words for line in _lines(file) if (words := _words(line))), maxlen=lines)
    return "\n".join(told)


def _lines(file: Path) -> list[str]:
    with file.open("rb") as log:
        log.seek(max(0, file.stat().st_size - _LATELY))
        return log.read().decode(errors="replace").splitlines()


def _entry(line: str) -> dict[str, Any]:
    """What is no JSON object, as a word of the interpreter or half a line, is an empty one."""
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _words(line: str) -> str:
    entry = _entry(line)
    if not entry:
        return line.strip()
    event, error = entry.pop("event", ""), str(entry.pop("exception", "")).strip()
    values = [f"{key}={value}" for key, value in entry.items() if key not in {"timestamp", "level", "logger"}]
    return " ".join([str(event), *values, *error.splitlines()[-1:]])
