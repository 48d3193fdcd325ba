"""What category words see, and where it stood."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.reading.squeezing import BLANK, Squeezed, blank, squeeze


def origin(squeezed: Squeezed, at: int) -> int:
    return at if squeezed.origins is None else squeezed.origins[at]


def test_small_words_are_left_out() -> None:
    assert squeeze("井盖已经都没了").text == "井盖没了"


def test_a_span_leads_back() -> None:
    text = "井盖已经都没了，路灯又坏了"
    squeezed = squeeze(text)
    start = squeezed.text.index("路灯坏了")
    assert text[origin(squeezed, start) : origin(squeezed, start + 3) + 1] == "路灯又坏了"


@given(st.lists(st.sampled_from(["已经", "都", "又", "井盖", "坏了", "，", "x"])).map("".join))
def test_every_character_leads_back_to_itself(text: str) -> None:
    squeezed = squeeze(text)
    for at, char in enumerate(squeezed.text):
        assert text[origin(squeezed, at)] == char


def test_blanked_text_keeps_its_length() -> None:
    assert blank("龙西小区路灯", [(0, 4), (2, 4)]) == BLANK * 4 + "路灯"
    assert blank("路灯", []) == "路灯"
