"""A model's file: what goes in comes out; whatever is not whole, or not ours, is refused in one line."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.areas import Area
from bot.reading.model_files import UnusableModel, fits, pack, unpack
from tests.reading.example_area import example_area
from tests.reading.models import a_model, an_alias

MODEL = a_model(
    {"枝": "greenery", "灯": "facilities"}, {"锦": "longxi", "翠": "pingdong"}, [an_alias("锦绣坊", "longxi")]
)
DATA = pack(MODEL)


@pytest.mark.parametrize("model", [MODEL, a_model({"枝": "greenery", "灯": "facilities"}), a_model()])
def test_what_goes_in_comes_out(model) -> None:
    back = unpack(pack(model))
    assert (back.made_at, back.rows, back.score, back.aliases) == (
        model.made_at,
        model.rows,
        model.score,
        model.aliases,
    )
    assert back.category_of("树枝") == model.category_of("树枝")
    assert back.unit_of("锦绣坊") == model.unit_of("锦绣坊")


def test_people_can_read_its_head() -> None:
    first, second, _ = DATA.split(b"\n", 2)
    assert first == b"fengshao learned model"
    head = json.loads(second)
    assert (head["format"], head["made_at"], head["rows"], head["score"]) == (1, "2026-11-22T12:00:00+00:00", 100, 0.9)
    assert head["size"] == len(DATA.split(b"\n", 2)[2])


@given(st.integers(0, len(DATA) - 1), st.integers(1, 255))
def test_a_changed_byte_is_refused_or_means_the_same(at: int, by: int) -> None:
    changed = bytearray(DATA)
    changed[at] ^= by
    try:
        unpack(bytes(changed))
    except UnusableModel as error:
        assert "\n" not in str(error)


@given(st.integers(0, len(DATA) - 1))
def test_a_file_that_was_cut_off_is_refused(length: int) -> None:
    with pytest.raises(UnusableModel):
        unpack(DATA[:length])


@given(st.binary(max_size=200))
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(UnusableModel, match=r"^is (not a learned model|damaged)"):
        unpack(data)


def test_another_format_is_named() -> None:
    with pytest.raises(UnusableModel, match="has format 2"):
        unpack(DATA.replace(b'"format": 1', b'"format": 2'))


@pytest.mark.parametrize("head", [b"[]", b"{}", b'{"format": 1}', b'{"format": 1, "sha256": 5}', b"nonsense"])
def test_a_head_without_sense_is_refused(head: bytes) -> None:
    with pytest.raises(UnusableModel):
        unpack(b"fengshao learned model\n" + head + b"\nrest")


def test_a_model_fits_an_area_that_has_most_of_what_it_knows() -> None:
    area = example_area()
    assert fits(MODEL, area)
    assert not fits(a_model({"枝": "wood", "灯": "light"}), area)
    assert fits(a_model(), Area(name="x", units=(), categories=()))
