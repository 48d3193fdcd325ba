"""A refusal says what somebody wrote, and no more of it than a message holds."""

from __future__ import annotations

import pytest

from bot.domain.refusals import Refusal, Refused
from bot.notices.markup import length, visible
from bot.notices.refusals import refusal, refusal_alert
from bot.notices.texts import Texts

TEXTS = Texts()


def test_its_facts_are_in_it() -> None:
    refused = Refused(Refusal.WHICH_PERSON, name="<b>王&")
    assert "“<b>王&”" in refusal_alert(TEXTS, refused)
    assert "“&lt;b&gt;王&amp;”" in refusal(TEXTS, refused)


@pytest.mark.parametrize("written", ["，" * 4096, "😀" * 2048, "<" * 4096])
def test_a_whole_message_told_back_is_cut(written: str) -> None:
    said = refusal(TEXTS, Refused(Refusal.WHICH_PERSON, name=written))
    assert 200 < length(visible(said)) < 300
    assert "…”，或者不止一位" in said
