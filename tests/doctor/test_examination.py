"""The examination: one check that cannot look does not keep the others from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.doctor import examination
from bot.doctor.findings import Finding
from tests.doctor.practice import FAULT, OK, Practice


async def test_a_file_that_may_not_be_looked_at(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> Finding:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(examination.files, "media", refuse)
    monkeypatch.setattr(examination.database.lookups, "look", lambda url, fn: refuse(Path("bot.db")))
    found = await practice.look()
    for name in ("media folder", "database"):
        assert (found[name].state, "Permission denied" in found[name].found) == (FAULT, True)
        assert found[name].remedy
    assert {found[name].state for name in ("database file", "token", "font")} == {OK}
