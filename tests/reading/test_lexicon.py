"""Words with meanings, found in one pass: the longest of those that begin first, or all that lie in no longer one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.reading.lexicon import Lexicon

WORDS = st.lists(st.text("甲乙丙", min_size=1, max_size=4), max_size=8, unique=True)


def spans(lexicon: Lexicon[int], text: str) -> list[tuple[int, int, str]]:
    return [(hit.start, hit.end, hit.word) for hit in lexicon.longest(text)]


def test_the_longest_of_those_that_begin_first() -> None:
    lexicon = Lexicon([("路灯", 1), ("灯不亮", 2), ("路灯不", 3)])
    assert spans(lexicon, "路灯不亮") == [(0, 3, "路灯不")]


def test_a_word_listed_twice_has_both_meanings_and_each_once() -> None:
    lexicon = Lexicon([("新村", 1), ("新村", 2), ("新村", 1)])
    assert lexicon.meanings_of("新村") == (1, 2)
    assert (len(lexicon), lexicon.words, lexicon.longest_word) == (1, ["新村"], 2)


def test_words_are_folded_as_texts_are() -> None:
    assert Lexicon([("ａ座路燈", 1)]).meanings_of("A座路灯") == (1,)


def test_what_is_not_listed_means_nothing() -> None:
    lexicon = Lexicon([("路灯", 1), ("", 2)])
    assert lexicon.meanings_of("路") == lexicon.meanings_of("路灯坏") == ()
    assert Lexicon[int]([]).longest("路灯") == Lexicon[int]([]).outermost("路灯") == []


def test_spans_are_those_of_the_other_text() -> None:
    (hit,) = Lexicon([("井盖没了", 1)]).longest("井盖没了", [0, 1, 4, 5])  # of 井盖已经没了
    assert hit[:2] == (0, 6)


@given(WORDS, st.text("甲乙丙丁", max_size=20))
def test_found_as_by_looking_at_each_position(words: list[str], text: str) -> None:
    expected = []
    at = 0
    while at < len(text):
        longest = max((word for word in words if text.startswith(word, at)), key=len, default="")
        if longest:
            expected.append((at, at + len(longest), longest))
        at += len(longest) or 1
    assert spans(Lexicon((word, 0) for word in words), text) == expected


@given(WORDS, st.text("甲乙丙丁", max_size=20))
def test_the_outermost_are_all_that_lie_in_no_longer_one(words: list[str], text: str) -> None:
    every = [(at, at + len(word)) for word in words for at in range(len(text)) if text.startswith(word, at)]
    outer = [
        one for one in every if not any(other != one and other[0] <= one[0] <= one[1] <= other[1] for other in every)
    ]
    found = Lexicon((word, 0) for word in words).outermost(text)
    assert [hit[:2] for hit in found] == sorted(outer)
