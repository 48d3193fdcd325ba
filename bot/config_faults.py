"""Says what is wrong in a config, one line a fault: key, value, remedy."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from bot.domain.spelling import nearest

_SECRET_WORD = re.compile(r"tok|secret|passw|key", re.IGNORECASE)
_SECRET_VALUE = re.compile(r"\d+:[A-Za-z0-9_-]{30,}")
_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


class ConfigFaults(Exception):  # noqa: N818 - it carries faults; the name is the contract's
    """The config cannot be used. `faults` has one line each; `book` is the area book it names, if it does."""

    def __init__(self, faults: Iterable[str], book: Path | None = None) -> None:
        self.faults = tuple(faults)
        self.book = book
        super().__init__("\n".join(self.faults))


def known_keys(model: type[BaseModel]) -> dict[str, type[BaseModel] | None]:
    """Every key of a model: the model of its section, or None for a plain value."""
    return {name: _as_table(field.annotation) for name, field in model.model_fields.items()}


def table_of_each(model: type[BaseModel], key: str) -> type[BaseModel] | None:
    """The model of the tables that stand below a key under names of the operator's own, as [units.CODE] do."""
    annotation = model.model_fields[key].annotation
    return _as_table(get_args(annotation)[1]) if get_origin(annotation) is dict else None


def _as_table(annotation: Any) -> type[BaseModel] | None:
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def dotted(*path: str) -> str:
    """A key with those above it, as TOML writes it: units.luminju.overdue, units."路灯所".overdue."""
    return ".".join(part if _BARE.fullmatch(part) else written(part) for part in path)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a fault lies: its key with those above it, the table around it, and its field (None: unknown)."""

    path: tuple[str, ...]
    table: type[BaseModel]
    field: FieldInfo | None
    named: bool
    """The table is one of several that bear names of the operator's own."""

    @property
    def key(self) -> str:
        return dotted(*self.path)


def _place(loc: tuple[int | str, ...], model: type[BaseModel]) -> _Place:
    """Follow pydantic's path as far as there are keys: the numbers of entries in lists lie beyond."""
    left, path = [str(part) for part in loc], list[str]()
    table, field, named = model, None, False
    while left:
        path.append(left.pop(0))
        field = table.model_fields.get(path[-1])
        below = _as_table(field.annotation) if field is not None else None
        if field is not None and get_origin(field.annotation) is dict and left:
            below = table_of_each(table, path[-1])
            path.append(left.pop(0))
            named = below is not None
        if below is None:
            break
        table = below
    return _Place(tuple(path), table, field, named)


def describe(error: ValidationError, model: type[BaseModel], origin: Mapping[str, str]) -> list[str]:
    """One line for every fault. `origin` names the environment variable that a key came from."""
    return [_line(detail, model, origin) for detail in error.errors(include_url=False)]


def _line(detail: ErrorDetails, model: type[BaseModel], origin: Mapping[str, str]) -> str:
    place = _place(detail["loc"], model)
    source = f" (from {origin[place.key]})" if place.key in origin else ""
    if detail["type"] == "missing":
        return f"{place.key}: missing; write {place.path[-1]} = {_example(place)} under [{dotted(*place.path[:-1])}]"
    if detail["type"] == "misfit":
        return str(detail["msg"])
    if detail["type"] == "extra_forbidden":
        told = _unknown(place, model)
    else:
        told = _REASONS.get(detail["type"], _in_the_words_of_pydantic)(detail, place)
    return f"{_shown(place.key, detail['input'], _looks_secret(place))}{source}: {told}"


def _shown(key: str, value: Any, secret: bool) -> str:
    if secret or isinstance(value, (Mapping, SecretStr)) or _SECRET_VALUE.search(str(value)):
        return key
    return f"{key} = {written(value)}"


def written(value: Any) -> str:
    """A value as TOML writes it, near enough to be recognised."""
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except ValueError:
        return str(value)


def _looks_secret(place: _Place) -> bool:
    """A secret by the model's word, or an unknown key whose name sounds like one."""
    if place.field is not None:
        return place.field.annotation is SecretStr
    return any(_SECRET_WORD.search(part) for part in place.path)


def _unknown(place: _Place, model: type[BaseModel]) -> str:
    *above, key = place.path
    here = known_keys(place.table)
    meant = nearest(key, here)
    if meant is not None:
        return f"unknown key; write {dotted(*above, meant)}"
    homes = {name: section for section, table in known_keys(model).items() if table for name in known_keys(table)}
    elsewhere = nearest(key, sorted(homes), cutoff=80.0)
    if elsewhere is not None:
        whole = ", where it holds for all" if place.named else ""
        return f"unknown key here; write {elsewhere} under [{homes[elsewhere]}]{whole}"
    return f"unknown key; remove it (known here: {', '.join(here)})"


def _example(place: _Place) -> str:
    field = place.field
    if field is None or field.examples:
        return written(field.examples[0] if field is not None and field.examples else None)
    return written(None if field.is_required() else field.get_default(call_default_factory=True))


def _choice(detail: ErrorDetails, _place: _Place) -> str:
    choices = re.findall(r"'([^']*)'", str(detail.get("ctx", {}).get("expected", "")))
    value = str(detail["input"])
    meant = nearest(value.lower(), choices)
    # Without a near one, none of them is better than another: naming the first would change what is meant.
    remedy = written(meant) if meant else " or ".join(map(written, choices))
    return f"not one of {', '.join(choices)}; write {remedy}"


def _instead(what: str) -> Callable[[ErrorDetails, _Place], str]:
    """Why it cannot be used, with the default (or the example) of the key as the remedy."""
    return lambda _detail, place: f"{what}; write {_example(place)}"


def _in_the_words_of_pydantic(detail: ErrorDetails, place: _Place) -> str:
    return f"{detail['msg']}; write {_example(place)}"


def _section(_detail: ErrorDetails, place: _Place) -> str:
    *above, key = place.path
    if place.named and key in place.table.model_fields:
        return f"it belongs to one of them; write [{dotted(*above)}.CODE] on a line of its own and {key} below it"
    return f"not a table; write [{place.key}] on a line of its own and its keys below it"


_REASONS: dict[str, Callable[[ErrorDetails, _Place], str]] = {
    "value_error": lambda detail, _place: str(detail["msg"]).removeprefix("Value error, "),
    "literal_error": _choice,
    "enum": _choice,
    "int_parsing": _instead("not a whole number"),
    "int_type": _instead("not a whole number"),
    "int_from_float": _instead("not a whole number"),
    "bool_parsing": _instead("neither true nor false"),
    "bool_type": _instead("neither true nor false"),
    "greater_than_equal": lambda detail, _place: f"too small; write at least {detail['ctx']['ge']}",
    "less_than_equal": lambda detail, _place: f"too large; write at most {detail['ctx']['le']}",
    "string_type": lambda _detail, _place: "not text; put it in double quotes",
    "path_type": lambda _detail, _place: "not a path; put it in double quotes",
    "tuple_type": lambda _detail, place: f"not a list; write it in brackets, such as {_example(place)}",
    "dict_type": _section,
    "model_type": _section,
}
