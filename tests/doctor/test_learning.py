"""Learning: the extra that is not installed, and a model that is not there."""

from __future__ import annotations

import pytest

from bot.doctor import learning
from tests.doctor.practice import OK, WARNING, Practice


async def test_no_model_is_no_matter(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "find_spec", lambda name: None)
    assert (await practice.look())["model"].state is OK


async def test_a_model_without_the_extra(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    practice.settings["area.model"] = "area.model"
    monkeypatch.setattr(learning, "find_spec", lambda name: None)
    found = (await practice.look())["model"]
    assert (found.state, "pip install 'fengshao[learn]'" in found.remedy) == (WARNING, True)


@pytest.mark.parametrize("content", [None, b"no model"])
async def test_a_model_that_cannot_be_used(practice: Practice, content: bytes | None) -> None:
    practice.settings["area.model"] = "area.model"
    assert (await practice.look())["model"].state is OK, "there is no area yet to learn for"
    if content is not None:
        (practice.folder / "area.model").write_bytes(content)
    await practice.remember()
    found = (await practice.look())["model"]
    assert found.state is WARNING
    assert "read by words alone" in found.found
