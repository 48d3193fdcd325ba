"""Building, entrance, room and number on real addresses: precision and recall of the fields as one F1."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from bot.reading.numerals import arabic
from bot.reading.reader import Reader
from tests.benchmarks.accuracy.figures import Figure, share
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
    figures.append(agreement(file))
    return [*figures, Figure("fields written with 栋, 单元 or 室, found", marked_hits / marked, marked, "> 0.98")]


_BEFORE = re.compile("(?:[0-9A-Z]+(?:号楼|单元|[栋幢座室号层楼弄])?[-_]*){0,2}$")
_BEHIND = re.compile("[-_]*(?:[0-9A-Z]+(?:号楼|单元|[栋幢座室号层楼])?)?")
_KINDS = ("路街道巷", "村庄", "栋幢座", "厦场城馆", "苑园区")
"""Last characters of what a number stands behind that tell what it is."""


def agreement(file: Path) -> Figure:
    """The share of the numbers that are tagged as most numbers of the same shape in the same place are.

    The tags were set by several people: 41弄9号 is number and building as often as street and number. What a number
    stands behind, and the numbers beside it, is all that a reader has, so it cannot be right about the others.
    """
    tagged: dict[tuple[str, ...], Counter[str]] = {}
    for pieces in addresses(file):
        text = "".join(piece for _, piece in pieces).upper()
        start = 0
        for tag, piece in pieces:
            end = start + len(piece)
            if tag in _FIELD_OF:
                chain = _BEFORE.search(text, 0, start)
                behind = _BEHIND.match(text, end)
                assert chain is not None and behind is not None
                shape = (_kind(text[: chain.start()]), *map(_shape, (chain[0], text[start:end], behind[0])))
                tagged.setdefault(shape, Counter())[_FIELD_OF[tag]] += 1
            start = end
    counted = sum(fields.total() for fields in tagged.values())
    most = sum(max(fields.values()) for fields in tagged.values())
    return Figure("  numbers tagged as most of their shape are", share(most, counted), counted)


def _kind(before: str) -> str:
    return next((kind for kind in _KINDS if before[-1:] and before[-1] in kind), "")


def _shape(written: str) -> str:
    return re.sub("[0-9]+", "9", re.sub("[A-Z]+", "A", re.sub("[一二三四五六七八九十]+", "9", written)))


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
