"""Building, entrance, room and number on real addresses: precision and recall of the fields as one F1."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from bot.reading.numerals import arabic
from bot.reading.reader import Reader
from tests.benchmarks.accuracy.figures import Figure
from tests.benchmarks.accuracy.material import addresses

_FIELD_OF = {
    "houseno": "building",
    "cellno": "entrance",
    "roomno": "room",
    "roadno": "number",
    "subroadno": "number",
}
_FIELDS = tuple(dict.fromkeys(_FIELD_OF.values()))
_ENDING = re.compile("(?:室|房间?|栋|幢|座|单元|号楼|号|层|楼|弄)+$")
_MARKED = {"building": re.compile("[栋幢座]|号楼"), "entrance": re.compile("单元"), "room": re.compile("室")}


def measure(file: Path, reader: Reader) -> list[Figure]:
    """Every address is posted with a problem behind it, since a bare address is chatter."""
    hits, extra, missed, failures = Counter[str](), Counter[str](), Counter[str](), []
    marked, marked_hits = 0, 0
    for pieces in addresses(file):
        text = "".join(piece for _, piece in pieces)
        gold: dict[str, list[str]] = {}
        for tag, piece in pieces:
            if (field := _FIELD_OF.get(tag)) is not None:
                gold.setdefault(field, []).append(_core(piece))
        found = _found(reader, text)
        wrong = [
            field for field in _FIELDS if bool(gold.get(field)) != (field in found) or _differs(field, gold, found)
        ]
        for field in _FIELDS:
            hit = field in found and found[field] in gold.get(field, ())
            hits[field] += hit
            extra[field] += field in found and not hit
            missed[field] += field in gold and not hit
        for tag, piece in pieces:
            field = _FIELD_OF.get(tag, "")
            if field in _MARKED and _MARKED[field].search(piece):
                marked += 1
                marked_hits += found.get(field) == _core(piece)
        if wrong:
            failures.append(f"{text} {'/'.join(wrong)}: {found} for {gold}")
    every = (hits.total(), extra.total(), missed.total())
    figures = [Figure("address fields, F1", _f1(*every), every[0] + every[2], "> 0.95", failures)]
    figures += [
        Figure(f"  {field}", _f1(hits[field], extra[field], missed[field]), hits[field] + missed[field])
        for field in _FIELDS
    ]
    return [*figures, Figure("fields written with 栋, 单元 or 室, found", marked_hits / marked, marked, "> 0.98")]


def _found(reader: Reader, text: str) -> dict[str, str]:
    problems = reader.read(f"{text}垃圾桶坏了").problems
    spot = problems[0].spot if problems else None
    written = {field: getattr(spot, field) for field in _FIELDS} if spot is not None else {}
    return {field: _core(value) for field, value in written.items() if value}


def _differs(field: str, gold: dict[str, list[str]], found: dict[str, str]) -> bool:
    return field in found and field in gold and found[field] not in gold[field]


def _core(written: str) -> str:
    """Without its ending and with Arabic digits: 三号楼 and 3栋 name the same building."""
    return arabic(_ENDING.sub("", written.upper()))


def _f1(hits: int, extra: int, missed: int) -> float:
    return 2 * hits / (2 * hits + extra + missed) if hits else 0.0
