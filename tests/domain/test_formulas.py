"""Formulas: no cell computes, and what was guarded is read as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.formulas import SIGNS, guarded, unguarded


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-Infinity", "@SUM(A1)", "\t=1", "＝1", "－1"])
def test_what_would_be_computed_stands_behind_an_apostrophe(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "东湖花园", "3栋", "a=b", "'"])
def test_other_words_stay(cell: str) -> None:
    assert guarded(cell) == cell


@given(st.text(alphabet=st.sampled_from([*SIGNS, "'", "1", "东"])))
def test_what_was_guarded_is_read_as_it_was(cell: str) -> None:
    assert not guarded(cell).startswith(SIGNS)
    if not cell.startswith("'"):
        assert unguarded(guarded(cell)) == cell
