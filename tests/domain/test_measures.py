"""Measures that can be opened: each that is counted, once, by a code of its own."""

import pytest

from bot.domain.measures import AGED, LASTING, OFFERED, measure_code, read_measure
from bot.domain.questions import Question
from bot.domain.refusals import Refusal, Refused
from bot.domain.statistics import COUNTED, Scope


def test_every_number_is_offered_once() -> None:
    offered = [measure for row in OFFERED for measure in row]
    assert sorted(offered) == sorted([*COUNTED, *LASTING, *AGED])


@pytest.mark.parametrize("measure", [*COUNTED, *LASTING, *AGED])
def test_a_code_stands_for_one_measure(measure: str) -> None:
    assert read_measure(measure_code(measure)) == measure
    assert len(measure_code(measure)) == 2


@pytest.mark.parametrize("code", ["", "zz", "received", "rc "])
def test_what_no_button_had_is_refused(code: str) -> None:
    with pytest.raises(Refused) as caught:
        read_measure(code)
    assert caught.value.reason is Refusal.STALE_BUTTON


def test_the_longest_question_fits_into_a_button() -> None:
    question = Question("2026-10-02", Scope("longxi", "sanitation", "广场花苑小区"))
    assert len(f"behind:{question.as_data()}:{measure_code('received')}:100000".encode()) <= 64
