"""The collector rests for as long as it is told, and no longer."""

from __future__ import annotations

import gc

import pytest

from bot.children.resting import collector_at_rest


def test_it_rests_inside_and_works_again_afterwards() -> None:
    with collector_at_rest():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_also_where_what_is_inside_fails() -> None:
    with pytest.raises(ImportError), collector_at_rest():
        raise ImportError
    assert gc.isenabled()


def test_one_inside_another_ends_only_its_own_rest() -> None:
    with collector_at_rest():
        with collector_at_rest():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
