"""A learned model as the bytes of a file, and back: two lines that people can read, then packed numbers."""

from __future__ import annotations

import hashlib
import json
import math
import zlib
from dataclasses import astuple
from datetime import datetime
from io import StringIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.domain.areas import Area
from bot.reading.learned import LearnedAlias, LearnedModel, Scorer, Trust
from bot.reading.report_judge import ReportJudge

_MAGIC = b"fengshao learned model\n"
FORMAT = 3
_DAMAGED = "is damaged; copy it again, or learn again"
_LONGEST_GRAM = 8
_LONGEST_HEADER = 4_000_000
_MOST_BYTES = 1 << 30
_TOLD_OF_JUDGE = ("unseen", "bias", "bar", "high_bar", "recognised", "mistaken")
_ARRAYS = {"inverse": "float32", "bias": "float32", "weights": "float16", "ratios": "float16"}


class UnusableModel(Exception):  # noqa: N818 - told to the operator as it is
    """A file that is no model, is damaged, or was written by another version. Its text says so in one line."""


def pack(model: LearnedModel) -> bytes:
    """The bytes of a model's file."""
    body = b"".join(_body(scorer) for scorer in (model.categories, model.units) if scorer is not None)
    if model.judge is not None:
        body += _body_of(model.judge)
    packed = zlib.compress(body, 6)
    header = {
        "format": FORMAT,
        "made_at": model.made_at.isoformat(timespec="seconds"),
        "rows": model.rows,
        "size": len(packed),
        "usual": model.usual,
        "score": model.score,
        "unit_coverage": model.unit_coverage,
        "unit_precision": model.unit_precision,
        "categories": _described(model.categories),
        "units": _described(model.units),
        "likeness": _told_of(model.judge),  # its name in the files there are
        "aliases": [[alias.word, alias.unit, alias.count, alias.others, alias.confidence] for alias in model.aliases],
    }
    header["sha256"] = _digest(header, packed)
    return b"%s%s\n%s" % (_MAGIC, json.dumps(header, ensure_ascii=False).encode(), packed)


def unpack(data: bytes) -> LearnedModel:
    """The model in a file. Raises UnusableModel."""
    if not data.startswith(_MAGIC):
        raise UnusableModel("is not a learned model; `fengshao learn` makes one")
    line, end, packed = data[len(_MAGIC) :].partition(b"\n")
    try:
        header = json.loads(line) if end and len(line) <= _LONGEST_HEADER else None
    except (ValueError, RecursionError):
        header = None
    if not isinstance(header, dict):
        raise UnusableModel(_DAMAGED)
    if header.get("format") != FORMAT:
        told = repr(header.get("format"))[:20]
        raise UnusableModel(f"has format {told}, and this program reads format {FORMAT}; learn again")
    try:
        if header.pop("sha256", None) != _digest(header, packed):
            raise UnusableModel(_DAMAGED)
        return _read(header, packed)
    except (ValueError, KeyError, TypeError, IndexError, OverflowError, RecursionError, zlib.error):
        raise UnusableModel(_DAMAGED) from None


def _digest(header: dict[str, Any], packed: bytes) -> str:
    """The hash of all that is told and packed, without the hash itself."""
    told = json.dumps(header, ensure_ascii=False, sort_keys=True).encode()
    return hashlib.sha256(told + b"\n" + packed).hexdigest()


def _described(scorer: Scorer | None) -> dict[str, Any] | None:
    if scorer is None:
        return None
    return {
        "codes": list(scorer.codes),
        "longest": scorer.longest,
        "letters": scorer.letters,
        "trust": list(astuple(scorer.trust)),
        "bar": scorer.bar,
        "grams": len(scorer.grams),
        "text": len(_grams(scorer)),
    }


def _told_of(judge: ReportJudge | None) -> dict[str, Any] | None:
    if judge is None:
        return None
    told = {name: getattr(judge, name) for name in _TOLD_OF_JUDGE}
    return told | {"grams": len(judge.grams), "text": len(_grams(judge))}


def _body_of(judge: ReportJudge) -> bytes:
    numbers = np.concatenate([judge.rarity, judge.weights])
    return _grams(judge) + numbers.astype("<f4").tobytes()


def _grams(told: Scorer | ReportJudge) -> bytes:
    return "\n".join(told.grams).encode()


