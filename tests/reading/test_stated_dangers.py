"""Dangers that are stated beside words that elsewhere deny, and dangers doubted at a spot: never silence."""

from __future__ import annotations

import pytest

from bot.domain.readings import Kind
from tests.reading.example_area import example_reader

STATED = """
平东路挖沟造成燃气泄漏
平东路下雨导致路面塌陷
芙蓉苑3栋线路老化引发起火了
水管爆裂引起平东路地面塌陷
芙蓉苑3栋着火了咋办快来人
碧水湾3栋煤气味好重怎么办
芙蓉苑3栋防盗网里着火
没想到着火了，碧水湾3栋
碧水湾3栋消防栓没水着火了
碧水湾3栋着火了也没人来
碧水湾3栋起火了都没法靠近
碧水湾3栋起火的时候没人看见，现在烧大了
碧水湾3栋起火，消防员把人救出来了，火还在烧
碧水湾3栋是不是着火了？有烟
碧水湾3栋不小心引起着火了
碧水湾3栋着火没扑灭
不是开玩笑，着火了碧水湾3栋
"""

DOUBTED = """
碧水湾3栋着火了吗
碧水湾3栋可能漏煤气
听说着火了，碧水湾3栋
谁说碧水湾3栋着火了
碧水湾3栋容易着火
碧水湾3栋会引发起火
碧水湾3栋万一着火怎么办
"""

NOTHING = """
碧水湾3栋消防演习，模拟着火
碧水湾3栋着火的视频谁有
碧水湾3栋去年着火
碧水湾等餐等得快晕倒
碧水湾3栋没有着火
碧水湾客户催得着火似的
"""


@pytest.mark.parametrize("text", STATED.split())
def test_a_stated_danger_is_not_denied_by_a_word_beside_it(text: str) -> None:
    reading = example_reader().read(text)
    assert (reading.kind, reading.emergency) == (Kind.REPORT, True)


@pytest.mark.parametrize("text", DOUBTED.split())
def test_a_doubted_danger_at_a_spot_is_an_ordinary_report(text: str) -> None:
    reading = example_reader().read(text)
    assert (reading.kind, reading.emergency) == (Kind.REPORT, False)


@pytest.mark.parametrize("text", NOTHING.split())
def test_what_is_over_practised_or_only_said_stays_chatter(text: str) -> None:
    assert example_reader().read(text).kind is Kind.CHATTER
