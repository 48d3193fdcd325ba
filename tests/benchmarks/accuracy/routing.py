"""Routing by the names of real communities and villages, as officials write them and as people say them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bot.domain.areas import Area, Unit, UnitKind
from bot.domain.categories import BUILT_IN
from bot.reading.reader import Reader
from tests.benchmarks.accuracy.figures import Figure, share
from tests.benchmarks.accuracy.material import rows

_SENTENCES = (
    "{}门口的垃圾桶坏了",
    "{}3栋楼下井盖没了",
    "您好，反映一下{}路灯不亮，请尽快维修",
    "{}有人乱倒垃圾",
    "在{}，污水冒出来了",
)


def measure(folder: Path) -> list[Figure]:
    """Names that stand only once in their area; of the others the street is said, too."""
    right, wrong, counted, missed, astray = 0, 0, 0, [], []
    for file in sorted(folder.glob("*.csv")):
        communities = rows(file)
        reader = Reader(_area(communities))
        for text, code in _posts(communities):
            problems = reader.read(text).problems
            unit = problems[0].unit_code if problems else None
            counted += 1
            right += unit == code
            if unit != code:
                missed.append(f"{file.stem}: {text} → {unit}")
            if unit is not None and unit != code:
                wrong += 1
                astray.append(f"{file.stem}: {text} → {unit}")
    return [
        Figure("routed right by the name of the community", share(right, counted), counted, "> 0.98", missed),
        Figure("routed wrong", share(wrong, counted), counted, "< 0.005", astray),
    ]


def _area(communities: list[dict[str, str]]) -> Area:
    streets = dict.fromkeys(row["street"] for row in communities)
    return Area(
        name="区",
        units=(
            Unit(code="area", name="全区", kind=UnitKind.AREA),
            *(Unit(code=street, name=street, kind=UnitKind.STREET, parent="area") for street in streets),
            *(
                Unit(code=row["code"], name=row["name"], kind=UnitKind.COMMUNITY, parent=row["street"])
                for row in communities
            ),
        ),
        places=(),
        categories=BUILT_IN,
    )


def _posts(communities: list[dict[str, str]]) -> Iterator[tuple[str, str]]:
    """Each community by its official name, its short one, and its short one behind its street's name."""
    short = Counter(row["short"] for row in communities)
    for index, row in enumerate(communities):
        sentence = _SENTENCES[index % len(_SENTENCES)]
        alone = [row["name"], row["short"]] if short[row["short"]] == 1 else []
        for said in dict.fromkeys([*alone, row["street"] + row["short"]]):
            yield sentence.format(said), row["code"]
