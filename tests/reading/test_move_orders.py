"""Move orders in words: what is ordered, with which unit, span, date and reason; and what orders nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.domain.orders import Length, Measure, MoveOrder
from bot.domain.tickets import Move
from bot.reading.move_orders import calls_off, read_arguments, read_move_order

FRIDAY = date(2026, 11, 20)
DAYS = Measure.DAY


def order(move: Move, words: str = "", **facts: Any) -> MoveOrder:
    return MoveOrder(move, words, **facts)


@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [
        ("转 城管局", "城管局", ""),
        ("转给城管", "城管", ""),
        ("转派：市路灯所", "市路灯所", ""),
        ("请转派给东湖社区，在他们那边", "东湖社区", "在他们那边"),
        ("该工单请转到市路灯所处理", "市路灯所", ""),
        ("改派给西苑社区吧", "西苑社区", ""),
        ("轉給城管局 灯杆归他们", "城管局", "灯杆归他们"),
        ("转派", "", ""),
    ],
)
def test_a_transfer_names_its_unit(text: str, unit: str, words: str) -> None:
    assert read_move_order(text, FRIDAY) == order(Move.TRANSFER, words, unit=unit)


@pytest.mark.parametrize("text", ["转城管局", "请转城管局处理", "建议转城管局"])
def test_a_bare_turn_counts_only_with_a_unit_that_is_known(text: str) -> None:
    assert read_move_order(text, FRIDAY) == order(Move.TRANSFER, unit="城管局", loose=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("退回 不在我们辖区", order(Move.RETURN, "不在我们辖区")),
        ("退回：地点找不到。", order(Move.RETURN, "地点找不到。")),
        ("请退回协调员，在隔壁社区", order(Move.RETURN, "在隔壁社区")),
        ("退回不归我们管", order(Move.RETURN, "不归我们管")),
        ("退回", order(Move.RETURN)),
        ("不归我们管，退回", order(Move.RETURN, "不归我们管")),
        ("这个不归我们管，转给城管 灯杆归他们", order(Move.TRANSFER, "这个不归我们管，灯杆归他们", unit="城管")),
        ("退回 了解后发现不是我们的", order(Move.RETURN, "了解后发现不是我们的")),
        ("复核通过", order(Move.APPROVE)),
        ("退回返工 照片看不清", order(Move.REWORK, "照片看不清")),
        ("核实后情况不属实", order(Move.REJECT, "核实后情况不属实")),
        ("退回 还是不在我们这", order(Move.RETURN, "还是不在我们这")),
        ("恢复", order(Move.RESUME)),
        ("恢复办理！", order(Move.RESUME)),
        ("取消挂账", order(Move.RESUME)),
        ("备注 已联系业主，周三进场", order(Move.NOTE, "已联系业主，周三进场")),
        ("备注：业主问什么时候能修好？", order(Move.NOTE, "业主问什么时候能修好？")),
        ("备注", order(Move.NOTE)),
        ("情况不属实", order(Move.REJECT, "情况不属实")),
        ("现场查看，情况不属实", order(Move.REJECT, "现场查看，情况不属实")),
        ("不予受理 属于小区内部事务", order(Move.REJECT, "属于小区内部事务")),
        ("不受理", order(Move.REJECT)),
        ("并入 T1023", order(Move.MERGE, ticket=1023)),
        ("并到#1023 同一个桶", order(Move.MERGE, "同一个桶", ticket=1023)),
        ("和 T1023 合并", order(Move.MERGE, ticket=1023)),
    ],
)
def test_other_moves_and_their_reasons(text: str, expected: MoveOrder) -> None:
    assert read_move_order(text, FRIDAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("延期 2天 等材料", order(Move.EXTEND, "等材料", length=Length(2, DAYS))),
        ("申请延期两天，等材料", order(Move.EXTEND, "等材料", length=Length(2, DAYS))),
        ("延期48小时 下雨", order(Move.EXTEND, "下雨", length=Length(48, Measure.HOUR))),
        ("延期3个工作日 等配件", order(Move.EXTEND, "等配件", length=Length(3, Measure.WORKDAY))),
        ("延期到明天下午5点 等料", order(Move.EXTEND, "等料", until=date(2026, 11, 21))),
        ("挂起到下月", order(Move.SUSPEND, until=date(2026, 12, 1))),
        ("延期一周", order(Move.EXTEND, length=Length(7, DAYS))),
        ("延期，等材料，还要3天", order(Move.EXTEND, "等材料", length=Length(3, DAYS))),
        ("延到3月15日 等材料", order(Move.EXTEND, "等材料", until=date(2027, 3, 15))),
        ("延长至下周五 施工队排期", order(Move.EXTEND, "施工队排期", until=date(2026, 11, 27))),
        ("延期到2月30日 等料", order(Move.EXTEND, "等料", impossible=True)),
        ("延期 等材料", order(Move.EXTEND, "等材料")),
        ("挂账到3月15日 等资金", order(Move.SUSPEND, "等资金", until=date(2027, 3, 15))),
        ("挂帐到3.15 等资金", order(Move.SUSPEND, "等资金", until=date(2027, 3, 15))),
        ("挂账一个月", order(Move.SUSPEND, length=Length(1, Measure.MONTH))),
        ("挂账到明年3月 开春施工", order(Move.SUSPEND, "开春施工", until=date(2027, 3, 1))),
        ("挂账到月底", order(Move.SUSPEND, until=date(2026, 11, 30))),
        ("挂账", order(Move.SUSPEND)),
    ],
)
def test_how_long_it_is_put_off(text: str, expected: MoveOrder) -> None:
    assert read_move_order(text, FRIDAY) == expected


@pytest.mark.parametrize(
    ("text", "numbers", "move"),
    [
        ("T1024 转给城管", (1024,), Move.TRANSFER),
        ("转 T1024 给城管局", (1024,), Move.TRANSFER),
        ("#T1024、1025 退回 不归我们管", (1024, 1025), Move.RETURN),
        ("T1024 并入 T1023", (1024,), Move.MERGE),
        ("1024 转给城管", (1024,), Move.TRANSFER),
        ("＃T1024 备注 等配件", (1024,), Move.NOTE),
    ],
)
def test_the_tickets_that_are_named(text: str, numbers: tuple[int, ...], move: Move) -> None:
    found = read_move_order(text, FRIDAY)
    assert found is not None
    assert (found.move, found.numbers) == (move, numbers)


@pytest.mark.parametrize(
    "text",
    [
        "能不能转给城管？",
        "要不要退回",
        "转给城管吗",
        "可以延期吗",
        "退回的话要多久",
        "挂账了没",
        "明天转给城管",
        "准备退回",
        "不要退回",
        "不退回",
        "别转给城管",
        "已转城管局",
        "转给城管局了",
        "已申请延期",
        "退回了",
        "延期了两天",
        "挂账中",
        "退回去了",
        "转给他们处理了",
        "不归我们管，能转给城管吗",
        "延期的话",
        "复核通过了吗",
        "通过",
        "转角处已处理",
        "转告物业了",
        "转发一下",
        "派人去了",
        "恢复正常了",
        "恢复供水",
        "情况属实",
        "备注的电话打不通",
        "收到",
        "",
        "转" * 400,
    ],
)
def test_questions_promises_denials_and_talk_order_nothing(text: str) -> None:
    assert read_move_order(text, FRIDAY) is None


@pytest.mark.parametrize(
    ("move", "text", "expected"),
    [
        (Move.TRANSFER, "城管局 路面归他们", order(Move.TRANSFER, "路面归他们", unit="城管局")),
        (Move.TRANSFER, "给 城管局", order(Move.TRANSFER, unit="城管局")),
        (Move.TRANSFER, "", order(Move.TRANSFER)),
        (Move.EXTEND, "2天 等材料", order(Move.EXTEND, "等材料", length=Length(2, DAYS))),
        (Move.SUSPEND, "到3月15日 等资金", order(Move.SUSPEND, "等资金", until=date(2027, 3, 15))),
        (Move.RETURN, " 不归我们管 ", order(Move.RETURN, "不归我们管")),
        (Move.MERGE, "T1023", order(Move.MERGE, ticket=1023)),
        (Move.MERGE, "那一张", order(Move.MERGE, "那一张")),
    ],
)
def test_arguments_of_a_command(move: Move, text: str, expected: MoveOrder) -> None:
    assert read_arguments(move, text, FRIDAY) == expected


@pytest.mark.parametrize(
    ("text", "off"),
    [
        ("算了", True),
        ("取消", True),
        ("点错了，不退了", True),
        ("不用了", True),
        ("等材料", False),
        ("", False),
        ("不退了" * 2000, False),
    ],
)
def test_an_answer_that_takes_the_question_back(text: str, off: bool) -> None:
    assert calls_off(text) is off
