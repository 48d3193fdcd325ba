"""Names of places and units in a text: the longest counts, ordinary words need support, ambiguity is kept."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from operator import itemgetter
from typing import NamedTuple

from bot.domain.areas import Area, Place, Unit
from bot.reading.layers import LayeredLexicon
from bot.reading.lexicon import Hit, Lexicon
from bot.reading.names import OFFICES, Meaning, place_names, unit_names, unit_stems, without_end
from bot.reading.near_misses import NearMisses, nearest
from bot.reading.normalise import fold, fold_all
from bot.reading.squeezing import blank
from bot.reading.vocabulary import words

ORDINARY = frozenset(
    words(
        "和平 新村 建设 民主 大桥 朝阳 安居 凤凰 幸福 团结 胜利 光明 人民 解放 友谊 文化 中心 中央 "
        "广场 花园 公园 学校 医院 "
        "新华 红旗 前进 东方 太阳 阳光 长江 黄河 北京 上海 青年 健康 平安 永安 长安 东风 工农 农业 "
        "工业 科技 创业 希望 未来 "
        "和谐 温馨 世纪 国际 城市 新城 老城 城东 城西 城南 城北 城中 河东 河西 东门 西门 南门 北门 "
        "车站 火车站 汽车站 码头 "
        "市场 商城 银行 邮局 机场 体育场 图书馆 步行街 工业园 开发区 联合 共同 丰收 金桥 龙门 新建 "
        "新民 新生 新兴 兴隆 永丰 "
        "中山 中华 建国 建国门 南街 北街 东街 西街 前街 后街 中街 水库 桃园 梅园 翠园 绿地 万达 家园 "
        "家属院 宿舍 新区 老街 "
        "文明 光荣 繁荣 富强 先锋 模范 英雄 朋友 快乐 美丽 山水 江南 天地 天使 明珠 星河 月亮 彩虹 "
        "春天 秋天"
    )
)
"""Names that people also say as plain words. Alone they prove nothing."""

_SUPPORT = (
    "社区",
    "小区",
    "村",
    "新村",
    "花园",
    "街道",
    "镇",
    "居委会",
    "门口",
    "大门",
    "东门",
    "西门",
    "南门",
    "北门",
)
_AT = ("在", "位于", "地点:", "位置:", "地址:")
_PAUSE = frozenset(",。;!\n")
"""在和平，… says where; 在和平年代 does not."""

_NOT_A_STEM = frozenset("路街道巷桥山湖河江站县市区省城店酒")
"""After a unit's bare stem these make another name of it: 芙蓉路 is not 芙蓉社区."""
_ROAD_THINGS = frozenset(("路灯", "路面", "路牌", "路沿", "路边", "路上", "路障"))
"""Here 路 belongs to the thing: 龙西路灯不亮 is said of 龙西, not of 龙西路."""


MOST_CHANGES = 2000
"""Words above the base: their automaton is built in 15 ms, the longest that the bot may stand still."""


class Named(NamedTuple):
    """A name at a half-open span of the normalised text."""

    start: int
    end: int
    name: str
    units: tuple[str, ...]
    kind: str
    """As in Meaning."""
    depth: int = 0
    """How deep in the tree its unit stands: the deeper, the closer it says where."""

    @property
    def is_place(self) -> bool:
        return self.kind not in {"unit", "department", "stem"}


_start = itemgetter(0)
_named = tuple.__new__
"""Named(…) without the way through its own constructor, as in the lexicon."""
_Told = tuple[str, tuple[str, ...], str, int]
"""What a word stands for: Named without the span."""


class _Calls:
    """What the units of an area are called, by folded word, and how they lie in their tree."""

    def __init__(self, area: Area) -> None:
        self.units: tuple[Unit, ...] = area.units
        self.names = _by_word(unit_names(area.units))
        self.stems = _by_word(unit_stems(area.units))
        # Units whose official name is a bare one and an office (史家村委会): a town of this name is not meant first.
        self.villages = {
            (unit.code, fold(short)) for unit in area.units if (short := without_end(unit.name, OFFICES)) != unit.name
        }
        self.depth = {unit.code: sum(1 for _ in area.ancestors(unit.code)) for unit in area.units}


