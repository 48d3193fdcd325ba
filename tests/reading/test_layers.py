"""A changed lexicon finds what one built anew from the same words would find."""

from __future__ import annotations

from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from bot.reading.layers import LayeredLexicon
from bot.reading.lexicon import Lexicon

WORDS = st.text("甲乙丙", min_size=1, max_size=4)
BOOKS = st.dictionaries(WORDS, st.integers(1, 3), max_size=8)


def found(lexicon: Lexicon[int] | LayeredLexicon[int], text: str) -> list[tuple[int, int, tuple[int, ...]]]:
    return [(hit.start, hit.end, hit.meanings) for hit in lexicon.longest(text)]


@given(BOOKS, BOOKS, BOOKS, st.text("甲乙丙丁", max_size=40))
def test_layers_are_as_good_as_a_new_lexicon(
    first: dict[str, int], second: dict[str, int], third: dict[str, int], text: str
) -> None:
    layered = LayeredLexicon(Lexicon(first.items()))
    before = first
    for now in (second, third):
        changes = {word: () for word in before if word not in now} | {word: (meaning,) for word, meaning in now.items()}
        layered = layered.changed(changes)
        assert found(layered, text) == found(Lexicon(now.items()), text)
        assert all(layered.meanings_of(word) == ((now[word],) if word in now else ()) for word in {*first, *now, text})
        before = now


def test_what_is_undone_is_forgotten() -> None:
    base = LayeredLexicon(Lexicon([("甲乙", 1)]))
    assert base.changed({"甲乙": (2,), "丙": (3,)}).changed({"甲乙": (1,), "丙": ()}).changes == {}


def test_a_word_that_is_gone_costs_no_search_of_all_the_rest() -> None:
    words = {f"甲{number}乙丙": number for number in range(1000)} | {"甲乙": 1}
    layered = LayeredLexicon(Lexicon(words.items())).changed({"甲乙": (), "丁": (2,)})
    begun = process_time()
    assert len(layered.longest("甲乙" * 4000 + "丁")) == 1
    assert process_time() - begun < 2, "a quadratic search takes twenty seconds"
