"""Names, aliases and keywords of an area book: which of them no post could ever hold, or nearly every post would."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from bot.domain.area_references import Found
from bot.domain.areas import Area
from bot.domain.book_text import Path

_FEWEST = 2
"""Letters and digits of a name: one character stands in other words everywhere."""
_HIDDEN = frozenset(("Cc", "Cf", "Zl", "Zp"))
"""Unicode's categories of what nobody sees: controls, bidi and zero-width marks, separators of lines."""
_LONGEST_LINE = 500
_QUOTED = 60


def word_faults(area: Area) -> Iterator[Found]:
    """What is wrong with the words themselves. An empty name was told before and is passed over.

    People are not looked at: their names come from Telegram, and nothing is found by them.
    """
    yield from _of_name(("area", "name"), "area", area.name, 1)
    for index, unit in enumerate(area.units):
        who = f'unit "{unit.code}"'
        yield from _of_name(("unit", index, "name"), who, unit.name)
        yield from _of_list(("unit", index, "keywords"), who, unit.keywords)
    for index, place in enumerate(area.places):
        if is_fit(place.name) and all(map(is_fit, place.aliases)):  # there may be a million
            continue
        who = f'place "{place.name}"'
        yield from _of_name(("place", index, "name"), who, place.name)
        yield from _of_list(("place", index, "aliases"), who, place.aliases)
    for index, category in enumerate(area.categories):
        who = f'category "{category.code}"'
        yield from _of_name(("category", index, "name"), who, category.name, 1)
        yield from _of_list(("category", index, "keywords"), who, category.keywords, 1)
        for number, small in enumerate(category.sub):
            below = f'{who}: sub "{small.code}"'
            yield from _of_name(("category", index, "sub", number, "name"), below, small.name, 1)
            yield from _of_list(("category", index, "sub", number, "keywords"), below, small.keywords, 1)


def is_fit(word: str) -> bool:
    """Whether a name is beyond doubt: letters and digits alone, and enough of them."""
    return len(word) >= _FEWEST and word.isalnum()


def unfit(word: str, fewest: int = _FEWEST) -> str | None:
    """Why a word cannot be one that posts are searched for, and what to do; None when it can."""
    if is_fit(word):
        return None
    hidden = next((char for char in word if unicodedata.category(char) in _HIDDEN), None)
    if hidden is not None:
        return f"holds the invisible character U+{ord(hidden):04X}; type it anew, without it"
    count = sum(map(str.isalnum, word))
    if count == 0:
        return "has neither a letter nor a digit; write what people call it"
    if count < fewest:
        return f"is one character, which stands in other words everywhere; write at least {fewest}"
    return None


def in_one_line(message: str) -> str:
    """A fault for the terminal: nothing in it breaks or turns the line, and a book's text in it does not fill pages."""
    if message.isprintable() and len(message) <= _LONGEST_LINE:
        return message
    if len(message) > _LONGEST_LINE:
        parts = message.split('"')  # every other one is quoted
        message = '"'.join(
            [f"{part[:_QUOTED]}…" if len(part) > _QUOTED and n % 2 else part for n, part in enumerate(parts)]
        )
    return "".join([f"\\u{ord(char):04x}" if unicodedata.category(char) in _HIDDEN else char for char in message])


def _of_name(path: Path, who: str, name: str, fewest: int = _FEWEST) -> Iterator[Found]:
    if name.strip() and (why := unfit(name.strip(), fewest)) is not None:
        yield path, f'{who}: name "{name}" {why}'


def _of_list(path: Path, who: str, words: tuple[str, ...], fewest: int = _FEWEST) -> Iterator[Found]:
    what = "alias" if path[-1] == "aliases" else "keyword"
    for word in words:
        if not word.strip():
            yield path, f"{who}: an empty {what}; remove it"
        elif word != word.strip():
            yield path, f'{who}: "{word}" has blanks around it; remove them'
        elif (why := unfit(word, fewest)) is not None:
            yield path, f'{who}: {what} "{word}" {why}'
