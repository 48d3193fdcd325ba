"""Which clauses of a post belong to one problem, and which open another.

A place of its own with something wrong opens one, however it is set apart; without a place, a thing of another kind
with a fault of its own does, unless it only says what the first fault leads to: 车辆乱停，把人行道都占了.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reading.categories import Categoriser
from bot.reading.clauses import follows_firmly, follows_number
from bot.reading.findings import Findings

MOST_PROBLEMS = 10
"""A post with more is a list that a person should read: what follows joins the last problem."""

_MOST_JUDGED = 8
"""Clauses and words of a problem that are looked at to tell the next one from it: a problem is told by its first."""
_ADDED = re.compile("也|还有|另外|此外|同时|而且|再就是|并且|以及|然后")
_SAME = re.compile("也|同样|一样|都|同上")
_LEADS = re.compile(r"(?:[\s:.\-]|这|那|有|的|个|处|边|里|旁|楼下|门口|附近|对面|前面|后面|小区)*")
"""What may stand before the thing of a new problem; 差点把 may not."""
_LED_TO = re.compile(
    r"\s*(?:就|都|还|也)?(?:把|将|导致|造成|害|弄得|搞得|使|以致|致使|差点|险些|影响|结果|因此|所以|引起|引发|"
    "是?因为|由于|原来|估计|应该是|可能是|怀疑|怕|万一|一直?[流堵漏漫延]|[流漫堵淌飘滴伸延排冲溅掉砸压]到)"
)
"""What a clause begins with that tells what comes of the fault before, or what it comes from."""
_TOWARDS = frozenset("到往向至朝离近靠")
_EFFECT = re.compile(
    "影响|[无没]法|不能|过不去|进不去|出不来|[走用]不了|绊|摔|危险|隐患|睡不|吵[死醒]|出行|难行|挡|遮|行走|通行"
)
_COMES_OF = tuple(
    (re.compile(source), re.compile(outcome))
    for source, outcome in (
        ("工地|施工|装修|[店摊厂餐饭舞]|烧烤|音响|KTV|酒吧|酒馆", "[噪吵闹烟尘灰味呛泥]|扰民|鸣"),
        ("[水管井渠沟厕粪漏]", "[水粪臭味溢流淹滑]|路面|塌|坑"),
        ("路(?!灯)|[坑洼砖]|施工|地面", "[水尘泥塌坑]|不便"),
        ("垃圾|[桶厕粪猪鸡狗]", "[臭味蝇蚊鼠虫叫]|污水|蟑螂|垃圾"),
        ("[车摊堆]|杂物|围挡", "[通车人盲]道|路(?!灯)|[出路门]口|[堵占挡]"),
        ("[电闸]", "[没停断]电|没灯|黑"),
        ("[树枝杆墙]", "线|断|砸|掉|坠"),
    )
)
"""What is mostly only the outcome of another fault, where nothing says that it comes on top: the water of a pipe."""
_ROUND_BY = re.compile("绕(?:道|行|路)?(?:到|走|过|去|至|从)?$")
"""What stands before the name of a way round: that it is crowded now comes of the fault before."""
_BESIDE_IT = re.compile("的?(?:旁|边|对面|附近|那[里边儿]?|前|后|里|上|下|门口|处|之?间|中间)")


class _Group:
    """The clauses of one problem, while it is still growing."""

    def __init__(self, part: Findings, *, located: bool = False) -> None:
        self.parts = [part]
        self.things = {hit.word: hit for hit in part.things[:_MOST_JUDGED]}
        self._wrong = part.clear or part.telling
        self._hinted = bool(part.faults)
        self.located = located or part.located
        """Whether it has a spot, be it that of the problem before."""
        self.built = _is_built(part)

    @property
    def words(self) -> str:
        """What it was told by, as far as it is looked at."""
        faults = [hit.word for part in self.parts[:_MOST_JUDGED] for hit in part.faults[:_MOST_JUDGED]]
        return " ".join([*self.things, *faults])

    @property
    def told(self) -> bool:
        """Whether it tells a problem by itself: 3栋路灯坏, too, where the place makes it one."""
        return (bool(self.things) and (self._wrong or (self.located and self._hinted))) or (
            self.located and self._wrong
        )

    def add(self, part: Findings) -> None:
        self.parts.append(part)
        self._wrong = self._wrong or part.clear or part.telling
        self._hinted = self._hinted or bool(part.faults)
        self.located = self.located or part.located
        self.built = self.built or _is_built(part)
        for hit in part.things[:_MOST_JUDGED]:
            if len(self.things) < _MOST_JUDGED:
                self.things.setdefault(hit.word, hit)


def _is_built(part: Findings) -> bool:
    return True in [tail.firm for tail in part.tails]


def is_single(whole: Findings) -> bool:
    """Whether there is nothing to split: one spot at most, and things that are alike, of one category."""
    if len(whole.names) > 1 or len(whole.tails) > 1:
        return False
    if len(whole.things) < 2:
        return True
    kind, first = whole.things[0].meanings[0].category, set(whole.things[0].word)
    for hit in whole.things:
        if first.isdisjoint(hit[2]):
            return False
        for sense in hit[3]:
            if sense[0] != kind:
                return False
    return True


def joined(parts: Sequence[Findings]) -> Findings:
    """All parts as one problem. `parts` is not empty."""
    if len(parts) == 1:
        return parts[0]
    return Findings(
        parts[0].start,
        parts[-1].end,
        tuple([name for part in parts for name in part.names]),
        tuple([tail for part in parts for tail in part.tails]),
        tuple([thing for part in parts for thing in part.things]),
        tuple([fault for part in parts for fault in part.faults]),
        tuple([span for part in parts for span in part.speaking]),
    )


def problems_of(text: str, parts: Sequence[Findings], categoriser: Categoriser) -> list[Findings]:
    """Clauses joined to problems: one that tells a whole problem of another place or kind opens a new one."""
    groups: list[_Group] = []
    held: list[Findings] = []
    detours = _detours(text, parts)
    for part in parts:
        if not groups:
            groups.append(_Group(part))
            continue
        group = groups[-1]
        if group.told and group.located and part.names and detours.issuperset([name.name for name in part.names]):
            part = part._replace(names=())
        if held and (part.is_empty or _waits(text, group, part)):
            held.append(part)
            continue
        if held and _completes(held, part):
            part, held = joined([*held, part]), []
        for behind in held:
            group.add(behind)
        held = []
        if group.built and part.located and _says_more(text, part):
            part = part._replace(names=(), tails=())
        if part.is_empty:
            group.parts.append(part)
        elif _waits(text, group, part):
            held = [part]
        elif len(groups) < MOST_PROBLEMS and _opens(text, group, part, categoriser):
            groups.append(_Group(part, located=group.located))
        else:
            group.add(part)
    for behind in held:
        groups[-1].add(behind)
    return [joined(group.parts) for group in groups]


def _detours(text: str, parts: Sequence[Findings]) -> set[str]:
    """The names by which people go round what is wrong: 只能绕龙北路走，龙北路堵死了."""
    if "绕" not in text:
        return set()
    names = (name for part in parts for name in part.names)
    return {name.name for name in names if _ROUND_BY.search(text, max(0, name.start - 4), name.start)}


def _waits(text: str, group: _Group, part: Findings) -> bool:
    """Whether a clause may be the head of what follows: a further place, and nothing said of it yet."""
    if not (part.located and group.told and group.located) or part.clear or part.telling:
        return False
    if part.things and _goes_on(text, part):
        return False
    return _SAME.search(text, part.start, part.end) is None


def _completes(held: Sequence[Findings], part: Findings) -> bool:
    """Whether a clause tells what is wrong at the place that was said before it."""
    if any(head.things for head in held):
        return not part.located and bool(part.faults)
    return part.located or part.whole


def _says_more(text: str, part: Findings) -> bool:
    """Whether a place in it is only how far the fault before reaches, or where it comes from: 流到5栋门口."""
    if _LED_TO.match(text, part.start, part.end):
        return True
    starts = [name.start for name in part.names] + [tail.start for tail in part.tails if tail.firm]
    return bool(starts) and min(starts) > 0 and text[min(starts) - 1] in _TOWARDS


def _opens(text: str, group: _Group, part: Findings, categoriser: Categoriser) -> bool:
    if not group.told or _LED_TO.match(text, part.start, part.end):
        return False
    if part.located and group.located:
        return _is_wrong_there(text, group, part)
    if not part.things or all(hit.word in group.things for hit in part.things):
        return False
    listed = follows_number(text, part.start)
    if not (part.whole or (listed and _goes_on(text, part))):
        return False
    if not (listed or _stands_alone(text, group, part)):
        return False
    mine, other = categoriser.judge(tuple(group.things.values())), categoriser.judge(part.things[:_MOST_JUDGED])
    if mine.category != other.category:
        return True
    unlike = set("".join(group.things)).isdisjoint("".join(hit.word for hit in part.things))
    return mine.subcategory != other.subcategory and unlike  # 路灯 and 井盖, but not 垃圾桶 and 垃圾


def _is_wrong_there(text: str, group: _Group, part: Findings) -> bool:
    """Whether a clause with a place says what is wrong there, and does not only say more of the fault before."""
    if not part.things:
        conflicts = part.is_named or (group.built and _is_built(part))
        return part.clear and conflicts and _SAME.search(text, part.start, part.end) is None
    if part.faults or part.telling:
        return True
    if all(hit.word in group.things for hit in part.things):
        return group.built and _is_built(part)
    return _goes_on(text, part)


def _goes_on(text: str, part: Findings) -> bool:
    """Whether something is said of its last thing: 5栋护栏松, but not 5栋护栏 alone, nor 5栋护栏旁边."""
    end = part.things[-1].end
    return end < part.end and _BESIDE_IT.match(text, end) is None


def _stands_alone(text: str, group: _Group, part: Findings) -> bool:
    """Whether a clause tells something new: after a full stop, joined with 也 or 还有, or led by its thing."""
    if follows_firmly(text, part.start) or _ADDED.search(text, part.start, part.end) is not None:
        return True
    told = [hit.word for hit in part.outright]
    told += [hit.word for hit in part.things if True in [sense.telling for sense in hit.meanings]]
    if all(_EFFECT.search(word) for word in told):
        return False
    if _LEADS.fullmatch(text, part.start, part.things[0].start) is None:
        return False
    before, now = group.words, " ".join([*(hit.word for hit in part.things), *told])
    return not any(source.search(before) and outcome.search(now) for source, outcome in _COMES_OF)
