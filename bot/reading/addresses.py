"""The address tail: building, entrance, floor, room, house number, gate and landmark, in Arabic digits.

Marks (3栋, 2单元, 东门) are found one by one with patterns that cannot backtrack far, then marks that
stand side by side are joined into one tail. A field that comes again opens a sibling (3栋和5栋).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.domain.readings import Spot
from bot.reading.numerals import CHINESE, arabic

_CN = f"[{CHINESE}]{{1,4}}"
_NUM = r"(?<![0-9.:])[0-9]{1,4}"
_LANDMARKS = (
    "快递柜|外卖柜|菜鸟驿站|驿站|便利店|超市|幼儿园|公厕|公交站|车棚|篮球场|凉亭|岗亭|物业|药店|"
    "菜市场|停车场|"
    "地下车库|车库|垃圾站|垃圾亭|学校|银行|广场|健身区|花坛|配电房|楼道|电梯间|小卖部|饭店|卫生院|医院"
)
_BESIDE = "旁边|边上|附近|对面|门口|门前|后面|前面|斜对面|楼下|楼后|楼前|隔壁|拐角处|拐角|转角|旁"
_STARTS = "东西南北正侧后前大十丁三路交" + "".join({word[0] for word in f"{_LANDMARKS}|{_BESIDE}".split("|")})
_MARK = re.compile(
    rf"""
    (?=[0-9A-Z{CHINESE}负地\-])(?:
        (?P<full>{_NUM}-[0-9]{{1,2}}-[0-9]{{3,4}}(?![0-9\-]))
      | (?P<span>{_NUM}[\-~至到][0-9]{{1,4}}(?=栋|幢|号楼|单元))
      | (?P<listed>{_NUM}(?:[、,和/][0-9]{{1,4}}){{1,9}}(?=栋|幢|号楼|单元))
      | (?P<pair>(?<![0-9.:\-])[0-9]{{1,3}}-[0-9]{{3,4}}室?(?![0-9\-.:年月元块岁点]))
      | (?P<building>
          (?: (?:{_NUM}[A-Z]?|[A-Z][0-9]{{0,3}}|{_CN})(?:栋|幢|号楼|\#楼|\#|号栋)
            | (?:[A-Z]|{_NUM})座(?![车位])
          )(?:楼(?![下上道前后顶梯]))?)
      | (?P<entrance>(?:{_NUM}|[A-Z]|{_CN})单元)
      | (?P<floor>
            (?:负|地下|-)(?:[0-9]{{1,2}}|[一二三四五])(?:层|楼)
          | (?<![A-Z])B[1-5](?:层|楼)?(?![A-Z0-9座栋])
          | (?:{_NUM}|{_CN})(?:层|楼(?![上道梯盘房主市宇])))
      | (?P<room>(?:{_NUM}[0-9]?[A-Z]?|[零〇一二三四五六七八九]{{3,4}})室)
      | (?P<numbered_gate>(?:{_NUM}|{_CN})号(?!门口)(?:大门|门)(?![诊面卫店市板把槛框禁铃锁牌]))
      | (?P<number>{_NUM}(?:-[0-9]{{1,3}})?号(?![0-9楼栋线码机院公]|之前|之后|车|早|晚|上午|下午|中午))
      | (?P<bare>(?<![0-9.:])[1-9][0-9]{{2,3}}(?![0-9.:\-年月日元块点分米]))
    )
  | (?=[{_STARTS}])(?:
        (?P<gate>
            (?:[东西]?[南北]|[东西正侧后前])(?:大门|门)(?![诊面卫店市板把槛框禁铃锁牌])
          | 大门口 | 大门(?=[旁外处那]))
      | (?P<crossing>(?:十字|丁字|三岔)?路口|交叉口|交汇处|交界处)
      | (?P<landmark>(?:{_LANDMARKS})?(?:{_BESIDE})|(?:{_LANDMARKS})(?=[的里内外那有]))
    )
    """,
    re.VERBOSE,
)
_NEEDED = frozenset("栋幢#座元层楼室门号口处边近面前后下壁角旁-B内里外那有的")
"""Every mark ends in one of these, or is followed by one, or follows one."""
_BETWEEN_NUMBERS = re.compile("[-~至到、,和/]")
_SPANNED = re.compile("栋|幢|号楼|单元")
_KINDS = {"crossing": "landmark", "numbered_gate": "gate"}
_PLAIN = frozenset(("entrance", "floor", "room", "gate", "landmark"))
"""Marks that mean the same whatever stands around them."""
_SUFFIX = re.compile("号楼|#楼|号栋|单元|大门|[栋幢座室层楼号门#]")
_GLUE = frozenset(" ,、的在")
_AND = re.compile(r"[、,和跟与及还有以/ ]{0,2}")
_LEVELS = {"building": 0, "entrance": 1, "floor": 2, "room": 3}
_FIRM = frozenset(("building", "entrance", "room", "number", "gate"))
_MOST_SIBLINGS = 20
_NOT_A_BUILDING = frozenset("有这那每哪整另")
_ROADS = frozenset("路街道巷弄村组园里坊苑区庄社")


class Tail(NamedTuple):
    """An address tail at a half-open span of the normalised text."""

    start: int
    end: int
    fields: dict[str, str]
    """The fields of its spot that it says. Never changed: a Spot for each tail on the way costs 2 µs."""
    firm: bool
    """Whether it names a building, entrance, room, number or gate: something that only an address has."""

    @property
    def spot(self) -> Spot:
        return Spot(**self.fields)


class _Mark(NamedTuple):
    field: str
    values: tuple[str, ...]
    start: int
    end: int


_mark = tuple.__new__
"""_Mark(…) without the way through its own constructor, as in the lexicon."""


def find_tails(text: str, anchors: frozenset[int] = frozenset()) -> list[Tail]:
    """The tails in reading order. `anchors` are the ends of known names: 81号 there is an address."""
    if _NEEDED.isdisjoint(text):
        return []
    tails: list[Tail] = []
    cluster: list[_Mark] = []
    for match in _MARK.finditer(text):
        for mark in _marks_of(match, text, cluster, anchors):
            if cluster and not _joins(text, cluster[-1], mark):
                tails += _tails_of(cluster)
                cluster = []
            cluster.append(mark)
    if cluster:
        tails += _tails_of(cluster)
    return tails


def _marks_of(match: re.Match[str], text: str, cluster: list[_Mark], anchors: frozenset[int]) -> Sequence[_Mark]:
    """What one match says; nothing when its surroundings speak against an address."""
    kind, written = match.lastgroup or "", match[0]
    start, end = match.span()
    if kind in _PLAIN:
        return (_mark(_Mark, (kind, (_written(kind, written),), start, end)),)
    before = text[start - 1] if start else ""
    if kind == "full":
        building, entrance, room = written.split("-")
        fields = (("building", building), ("entrance", entrance), ("room", room))
        return [_Mark(field, (value,), start, end) for field, value in fields]
    if kind == "pair":
        if start not in anchors and not written.endswith("室"):
            return []
        building, room = written.removesuffix("室").split("-")
        return [_Mark("building", (building,), start, end), _Mark("room", (room,), start, end)]
    if kind in {"span", "listed"}:
        suffix = _SPANNED.search(text, end)
        numbers = _numbers(kind, written)
        if suffix is None or not numbers:
            return []
        field = "entrance" if suffix.group() == "单元" else "building"
        return [_Mark(field, tuple(f"{number}{suffix.group()}" for number in numbers), start, suffix.end())]
    if kind == "bare":
        follows = (
            bool(cluster) and cluster[-1].end == start and cluster[-1].field in _LEVELS and cluster[-1].field != "room"
        )
        return [_Mark("room", (written,), start, end)] if follows else []
    if kind == "building" and (before in _NOT_A_BUILDING and written[0] in "一几"):
        return []
    if kind == "number" and not (start in anchors or before in _ROADS or len(written.split("-")[0]) > 3):
        return []
    kind = _KINDS.get(kind, kind)
    return (_mark(_Mark, (kind, (_written(kind, written),), start, end)),)


def _numbers(kind: str, written: str) -> Sequence[int]:
    """The buildings of 1-4栋 or 1、2、3栋; none when the range is no list of buildings."""
    numbers = [int(number) for number in _BETWEEN_NUMBERS.split(written)]
    if kind == "listed":
        return numbers
    first, last = numbers
    return range(first, last + 1) if first <= last < first + _MOST_SIBLINGS else []


def _written(kind: str, written: str) -> str:
    """A mark as written, with Arabic digits: 三栋 → 3栋."""
    if kind == "landmark" or (written[0].isdigit() and written[-1] != "楼"):
        return written
    suffix = _SUFFIX.search(written)
    if suffix is None or suffix.start() == 0:
        return written
    head, rest = written[: suffix.start()], written[suffix.start() :]
    prefix = next((word for word in ("地下", "负", "-") if head.startswith(word)), "")
    head = arabic(head.removeprefix(prefix))
    return (
        prefix
        + head
        + (rest.removesuffix("楼") if kind == "building" and len(rest) > 1 and rest[0] in "栋幢" else rest)
    )


def _joins(text: str, last: _Mark, mark: _Mark) -> bool:
    """Whether two marks stand side by side."""
    apart = mark.start - last.end
    if apart <= 0:
        return True
    if apart > 2:
        return False
    gap = text[last.end : mark.start]
    return gap in _GLUE or (mark.field == last.field and _AND.fullmatch(gap) is not None)


def _tails_of(cluster: list[_Mark]) -> list[Tail]:
    """One tail of a cluster, or siblings where a field comes again."""
    if len(cluster) == 1 and len(cluster[0].values) == 1:
        field, values, start, end = cluster[0]
        return [Tail(start, end, {field: values[0]}, field in _FIRM)]
    tails: list[Tail] = []
    fields: dict[str, str] = {}
    start = end = 0
    for mark in cluster:
        field, values, begin, reached = mark
        for value in values:
            if field in fields:
                tails.append(_tail(fields, start, end))
                fields = _inherited(fields, field)
                start = begin
            elif not fields:
                start = begin
            fields[field] = value
            end = reached
        if len(tails) >= _MOST_SIBLINGS:
            break
    if fields:
        tails.append(_tail(fields, start, end))
    return tails


def _inherited(fields: dict[str, str], again: str) -> dict[str, str]:
    """What a sibling keeps: the levels above the field that comes again (3栋1单元和2单元)."""
    if again not in _LEVELS:
        return {}
    return {name: value for name, value in fields.items() if _LEVELS.get(name, 9) < _LEVELS[again]}


def _tail(fields: dict[str, str], start: int, end: int) -> Tail:
    return Tail(start, end, fields, not _FIRM.isdisjoint(fields))
