"""Time: a message through the whole reading at 1,000 to 1,000,000 places, beside each other in one run."""

from __future__ import annotations

import random
import time
from statistics import median

from bot.domain.areas import Area, Place, Unit, UnitKind
from bot.domain.categories import BUILT_IN
from bot.reading.reader import Reader

SIZES = (1_000, 100_000, 1_000_000)
MESSAGES = 2_000
_CHARACTERS = (
    "东西南北中新老金银翠绿蓝碧龙凤福禄寿喜和平安康华夏春秋景明清雅静风云山水湖江海溪泉林森竹松柏桃李梅兰菊荷桂枫柳"
)
_ENDINGS = ("小区", "花园", "花苑", "家园", "公寓", "新村", "广场", "大厦", "苑", "里")
_POST = "您好，{place}{building}栋{entrance}单元楼下的垃圾桶坏了好几天了，垃圾堆了一地没人管，麻烦尽快派人来看看吧"
GOAL_MICROSECONDS, GOAL_BUILD_SECONDS, GOAL_RATIO = 150, 3.0, 2.0


def run() -> None:
    print(f"reading a message of about 50 characters, median of {MESSAGES}, and building the reader")
    taken = {}
    for size in SIZES:
        drawn = random.Random(size)
        places = _names(drawn, size)
        begun = time.perf_counter()
        reader = Reader(_area(places))
        built = time.perf_counter() - begun
        taken[size] = _microseconds(reader, drawn, places)
        print(f"  {size:>9,} places  {taken[size]:7.0f} µs   built in {built:6.2f} s")
    print(f"  expected < {GOAL_MICROSECONDS} µs at 100,000 places and a build under {GOAL_BUILD_SECONDS} s there;")
    print(f"  1,000,000 / 100,000: {taken[1_000_000] / taken[100_000]:.2f}, expected ≤ {GOAL_RATIO}")


def _names(drawn: random.Random, size: int) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < size:
        stem = "".join(drawn.choice(_CHARACTERS) for _ in range(drawn.randint(2, 4)))
        names[stem + drawn.choice(_ENDINGS)] = None
    return list(names)


def _area(names: list[str]) -> Area:
    units = [Unit(code="area", name="某区", kind=UnitKind.AREA)]
    units += [Unit(code=f"u{n}", name=f"第{n}社区", kind=UnitKind.COMMUNITY, parent="area") for n in range(200)]
    places = tuple(Place(name=name, unit=f"u{index % 200}") for index, name in enumerate(names))
    return Area.model_construct(
        name="某区", units=tuple(units), places=places, categories=BUILT_IN, routes=(), people=(), chats=()
    )


def _microseconds(reader: Reader, drawn: random.Random, places: list[str]) -> float:
    posts = [
        _POST.format(place=drawn.choice(places), building=drawn.randint(1, 30), entrance=drawn.randint(1, 4))
        for _ in range(MESSAGES)
    ]
    for post in posts[:200]:
        reader.read(post)
    times = []
    for post in posts:
        begun = time.perf_counter()
        reader.read(post)
        times.append(time.perf_counter() - begun)
    return median(times) * 1e6