def _body(scorer: Scorer) -> bytes:
    return _grams(scorer) + b"".join(
        np.ascontiguousarray(getattr(scorer, name)).astype(f"<{np.dtype(kind).str[1:]}").tobytes()
        for name, kind in _ARRAYS.items()
    )


def _read(header: dict[str, Any], packed: bytes) -> LearnedModel:
    unzip = zlib.decompressobj()
    body = unzip.decompress(packed, _MOST_BYTES)
    made_at = datetime.fromisoformat(header["made_at"])
    if made_at.tzinfo is None or not unzip.eof:
        raise ValueError
    categories, reached = _scorer(header["categories"], body, 0)
    units, reached = _scorer(header["units"], body, reached)
    judge, reached = _judge(header["likeness"], body, reached)
    if reached != len(body):
        raise ValueError
    return LearnedModel(
        made_at,
        int(header["rows"]),
        _share(header["score"]),
        _share(header["unit_coverage"]),
        _share(header["unit_precision"]),
        categories,
        units,
        tuple(
            LearnedAlias(str(row[0]), str(row[1]), int(row[2]), int(row[3]), _finite(row[4], 0, 1))
            for row in header["aliases"]
        ),
        judge,
        int(header["usual"]),
    )


def _finite(told: Any, least: float | None = None, most: float | None = None) -> float:
    """The number told. Raises ValueError for one that is infinite, none at all, or out of bounds."""
    number = float(told)
    if not math.isfinite(number) or (least is not None and number < least) or (most is not None and number > most):
        raise ValueError
    return number


def _share(told: Any) -> float | None:
    return None if told is None else _finite(told, 0, 1)


def _numbered(told: dict[str, Any], body: bytes, at: int, first: int = 0) -> tuple[dict[str, int], int]:
    """Each gram with its row, line by line: one split of some hundred thousand would hold the running bot."""
    lines = StringIO(body[at : at + told["text"]].decode(), newline="\n")
    numbered = {line.removesuffix("\n"): row for row, line in enumerate(lines, first)}
    if len(numbered) != int(told["grams"]):
        raise ValueError
    return numbered, at + int(told["text"])


def _judge(told: dict[str, Any] | None, body: bytes, at: int) -> tuple[ReportJudge | None, int]:
    if told is None:
        return None, at
    numbered, at = _numbered(told, body, at, first=1)
    rows = len(numbered) + 1
    numbers = np.frombuffer(body, "<f4", 2 * rows, at)
    said = {name: _finite(told[name]) for name in _TOLD_OF_JUDGE}
    if not all(0 <= said[share] <= 1 for share in ("recognised", "mistaken")) or said["high_bar"] < said["bar"]:
        raise ValueError
    return ReportJudge(numbered, numbers[:rows], numbers[rows:], **said), at + numbers.nbytes


def _scorer(told: dict[str, Any] | None, body: bytes, at: int) -> tuple[Scorer | None, int]:
    if told is None:
        return None, at
    codes, rows = tuple(map(str, told["codes"])), int(told["grams"])
    numbered, at = _numbered(told, body, at)
    longest = int(told["longest"])
    if len(codes) < 2 or len(set(codes)) != len(codes) or not 1 <= longest <= _LONGEST_GRAM:
        raise ValueError
    shapes = {"inverse": (rows,), "bias": (len(codes),)}
    read: dict[str, NDArray[Any]] = {}
    for name, kind in _ARRAYS.items():
        shape = shapes.get(name, (rows, len(codes)))
        count = int(np.prod(shape))
        read[name] = np.frombuffer(body, f"<{np.dtype(kind).str[1:]}", count, at).reshape(shape)
        at += count * np.dtype(kind).itemsize
    trust = Trust(*(_finite(number) for number in told["trust"]))
    return Scorer(
        codes, numbered, longest, bool(told["letters"]), trust=trust, bar=_finite(told["bar"], 0, None), **read
    ), at


def fits(model: LearnedModel, area: Area) -> bool:
    """Whether a model is this area's: at least half of what it knows is there. A book may have changed since."""
    categories, units = model.codes
    known = len(categories & area.category_by_code.keys()) + len(units & area.unit_by_code.keys())
    return known * 2 >= len(categories) + len(units)
