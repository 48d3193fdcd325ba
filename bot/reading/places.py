"""Names of places and units in a text: the longest counts, ordinary words need support, ambiguity is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from bot.domain.areas import Area, Unit, UnitKind
from bot.reading.lexicon import Hit, Lexicon
from bot.reading.normalise import fold
from bot.reading.squeezing import blank
from bot.reading.vocabulary import words

_SUFFIXES = (
    "社区居民委员会",
    "社区居委会",
    "居民委员会",
    "居委会",
    "村民委员会",
    "村委会",
    "社区",
    "街道办事处",
    "街道",
    "镇",
    "乡",
    "村",
)
_ORDINARY = frozenset(
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
_NOT_A_STEM = frozenset("路街道巷桥山湖河江站县市区省城店酒")
"""After a unit's bare stem these make another name of it: 芙蓉路 is not 芙蓉社区."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name may stand for: a place, or the ground of a unit (`place` None)."""

    place: str | None
    unit: str
    kind: str = "unit"
    """The kind of place; "unit" or "department" for a unit's name, "stem" without its 社区, 村 or 镇."""


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


_Told = tuple[str, tuple[str, ...], str, int]
"""What a word stands for: Named without the span."""


class Gazetteer:
    """All names of an area. Built once; a search costs the same at a hundred names and at a million."""

    def __init__(self, area: Area) -> None:
        self._area = area
        entries: list[tuple[str, Meaning]] = []
        for place in area.places:
            meaning = Meaning(place.name, place.unit, place.kind)
            entries.append((place.name, meaning))
            entries.extend((alias, meaning) for alias in place.aliases)
        taken = {fold(name) for name, _ in entries}
        entries.extend(_unit_names(area.units, taken))
        firm: list[tuple[str, Meaning]] = []
        weak: list[tuple[str, Meaning]] = []
        for entry in entries:
            (weak if _needs_support(*entry) else firm).append(entry)
        self._firm: Lexicon[Meaning] = Lexicon(firm)
        self._weak: Lexicon[Meaning] = Lexicon(weak)
        self._told: dict[str, _Told] = {}  # worked out at a word's first hit: 4 µs, too long for 100,000 at the start
        self._depth = {unit.code: sum(1 for _ in area.ancestors(unit.code)) for unit in area.units}

    def find(self, text: str, chat_unit: str | None = None) -> list[Named]:
        """The names in the text that count as names there."""
        firm = self._firm.longest(text)
        # Weak names only see what firm names leave: in 龙西小区和平东小区 there is no 和平.
        rest = blank(text, [(hit.start, hit.end) for hit in firm])
        weak = [hit for hit in self._weak.longest(rest) if self._supported(hit, text, chat_unit)]
        hits = sorted(firm + weak, key=lambda hit: hit.start) if weak else firm
        return [self._named(hit) for hit in hits]

    def _named(self, hit: Hit[Meaning]) -> Named:
        told = self._told.get(hit.word)
        if told is None:
            told = self._told[hit.word] = self._tell(hit)
        return Named(hit.start, hit.end, *told)

    def _tell(self, hit: Hit[Meaning]) -> _Told:
        places = [meaning for meaning in hit.meanings if meaning.place is not None]
        meanings = places or list(hit.meanings)
        units = tuple(dict.fromkeys(meaning.unit for meaning in meanings))
        if not places:
            units = self._highest(units)
        name = meanings[0].place or (self._area.unit_name(units[0]) if len(units) == 1 else None) or hit.word
        depth = max(self._depth.get(code, 0) for code in units)
        return name, units, meanings[0].kind, depth

    def _highest(self, units: tuple[str, ...]) -> tuple[str, ...]:
        """Without those that lie below another: 甘棠 alone is the town, not the community in it."""
        return tuple(
            code for code in units if not any(other != code and self._area.covers(other, code) for other in units)
        )

    def _supported(self, hit: Hit[Meaning], text: str, chat_unit: str | None) -> bool:
        after = text[hit.end : hit.end + 3]
        if hit.meanings[0].kind == "stem" and after[:1] in _NOT_A_STEM and after[:1]:
            return False
        if hit.word not in _ORDINARY and len(hit.word) > 1:
            return True
        if after.startswith(_SUPPORT) or after[:1].isdigit() or after[:1] in tuple("一二三四五六七八九十"):
            return True
        return chat_unit is not None and any(self._area.covers(chat_unit, meaning.unit) for meaning in hit.meanings)


def _needs_support(name: str, meaning: Meaning) -> bool:
    return meaning.kind == "stem" or len(name) < 2 or name in _ORDINARY


def _unit_names(units: tuple[Unit, ...], taken: set[str]) -> list[tuple[str, Meaning]]:
    """Names and keywords of units, and their names without the ending where that is no place's name."""
    entries: list[tuple[str, Meaning]] = []
    for unit in units:
        if unit.kind is UnitKind.AREA:
            continue
        full = Meaning(None, unit.code, "department" if unit.kind is UnitKind.DEPARTMENT else "unit")
        entries.append((unit.name, full))
        entries.extend((keyword, full) for keyword in unit.keywords)
        if unit.kind is UnitKind.DEPARTMENT:
            continue
        stem = _stem(unit.name)
        if stem != unit.name and len(stem) >= 2 and fold(stem) not in taken:
            entries.append((stem, Meaning(None, unit.code, "stem")))
    return entries


def _stem(name: str) -> str:
    for suffix in _SUFFIXES:
        if name.endswith(suffix):
            return name.removesuffix(suffix)
    return name
