"""Histories of units: tickets at named places that are made up, and real addresses whose district is the unit."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.reading.normalise import normalise
from bot.reading.training import Example, learn
from bot.reading.vocabulary import words

_SHARE = 0.7
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


def addresses(path: Path, tag: str = "district") -> list[tuple[str, str]]:
    """Addresses that name a unit of this kind, without that name. 余杭 and 余杭区 are one."""
    found = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        pieces = [line.rsplit(" ", 1) for line in block.splitlines() if " " in line]
        unit = "".join(piece for piece, told in pieces if told.endswith(f"-{tag}"))
        text = "".join(piece for piece, told in pieces if not told.endswith(f"-{tag}"))
        if unit and text:
            found.append((text, unit[:-1] if len(unit) > 2 and unit[-1] in "市区县" else unit))
    return found


def measure(tickets: Tickets, seed: int = 1) -> None:
    """How many of the unseen are routed and how many of these right, with nothing tuned by the unseen."""
    from tests.benchmarks.learning.plain import Plain  # scikit-learn, which the histories do without

    shuffled = list(tickets)
    random.Random(seed).shuffle(shuffled)
    cut = int(len(shuffled) * _SHARE)
    known, new = shuffled[:cut], shuffled[cut:]
    plain = Plain([text for text, _ in known], [unit for _, unit in known]).guess([text for text, _ in new])
    ranked = sorted(((lead, code == unit) for (code, lead), (_, unit) in zip(plain, new, strict=True)), reverse=True)
    model = learn([Example(text, None, unit) for text, unit in known], datetime.now(UTC))
    guesses = [(model.unit_of(normalise(text).text), unit) for text, unit in new]
    routed = [guess.code == unit for guess, unit in guesses if guess is not None]
    seen = _seen(known, new)
    print(f"  {len(known)} known, {len(new)} new, {len({unit for _, unit in tickets})} units; named before: {seen:.3f}")
    for share in (0.91, 0.97):
        print(f"  plain, best cut for {share:.0%} right         covers {_coverage(ranked, share):.3f}")
    right = sum(routed) / len(routed) if routed else 0.0
    print(
        f"  learned, its own bar: {right:.3f} right    covers {len(routed) / len(new):.3f}; {len(model.aliases)} words"
    )


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
