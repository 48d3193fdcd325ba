"""Rows of an export: in the words of the installation, without who reported, and no formula among them."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.areas import TimeClass
from bot.domain.exports import Exported, Happened
from bot.domain.tickets import Move, State
from bot.notices.exported_rows import Rows, csv_lines
from bot.notices.pictures.workbook import LONGEST_CELL, Cell
from bot.notices.texts import Texts
from tests.notices.samples import AREA, TEXTS, ZONE

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
LINK = "https://t.me/c/1234567890/5"


def an_export(**facts: Any) -> Exported:
    """A bin of 东湖花园 that was mended in time, after it had been done badly."""
    base = Exported(
        id=1024,
        state=State.CLOSED,
        place="东湖花园3栋",
        summary="垃圾桶坏了",
        text="东湖花园3栋的垃圾桶坏了",
        category="sanitation",
        subcategory="bin",
        time_class=TimeClass.B,
        unit_code="donghu",
        bot_unit="xiyuan",
        created_at=NOW,
        assigned_at=NOW,
        respond_by=NOW + 4 * HOUR,
        accepted_at=NOW + HOUR,
        due_at=NOW + 72 * HOUR,
        resolved_at=NOW + 3 * HOUR,
        closed_at=NOW + 5 * HOUR,
        suspended_until=NOW,
        merged_into=None,
        reopened=1,
        extended=0,
        supporters=2,
        stars=5,
        link=LINK,
        photos=2,
        photo=LINK,
        proof=None,
        counted=(1, 0),
    )
    return base._replace(**facts)


def an_event(**facts: Any) -> Happened:
    base = Happened(
        ticket_id=1024,
        kind=Move.TRANSFER.value,
        state=State.ASSIGNED,
        done_at=NOW,
        actor="李书记",
        by_reporter=False,
        unit_code="donghu",
        had_by="xiyuan",
        words="不归我们",
        details={},
        stars=None,
        counted=("transferred", "given"),
    )
    return base._replace(**facts)


def ticket(rows: Rows | None = None, **facts: Any) -> dict[str, Cell]:
    rows = rows or Rows(TEXTS, AREA, ZONE)
    heads = [column.head for column in rows.ticket_columns(("received", "missed"))]
    return dict(zip(heads, rows.ticket(an_export(**facts)), strict=True))


def event(**facts: Any) -> dict[str, Cell]:
    rows = Rows(TEXTS, AREA, ZONE)
    return dict(zip((column.head for column in rows.event_columns()), rows.event(an_event(**facts)), strict=True))


def test_a_ticket() -> None:
    assert ticket() == {
        "工单": "T1024",
        "状态": "已结案",
        "上报时间": "2026-11-22T10:30",
        "点位": "东湖花园3栋",
        "问题": "垃圾桶坏了",
        "原文": "东湖花园3栋的垃圾桶坏了",
        "类别": "环境卫生",
        "小类": "垃圾桶",
        "等级": "B类",
        "责任单位": "东湖社区",
        "自动分派给": "西苑社区",
        "分派时间": "2026-11-22T10:30",
        "受理时限": "2026-11-22T14:30",
        "受理时间": "2026-11-22T11:30",
        "办结时限": "2026-11-25T10:30",
        "办结时间": "2026-11-22T13:30",
        "结案时间": "2026-11-22T15:30",
        "挂账到": None,
        "并入": None,
        "返工次数": 1,
        "延期次数": None,
        "同报人数": 2,
        "评价几星": 5,
        "原消息": LINK,
        "照片数": 2,
        "上报照片": LINK,
        "办结照片": None,
        "收到": 1,
        "超时": None,
    }


@pytest.mark.parametrize(
    ("facts", "head", "cell"),
    [
        ({"state": State.ACCEPTED}, "办结时间", None),  # it was taken up again: that resolution stands no more
        ({"state": State.ACCEPTED}, "结案时间", None),
        ({"state": State.SUSPENDED}, "挂账到", "2026-11-22T10:30"),
        ({"state": State.MERGED, "merged_into": 1023}, "并入", "T1023"),
        ({"unit_code": None}, "责任单位", "未分派"),
        ({"unit_code": "gone"}, "责任单位", "gone"),
        ({"bot_unit": None}, "自动分派给", None),
        ({"category": None, "subcategory": None}, "类别", None),
        ({"text": "长" * 3000}, "原文", "长" * LONGEST_CELL),
    ],
)
def test_what_holds_no_more_is_left_out(facts: dict[str, Any], head: str, cell: Cell) -> None:
    assert ticket(**facts)[head] == cell


def test_an_event() -> None:
    assert event() == {
        "工单": "T1024",
        "时间": "2026-11-22T10:30",
        "动作": "转派给东湖社区",
        "之后的状态": "待受理",
        "之后的单位": "东湖社区",
        "当时的单位": "西苑社区",
        "操作人": "李书记",
        "内容": "不归我们",
        "评价几星": None,
        "计入": "转派、派单",
    }


@pytest.mark.parametrize(
    ("facts", "head", "cell"),
    [
        ({"by_reporter": True, "actor": None}, "操作人", "上报人"),
        ({"actor": None}, "操作人", "蜂哨"),
        ({"kind": "reminded", "details": {"rung": "early", "clock": "fix"}}, "动作", "临期提醒"),
        ({"kind": "reminded", "details": {"rung": "early", "clock": "fix"}}, "内容", "待办结"),
        ({"kind": "missed", "details": {"clock": "response"}}, "内容", "待受理"),
        ({"kind": "merge", "details": {"ticket": 1023}, "words": "同一件"}, "内容", "T1023 同一件"),
        ({"kind": "split", "details": {"units": ["xiyuan", "gone"]}, "words": None}, "内容", "西苑社区、gone"),
        ({"kind": "photo_refused"}, "动作", "照片无法使用"),
        ({"counted": ()}, "计入", ""),
        ({"had_by": "gone"}, "当时的单位", "gone"),
        ({"had_by": None}, "当时的单位", None),
        ({"words": None}, "内容", None),
    ],
)
def test_what_an_event_tells(facts: dict[str, Any], head: str, cell: Cell) -> None:
    assert event(**facts)[head] == cell


def test_every_kind_of_event_has_its_words() -> None:
    """As the demo's look under the glass has them: a kind of event without words would end the export."""
    from bot.demo.wording import EVENTS

    assert all(event(kind=kind)["动作"] or kind == "reminded" for kind in EVENTS)


