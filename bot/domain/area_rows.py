"""Turns the tables of an area book into typed rows, noting every key and value that cannot be read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bot.domain.area_references import Found
from bot.domain.areas import Category, ChatEntry, Frozen, PersonEntry, Place, Route, Subcategory, Unit
from bot.domain.book_text import Path
from bot.domain.spelling import did_you_mean, nearest
from bot.domain.stages import Stages

Row = TypeVar("Row", bound=Frozen)

_CODE = re.compile(r"[^\s=:]+")
_CODE_BYTES = 24
"""A code travels in the data of buttons, of which Telegram takes 64 bytes; ":" divides that data."""
_TABLES: dict[str, type[Frozen]] = {
    "unit": Unit,
    "place": Place,
    "category": Category,
    "route": Route,
    "person": PersonEntry,
    "chat": ChatEntry,
}
_LABELS = {
    "unit": "code",
    "place": "name",
    "category": "code",
    "route": "when",
    "person": "name",
    "chat": "id",
}
_STAND_INS: dict[type[Frozen], dict[str, Any]] = {
    Unit: {"code": "", "name": "?", "kind": "community"},
    Place: {"name": "", "unit": ""},
    Category: {"code": "", "name": "?", "class": "C"},
    Subcategory: {"code": "", "name": "?"},
    Route: {"when": "", "to": ""},
    PersonEntry: {"telegram_id": 0, "name": "", "role": "courier"},
    ChatEntry: {"id": 0, "kind": "report"},
}
"""What takes the place of a faulty value, so that the rest of the book can still be checked."""
_EXAMPLES = {
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


@dataclass(slots=True)
class BookRows:
    """The rows, each at its index in the file. Where `faults` is not empty, some hold stand-ins."""

    tables: Mapping[str, Any]
    faults: list[Found] = field(default_factory=list)
    area_name: str = ""
    units: tuple[Unit, ...] = ()
    places: tuple[Place, ...] = ()
    categories: tuple[Category, ...] = ()
    routes: tuple[Route, ...] = ()
    people: tuple[PersonEntry, ...] = ()
    chats: tuple[ChatEntry, ...] = ()
    _told: set[Path] = field(default_factory=set)

    def __post_init__(self) -> None:
        for key in self.tables:
            if key != "area" and key not in _TABLES:
                known = ["area", *_TABLES]
                remedy = did_you_mean(key, known, f"remove it (known: {', '.join(known)})")
                self.faults.append(((key,), f'unknown table "{key}"; {remedy}'))
        self._name_of_area()
        self.units = self._rows("unit", Unit)
        if not self.units and "unit" not in self.tables:
            self.faults.append((("unit",), "there is no unit at all; write a [[unit]] with code, name and kind"))
        self.places = self._rows("place", Place)
        self.categories = self._rows("category", Category)
        self.routes = self._rows("route", Route)
        self.people = self._rows("person", PersonEntry)
        self.chats = self._rows("chat", ChatEntry)

    def _name_of_area(self) -> None:
        table = self.tables.get("area", {})
        if not isinstance(table, dict):
            self.faults.append((("area",), '"area" is not a table; write [area] and below it name = "黄山区"'))
            return
        for key in table:
            if key != "name":
                self.faults.append((("area", key), f'area: unknown key "{key}"; write name, or remove it'))
        name = table.get("name")
        if isinstance(name, str) and name.strip():
            self.area_name = name
        else:
            self.faults.append((("area", "name"), 'the area has no name; write [area] and below it name = "黄山区"'))

    def _rows(self, table: str, model: type[Row]) -> tuple[Row, ...]:
        rows = self.tables.get(table, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.faults.append(((table,), f'"{table}" is not a list of tables; write [[{table}]] before each'))
            return ()
        try:
            typed: tuple[Row, ...] = _all_of(model).validate_python(rows)
        except ValidationError as error:
            details = error.errors(include_url=False)
            self.faults += [_fault(table, rows, detail) for detail in details]
            self._told.update((table, *detail["loc"]) for detail in details)
            typed = tuple(_with_stand_ins(model, rows, [detail["loc"] for detail in details]))
        self._check_names(table, typed)
        self._check_aliases(table, rows)
        self._check_limits(table, rows)
        return typed

    def _check_limits(self, table: str, rows: list[dict[str, Any]]) -> None:
        for index, row in enumerate(rows if table == "category" else ()):
            for path, small in _subs((table, index), row):
                if "limit" in small and "stages" in small:
                    who = f'{_who(table, row.get("code", "?"))}: sub "{small.get("code", "?")}"'
                    wrong = f"limit = {_shown(small['limit'])} and stages exclude each other"
                    self.faults.append(((*path, "stages"), f"{who}: {wrong}; remove limit: restore is the whole limit"))

    def _check_aliases(self, table: str, rows: list[dict[str, Any]]) -> None:
        """The model also takes `time_class`, its name in the code; the book's word is `class` alone."""
        for index, row in enumerate(rows if table == "category" else ()):
            for path, values in [((table, index), row), *_subs((table, index), row)]:
                if "time_class" in values and "class" not in values:
                    who = _who(table, row.get("code", "?"))
                    self.faults.append(((*path, "time_class"), f'{who}: unknown key "time_class"; write class'))

    def _check_names(self, table: str, rows: tuple[Row, ...]) -> None:
        for index, row in enumerate(rows):
            who = _who(table, getattr(row, _LABELS[table]))
            self._check_name((table, index), who, row)
            for number, small in enumerate(row.sub if isinstance(row, Category) else ()):
                self._check_name((table, index, "sub", number), f'{who}: sub "{small.code}"', small)

    def _check_name(self, path: Path, who: str, row: Frozen) -> None:
        """Names that a post or a rule could never match."""
        fields = row.__dict__  # to ask a model for what it has not costs 6 µs, and there may be 100,000 places
        code, name = fields.get("code"), fields.get("name")
        if code and not (_CODE.fullmatch(code) and len(code.encode()) <= _CODE_BYTES):
            remedy = (
                f'write at most {_CODE_BYTES} letters and digits (8 Chinese characters), without blanks, "=" or ":"'
            )
            self.faults.append(((*path, "code"), f'{who}: code "{code}" cannot stand behind a button; {remedy}'))
        if isinstance(name, str) and name != name.strip():
            self.faults.append(((*path, "name"), f'{who}: name "{name}" has blanks around it; remove them'))
        for key, value in (("code", code), ("name", name)):
            if value is not None and not value.strip() and (*path, key) not in self._told:
                self.faults.append(((*path, key), f"{who}: {key} is empty; write {key} = {_EXAMPLES[key]}"))


