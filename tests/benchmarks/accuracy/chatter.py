"""Chatter that is read as a report: what costs the group's patience."""

from __future__ import annotations

from pathlib import Path

from bot.domain.readings import Kind
from bot.reading.reader import Reader
from tests.benchmarks.accuracy.figures import Figure, share
from tests.benchmarks.accuracy.material import lines


def measure(folder: Path, reader: Reader) -> list[Figure]:
    return [
        _figure("chatter read as a report: short talk", folder / "lccc_5000.txt", reader, "< 0.005"),
        _figure("hard chatter: talk of service, full of places", folder / "crosswoz_3000.txt", reader, "< 0.03"),
    ]


def _figure(name: str, file: Path, reader: Reader, expected: str) -> Figure:
    said = lines(file)
    taken = [text for text in said if reader.read(text).kind is Kind.REPORT]
    return Figure(name, share(len(taken), len(said)), len(said), expected, taken)