def test_the_operator_s_words_hold() -> None:
    own = Rows(Texts({"state.closed": "办完了", "measure.received": "来件"}), AREA, ZONE)
    assert ticket(own)["状态"] == "办完了"
    assert ticket(own)["来件"] == 1


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+8613", "'+8613"),
        ("-", "'-"),
        ("@x", "'@x"),
        ("\t", "'\t"),
        ("\n=1", "'\n=1"),
        ("＝1+1", "'＝1+1"),
        ("＠x", "'＠x"),
        ("T1", "T1"),
        (-3, "-3"),
    ],
)
def test_a_formula_stands_behind_an_apostrophe(cell: Cell, written: str) -> None:
    ((read,),) = csv.reader(io.StringIO(csv_lines([[cell]]).decode(), newline=""))
    assert read == written


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Asia/Kathmandu", "Australia/Lord_Howe", "Europe/Berlin"])
def test_the_clocks_are_those_of_the_area(zone: str) -> None:
    """Also where they are put back by half an hour, or stand at three quarters of one."""
    rows = Rows(TEXTS, AREA, ZoneInfo(zone))
    for minutes in range(0, 366 * 24 * 60, 7 * 17):
        at = datetime(2026, 1, 1, 0, 1, tzinfo=UTC) + timedelta(minutes=minutes)
        assert rows.event(an_event(done_at=at))[1] == f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}"
