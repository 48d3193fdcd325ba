"""Replies that tell of a deed and settle nothing: papers, guards, halves, mockery, several tickets at once."""

from __future__ import annotations

import pytest

from bot.domain.readings import OrderWord
from bot.reading.orders import read_order

SETTLE_NOTHING = """
已办理延期手续
已完成现场勘查
已完成登记
已落实责任单位
已整理材料
已列入维修计划
已挂号处理
已落实到物业
现场已摆放警示牌
已围好警戒线
已用围挡围好
已加固临时围挡
据邻居讲已经修好了
物业答复已处理
对方反馈已经清理完毕
车主答应已经挪走了
修好了对吧
已经清理完了吧
差一点就修好了
假装处理好了
已处理三分之一
已清理过两回了
修好了要300
修好了我请你吃面
处理完毕个头
刚修好了又给撞了
已处理≠修好了
修好了💩
已处理🤡
三盏换好了两盏
谁修好了谁说一声
已解决了个啥
天天已处理
"""

SETTLED = """
坑已补好并撤除围挡
已修好，撤掉警示牌
已拆除围挡
已处理完毕并反馈市民
已落实到位
三盏都换好了
"""

MIXED = """
1024 好了 1025 没好
1024 修好了 1025 明天
1024、1025 一个好了一个没好
T1024、T1025 一个好了一个没好
"""


@pytest.mark.parametrize("text", SETTLE_NOTHING.split("\n")[1:-1])
def test_what_settles_nothing_closes_no_ticket(text: str) -> None:
    order = read_order(text)
    assert order is None or order.word not in {OrderWord.RESOLVE, OrderWord.CONFIRM}


@pytest.mark.parametrize("text", SETTLED.split("\n")[1:-1])
def test_a_deed_beside_such_words_still_settles(text: str) -> None:
    order = read_order(text)
    assert order is not None
    assert order.word is OrderWord.RESOLVE


@pytest.mark.parametrize("text", MIXED.split("\n")[1:-1])
def test_one_thing_of_one_and_another_of_another_is_not_understood(text: str) -> None:
    assert read_order(text) is None


def test_a_sum_or_a_year_is_no_other_ticket() -> None:
    order = read_order("1024 修好了，花了1200元")
    assert order is not None
    assert (order.word, order.numbers) == (OrderWord.RESOLVE, (1024,))
