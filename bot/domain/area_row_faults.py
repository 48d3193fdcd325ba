"""What is told of a row of the area book that cannot be read: each finding of pydantic in the words of the book."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from bot.domain.area_references import Found
from bot.domain.areas import Category, ChatEntry, ChatKind, Frozen, PersonEntry, Place, Route, Subcategory, Unit
from bot.domain.spelling import did_you_mean, nearest
from bot.domain.stages import Stages

TABLES: dict[str, type[Frozen]] = {
    "unit": Unit,
    "place": Place,
    "category": Category,
    "route": Route,
    "person": PersonEntry,
    "chat": ChatEntry,
}
"""The tables of a book, and what a row of each becomes."""
LABELS = {
    "unit": "code",
    "place": "name",
    "category": "code",
    "route": "when",
    "person": "name",
    "chat": "id",
}
"""By which of its keys a row is named to whoever keeps the book."""
EXAMPLES = {
    "code": '"longxi"',
    "name": '"龙西社区"',
    "kind": '"community"',
    "unit": '"longxi"',
    "class": '"B"',
    "when": '"category=lighting"',
    "to": '"longxi"',
    "telegram_id": "123456789",
    "role": '"secretary"',
    "id": "-1001234567890",
    "restore": '"3d"',
}
"""How a value of a key may look."""
_KINDS_OF_CHAT = " or ".join(f'"{kind}"' for kind in ChatKind)


def who_of(table: str, label: Any) -> str:
    """Which row is meant: unit "longxi", chat -100."""
    return f"{table} {label}" if isinstance(label, int) else f'{table} "{label}"'


def fault_of(table: str, rows: list[dict[str, Any]], detail: ErrorDetails) -> Found:
    """Where it is in the book, and what to do about it."""
    loc = detail["loc"]
    row: Any = rows[int(loc[0])]
    who = who_of(table, row.get(LABELS[table], "?"))
    model: type[BaseModel] = TABLES[table]
    key = str(loc[1]) if len(loc) > 1 else table
    if key == "sub" and len(loc) > 3:
        small = row["sub"][int(loc[2])]
        who = f'{who}: sub "{small.get("code", "?")}"'
        model, key = Subcategory, str(loc[3])
        if key == "stages":
            who, model, key = f"{who}: stages", Stages, str(loc[4]) if len(loc) > 4 else key
    known = [_key(name, model) for name in model.model_fields]
    told = _REASONS.get(detail["type"], _in_the_words_of_pydantic)
    return (table, *loc), f"{who}: {told(detail, key, known)}"


def _key(name: str, model: type[BaseModel]) -> str:
    return model.model_fields[name].alias or name


def shown(value: Any) -> str:
    """A value as it may have been written."""
    return json.dumps(value, ensure_ascii=False, default=str)


def _not(what: str) -> Callable[[ErrorDetails, str, list[str]], str]:
    return lambda detail, key, _known: f"{key} = {shown(detail['input'])} is not {what}"


def _missing(_detail: ErrorDetails, key: str, known: list[str]) -> str:
    of_chat = key == "kind" and "topic" in known  # a place may leave it out: the others are units
    return f"{key} is missing; write {key} = {_KINDS_OF_CHAT if of_chat else EXAMPLES[key]}"


def _unknown(_detail: ErrorDetails, key: str, known: list[str]) -> str:
    remedy = did_you_mean(key, known, f"remove it (known: {', '.join(known)})")
    return f'unknown key "{key}"; {remedy}'


def _choice(detail: ErrorDetails, key: str, _known: list[str]) -> str:
    choices = re.findall(r"'([^']*)'", str(detail.get("ctx", {}).get("expected", "")))
    value = str(detail["input"])
    meant = nearest(value, choices)
    # Where none is near, no one of them may be proposed: a secretary would become a courier.
    remedy = f'write "{meant}"' if meant else "write the one that fits"
    return f'{key} = "{value}" is not one of {", ".join(choices)}; {remedy}'


def _of_duration(detail: ErrorDetails, key: str, _known: list[str]) -> str:
    return f"{key} = {str(detail['msg']).removeprefix('Value error, ')}"


def _in_the_words_of_pydantic(detail: ErrorDetails, key: str, _known: list[str]) -> str:
    return f"{key} = {shown(detail['input'])}: {detail['msg']}; mend it"


def _no_table(detail: ErrorDetails, key: str, _known: list[str]) -> str:
    if key == "stages":
        written = 'stages = { control = "1h", repair = "1d", restore = "3d" }'
        return f"{shown(detail['input'])} is no table of steps; write {written}"
    wanted = 'a table or a duration; a duration is written "6h", a 小类 under [[category.sub]]'
    return f"{key} = {shown(detail['input'])} is not {wanted}"


_REASONS: dict[str, Callable[[ErrorDetails, str, list[str]], str]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "enum": _choice,
    "value_error": _of_duration,
    "string_type": _not("text; put it in double quotes"),
    "tuple_type": _not('a list; write it in brackets, such as ["甲", "乙"]'),
    "int_type": _not("a whole number; write it without quotes"),
    "int_parsing": _not("a whole number; write digits only, without quotes"),
    "int_from_float": _not("a whole number; write it without a point"),
    "float_type": _not("a number; write it without quotes"),
    "float_parsing": _not("a number; write it without quotes"),
    "greater_than_equal": _not("on the globe; lat is -90 to 90, lon -180 to 180: they may be exchanged"),
    "less_than_equal": _not("on the globe; lat is -90 to 90, lon -180 to 180: they may be exchanged"),
    "model_type": _no_table,
}
