"""JSON as storage keeps it: compact text, written and read by pydantic's core (four times as fast as `json`)."""

from __future__ import annotations

from typing import Any

from pydantic_core import from_json, to_json


def to_text(value: Any) -> str:
    """Raises PydanticSerializationError for what JSON has no word for, lone surrogates included."""
    return to_json(value).decode()


def from_text(text: str) -> Any:
    return from_json(text)
