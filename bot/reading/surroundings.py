"""Surroundings of a number in a text: whether a road, a hall, a hamlet or another mark stands before it."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.reading.numerals import CHINESE

ROADS = frozenset("路街道巷弄线")
HALLS = frozenset("厦楼馆心场城座店港际码")
"""Behind these a number of three digits is a room: 时代大厦2920."""
ROOMED = HALLS | frozenset("寓阁轩邸府都界所院")
"""Behind these a bare number of three digits is a room, too: 公寓1204."""
_GROUNDS = frozenset("村组园里坊苑区庄社院城厦寓府墅湾庭居邸轩阁馆心场堡郡峰期厂港庐舍团际桥浜庵埭塘畈坪岭沟冲坞坝座排")
_ESTATES = frozenset("苑寓馆轩阁邸排")
"""Behind these a number is a building: 和顺苑69号. Villages number their houses."""
_PARTS = frozenset("区期")
_PART_NAMES = frozenset(f"ABCDEFGHJK0123456789{CHINESE}")
_CLANS = frozenset(
    "张王李赵刘陈杨黄周吴徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付方邹孟熊秦邱江尹薛闫段雷侯龙陶黎贺顾毛郝龚邵钱严覃戴莫孔汤丰邢施倪章饶"
)
_OF_ORDERS = frozenset("码单号货架柜格")
_NO_NAMES = _OF_ORDERS | frozenset("表话线告分比约到了为是有在给和个共花第年月日周天价至请这那每各")
"""What stands before numbers that are counted, paid or told on the telephone, and before those of orders."""
_UNIT = re.compile("[ _-]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3}|[甲乙丙丁])单元")
_ROOM = re.compile("[ _-]?(?:[0-9]{3,5}(?![0-9米多余元块户人年])|[0-9]{1,5}[室房])")
_BUILDING = re.compile("[0-9A-Z一二三四五六七八九十](?:栋|幢|号楼|座)")
_BUILDING_NEXT = re.compile("[ _]?[0-9]{1,3}(?:栋|幢|号楼)")
_REACH = 20
"""Characters behind a house number in which its building may be told: 31-2号科技园5栋."""
_WIDEST_RANGE = 30
"""137-141号 is a row of doors, 817-165号 a house number and what belongs to it."""


class Around(NamedTuple):
    """What stands around a written mark: decides what a number without a word of its own means."""

    text: str
    plain: str
    """The text before the known names in it were blanked."""
    at: int
    """Where it begins, without the blanks before it."""
    before: str
    """The character before it; of a blanked name its last one."""
    named: bool
    """A known name ends here."""
    last: str
    """The field of the mark right before it, "" for none."""
    numbered: bool
    """A house number stands shortly before it: an address goes on."""

    @property
    def on_road(self) -> bool:
        return self.before in ROADS and not self.last

    @property
    def on_ground(self) -> bool:
        return self.named or self.before in _GROUNDS

    @property
    def goes_on(self) -> bool:
        return bool(self.last) or self.on_ground or self.numbered

    @property
    def behind_words(self) -> bool:
        return "\u4e00" <= self.before <= "\u9fff"

    @property
    def behind_a_name(self) -> bool:
        """Behind what may be a name that no book knows, and not 取件码, 订单 or 电话."""
        return self.behind_words and self.before not in _NO_NAMES

    @property
    def of_order(self) -> bool:
        """取件码3-2-1234, 货架号12-3: the number of an order, not of a door."""
        return self.before in _OF_ORDERS and not self.named and not self.numbered and not self.last

    @property
    def in_part(self) -> bool:
        """C区, 二区, 二期: a part of an estate or a market, whose buildings are numbered."""
        return self.before in _PARTS and self.at > 1 and self.plain[self.at - 2] in _PART_NAMES

    @property
    def in_estate(self) -> bool:
        """和顺苑69号, C区95号, 二期4号: what is numbered here are buildings."""
        if self.before in _ESTATES or self.before == "期":
            return True
        return self.in_part and "A" <= self.plain[self.at - 2] <= "Z"

    @property
    def in_village(self) -> bool:
        return self.before == "村" and not self.plain.endswith("新村", 0, self.at)

    @property
    def of_clan(self) -> bool:
        """张家10号: a hamlet is called by its clan, 大家 and 人家 are people."""
        return self.before == "家" and self.at > 1 and self.plain[self.at - 2] in _CLANS

    @property
    def aisle(self) -> str:
        """The numbered street of a market before a stall: 7街 of 7街605; "" where there is none."""
        if self.before != "街" or self.last:
            return ""
        start = self.at - 1
        while start and self.at - start < 4 and self.plain[start - 1].isdigit():
            start -= 1
        return self.plain[start : self.at] if start < self.at - 1 else ""

    def unit_follows(self, end: int) -> bool:
        return unit_follows(self.text, end)

    def room_follows(self, end: int) -> bool:
        return room_follows(self.text, end)

    def building_follows(self, end: int) -> bool:
        """Whether a building is told further on in the address."""
        return _BUILDING.search(self.text, end, end + _REACH) is not None

    def building_next(self, end: int) -> bool:
        """Whether a building is told right behind."""
        return _BUILDING_NEXT.match(self.text, end) is not None


def unit_follows(text: str, end: int) -> bool:
    """Whether an entrance is told right behind: what ends here is a building (5楼2单元, as the north says it)."""
    return _UNIT.match(text, end) is not None


def room_follows(text: str, end: int) -> bool:
    """Whether a room is told right behind."""
    return _ROOM.match(text, end) is not None


def is_range(head: str) -> bool:
    """137-141: doors side by side, named together."""
    first, _, last = head.partition("-")
    return len(first) == len(last) and first < last and int(last) - int(first) <= _WIDEST_RANGE