class Gazetteer:
    """All names of an area. Built once; a search costs the same at a hundred names and at a million."""

    def __init__(self, area: Area) -> None:
        entries = [entry for place in area.places for entry in place_names(place)]
        taken = set(fold_all([name for name, _ in entries]))
        entries += unit_names(area.units)
        entries += [(stem, meaning) for stem, meaning in unit_stems(area.units) if fold(stem) not in taken]
        firm: list[tuple[str, Meaning]] = []
        weak: list[tuple[str, Meaning]] = []
        for entry in entries:
            (weak if _needs_support(*entry) else firm).append(entry)
        base = Lexicon(firm)
        self._misses = NearMisses(lambda: base.words)
        self._settle(area, _Calls(area), LayeredLexicon(base), LayeredLexicon(Lexicon(weak)))

    def _settle(self, area: Area, calls: _Calls, firm: LayeredLexicon[Meaning], weak: LayeredLexicon[Meaning]) -> None:
        self._area = area
        self._calls = calls
        self._firm = firm
        self._weak = weak
        self._told: dict[str, _Told] = {}  # worked out at a word's first hit: 4 µs, too long for 100,000 at the start

    def renewed(self, area: Area, gone: Iterable[Place], come: Iterable[Place]) -> Gazetteer | None:
        """The same for an area with other units and these places; the base stays as it is.

        None where so much is changed that a new base is quicker to build and to search.
        """
        lost = _by_word([entry for place in gone for entry in place_names(place)])
        new = _by_word([entry for place in come for entry in place_names(place)])
        old = calls = self._calls
        if area.units != old.units:
            calls = _Calls(area)
            _add(lost, old.names)
            _add(new, calls.names)
        stems = calls.stems
        words = {word for word in lost.keys() | new.keys() if lost.get(word) != new.get(word)}
        words |= {word for word in stems.keys() | old.stems.keys() if stems.get(word) != old.stems.get(word)}
        if len(words) > MOST_CHANGES:
            return None
        if calls is old:  # a unit's name goes behind that of a place, as in a base
            named = {word: meanings for word in words if (meanings := calls.names.get(word))}
            _add(lost, named)
            _add(new, named)
        firm: dict[str, tuple[Meaning, ...]] = {}
        weak: dict[str, tuple[Meaning, ...]] = {}
        for word in words:
            kept = [one for one in (*self._firm.meanings_of(word), *self._weak.meanings_of(word)) if one.kind != "stem"]
            meanings = [one for one in kept if one not in lost.get(word, ())]
            meanings += [one for one in new.get(word, ()) if one not in meanings]
            if not any(one.place for one in meanings):
                meanings += stems.get(word, ())
            firm[word] = tuple(one for one in meanings if not _needs_support(word, one))
            weak[word] = tuple(one for one in meanings if _needs_support(word, one))
        renewed = copy(self)
        renewed._settle(area, calls, self._firm.changed(firm), self._weak.changed(weak))
        if len(renewed._firm.changes) > MOST_CHANGES:
            return None
        return renewed

    def near_misses(self, text: str, ends: Iterable[int]) -> tuple[str, ...]:
        """The places and units whose name was nearly written before one of these positions, by their full names."""
        places = list(ends)
        changed = NearMisses(lambda: self._firm.changes)
        found = [*self._misses.before(text, places), *changed.before(text, places)]
        known = {word: self._firm.meanings_of(word) for word in {near.word for near in found}}
        ground = {word: told[0] for word, told in known.items() if told and told[0].kind != "department"}
        words = nearest(near for near in found if near.word in ground)
        names = (ground[word].place or self._area.unit_name(ground[word].unit) or word for word in words)
        return tuple(dict.fromkeys(names))

    def find(self, text: str, chat_unit: str | None = None) -> list[Named]:
        """The names in the text that count as names there."""
        return self.parted(text, chat_unit)[0]

    def parted(self, text: str, chat_unit: str | None) -> tuple[list[Named], str]:
        """The same, and the text with the names blanked."""
        firm = self._firm.longest(text)
        # Weak names only see what firm names leave: in 龙西小区和平东小区 there is no 和平.
        rest = blank(text, [hit[:2] for hit in firm]) if firm else text
        weak = self._weak.longest(rest)
        if weak:
            weak = [hit for hit in weak if self._supported(hit, text, firm, chat_unit)]
        if not weak:
            return [self._named(hit) for hit in firm] if firm else [], rest
        hits = sorted(firm + weak, key=_start)
        return [self._named(hit) for hit in hits], blank(text, [hit[:2] for hit in hits])

    def _named(self, hit: Hit[Meaning]) -> Named:
        word = hit[2]
        told = self._told.get(word)
        if told is None:
            told = self._told[word] = self._tell(hit)
        return _named(Named, (hit[0], hit[1], *told))

    def _tell(self, hit: Hit[Meaning]) -> _Told:
        places = [meaning for meaning in hit.meanings if meaning.place is not None]
        meanings = places or list(hit.meanings)
        units = tuple(dict.fromkeys(meaning.unit for meaning in meanings))
        if not places and not self._calls.villages.intersection((code, hit.word) for code in units):
            units = self._area.highest(units)  # 甘棠 alone is the town, not the community in it
        name = meanings[0].place or (self._area.unit_name(units[0]) if len(units) == 1 else None) or hit.word
        depth = max(self._calls.depth.get(code, 0) for code in units)
        return name, units, meanings[0].kind, depth

    def _supported(self, hit: Hit[Meaning], text: str, firm: list[Hit[Meaning]], chat_unit: str | None) -> bool:
        """Whether a weak name is meant as one: by what follows, by 在 before it, by its street's name, by the chat."""
        after = text[hit.end : hit.end + 3]
        if hit.meanings[0].kind == "stem" and after[:1] in _NOT_A_STEM and after[:1] and after[:2] not in _ROAD_THINGS:
            return False
        if hit.word not in ORDINARY and len(hit.word) > 1:
            return True
        if after.startswith(_SUPPORT) or after[:1].isdigit() or after[:1] in tuple("一二三四五六七八九十"):
            return True
        if after[:1] in _PAUSE and text[max(0, hit.start - 3) : hit.start].endswith(_AT):
            return True
        above = [meaning.unit for other in firm if other.end == hit.start for meaning in other.meanings]
        hints = above if chat_unit is None else [*above, chat_unit]
        return any(self._area.covers(hint, meaning.unit) for hint in hints for meaning in hit.meanings)


def _needs_support(name: str, meaning: Meaning) -> bool:
    return meaning.kind == "stem" or len(name) < 2 or name in ORDINARY


def _by_word(entries: Iterable[tuple[str, Meaning]]) -> dict[str, list[Meaning]]:
    found: dict[str, list[Meaning]] = {}
    for name, meaning in entries:
        found.setdefault(fold(name), []).append(meaning)
    return found


def _add(found: dict[str, list[Meaning]], more: dict[str, list[Meaning]]) -> None:
    for word, meanings in more.items():
        found[word] = [*found.get(word, ()), *meanings]
