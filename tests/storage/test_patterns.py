"""Patterns: what people type means itself alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from storage.patterns import like


@pytest.mark.parametrize(
    ("word", "text", "holds"),
    [
        ("垃圾", "有垃圾桶", True),
        ("垃圾", "有拉圾桶", False),
        ("100%", "满了100%", True),
        ("100%", "满了1000", False),
        ("a_b", "a_b", True),
        ("a_b", "axb", False),
        ("!", "坏了!", True),
        ("!%", "坏了!", False),
        ("'", "it's", True),
    ],
)
def test_a_word_is_found_as_it_was_written(word: str, text: str, holds: bool) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        found = connection.execute("SELECT :text LIKE :word ESCAPE '!'", {"text": text, "word": like(word)}).fetchone()
    assert bool(found[0]) is holds
