"""Reports that are read as reports: a hotline's titles, and the kinds of case that a city counts.

The titles have no labels. `street_titles.txt` names those (by their id) that we judge to be something to go and
look at in the street, by hand; the rest are policy, pay, schools, mortgages, or doubtful, and are not counted.
"""

from __future__ import annotations

import re
from pathlib import Path

from bot.domain.readings import Kind
from bot.reading.reader import Reader
from tests.benchmarks.accuracy.figures import Figure, share
from tests.benchmarks.accuracy.material import lines, rows

_STREET = Path(__file__).with_name("street_titles.txt")
_BRACKETS = re.compile(r"（.*?）|\(.*?\)")
_FIRST = re.compile("[，；。、,;]")


def titles(folder: Path, reader: Reader) -> Figure:
    """In the formal register, with masked places."""
    wanted = {line for line in lines(_STREET) if not line.startswith("#")}
    said = [row["title"] for row in rows(folder / "titles_dev.csv") if row["id"] in wanted]
    missed = [text for text in said if reader.read(text).kind is not Kind.REPORT]
    return Figure("street titles read as reports", 1 - share(len(missed), len(said)), len(said), "> 0.95", missed)


def cases(file: Path, reader: Reader, place: str) -> Figure:
    """In short: a known place, the kind of case and the first words of when it is one."""
    said = [f"{place}门口{_BRACKETS.sub('', row['small'])}{_condition(row['condition'])}" for row in rows(file)]
    missed = [text for text in said if reader.read(text).kind is not Kind.REPORT]
    return Figure("a city's kinds of case read as reports", 1 - share(len(missed), len(said)), len(said), "", missed)


def _condition(written: str) -> str:
    return _FIRST.split(written)[0].rstrip("的")
