"""`python -m tests.drawing.pictures FOLDER`: the READMEs show /stats; the guide a bulletin, and a page of the list."""

from __future__ import annotations

import io
import sys
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image

from bot.desk.statistics import figures, trend
from bot.desk.viewing import rank_of
from bot.domain.bulletins import Change, GroundNews, Named
from bot.domain.periods import read_period
from bot.domain.registers import Case
from bot.domain.statistics import Counts, Scope
from bot.domain.tickets import State
from bot.drawing.here import draw_here
from bot.notices.bulletins import bulletin_sheet
from bot.notices.maps import Shown, map_sheet
from bot.notices.pictures.statistics import statistics_sheet
from bot.notices.registers import Register
from tests.domain.test_registers import case
from tests.drawing import town
from tests.notices import mapped
from tests.notices.samples import AREA, TEXTS, ZONE
from tests.storage.histories import memory

NOW = datetime(2026, 10, 1, 8, 30, tzinfo=ZONE)
QUARTER = read_period("2026Q3", NOW, ZONE)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WIDTH = 900

_DONE = State.CLOSED
# Of each unit: place, problem, state, and the hours that it took.
_WHAT = {
    "donghu": (
        ("东湖花园3栋", "垃圾桶坏了", _DONE, 20),
        ("东湖花园东门", "路面坑洼，下雨积水", _DONE, 51),
        ("东湖花园12栋2单元", "楼道堆了杂物，走不过去", _DONE, 90),
        ("幸福里12号", "共享单车占了盲道", _DONE, 6),
    ),
    "xiyuan": (
        ("西苑小区2栋", "下水道堵了，污水往外冒", _DONE, 30),
        ("西苑小区北门", "井盖破损", State.SUSPENDED, 0),
        ("西苑小区7栋", "小广告贴满了楼道", State.ACCEPTED, 0),
    ),
    "luminju": (("湖滨路口", "路灯杆歪了", _DONE, 60), ("湖滨路", "路灯连着三盏不亮", _DONE, 75)),
}


def bulletin() -> bytes:
    named = (
        Named(1187, "luminju", "湖滨路口", "路灯杆歪了", 9 * DAY + 4 * HOUR, resolved=False),
        Named(1203, "xiyuan", "西苑小区北门", "井盖破损", 6 * DAY, resolved=False),
        Named(1169, "donghu", "东湖花园东门", "路灯不亮", 5 * DAY + 2 * HOUR, resolved=True),
    )
    told = GroundNews(
        QUARTER,
        NOW,
        None,
        Counts(received=214, resolved=203, on_time=187, missed=16, reopened=5),
        Counts(received=187, resolved=190, on_time=156, missed=30, reopened=9),
        named,
        Change("donghu", 0.78, 0.95, 84),
        Change("luminju", 0.92, 0.81, 37),
    )
    return draw_here(bulletin_sheet(TEXTS, AREA, told, ZONE))


def page() -> bytes:
    register = Register(TEXTS, AREA, QUARTER, None, NOW, ZONE)
    cases: list[Case] = []
    for unit, count in (("donghu", 12), ("xiyuan", 8), ("luminju", 5)):
        for number in range(count):
            place, summary, state, took = _WHAT[unit][number % len(_WHAT[unit])]
            created = NOW - (90 - 7 * number) * DAY + number * timedelta(minutes=37)
            cases.append(
                case(
                    state,
                    id=1001 + 23 * number + 5 * len(cases),
                    unit_code=unit,
                    place=place,
                    summary=summary,
                    created_at=created,
                    due_at=created + 3 * DAY,
                    resolved_at=created + took * HOUR if took else None,
                    suspended_until=NOW + 45 * DAY,
                    reopened=int(number % 11 == 2),
                )
            )
    register.add(cases)
    return draw_here(register.pages()[0])


def statistics() -> dict[str, bytes]:
    """Of a street, and of one of its communities: counted as /stats does it."""
    drawn = {}
    with memory() as tx:
        town.settle(tx)
        month = read_period("month", town.NOW, town.ZONE)
        for name, scope in (("stats", Scope()), ("stats-unit", Scope("heping"))):
            counted = figures(tx, town.AREA, month, town.NOW, scope)
            went = trend(tx, town.AREA, month, town.NOW, town.ZONE, scope)
            rank = rank_of(tx, town.AREA, month, town.NOW, scope)
            drawn[name] = draw_here(statistics_sheet(TEXTS, town.AREA, counted, went, town.ZONE, rank))
    return drawn


def drawn_map() -> bytes:
    """Of another town, whose communities have boundaries."""
    of = mapped.town()
    shown = Shown(of, mapped.plotted(of, mapped.tickets(of, 90, seed=5)))
    return draw_here(map_sheet(TEXTS, shown, mapped.ZONE))


def main(folder: Path) -> None:
    made = {**statistics(), "map": drawn_map(), "bulletin": bulletin(), "register": page()}
    for name, drawn in made.items():
        with Image.open(io.BytesIO(drawn)) as picture:
            small = picture.convert("RGB").resize((WIDTH, round(picture.height * WIDTH / picture.width)))
        # So many colours that the red, of which there is little, keeps its own.
        small.quantize(256, kmeans=1).save(folder / f"{name}.png", optimize=True)
        sys.stdout.write(f"{name}.png {(folder / f'{name}.png').stat().st_size / 1000:.0f} kB\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
