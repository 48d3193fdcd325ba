"""Says what is wrong in a config, one line a fault: key, value, remedy."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr, ValidationError
from pydantic_core import ErrorDetails

from bot.domain.spelling import nearest

_SECRET_WORD = re.compile(r"tok|secret|passw|key", re.IGNORECASE)
_SECRET_VALUE = re.compile(r"\d+:[A-Za-z0-9_-]{30,}")


class ConfigFaults(Exception):  # noqa: N818 - it carries faults; the name is the contract's
    """The config cannot be used. `faults` has one line each; `book` is the area book it names, if it does."""

    def __init__(self, faults: Iterable[str], book: Path | None = None) -> None:
        self.faults = tuple(faults)
        self.book = book
        super().__init__("\n".join(self.faults))


def known_keys(model: type[BaseModel]) -> dict[str, type[BaseModel] | None]:
    """Every key of a model: the model of its section, or None for a plain value."""
    return {
        name: field.annotation
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
        else None
        for name, field in model.model_fields.items()
    }


def describe(error: ValidationError, model: type[BaseModel], origin: Mapping[str, str]) -> list[str]:
    """One line for every fault. `origin` names the environment variable that a key came from."""
    return [_line(detail, model, origin) for detail in error.errors(include_url=False)]


def _line(detail: ErrorDetails, model: type[BaseModel], origin: Mapping[str, str]) -> str:
    path = tuple(str(part) for part in detail["loc"])
    key = ".".join(path[:2])
    source = f" (from {origin[key]})" if key in origin else ""
    if detail["type"] == "extra_forbidden":
        return f"{_shown(key, detail['input'], _looks_secret(path, model))}{source}: {_unknown(path, model)}"
    if detail["type"] == "missing":
        return f"{key}: missing; write {path[-1]} = {_example(path, model)} under [{path[0]}]"
    if detail["type"] == "misfit":
        return str(detail["msg"])
    reason = _REASONS.get(detail["type"], _in_the_words_of_pydantic)
    told = reason(detail, path, model)
    return f"{_shown(key, detail['input'], _looks_secret(path, model))}{source}: {told}"


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


def _looks_secret(path: tuple[str, ...], model: type[BaseModel]) -> bool:
    """A secret by the model's word, or an unknown key whose name sounds like one."""
    section = known_keys(model).get(path[0])
    field = section.model_fields.get(path[1]) if section is not None and len(path) > 1 else None
    return field.annotation is SecretStr if field is not None else any(_SECRET_WORD.search(part) for part in path)


def _unknown(path: tuple[str, ...], model: type[BaseModel]) -> str:
    sections = known_keys(model)
    inside = sections.get(path[0]) if len(path) > 1 else None
    here = list(known_keys(inside)) if inside else list(sections)
    meant = nearest(path[-1], here)
    if meant is not None:
        return f"unknown key; write {'.'.join((*path[:-1], meant))}"
    homes = {name: section for section, table in sections.items() if table is not None for name in known_keys(table)}
    elsewhere = nearest(path[-1], sorted(homes), cutoff=80.0)
    if elsewhere is not None:
        return f"unknown key here; write {elsewhere} under [{homes[elsewhere]}]"
    return f"unknown key; remove it (known here: {', '.join(here)})"


def _default(path: tuple[str, ...], model: type[BaseModel]) -> Any:
    section = known_keys(model).get(path[0])
    field = section.model_fields.get(path[1]) if section is not None and len(path) > 1 else None
    return None if field is None or field.is_required() else field.get_default(call_default_factory=True)


def _example(path: tuple[str, ...], model: type[BaseModel]) -> str:
    section = known_keys(model).get(path[0])
    field = section.model_fields.get(path[1]) if section is not None and len(path) > 1 else None
    examples = field.examples if field is not None else None
    return written(examples[0] if examples else _default(path, model))


def _choice(detail: ErrorDetails, path: tuple[str, ...], model: type[BaseModel]) -> str:
    choices = re.findall(r"'([^']*)'", str(detail.get("ctx", {}).get("expected", "")))
    value = str(detail["input"])
    meant = nearest(value.lower(), choices) or choices[0]
    return f"not one of {', '.join(choices)}; write {written(meant)}"


def _instead(what: str) -> Callable[[ErrorDetails, tuple[str, ...], type[BaseModel]], str]:
    """Why it cannot be used, with the default (or the example) of the key as the remedy."""
    return lambda _detail, path, model: f"{what}; write {_example(path, model)}"


def _in_the_words_of_pydantic(detail: ErrorDetails, path: tuple[str, ...], model: type[BaseModel]) -> str:
    return f"{detail['msg']}; write {_example(path, model)}"


def _section(_detail: ErrorDetails, path: tuple[str, ...], _model: type[BaseModel]) -> str:
    return f"not a table; write [{path[0]}] on a line of its own and its keys below it"


_REASONS: dict[str, Callable[[ErrorDetails, tuple[str, ...], type[BaseModel]], str]] = {
    "value_error": lambda detail, _path, _model: str(detail["msg"]).removeprefix("Value error, "),
    "literal_error": _choice,
    "enum": _choice,
    "int_parsing": _instead("not a whole number"),
    "int_type": _instead("not a whole number"),
    "int_from_float": _instead("not a whole number"),
    "bool_parsing": _instead("neither true nor false"),
    "bool_type": _instead("neither true nor false"),
    "greater_than_equal": lambda detail, _p, _m: f"too small; write at least {detail['ctx']['ge']}",
    "less_than_equal": lambda detail, _p, _m: f"too large; write at most {detail['ctx']['le']}",
    "string_type": lambda _d, _p, _m: "not text; put it in double quotes",
    "path_type": lambda _d, _p, _m: "not a path; put it in double quotes",
    "tuple_type": lambda _d, path, model: f"not a list; write it in brackets, such as {_example(path, model)}",
    "dict_type": _section,
    "model_type": _section,
}
