"""The config of a town: short waits, no limits on anybody, no bulletins; everything else as the bot has it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_QUICK: dict[str, Any] = {
    "telegram.poll_timeout": "20s",
    "telegram.group_limit": 100_000,
    "telegram.overall_limit": 100_000,
    "storage.url": "sqlite:///fengshao.db",
    "area.book": "area.toml",
    **dict.fromkeys(("bulletins.weekly", "bulletins.monthly", "bulletins.quarterly"), ""),
    **dict.fromkeys(("limits.posts", "limits.taps", "limits.questions"), ""),
}


def write_config(folder: Path, base_url: str, token: str, book: str, settings: dict[str, Any]) -> Path:
    """Write area.toml and config.toml into the folder; `settings` are {"section.key": value, "units.c.key": value}."""
    (folder / "area.toml").write_text(book, encoding="utf-8")
    every = _QUICK | {"telegram.base_url": base_url, "telegram.token": token} | settings
    tables: dict[str, list[str]] = {}
    for name, value in every.items():
        section, _, key = name.rpartition(".") if name.startswith("units.") else name.partition(".")
        tables.setdefault(section, []).append(f"{json.dumps(key)} = {json.dumps(value, ensure_ascii=False)}")
    text = "\n".join(f"[{section}]\n" + "\n".join(lines) + "\n" for section, lines in tables.items())
    config = folder / "config.toml"
    config.write_text(text, encoding="utf-8")
    return config
