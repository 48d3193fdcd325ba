"""Turns the tables of an area book into typed rows, noting every key and value that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.domain.area_references import Found
from bot.domain.area_row_faults import EXAMPLES, LABELS, TABLES, fault_of, shown, who_of
from bot.domain.areas import Category, ChatEntry, Frozen, PersonEntry, Place, Route, Subcategory, Unit
from bot.domain.book_text import Path
from bot.domain.spelling import did_you_mean

Row = TypeVar("Row", bound=Frozen)

_CODE = re.compile(r"[^\s=:]+")
_CODE_BYTES = 24
"""A code travels in the data of buttons, of which Telegram takes 64 bytes; ":" divides that data."""
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
            if key != "area" and key not in TABLES:
                known = ["area", *TABLES]
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
            self.faults += [fault_of(table, rows, detail) for detail in details]
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
                    who = f'{who_of(table, row.get("code", "?"))}: sub "{small.get("code", "?")}"'
                    wrong = f"limit = {shown(small['limit'])} and stages exclude each other"
                    self.faults.append(((*path, "stages"), f"{who}: {wrong}; remove limit: restore is the whole limit"))

    def _check_aliases(self, table: str, rows: list[dict[str, Any]]) -> None:
        """The model also takes `time_class`, its name in the code; the book's word is `class` alone."""
        for index, row in enumerate(rows if table == "category" else ()):
            for path, values in [((table, index), row), *_subs((table, index), row)]:
                if "time_class" in values and "class" not in values:
                    who = who_of(table, row.get("code", "?"))
                    self.faults.append(((*path, "time_class"), f'{who}: unknown key "time_class"; write class'))

    def _check_names(self, table: str, rows: tuple[Row, ...]) -> None:
        for index, row in enumerate(rows):
            who = who_of(table, getattr(row, LABELS[table]))
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
                self.faults.append(((*path, key), f"{who}: {key} is empty; write {key} = {EXAMPLES[key]}"))


@cache
def _all_of(model: type[Frozen]) -> TypeAdapter[Any]:
    return TypeAdapter(tuple[model, ...])  # type: ignore[valid-type]


def _subs(path: Path, row: dict[str, Any]) -> list[tuple[Path, dict[str, Any]]]:
    subs = row.get("sub")
    rows = subs if isinstance(subs, list) else []
    return [((*path, "sub", number), small) for number, small in enumerate(rows) if isinstance(small, dict)]


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
