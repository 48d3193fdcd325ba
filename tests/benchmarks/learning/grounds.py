"""Histories of units: tickets at named places that are made up, and real addresses whose district is the unit."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path

from bot.reading.normalise import normalise
from bot.reading.training import Example, learn
from bot.reading.vocabulary import words
from tests.benchmarks.accuracy.figures import Figure, share
from tests.benchmarks.accuracy.material import addresses as tagged

_SHARE, _SPLITS = 0.7, 3
_MISROUTED = 0.004
_FIRST = words("锦 翠 华 龙 凤 金 银 玉 春 秋 东 西 南 北 长 永 福 安 和 盛 百 万 青 白 红 云 星 海 江 湖")
_SECOND = words("绣 湖 泰 腾 鸣 源 杏 泉 晖 实 方 苑 山 塘 乐 丰 康 宁 畅 世 合 达 松 桦 枫 溪 辰 棠 岸 滨")
_LAST = words("花园 小区 新村 家园 里 苑 公寓 大厦 路 街 广场 市场 学校 巷 名邸 北里 南里 东区 西区")
_MATTERS = words(
    "垃圾桶满了 路灯不亮 井盖坏了 有人乱停车 楼道里堆满杂物 下水道堵了往外冒 树枝断了 充电桩坏了 "
    "健身器材坏了 消防通道被堵 墙皮脱落"
)
_BEFORE = ["", "", "", "在", "你好，", "反映一下", "我在", "请问", "书记，", "送餐到"]
_BEHIND = ["", "{}栋", "{}号楼", "{}号楼2单元", "门口", "北门", "{}-2-301", "的", "旁边", "对面", "里面", "东门外"]
Tickets = Sequence[tuple[str, str]]


def made_up(rows: int = 6_000, places: int = 1_500, units: int = 40, seed: int = 1) -> list[tuple[str, str]]:
    """Tickets with the code of their unit. Few places are named often, most seldom."""
    chance = random.Random(seed)
    names = {chance.choice(_FIRST) + chance.choice(_SECOND) + chance.choice(_LAST) for _ in range(places)}
    listed = sorted(names)
    chance.shuffle(listed)
    owner = {name: f"unit{chance.randrange(units)}" for name in listed}
    tickets = []
    for name in chance.choices(listed, [1 / (rank + 3) for rank in range(len(listed))], k=rows):
        tail = chance.choice(_BEHIND).format(chance.randrange(1, 40))
        unit = owner[name] if chance.random() > _MISROUTED else f"unit{chance.randrange(units)}"
        tickets.append((chance.choice(_BEFORE) + name + tail + chance.choice(_MATTERS), unit))
    return tickets


def addresses(path: Path, tag: str, *, named: bool) -> list[tuple[str, str]]:
    """Addresses that name a unit of this kind; unless `named`, without that name. 余杭 and 余杭区 are one."""
    found = []
    for pieces in tagged(path):
        unit = "".join(piece for told, piece in pieces if told == tag)
        text = "".join(piece for told, piece in pieces if named or told != tag)
        if unit and text:
            found.append((text, unit[:-1] if len(unit) > 2 and unit[-1] in "市区县" else unit))
    return found


def measure() -> list[Figure]:
    """Tickets at made-up places."""
    return routing("made-up places", made_up(), ("> 0.6", "> 0.97"), is_made_up=True)


def measure_addresses(path: Path) -> list[Figure]:
    """Real addresses: with the district said, as couriers' addresses have it, and with no word of it; then the town."""
    return [
        *routing("addresses, district said", addresses(path, "district", named=True), ("> 0.6", "> 0.97")),
        *routing("addresses, district taken out", addresses(path, "district", named=False), ("> 0.6", "")),
        *routing("addresses, town said", addresses(path, "town", named=True), ("", "")),
    ]


def routing(name: str, tickets: Tickets, expected: tuple[str, str], *, is_made_up: bool = False) -> list[Figure]:
    """How many of the unseen are routed and how many of these right, with nothing tuned by the unseen.

    A mean of splits: on few rows one split says little. Beside it the plain model's cut at 0.97, known afterwards.
    """
    from tests.benchmarks.learning.plain import Plain  # scikit-learn, which the histories do without

    ranked: list[tuple[float, bool]] = []
    routed: list[tuple[bool, str]] = []
    asked, seen = 0, 0.0
    for seed in range(_SPLITS):
        shuffled = list(tickets)
        random.Random(seed).shuffle(shuffled)
        cut = int(len(shuffled) * _SHARE)
        known, new = shuffled[:cut], shuffled[cut:]
        plain = Plain([text for text, _ in known], [unit for _, unit in known]).guess([text for text, _ in new])
        ranked += ((lead, code == unit) for (code, lead), (_, unit) in zip(plain, new, strict=True))
        model = learn([Example(text, None, unit) for text, unit in known], datetime.now(UTC))
        for text, unit in new:
            guess = model.unit_of(normalise(text).text)
            if guess is not None:
                routed.append((guess.code == unit, f"{text} → {guess.code} {guess.confidence:.2f}, not {unit}"))
        asked += len(new)
        seen += _seen(known, new) / _SPLITS
    wrong = [told for right, told in routed if not right]
    covered, right = share(len(routed), asked), share(len(routed) - len(wrong), len(routed))
    ranked.sort(key=itemgetter(0), reverse=True)
    return [
        Figure(f"{name}: said before by their unit alone", seen, asked, made_up=is_made_up),
        Figure("  plain model, covered at 0.97 right", _coverage(ranked, 0.97), asked, made_up=is_made_up),
        Figure(f"{name}: routed by what was learned", covered, asked, expected[0], (), "", is_made_up),
        Figure(f"{name}: of these right", right, len(routed), expected[1] if routed else "", wrong, "", is_made_up),
    ]


def _coverage(ranked: Sequence[tuple[float, bool]], share: float) -> float:
    """The greatest share of texts that is right so often, when those with the greatest lead come first."""
    best, right = 0, 0
    for number, (_, good) in enumerate(ranked, 1):
        right += good
        if right / number >= share:
            best = number
    return best / len(ranked)


def _seen(known: Tickets, new: Tickets) -> float:
    """The share of new texts with three letters that only their own unit had said: more cannot be known."""
    by_piece: dict[str, set[str]] = {}
    for text, unit in known:
        for at in range(len(text) - 2):
            by_piece.setdefault(text[at : at + 3], set()).add(unit)
    hits = sum(any(by_piece.get(text[at : at + 3]) == {unit} for at in range(len(text) - 2)) for text, unit in new)
    return hits / len(new)
