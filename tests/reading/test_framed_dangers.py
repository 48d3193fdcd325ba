"""Dangers told without a listed word, and words of danger that mean something else."""

from __future__ import annotations

import pytest

from tests.reading.example_area import example_reader

FRAMED = """
碧水湾3栋楼上有人喊救命
碧水湾3栋一家人煤气中毒了
碧水湾3栋有人割腕
芙蓉苑3栋有人上吊
平东路有人抢劫
平东路一个老头晕过去了
平东路有个老人躺着没反应
碧水湾3栋电梯卡在三楼里面有个老人
碧水湾3栋电梯关着人
碧水湾3栋电梯把人关里面了
我被关电梯里了碧水湾3栋
碧水湾有小孩掉水里了
平东路货车撞人了
平东路轿车把骑手撞了
平东路路面塌了个大洞
碧水湾3栋火灾
碧水湾3栋阳台有明火
平东路积水里漏电
"""

NONE = """
平东路两车追尾，撞了护栏，没有人受伤
平东路火锅店着火爆，排队两百桌
火花带闪电，今天又是碧水湾
碧水湾等餐等到昏迷
碧水湾爬六楼爬到昏倒
平东路烧烤摊浓烟滚滚
平东路施工切割火花四溅
平东路井盖没了，别等有人掉进去才管
平东路车祸堵车了，绕路吧
碧水湾3栋电梯停了，老人爬不动楼
碧水湾3栋电梯卡住没人修
碧水湾3栋火灾隐患多
"""


@pytest.mark.parametrize("text", FRAMED.split("\n")[1:-1])
def test_a_danger_told_by_a_way_of_speaking(text: str) -> None:
    assert example_reader().read(text).emergency


@pytest.mark.parametrize("text", NONE.split("\n")[1:-1])
def test_words_that_only_sound_like_one(text: str) -> None:
    assert not example_reader().read(text).emergency
