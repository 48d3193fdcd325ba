"""One spelling, with the way back to the original."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.normalise import fold, fold_all, normalise


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("３栋", "3栋"),
        ("ａ座", "A座"),
        ("路\u200b灯\u202e坏了", "路灯坏了"),
        ("龍西小區路燈壞了", "龙西小区路灯坏了"),
        ("井蓋，沒了！", "井盖,没了!"),
        ("乾隆路", "乾隆路"),
        ("㎡", "M2"),
        ("①3栋⑵5栋❸东门㈣车棚", ";3栋;5栋;东门;车棚"),
        ("\ud800路灯", "\ufffd路灯"),
        ("十字畈村张家埂", "十字畈村张家埂"),
        ("1—4栋、12–3–402", "1-4栋、12-3-402"),
        ("3栋—5栋", "3栋-5栋"),
        ("坏了——3栋", "坏了——3栋"),
        ("合肥—黄山", "合肥—黄山"),
    ],
)
def test_spelling(written: str, read: str) -> None:
    assert normalise(written).text == read


def test_spans_lead_back_over_dropped_and_expanded_characters() -> None:
    normal = normalise("㎡\u200b路\u200b灯坏")
    start = normal.text.index("路灯")
    first, last = normal.span(start, start + 2)
    assert normal.original[first:last] == "路\u200b灯"


def test_one_character_never_becomes_many() -> None:
    assert len(normalise("\ufdfa" * 100).text) == 100


@given(st.text(max_size=300))
def test_every_span_lies_in_the_original(text: str) -> None:
    normal = normalise(text)
    for at in range(len(normal.text)):
        start, end = normal.span(at, at + 1)
        assert 0 <= start < end <= len(text)
        piece = text[start:end]
        assert normal.text[at] in fold(piece) + normalise(piece).text + " \n\t-"


@given(st.lists(st.text(max_size=8), max_size=200))
def test_words_folded_together_are_folded_as_each_by_itself(words: list[str]) -> None:
    assert fold_all(words) == [fold(word) for word in words]


def test_the_converter_is_loaded_only_when_needed() -> None:
    program = (
        "import sys; from bot.reading.normalise import normalise; normalise('龙西小区路灯坏了，没人管😂');"
        "assert 'opencc' not in sys.modules; normalise('路燈'); assert 'opencc' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=30)


def test_simplified_ideographs_stay_as_they_are() -> None:
    """They are not asked one by one at the start: NFKC must leave every one of them alone."""
    every = "".join(
        bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)
    )
    assert len(every) == 6763
    assert normalise(every).text == every
    assert all(normalise(char).text == char for char in every)
    assert unicodedata.normalize("NFKC", every) == every
