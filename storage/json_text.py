"""JSON as storage keeps it: compact text, written and read by pydantic's core (four times as fast as `json`)."""

from __future__ import annotations

import json
from typing import Any

from pydantic_core import PydanticSerializationError, from_json, to_json


def to_text(value: Any) -> str:
    """Half a surrogate pair is no text that storage could keep: what holds one is written with escapes."""
    try:
        return to_json(value).decode()
    except PydanticSerializationError:
        return json.dumps(value, separators=(",", ":"))


def from_text(text: str | bytes) -> Any:
    """Raises ValueError for what is no JSON. Escaped half surrogates, which the quick way refuses, are read."""
    try:
        return from_json(text)
    except ValueError:
        return json.loads(text)
