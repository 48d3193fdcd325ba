"""The material of the report, read from the folder that the caller names; none of it is kept in this repository."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

Tagged = list[tuple[str, str]]


def lines(file: Path) -> list[str]:
    """The utterances of a file, one a line."""
    return file.read_text(encoding="utf-8").splitlines()


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def addresses(file: Path) -> Iterator[list[tuple[str, str]]]:
    """Each address as (tag, text) pieces: [("road", "龙西路"), ("roadno", "81号")]."""
    pieces: list[tuple[str, str]] = []
    for line in [*lines(file), ""]:
        token, _, tag = line.rpartition(" ")
        if not line:
            if pieces:
                yield pieces
            pieces = []
        elif tag.startswith("B-") or not pieces:
            pieces.append((tag[2:], token))
        else:
            pieces[-1] = (pieces[-1][0], pieces[-1][1] + token)
