"""The audit's words: every action that is put down anywhere has a line of its own, and no line stands idle."""

from __future__ import annotations

import ast
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.notices.audit import audit_text
from bot.notices.catalogue.audit import AUDIT
from bot.notices.texts import Texts

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
BY_ARGUMENT = {"appoint", "invited"}
"""Actions that travel in an argument (bot/desk/appointing.py)."""


def _put_down(path: Path) -> set[str]:
    """The actions of every `audit.append(tx, "action", …)`."""
    found: set[str] = set()
    source = path.read_text()
    if "audit" not in source:
        return found  # most do not, and to take one to pieces takes a while
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="audit"), attr="append"),
                args=[_, ast.Constant(value=action), *_],
            ):
                found.add(str(action))
    return found


def test_every_action_has_its_line() -> None:
    sources = [path for room in ("bot", "handlers") for path in (ROOT / room).rglob("*.py")]
    put_down = set().union(*map(_put_down, sources)) | BY_ARGUMENT
    told = {key.removeprefix("audit.did.") for key in AUDIT if key.startswith("audit.did.")}
    assert len(put_down) > 12
    assert put_down == told


def test_a_fact_that_is_not_there_leaves_no_hole_in_the_bot() -> None:
    assert audit_text(Texts(), [(NOON, "revoke", {"by": "陈协调"})], ZONE).endswith("11月20日 12:00 陈协调 撤销了  的")


def test_long_names_are_cut_and_markup_in_them_is_text() -> None:
    text = audit_text(Texts(), [(NOON, "revoke", {"by": "<b>" * 50, "whom": "x"})], ZONE)
    assert "<b>&lt;" not in text.split("\n")[1]
    assert len(text) < 400


def test_nothing_yet() -> None:
    assert audit_text(Texts(), [], ZONE) == "还没有记录。"
