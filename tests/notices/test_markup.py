"""Telegram's HTML: whatever is escaped is shown as it was, and is counted as Telegram counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.notices.markup import Markup, cut, escaped, length, mention, visible_length
from tests.notices.samples import nasty, shown, shown_length

DROPPED = {chr(code) for code in (*range(9), *range(0x0B, 0x20), 0x7F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
ANY = st.one_of(st.text(), nasty(60))


def kept(text: str) -> str:
    return "".join(letter for letter in text if letter not in DROPPED and not "\ud800" <= letter <= "\udfff")


@given(ANY)
def test_what_is_escaped_is_shown_as_it_was(text: str) -> None:
    assert shown(escaped(text)) == (kept(text), ())


@given(ANY)
def test_markup_is_not_escaped_again(text: str) -> None:
    once = Markup(escaped(text))
    assert escaped(once) is once


@given(ANY, ANY)
def test_the_visible_length_is_telegrams(text: str, more: str) -> None:
    html = f"<b>{escaped(text)}</b> {escaped(more)} {mention(42, text)}"
    assert visible_length(html) == shown_length(html)


@given(st.text())
def test_length_is_counted_in_utf_16(text: str) -> None:
    assert length(text) == sum(2 if letter > "\uffff" else 1 for letter in text)


def test_an_emoji_counts_twice() -> None:
    assert length("坏了😀") == 4


@given(ANY.filter(kept))
def test_a_mention_rings_and_shows_the_name(name: str) -> None:
    text, entities = shown(mention(7_012_345_678, name))
    assert text == kept(name)
    assert [(entity.type, entity.user_id, entity.length) for entity in entities] == [
        ("text_mention", 7_012_345_678, length(text))
    ]


@given(ANY, st.integers(1, 80))
def test_cut_keeps_within_the_limit_and_halves_no_character(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert length(short) <= limit
    if length(text) <= limit:
        assert short == text
    else:
        assert short.endswith("…")
        assert text.startswith(short[:-1])
        assert length(text[: len(short)]) + 1 > limit  # not one character more would have found room


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("垃圾桶坏了", 5, "垃圾桶坏了"),
        ("垃圾桶坏了", 4, "垃圾桶…"),
        ("😀😀😀", 6, "😀😀😀"),
        ("😀😀😀", 5, "😀😀…"),
        ("😀😀😀", 4, "😀…"),  # two units for the ellipsis and half an emoji are one too few
        ("", 1, ""),
    ],
)
def test_cut(text: str, limit: int, short: str) -> None:
    assert cut(text, limit) == short


def test_a_name_cannot_turn_the_rest_of_a_card_around() -> None:
    assert escaped("\u202e人坏\u2066") == "人坏"
