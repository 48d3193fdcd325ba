"""Near misses: the known names that an unknown one was most likely meant to be. Suggestions, never more.

A name is near when it sounds the same (广厂花苑 for 广场花苑), or when one character is wrong, missing, too many or
two stand in each other's place. The index is built at the first need: half of a name is always written right, so
that the hashes of both halves find the few names that are then measured.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from rapidfuzz.distance import OSA

from bot.reading.sounds import Sounds

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHORTEST, LONGEST = 3, 16
"""Characters of a name that can be missed: with two, one wrong character leaves nothing."""
MOST = 3
"""Suggestions: more names that are equally near say nothing."""
_SHORTEST_SLIP = 4
"""From here on a name with one wrong character is still known; a shorter one must sound the same."""
_MOST_MEASURED = 1000
"""Names that share one half and a sound of the other; a thousand take 4 ms to measure."""
_AT_ONCE = 20_000
"""Names that are turned into numbers in one go: 5 ms in which nothing else runs."""
_FACTOR = 1_000_003
_WORD = 2**32


class Near(NamedTuple):
    """How near a name is to what was written: differing sounds first, then differing characters.

    `faint`: half of its own part is wrong (龙酉小区 for 龙西小区): it may as well be a name that no book knows.
    """

    faint: bool
    sounds: int
    characters: int
    word: str


class _Half:
    """A hash of the sounds of one half of each name, sorted, so that the rows of one hash are found at once."""

    def __init__(self, sounds: NDArray[Any]) -> None:
        import numpy as np

        hashes = _hashes(sounds)
        self._rows: NDArray[Any] = np.argsort(hashes, kind="stable").astype(np.uint32)
        self._sorted = array("I")
        self._sorted.frombytes(hashes[self._rows].tobytes())

    def rows(self, sounds: Sequence[int]) -> NDArray[Any]:
        """Names whose half sounds so: mostly none, which costs a microsecond in a book of a million."""
        wanted = _hash(sounds)
        start = bisect_left(self._sorted, wanted)
        if start == len(self._sorted) or self._sorted[start] != wanted:
            return self._rows[:0]
        return self._rows[start : bisect_right(self._sorted, wanted, start)]


class _Column:
    """All names of one length: their sounds, and where each half of them is found."""

    def __init__(self, words: list[str], length: int, sounds: Sounds) -> None:
        import numpy as np

        self.words = words
        self.half = length // 2
        parts = [_numbers(words[at : at + _AT_ONCE], length, sounds) for at in range(0, len(words), _AT_ONCE)]
        self._sounds: NDArray[Any] = np.concatenate(parts)
        self._heads = _Half(self._sounds[:, : self.half])
        self._tails = _Half(self._sounds[:, self.half :])

    def candidates(self, window: list[int], exact: bool) -> Iterator[int]:
        """Rows of which one half is written right, and one sound of the other half at least."""
        length = self._sounds.shape[1]
        rest = length - self.half
        heads = self._heads.rows(window[: self.half])
        tails = self._tails.rows(window[-rest:])
        yield from _both(heads, tails)
        if exact:
            return
        if len(window) == length:
            turned = window[:]
            turned[self.half - 1], turned[self.half] = turned[self.half], turned[self.half - 1]
            yield from _both(self._heads.rows(turned[: self.half]), self._tails.rows(turned[-rest:]))
        yield from self._sharing(heads, slice(self.half, None), window[self.half :])
        yield from self._sharing(tails, slice(None, self.half), window[:-rest])

    def _sharing(self, rows: NDArray[Any], columns: slice, others: list[int]) -> list[int]:
        """Those of the rows that have one of these sounds in these columns."""
        import numpy as np

        return _few(rows[np.isin(self._sounds[rows, columns], others).any(axis=1)]) if len(rows) else []


def _both(heads: NDArray[Any], tails: NDArray[Any]) -> list[int]:
    import numpy as np

    return _few(np.intersect1d(heads, tails, assume_unique=True)) if len(heads) and len(tails) else []


def _few(rows: Any) -> list[int]:
    return rows.tolist() if len(rows) <= _MOST_MEASURED else []


def _numbers(words: list[str], length: int, sounds: Sounds) -> Any:
    import numpy as np

    written = "".join(words)
    distinct = "".join(set(written))
    table = np.zeros(ord(max(distinct)) + 1, dtype=np.uint16)
    table[_codes(distinct)] = sounds.of(distinct)
    return table[_codes(written)].reshape(-1, length)


def _codes(text: str) -> Any:
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)


def _hashes(columns: Any) -> Any:
    import numpy as np

    total = np.zeros(len(columns), dtype=np.uint32)
    for index in range(columns.shape[1]):
        total = total * np.uint32(_FACTOR) + columns[:, index]
    return total


def _hash(sounds: Sequence[int]) -> int:
    total = 0
    for sound in sounds:
        total = (total * _FACTOR + sound) % _WORD
    return total


class NearMisses:
    """The names of a book, found by what is nearly one of them. `words` gives them, folded, at the first need."""

    def __init__(self, words: Callable[[], Iterable[str]]) -> None:
        self._words = words
        self._sounds = Sounds()
        self._columns: dict[int, _Column] | None = None
        self._building = Lock()

    def _by_length(self) -> dict[int, _Column]:
        with self._building:
            if self._columns is None:
                words: dict[int, list[str]] = {}
                for word in self._words():
                    if SHORTEST <= len(word) <= LONGEST:
                        words.setdefault(len(word), []).append(word)
                self._columns = {length: _Column(same, length, self._sounds) for length, same in words.items()}
            return self._columns

    def before(self, text: str, ends: Iterable[int]) -> Iterator[Near]:
        """Names that are near to what stands before these positions."""
        self._by_length()
        for written, whole in dict.fromkeys(one for end in ends for one in _written_before(text, end)):
            yield from self._near(written, whole)

    def _near(self, written: str, whole: bool) -> Iterator[Near]:
        sounds = self._sounds.of(written)
        spoken = "".join(map(chr, sounds))
        columns = self._by_length()
        for length in (len(written) - 1, len(written), len(written) + 1):
            column = columns.get(length)
            exact = length < _SHORTEST_SLIP
            if column is None or (exact and length != len(written)):
                continue
            for row in set(column.candidates(sounds, exact)):
                word = column.words[row]
                apart = OSA.distance(spoken, "".join(map(chr, self._sounds.of(word))), score_cutoff=1)
                differing = OSA.distance(written, word)
                if differing > (1 if exact else 2) or apart > (0 if exact else 1):
                    continue
                faint = apart == 1 and self._is_faint(written, spoken, word)
                if whole or not faint:
                    yield Near(faint, apart, differing, word)

    def _is_faint(self, written: str, spoken: str, word: str) -> bool:
        """Whether the slip is in the own part of a name that has two characters of its own, and is no exchange."""
        own = _KIND_OF_PLACE.sub("", word)
        if len(own) > 2 or sorted(written) == sorted(word):
            return False
        return not spoken.startswith("".join(map(chr, self._sounds.of(own))))


_END = re.compile(
    "(?:小区|新村|花园|花苑|家园|家苑|公寓|名苑|雅苑|大院|大厦|广场|市场|公园|小学|中学|学校|医院|社区|街道"
    "|[里苑府城园庄村镇路街巷])(?=[^\u4e00-\u9fff]|[的里内外上门口旁边对面附近楼]|$)"
)
_KIND_OF_PLACE = re.compile(
    "(?:小区|社区|街道|新村|新城|花园|花苑|家园|嘉园|佳园|家苑|公寓|名苑|雅苑|大院|大厦|广场|市场|公园|国际|世家|华府"
    "|小学|中学|学校|医院|[里苑府城园庄村镇路街巷])$"
)
_LEADS = frozenset("在于到下映请看问是的和区县市镇乡村道路街社")
"""What stands before a name: 在…, 反映…, 柳堤镇…"""
_BETWEEN = re.compile("(?:这边|那边|附近|旁边|对面|门口|门前|楼下|里面|路口|有人|的|里|内|外|边|上|有|在|大|都)$")
_MOST_ENDS = 8


def name_ends(text: str, starts: Iterable[int]) -> list[int]:
    """Where a name may end: before these positions (of buildings, things, faults), and behind what sounds like one."""
    ends = {match.end() for match in _END.finditer(text)}
    for start in starts:
        ends.add(start)
        while (between := _BETWEEN.search(text, max(0, start - 2), start)) is not None:
            start = between.start()
            ends.add(start)
    return sorted(end for end in ends if end >= SHORTEST - 1)[:_MOST_ENDS]


def nearest(near: Iterable[Near]) -> list[str]:
    """The nearest names, at most MOST; none where more than that are as near as each other, or where one alone would
    be faint and there are several.
    """
    ranked = sorted(near)
    if ranked and ranked[0].faint:
        words = {found.word for found in ranked}
        return list(words) if len(words) == 1 else []
    ranked = [found for found in ranked if not found.faint]
    if ranked and ranked[0].sounds == 0:  # where one sounds the same, a slip of the finger is not meant
        ranked = [found for found in ranked if found.sounds == 0]
    as_near = {found.word for found in ranked if found[:3] == ranked[0][:3]}
    return list(dict.fromkeys(found.word for found in ranked))[:MOST] if len(as_near) <= MOST else []


def _written_before(text: str, end: int) -> Iterator[tuple[str, bool]]:
    """What may be a name there, two to seventeen characters without a break, and whether a name may begin so."""
    start = end
    while start > 0 and end - start <= LONGEST and text[start - 1].isalnum():
        start -= 1
        if end - start >= SHORTEST - 1:
            before = text[start - 1 : start]
            yield text[start:end], before in _LEADS or not "\u4e00" <= before <= "\u9fff"