@cache
def _all_of(model: type[Frozen]) -> TypeAdapter[Any]:
    return TypeAdapter(tuple[model, ...])  # type: ignore[valid-type]


def _who(table: str, label: Any) -> str:
    return f"{table} {label}" if isinstance(label, int) else f'{table} "{label}"'


def _subs(path: Path, row: dict[str, Any]) -> list[tuple[Path, dict[str, Any]]]:
    subs = row.get("sub")
    rows = subs if isinstance(subs, list) else []
    return [((*path, "sub", number), small) for number, small in enumerate(rows) if isinstance(small, dict)]


def _fault(table: str, rows: list[dict[str, Any]], detail: ErrorDetails) -> Found:
    loc = detail["loc"]
    row: Any = rows[int(loc[0])]
    who = _who(table, row.get(_LABELS[table], "?"))
    model: type[BaseModel] = _TABLES[table]
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


def _with_stand_ins(model: type[Row], rows: list[dict[str, Any]], faulty: list[tuple[int | str, ...]]) -> list[Row]:
    """The rows again, each faulty value left out or replaced by its stand-in."""
    by_row: dict[int, list[tuple[int | str, ...]]] = {}
    for index, *rest in faulty:
        by_row.setdefault(int(index), []).append(tuple(rest))
    typed = []
    for index, row in enumerate(rows):
        values = row
        if index in by_row:
            values = _mended(model, row, by_row[index])
        typed.append(model.model_validate(values))
    return typed


def _mended(model: type[Frozen], row: dict[str, Any], faulty: list[tuple[int | str, ...]]) -> dict[str, Any]:
    inner = [path[1:] for path in faulty if path[0] == "sub" and len(path) > 2]
    outer = {path[0] for path in faulty if path[0] != "sub" or len(path) <= 2}
    values = _STAND_INS[model] | {key: value for key, value in row.items() if key not in outer}
    if inner and "sub" in values:
        values["sub"] = [
            _mended(Subcategory, small, [path[1:] for path in inner if path[0] == number])
            for number, small in enumerate(values["sub"])
        ]
    return values


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _not(what: str) -> Callable[[ErrorDetails, str, list[str]], str]:
    return lambda detail, key, _known: f"{key} = {_shown(detail['input'])} is not {what}"


def _missing(_detail: ErrorDetails, key: str, _known: list[str]) -> str:
    return f"{key} is missing; write {key} = {_EXAMPLES[key]}"


def _unknown(_detail: ErrorDetails, key: str, known: list[str]) -> str:
    remedy = did_you_mean(key, known, f"remove it (known: {', '.join(known)})")
    return f'unknown key "{key}"; {remedy}'


def _choice(detail: ErrorDetails, key: str, _known: list[str]) -> str:
    choices = re.findall(r"'([^']*)'", str(detail.get("ctx", {}).get("expected", "")))
    value = str(detail["input"])
    meant = nearest(value, choices) or choices[0]
    return f'{key} = "{value}" is not one of {", ".join(choices)}; write "{meant}"'


def _of_duration(detail: ErrorDetails, key: str, _known: list[str]) -> str:
    return f"{key} = {str(detail['msg']).removeprefix('Value error, ')}"


def _in_the_words_of_pydantic(detail: ErrorDetails, key: str, _known: list[str]) -> str:
    return f"{key} = {_shown(detail['input'])}: {detail['msg']}; mend it"


def _no_table(detail: ErrorDetails, key: str, _known: list[str]) -> str:
    if key == "stages":
        written = 'stages = { control = "1h", repair = "1d", restore = "3d" }'
        return f"{_shown(detail['input'])} is no table of steps; write {written}"
    wanted = 'a table or a duration; a duration is written "6h", a 小类 under [[category.sub]]'
    return f"{key} = {_shown(detail['input'])} is not {wanted}"


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
