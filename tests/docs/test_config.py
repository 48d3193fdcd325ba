"""Config keys, log events and metrics that the docs name are those of the code."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.config import Config
from bot.config_faults import table_of_each
from bot.metrics import exposed
from storage.vitals import Vitals
from tests.docs.pages import PAGES, ROOT, codes, ids, rows, text

SECTIONS: dict[str, set[str]] = {
    name: set(field.annotation.model_fields)
    for name, field in Config.model_fields.items()
    if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
}
TABLES: dict[str, set[str]] = {
    name: set(table.model_fields) for name in Config.model_fields if (table := table_of_each(Config, name)) is not None
}
"""Sections of tables under names of the operator's own: units.CODE.overdue."""
_USED_BY_THE_CONFIG_ITSELF = {
    "telegram.token_file",  # through bot_token(),
    *(f"deadlines.{key}" for key in ("urgent", "A", "B", "C")),  # limit(),
    *(f"reminders.{key}" for key in ("early_to", "reminder_to", "escalation_to", "naming_to")),  # audiences(),
    *(f"bulletins.{key}" for key in ("weekly", "monthly", "quarterly")),  # and by_kind()
}


@cache
def _sources(*but: str) -> str:
    rooms = ("bot", "handlers", "storage")
    return "\n".join(
        path.read_text(encoding="utf-8")
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        if path.name not in but
    )


@pytest.mark.parametrize("page", PAGES, ids=ids(PAGES))
def test_named_keys_exist(page: Path) -> None:
    for code in codes(page.read_text(encoding="utf-8")):
        match = re.match(r"([a-z]+)\.([A-Za-z_]+)\b(?!\.)(?!/)", code)
        if match and match[1] in SECTIONS and not code.endswith((".py", ".toml", ".md")):
            if code in _events():
                continue
            assert match[2] in SECTIONS[match[1]], code
        named = re.fullmatch(r"([a-z]+)\.[A-Za-z_]+\.([A-Za-z_]+)", code)
        if named and named[1] in TABLES:
            assert named[2] in TABLES[named[1]], code


def test_the_keys_without_effect_are_told() -> None:
    """Whoever gives a key its effect takes it off the list; whoever adds one without says so."""
    source = _sources(*(path.name for path in (ROOT / "bot").glob("config*.py")))
    idle = {
        f"{section}.{key}"
        for section, keys in SECTIONS.items()
        for key in keys
        if not re.search(rf"\b{section}\.{key}\b", source)
    }
    _, _, told = text("docs/operating.md").partition("## Keys without effect yet")
    assert set(codes(told)) == idle - _USED_BY_THE_CONFIG_ITSELF


@cache
def _events() -> set[str]:
    return set(re.findall(r'\.(?:debug|info|warning|error|exception|critical)\(\s*"([a-z_.]+)"', _sources()))


def test_log_events_exist() -> None:
    told = {event for row in rows(text("docs/operating.md"), "## The log") for event in codes(row[0])}
    assert told
    assert told - _events() == set()


def test_metrics_exist() -> None:
    vitals = Vitals(
        oldest_waiting=None,
        waiting=0,
        quarantined=0,
        open_tickets={"triage": 1},
        tickets_made=1,
        notices={"queued": 1},
        notices_made=1,
    )
    body = exposed(vitals, updates=1, poll_age=1.0, inbox_age=0.0).decode()
    given = set(re.findall(r"^(fengshao_\w+)", body, re.MULTILINE))
    told = {code for code in codes(text("docs/operating.md")) if re.fullmatch(r"fengshao_\w+", code)}
    assert told == {name for name in given if not name.endswith("_created")}
