"""The message of /stats, `stats --json` and the workbook tell the same figures, on random histories."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from bot.desk.statistics import figures, part_of
from bot.domain.periods import read_period
from bot.domain.statistics import COUNTED, RATES_OF, Scope
from bot.drawing.workbook import xlsx
from bot.notices.markup import visible
from bot.notices.statistics import rate, statistics_text
from bot.notices.statistics_json import figures_as_json
from bot.notices.statistics_workbook import StatisticsBook
from bot.notices.texts import Texts
from storage import exported_events, exports, rollups
from storage.exported_events import OF_EVENTS
from storage.exports import BEGIN, OF_TICKETS, Counting, Mark
from tests.desk.test_statistics import AREA
from tests.storage.histories import START, Story, a_ticket, keep, memory, stories

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 10, 20, 4, 30, tzinfo=UTC)
TEXTS = Texts()
WORDS = {name: TEXTS.plain(f"measure.{name}") for name in COUNTED}
Sheets = dict[str, list[dict[str, Any]]]


def sheets(data: bytes) -> Sheets:
    """The rows of each sheet, by the heads of its columns."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found: Sheets = {}
    for name in book.sheet_names:
        _, _, heads, *rows = book.get_sheet_by_name(name).to_python()
        found[name] = [dict(zip(map(str, heads), row, strict=True)) for row in rows]
    return found


def told(history: list[Story], written: str, scope: Scope, *, summed: bool) -> tuple[str, dict[str, Any], Sheets]:
    """Of one moment: the message, the JSON, the workbook."""
    period = read_period(written, NOW, ZONE)
    with memory() as tx:
        if summed:
            rollups.keep(tx, ZONE)
        keep(tx, history)
        counted = figures(tx, AREA, period, NOW, scope)
        counting = Counting(period.start, period.end, NOW, part_of(AREA, scope))
        found: set[int] = set()
        mark: Mark | None = BEGIN
        while mark is not None:
            some, mark = exports.numbers(tx, counting, mark)
            found.update(some)
        numbers = sorted(found, reverse=True)
        book = StatisticsBook(TEXTS, AREA, counted, ZONE, OF_TICKETS)
        tickets = book.tickets(exports.tickets(tx, numbers, counting))
        events = book.events(exported_events.events(tx, numbers, counting))
    data = xlsx(book.workbook((tickets,), (events,), len(numbers)))
    as_json = json.loads(json.dumps(figures_as_json(counted, AREA, ZONE)))
    return visible(statistics_text(TEXTS, AREA, counted)), as_json, sheets(data)


def share(cell: Any) -> float | None:
    return None if cell == "" else round(cell, 4)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    history=st.lists(stories(), max_size=10),
    written=st.sampled_from(["today", "week", "month", "2026-09", "all"]),
    unit=st.sampled_from([None, "area", "gantang", "longxi"]),
    category=st.sampled_from([None, "sanitation"]),
    summed=st.booleans(),
)
def test_they_agree(history: list[Story], written: str, unit: str | None, category: str | None, summed: bool) -> None:
    message, as_json, book = told(history, written, Scope(unit, category), summed=summed)

    summary = {row["指标"]: row for row in book["汇总"]}
    assert {name: summary[WORDS[name]]["本期"] for name in COUNTED} == {name: as_json[name] for name in COUNTED}
    for name, its_rate in RATES_OF.items():
        assert share(summary[WORDS[name]]["本期比率"]) == as_json[its_rate]
    ages = [row["本期"] for row in book["汇总"] if row["指标"].startswith("未结：")]
    assert ages == [age["open"] for age in as_json["ages"]]

    for sheet, head, lines in (("单位", "单位", "units"), ("类别", "类别", "categories")):
        *rows, whole = book[sheet]
        names = [line["name"] or ("未分派" if sheet == "单位" else "未分类") for line in as_json[lines]]
        assert [row[head] for row in rows] == names
        for row, line in zip([*rows, whole], [*as_json[lines], as_json], strict=True):
            assert {name: row[WORDS[name]] for name in COUNTED} == {name: line[name] for name in COUNTED}

    for name in OF_TICKETS:
        assert sum(row[WORDS[name]] or 0 for row in book["工单"]) == as_json[name]
    times = Counter(word for row in book["历程"] for word in str(row["计入"]).split("、"))
    assert {name: times[WORDS[name]] for name in OF_EVENTS} == {name: as_json[name] for name in OF_EVENTS}

    for timing, column in (("response", "受理"), ("fix", "办结")):
        first = book["用时"][0]
        assert first[f"{column}件数"] == as_json[timing]["count"]
        hours = as_json[timing]["median"]
        assert first[f"{column}：一半在几小时内"] == ("" if hours is None else hours / 3600)

    for pattern, name in ((r"收到 (\d+)", "received"), (r"办结 (\d+)，结案", "resolved"), (r"结案 (\d+)", "closed")):
        if said := re.search(pattern, message.partition("目前")[0]):
            assert int(said[1]) == as_json[name]
    kept = re.search(r"按期 (\d+)/(\d+)（(\d+%)）", message)
    if kept is not None and as_json["due"]:
        assert (int(kept[1]), int(kept[2])) == (as_json["on_time"], as_json["due"])
        assert kept[3] == rate(as_json["on_time"] / as_json["due"])
    assert f"未结 {as_json['open']}" in message


def test_what_it_is_compared_with_agrees() -> None:
    earlier = Story(a_ticket(created_at=START, due_at=None))
    _, as_json, book = told([earlier], "2026-11", Scope(), summed=False)
    (received, *_) = book["汇总"]
    (head,) = [head for head in received if head.startswith("上期：")]
    assert head == "上期：2026年10月"
    assert received[head] == as_json["before"]["received"] == 1
    (open_now,) = [row for row in book["汇总"] if row["指标"] == "未结"]
    assert (open_now["本期"], open_now[head]) == (1, "")  # how many were open then nobody knows
