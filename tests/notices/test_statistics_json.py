"""The figures as programs read them: seconds, shares, and null where there is nothing to tell."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.areas import Area, Category, TimeClass, Unit, UnitKind
from bot.domain.periods import read_period, year_before
from bot.domain.statistics import (
    COUNTED,
    RATES,
    SHARES,
    Comparison,
    Counts,
    Figures,
    Line,
    Scope,
    Timing,
    Timings,
    total,
)
from bot.notices.catalogue import ZH
from bot.notices.statistics_json import figures_as_json

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
AREA = Area(
    name="黄山区",
    units=(Unit(code="longxi", name="龙西社区", kind=UnitKind.COMMUNITY),),
    categories=(Category(code="sanitation", name="环境卫生", time_class=TimeClass.A),),
)
LONGXI = Counts(received=8, auto=7, misrouted=2, on_time=4, missed=2, resolved=7, reopened=1, open=4)
NOBODY_S = Counts(received=1, open=1, waiting_triage=1)
WHOLE = total((LONGXI, NOBODY_S))
PERIOD = read_period("week", NOW, ZONE)
LAST_YEAR = year_before(PERIOD)
assert LAST_YEAR is not None
WEEK = Figures(
    period=PERIOD,
    now=NOW,
    scope=Scope(category="sanitation", place="龙西小区"),
    total=WHOLE,
    units=(Line("longxi", LONGXI), Line(None, NOBODY_S)),
    categories=(Line("sanitation", WHOLE),),
    response=Timings(
        Timing(9, timedelta(minutes=25), timedelta(hours=3)),
        ((TimeClass.A, Timing(9, timedelta(minutes=25), timedelta(hours=3))),),
    ),
    fix=Timings(Timing(7, timedelta(hours=5), timedelta(days=2, hours=1))),
    ages=(1, 2, 0, 0, 2),
    year_ago=Comparison(LAST_YEAR, True, Counts(received=3, resolved=1)),
)


def test_seconds_shares_and_null_where_there_is_nothing_to_divide() -> None:
    told = json.loads(json.dumps(figures_as_json(WEEK, AREA, ZONE)))
    assert told["period"] == {
        "code": "week",
        "label": "2026年第47周（11月16日至22日）",
        "start": "2026-11-16T00:00:00+08:00",
        "end": "2026-11-23T00:00:00+08:00",
    }
    assert told["now"] == "2026-11-22T18:30:00+08:00"
    timing = {"count": 9, "median": 1500, "p90": 10800}
    assert told["response"] == timing | {"by_class": {"A": timing}}
    assert (told["on_time"], told["due"], told["on_time_rate"], told["rework_rate"]) == (4, 6, 0.6667, 0.125)
    assert [(unit["code"], unit["name"], unit["received"]) for unit in told["units"]] == [
        ("longxi", "龙西社区", 8),
        (None, None, 1),
    ]
    assert (told["misrouted_rate"], told["units"][1]["on_time_rate"]) == (0.2857, None)
    assert told["last_with_data"] is None


def test_of_what_it_is() -> None:
    told = figures_as_json(WEEK, AREA, ZONE)
    assert (told["unit_code"], told["unit"]) == (None, None)
    assert (told["category"], told["category_name"], told["place"]) == ("sanitation", "环境卫生", "龙西小区")


def test_what_it_is_compared_with() -> None:
    told = figures_as_json(WEEK, AREA, ZONE)
    assert told["before"] is None
    assert told["year_ago"]["period"]["code"] == "2025-W47"
    assert (told["year_ago"]["cut"], told["year_ago"]["received"], told["year_ago"]["auto_rate"]) == (True, 3, 0.0)


def test_ages_say_their_bounds() -> None:
    assert figures_as_json(WEEK, AREA, ZONE)["ages"] == [
        {"up_to": 86_400, "open": 1},
        {"up_to": 3 * 86_400, "open": 2},
        {"up_to": 7 * 86_400, "open": 0},
        {"up_to": 30 * 86_400, "open": 0},
        {"up_to": None, "open": 2},
    ]


@pytest.mark.parametrize("period", ["all", "today"])
def test_of_nothing(period: str) -> None:
    nothing = Figures(read_period(period, NOW, ZONE), NOW, Scope(), Counts(), (), ())
    told = figures_as_json(nothing, AREA, ZONE)
    assert (told["auto_rate"], told["on_time_rate"], told["rework_rate"]) == (None, None, None)
    assert told["fix"] == {"count": 0, "median": None, "p90": None, "by_class": {}}
    assert (told["period"]["start"] is None) is (period == "all")


_FRAME = {
    *("area", "unit_code", "unit", "category", "category_name", "place", "period", "now"),
    *("units", "categories", "before", "year_ago", "last_with_data"),
}


PAGE = (Path(__file__).parents[2] / "docs" / "statistics.md").read_text(encoding="utf-8")


def test_every_figure_is_defined_in_the_docs() -> None:
    defined = set(re.findall(r"^\| `(\w+(?:\.\w+)?)`", PAGE, re.MULTILINE))
    told = figures_as_json(WEEK, AREA, ZONE)
    timings = {f"{name}.{part}" for name in ("response", "fix") for part in told[name]}
    assert defined == set(told) - _FRAME - {"response", "fix"} | timings


@pytest.mark.parametrize("name", [*COUNTED, *RATES])
def test_the_docs_call_a_figure_as_the_screen_does(name: str) -> None:
    row = re.search(rf"^\| `{name}` \| (.+?) \|", PAGE, re.MULTILINE)
    assert row is not None and row[1] == ZH[f"measure.{name}"]


@pytest.mark.parametrize("name", RATES)
def test_the_docs_divide_as_the_code_does(name: str) -> None:
    row = re.search(rf"^\| `{name}` \| .+? \| `(\w+)` ÷ (\(.+?\)|`\w+`)", PAGE, re.MULTILINE)
    assert row is not None
    part, whole = SHARES[name]
    divisor = re.findall(r"`(\w+)`", row[2].replace("`due`", "`on_time` + `missed`"))
    assert (row[1], divisor) == (part, [*whole])
