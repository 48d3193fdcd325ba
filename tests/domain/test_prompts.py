"""Questions: what was asked is read from the key, whatever was hung on its end."""

from __future__ import annotations

import pytest

from bot.domain.prompts import Asked, asked_in, question_key


@pytest.mark.parametrize("asked", Asked)
@pytest.mark.parametrize("tail", ["", ":again1", ":again1:again2"])
def test_a_key_tells_what_was_asked_also_when_it_was_sent_again(asked: Asked, tail: str) -> None:
    assert asked_in(question_key(1001, asked) + tail) is asked
    assert asked_in(question_key(1001, asked, 201, 1_795_136_400_000) + tail) is asked


@pytest.mark.parametrize("key", ["", "card:1001:donghu:1", "question", "question:1001", "question:1001:dance"])
def test_other_keys_ask_nothing(key: str) -> None:
    assert asked_in(key) is None
