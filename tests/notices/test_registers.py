"""Registers: what stands in the pages and in the workbook, of the same cases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.periods import read_period
from bot.domain.registers import Case
from bot.domain.tickets import State
from bot.notices.pictures.workbook import Leaf, unpacked
from bot.notices.registers import PAGES, ROWS_OF_PAGE, Register
from tests.domain.test_registers import case
from tests.notices.samples import AREA, TEXTS, ZONE

NOW = datetime(2026, 10, 1, 0, 30, tzinfo=UTC)
QUARTER = read_period("2026Q3", NOW, ZONE)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def filled(*cases: Case) -> Register:
    register = Register(TEXTS, AREA, QUARTER, None, NOW, ZONE)
    register.add(cases)
    return register


def listed(register: Register) -> tuple[Leaf, list[list[Any]]]:
    leaf = register.workbook().leaves[0]
    return leaf, [row for piece in leaf.pieces for row in unpacked(piece)]


def outcome(state: State, **facts: Any) -> str:
    usual = {"due_at": NOW - 2 * DAY, "resolved_at": NOW - DAY}
    (page,) = filled(case(state, **(usual | facts))).pages()
    return page.rows[0][-1]


@pytest.mark.parametrize(
    ("state", "facts", "said"),
    [
        (State.TRIAGE, {}, "待分派"),
        (State.ASSIGNED, {}, "在办，已超时2天"),
        (State.ASSIGNED, {"due_at": NOW - 5 * HOUR}, "在办，已超时5小时"),
        (State.ASSIGNED, {"due_at": NOW - 72 * DAY - 22 * HOUR}, "在办，已超时72天"),
        (State.ACCEPTED, {"due_at": NOW + DAY}, "在办"),
        (State.ACCEPTED, {"reopened": 2}, "在办，已超时2天，返工2次"),
        (State.SUSPENDED, {"suspended_until": NOW + 60 * DAY}, "挂账至11月30日"),
        (State.RESOLVED, {}, "超时1天办结"),
        (State.CLOSED, {"due_at": NOW}, "按期办结"),
        (State.CLOSED, {"due_at": NOW, "reopened": 1}, "按期办结，返工1次"),
        (State.REJECTED, {}, "不予受理"),
        (State.MERGED, {"merged_into": 1001}, "并入T1001"),
        (State.WITHDRAWN, {}, "已撤回"),
    ],
)
def test_what_became_of_it_in_words(state: State, facts: dict[str, Any], said: str) -> None:
    assert outcome(state, **facts) == said


def test_a_row_of_the_page_and_of_the_workbook() -> None:
    facts = {
        "due_at": NOW,
        "resolved_at": NOW - HOUR,
        "created_at": NOW - DAY,
        "supporters": 2,
        "category": "sanitation",
    }
    register = filled(case(State.CLOSED, subcategory="bin", **facts))
    (page,) = register.pages()
    assert page.rows == (
        (
            "1",
            "T1001",
            "09-30 08:30",
            "东湖花园3栋",
            "垃圾桶坏了",
            "东湖社区",
            "10-01 08:30",
            "10-01 07:30",
            "按期办结",
        ),
    )
    assert (page.title, page.whose, page.period) == ("问题反馈清单及落实解决情况", "青石市", "2026年第3季度")
    assert page.signs[0] == "填报单位（盖章）：" and page.page == "第 1 页，共 1 页" and not page.note
    leaf, rows = listed(register)
    head = dict(zip((column.head for column in leaf.columns), rows[0], strict=True))
    assert head == {
        "序号": 1,
        "工单": "T1001",
        "上报时间": "2026-09-30T08:30",
        "点位": "东湖花园3栋",
        "问题": "垃圾桶坏了",
        "类别": "环境卫生",
        "小类": "垃圾桶",
        "等级": "B类",
        "责任单位": "东湖社区",
        "时限": "2026-10-01T08:30",
        "办结时间": "2026-10-01T07:30",
        "落实情况": "按期办结",
        "返工次数": 0,
        "同报人数": 2,
    }


def test_what_is_open_was_not_resolved() -> None:
    """A ticket that was taken up again keeps the moment of its first resolution, which stands no more."""
    (page,) = filled(case(State.ACCEPTED, resolved_at=NOW - DAY, reopened=1)).pages()
    assert page.rows[0][7] == ""


def test_what_is_longer_than_five_pages_is_in_the_workbook() -> None:
    cases = [case(State.ACCEPTED, id=number, due_at=NOW - HOUR) for number in range(PAGES * ROWS_OF_PAGE + 7)]
    register = filled(*cases)
    pages = register.pages()
    assert len(pages) == PAGES and all(len(page.rows) == ROWS_OF_PAGE for page in pages)
    assert [page.note for page in pages] == ["", "", "", "", "其余 7 件见表格"]
    assert pages[1].rows[0][0] == str(ROWS_OF_PAGE + 1) and pages[0].late == frozenset(range(ROWS_OF_PAGE))
    assert len(listed(register)[1]) == len(cases)
    register.left_out = 3
    assert register.pages()[-1].note == "其余 10 件见表格"
    assert "另有 3 件没有列出" in register.workbook().leaves[0].below


def test_the_sums_agree_with_the_list() -> None:
    register = filled(
        case(State.CLOSED, due_at=NOW, resolved_at=NOW - HOUR),
        case(State.ACCEPTED, due_at=NOW - HOUR, reopened=1),
        case(State.TRIAGE, unit_code=None),
    )
    leaf = register.workbook().leaves[1]
    rows: list[list[Any]] = [row for piece in leaf.pieces for row in unpacked(piece)]
    assert [column.head for column in leaf.columns][:3] == ["责任单位", "收到", "按期办结"]
    assert [row[:2] + row[-2:] for row in rows] == [
        ["东湖社区", 2, 1, 0.5],
        ["未分派", 1, 0, None],
        ["合计", 3, 1, 0.5],
    ]
    assert all(sum(row[2:-2]) == row[1] for row in rows)


def test_nothing_reported_is_no_page() -> None:
    assert filled().pages() == () and filled().count == 0
