"""A mention: one name where it stands in a post, with what speaks for its being the place and what against."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reading.addresses import Tail
from bot.reading.corrections import is_denied
from bot.reading.places import Named

_COMING = re.compile(
    "(?:从|自|离开?|距离?|来自|本人|我家|老家)(?:在|的|是)?$"
    "|(?:刚|才)(?:刚|从|在|到|去|送)*$"
    "|(?:送|跑|去|取|拿|派|逛|走|骑)(?:完|过|了|错)(?:了|的|在|到)?$"
    "|(?:路过|经过|途经|途径|绕过|穿过|穿越)了?$"
    "|(?:住|家|公司|单位|站点|店)(?:在|住|的是)$|[我人]住$|我是|(?:去|往|回|[送跑骑走来开赶回餐货单]到了?)$"
)
"""What stands before the name of where a sender lives, comes from, goes to or has just been."""
_COMPARED = re.compile("(?:比起?|不?像|不如|类似于?)$")
_LEAVING = re.compile(
    "[^,。;!?\n]{0,6}?(?:出来|出门|出去|出发|离开|下来|回来|过来|过去|送完|送好|取完|取餐|取货|取件|送餐|送货|送外卖|送单"
    "|等餐|等单|接单|跑单|吃饭|上班|干活|右转|左转|右拐|左拐|直走|直行|[往向][东西南北前后左右]"
    "|[路途]上|途中|半路|[吃买办送跑取干忙]完|的(?:单子?|订单|餐|外卖|件)(?=[,。 在到路才就])"
    "|(?:去往?|前往|赶往|[骑走开跑转来]?到)$)"
)
"""What stands behind the name of where somebody comes from, up to the next name."""
_OWNED = re.compile(
    "的?(?:物业|保安|业委会|业主|居民|住户|村民|街坊|邻居|人(?![行流工员家])|老人|骑手|骑士|商户|老板|员工|店|站点)"
    "|[^,。;!?\n]{0,4}(?:反映|投诉|举报|打电话)"
)
"""Behind the name of those who tell of another place, or do something there."""
_BESIDE = re.compile(
    "(?:[斜正]?对面|旁边|边上|隔壁|附近|后面|后边|前面|前边|背后|周边|不远|[东西南北左右]侧|[东西南北左右]边|旁)处?"
)
_LOCATED = re.compile("(?:(?<![我你他她它人家住现正还不刚才前后])在|(?<![送跑骑走来开赶回去餐货单])[到至])了?$")
_SPOT = re.compile(
    "的?(?:大?门[口前外内]|[东西南北正侧后前]大?门|楼[下上道后前]|里面|里边|院[内里子]|[里内]|地下|车库|广场上)"
)
_LIKEWISE = re.compile(
    "[那这]?[边里儿]?的?(?:[楼门]下?口?)?(?:也|同样)(?:都|全)?"
    "(?:是(?=$|[,。;!?~\n 的这那一])|有(?=$|[,。;!?~\n 这同类])|一样|同样|这样|那样|如此)"
)
"""路灯坏了，芙蓉苑也是: what was said before is wrong here, too."""
_ADDED = re.compile("[^,。;!?\n]{0,4}?(?:也|同样)")
BREAK = re.compile("[,。;!?\n]")


class Mention:
    """One name where it stands.

    `core` is where the name and its building end, `level` how closely it says where. For it speaks, more or less, what
    is `strong` (在 before it, the fault behind it in its clause: `told`) or `weak` (a building, a gate, the fault in a
    later clause: `heard`). `beside` is where 对面 and the like end behind it. `likewise` and `added`: 也是, 也 follow.
    """

    def __init__(self, text: str, names: Sequence[Named], place: int, tails: Sequence[Tail]) -> None:
        self.name = name = names[place]
        self.level = specific(name)
        self.tails = _own_tails(text, name, tails)
        firm = [tail.end for tail in self.tails if tail.firm]
        self.firm = bool(firm)
        self.core = firm[-1] if firm else name.end
        until = names[place + 1].start if place + 1 < len(names) else len(text)
        before = text[max(0, name.start - 6, names[place - 1].end if place else 0) : name.start].rstrip(" ")
        after = text[self.core : min(until, self.core + 16)]
        self.weak = self.firm or _SPOT.match(text, name.end) is not None
        self.strong = _LOCATED.search(before) is not None
        self.denied = is_denied(text, name.start, self.core)
        self.told = self.heard = self.corrected = False
        self.beside = _beside(text, name.end, self.tails[-1].end if self.tails else name.end, until)
        self.added = _ADDED.match(text, self.core) is not None
        self.likewise = _LIKEWISE.match(text, self.core) is not None
        self._leaving = _LEAVING.match(after) is not None or _COMPARED.search(before) is not None
        self._coming = _COMING.search(before) is not None or _OWNED.match(after) is not None

    @property
    def aside(self) -> bool:
        """Whether it is said by the way. One with the fault behind it is meant all the same: 路过碧水湾井盖没了."""
        return self._leaving or (self._coming and not self.strong and not self.heard)


def _beside(text: str, start: int, run: int, until: int) -> int | None:
    """Where 对面 and the like end behind a name and its building or gate."""
    found = _BESIDE.search(text, start, min(until, run + 5))
    return found.end() if found is not None and not BREAK.search(text, start, found.start()) else None


def _own_tails(text: str, name: Named, tails: Sequence[Tail]) -> list[Tail]:
    """The tails right behind a name."""
    own: list[Tail] = []
    reached = name.end
    for tail in tails:
        if tail.start >= reached and not text[reached : tail.start].strip(" 的_-"):
            own.append(tail)
            reached = tail.end
    return own


def specific(name: Named) -> tuple[int, int]:
    """How closely a kind of name says where: an estate more than a road, a road more than a community."""
    if name.kind in {"unit", "stem"}:
        return 0, name.depth
    return (1 if name.kind == "road" else 2), 0
