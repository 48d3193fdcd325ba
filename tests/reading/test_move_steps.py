"""Steps of a fix told in words: what tells that it is guarded or mended, and what only sounds so."""

from __future__ import annotations

from time import perf_counter

import pytest

from bot.domain.orders import MoveOrder
from bot.domain.tickets import Move
from bot.reading.move_steps import read_step

GUARDED = """\
已控制
现场已经控制住了
险情已得到控制
控制住了
已设围挡
已拉警戒线
已设警示标志
已设置警示標誌
拉了警戒线
警戒线拉好了
围挡已设置到位
已用围挡围好
先用围挡围住了，明天来修
已放警示牌，等维修
已到现场，拉了警戒线
收到，已设围挡，正在联系换井盖
已摆放锥桶，联系市政更换
我们已经围起来了
围好了
已派人拉好警戒线
已安排人员把现场围起来了
已封路
已断电
人员已疏散，等燃气公司
已先期处置
现场已设置围挡和警示牌，后续尽快修复
井口已用铁板盖住并设警示标志"""

MENDED = """\
已修复
修好了
已抢修完毕
井盖已补好
井盖已更换
坑已填平"""

NO_STEP = """\
没控制住
已控制不住
控制了吗
控制住了吗？
还没控制
还没设围挡
马上设围挡
准备拉警戒线
已安排设围挡
已通知物业拉警戒线
已派人去设围挡
已安排人员设围挡
请拉警戒线
正在设围挡
明天设围挡
等下拉警戒线
围挡倒了
警戒线没拉
围挡被吹倒了
要不要设围挡
已拆除围挡
呵呵已控制
控制
费用已控制在预算内
如果已控制就好
收到
没修好
修好了吗
明天修复
正在修复
已安排抢修
快修好了
已处理
已办结
已修复并恢复路面
已修好，撤掉警示牌
已全部修复"""


@pytest.mark.parametrize("text", GUARDED.split("\n"))
def test_what_tells_that_it_is_guarded(text: str) -> None:
    order = read_step(text)
    assert order is not None and order.move is Move.CONTROL


@pytest.mark.parametrize("text", MENDED.split("\n"))
def test_what_tells_that_it_is_mended(text: str) -> None:
    order = read_step(text)
    assert order is not None and order.move is Move.REPAIR


@pytest.mark.parametrize("text", NO_STEP.split("\n"))
def test_what_only_sounds_so_is_no_step(text: str) -> None:
    assert read_step(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("已控制", MoveOrder(Move.CONTROL)),
        ("现场已控制！", MoveOrder(Move.CONTROL)),
        ("T1024 已控制", MoveOrder(Move.CONTROL, numbers=(1024,))),
        ("已控制 T1024", MoveOrder(Move.CONTROL, numbers=(1024,))),
        ("#T1024、#T1025 已设围挡", MoveOrder(Move.CONTROL, "已设围挡", numbers=(1024, 1025))),
        ("已设围挡，等明天换井盖", MoveOrder(Move.CONTROL, "已设围挡，等明天换井盖")),
        ("T1024 已修复", MoveOrder(Move.REPAIR, numbers=(1024,))),
        ("井盖已更换", MoveOrder(Move.REPAIR, "井盖已更换")),
    ],
)
def test_the_words_and_the_tickets_of_a_step(text: str, expected: MoveOrder) -> None:
    assert read_step(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *(
            word * (200 // len(word))
            for word in ("已", "用", "围", "已经", "用围", "现场", "警戒线", "设了", "已派人", "控制", "T1024", "#")
        ),
        "已" * 100 + "围" * 100,
        "用" * 199 + "!",
        "控制" + "了现场" * 60,
    ],
)
def test_no_text_takes_long(text: str) -> None:
    begun = perf_counter()
    read_step(text)
    assert perf_counter() - begun < 0.5


def test_a_long_text_is_no_step() -> None:
    assert read_step("已控制，" + "好" * 200) is None
