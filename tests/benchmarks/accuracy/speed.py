"""Time: a message through the whole reading at 1,000 to 1,000,000 places, beside each other in one run."""

from __future__ import annotations

import random
import time
from statistics import median

from bot.domain.areas import Area, Place, Unit, UnitKind
from bot.domain.categories import BUILT_IN
from bot.reading.reader import Reader
from tests.benchmarks.accuracy.figures import Figure
from tests.benchmarks.stopwatch import Stopwatch

SIZES = (1_000, 100_000, 1_000_000)
MESSAGES = 2_000
_MEANT = 100_000
_CHARACTERS = (
    "东西南北中新老金银翠绿蓝碧龙凤福禄寿喜和平安康华夏春秋景明清雅静风云山水湖江海溪泉林森竹松柏桃李梅兰菊荷桂枫柳"
)
_ENDINGS = ("小区", "花园", "花苑", "家园", "公寓", "新村", "广场", "大厦", "苑", "里")
_POST = "您好，{place}{building}栋{entrance}单元楼下的垃圾桶坏了好几天了，垃圾堆了一地没人管，麻烦尽快派人来看看吧"


def measure() -> list[Figure]:
    """The median message at each size, the building of the reader there, and how the largest compares."""
    figures, taken = [], {}
    for size in SIZES:
        drawn = random.Random(size)
        places = made_up_names(drawn, size)
        watch = Stopwatch()
        reader = Reader(made_up_area(places))
        built = watch.taken()
        taken[size] = _microseconds(reader, drawn, places)
        message, ready = ("< 150", "< 3") if size == _MEANT else ("", "")
        figures += [
            Figure(
                f"a message of 50 characters at {size:,} places, median", taken[size], MESSAGES, message, (), "µs", True
            ),
            Figure(f"a book of {size:,} places is ready, by the clock", built.clock, 1, "", (), "s", True),
            Figure(f"a book of {size:,} places is ready, processor", built.processor, 1, ready, (), "s", True),
        ]
    ratio = taken[max(SIZES)] / taken[_MEANT]
    return [
        *figures,
        Figure(f"a message at {max(SIZES):,} / at {_MEANT:,} places", ratio, MESSAGES, "< 2", (), "x", True),
    ]


def made_up_names(drawn: random.Random, size: int) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < size:
        stem = "".join(drawn.choice(_CHARACTERS) for _ in range(drawn.randint(2, 4)))
        names[stem + drawn.choice(_ENDINGS)] = None
    return list(names)


def made_up_area(names: list[str]) -> Area:
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
