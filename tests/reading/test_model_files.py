"""A model's file: what goes in comes out; whatever is not whole, or not ours, is refused in one line."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.areas import Area
from bot.reading.model_files import UnusableModel, _digest, fits, pack, unpack
from bot.reading.report_judge import ReportJudge
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
    assert (head["format"], head["made_at"], head["rows"], head["score"]) == (3, "2026-11-22T12:00:00+00:00", 100, 0.9)
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


def test_the_format_of_an_older_version_is_named() -> None:
    with pytest.raises(UnusableModel, match=r"has format 2, .*; learn again"):
        unpack(DATA.replace(b'"format": 3', b'"format": 2'))


@pytest.mark.parametrize("head", [b"[]", b"{}", b'{"format": 3}', b'{"format": 3, "sha256": 5}', b"nonsense"])
def test_a_head_without_sense_is_refused(head: bytes) -> None:
    with pytest.raises(UnusableModel):
        unpack(b"fengshao learned model\n" + head + b"\nrest")


def test_a_model_fits_an_area_that_has_most_of_what_it_knows() -> None:
    area = example_area()
    assert fits(MODEL, area)
    assert not fits(a_model({"枝": "wood", "灯": "light"}), area)
    assert fits(a_model(), Area(name="x", units=(), categories=()))


def _with(**told: object) -> bytes:
    """The file with another head and the right hash of it: only the values themselves are wrong."""
    _, line, packed = DATA.split(b"\n", 2)
    head = json.loads(line) | told
    head["sha256"] = _digest({key: value for key, value in head.items() if key != "sha256"}, packed)
    return b"fengshao learned model\n" + json.dumps(head, ensure_ascii=False).encode() + b"\n" + packed


def test_the_head_is_under_the_hash_too() -> None:
    assert unpack(_with(rows=7)).rows == 7
    with pytest.raises(UnusableModel, match="is damaged"):
        unpack(DATA.replace(b'"rows": 100', b'"rows": 101'))


@pytest.mark.parametrize(
    "told",
    [
        {"rows": float("inf")},
        {"score": float("nan")},
        {"score": 1.5},
        {"unit_precision": "high"},
        {"aliases": [["锦绣坊", "longxi", 9, 0, 2.0]]},
    ],
)
def test_numbers_out_of_bounds_are_refused(told: dict[str, object]) -> None:
    with pytest.raises(UnusableModel, match="is damaged"):
        unpack(_with(**told))


@pytest.mark.parametrize(
    "told",
    [
        {"longest": 10**9},
        {"longest": 0},
        {"bar": float("inf")},
        {"trust": [float("nan"), 0, 0]},
        {"codes": ["greenery", "greenery"]},
    ],
)
def test_a_scorer_without_sense_is_refused(told: dict[str, object]) -> None:
    head = json.loads(DATA.split(b"\n", 2)[1])
    with pytest.raises(UnusableModel, match="is damaged"):
        unpack(_with(categories=head["categories"] | told))


def test_a_head_too_deep_is_refused() -> None:
    with pytest.raises(UnusableModel, match="is damaged"):
        unpack(b"fengshao learned model\n" + b"[" * 100_000 + b"\nrest")


JUDGE = ReportJudge(
    {"工资": 1, "拖欠": 2},
    np.array([0, 2, 3], np.float32),
    np.array([0, 1.5, 2.5], np.float32),
    9.0,
    -0.5,
    0.1,
    0.4,
    0.98,
    0.002,
)
WITH_JUDGE = replace(MODEL, judge=JUDGE, usual=70)


def test_the_judge_of_reports_goes_along() -> None:
    back = unpack(pack(WITH_JUDGE))
    assert back.usual == 70
    assert back.judge is not None
    assert back.judge.score("拖欠农民工工资") == JUDGE.score("拖欠农民工工资") > JUDGE.bias
    assert (back.judge.recognised, back.judge.mistaken) == (0.98, 0.002)
    assert unpack(DATA).judge is None


@pytest.mark.parametrize("wrong", [{"bar": float("nan")}, {"bar": 0.5}, {"mistaken": 2.0}, {"unseen": float("inf")}])
def test_a_judge_without_sense_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(UnusableModel, match="is damaged"):
        unpack(pack(replace(WITH_JUDGE, judge=replace(JUDGE, **wrong))))
