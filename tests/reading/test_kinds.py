"""Report, reply, command or chatter."""

from __future__ import annotations

import pytest

from bot.domain.readings import Kind, ReadingContext
from tests.reading.example_area import example_reader


@pytest.mark.parametrize(
    "text",
    [
        "12栋井盖没了",
        "广场花苑小区3栋的垃圾桶坏了",
        "垃圾桶坏了，没人管",
        "路灯坏了",
        "平东路垃圾堆成山了",
        "路边垃圾成山",
        "平东小区门口路灯三天没亮了",
        "碧水湾3号楼前面下水道堵了，污水都冒出来了",
        "龙北新村2栋后面有一堆建筑垃圾",
        "翠竹新居的树枝都伸到路上来了，挡视线",
        "文苑小区有条流浪狗追着人咬",
        "龙西小区和平东小区的垃圾桶都坏了",
        "3栋垃圾桶坏了有人管吗？",
        "您好！麻烦反映一下，东方丽景小区6栋楼下的健身器材断了，小孩在上面玩很危险，请尽快派人修，谢谢！",
        "【上报】地点：平东小区5栋；问题：楼道灯不亮",
        "龙西小区停电了，还没来电",
        "龙西小区停电，刚来电了，又停了",
        "龙西小区停电，3栋来电了，5栋还没来电",
        "尊敬的领导，我是锦绣华庭的业主，小区西门的消防通道长期停满私家车，希望有关部门尽快整治。",
    ],
)
def test_reports(text: str) -> None:
    assert example_reader().read(text).kind is Kind.REPORT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "😂😂😂",
        "早上好各位",
        "快递堆成山了",
        "作业堆成山了救命",
        "3栋的外卖到了，放门口了",
        "龙西小区3栋302的餐放门口了，麻烦拿一下",
        "龙西小区12栋",
        "龙西小区3栋2单元301室",
        "谢谢书记，辛苦了",
        "谁在龙西小区？帮我取个餐",
        "平东小区怎么走",
        "龙西小区门禁密码多少",
        "垃圾站在哪里",
        "路灯坏了吗？",
        "今天龙西那边单子好多",
        "这单超时了，商家出餐太慢",
        "我的手机坏了，谁有修手机的电话",
        "碧水湾的保安太凶了",
        "甘棠大道堵车了",
        "转让二手电动车，八成新，龙西小区自提",
        "T1024 怎么样了",
        "13812345678 打这个电话",
        "龙西小区的路灯没坏，挺亮的",
        "哈哈我的心态崩了",
    ],
)
def test_chatter(text: str) -> None:
    reading = example_reader().read(text)
    assert (reading.kind, reading.problems) == (Kind.CHATTER, ())


@pytest.mark.parametrize(
    "text",
    [
        "3栋垃圾桶已修好",
        "收到",
        "好的，马上安排",
        "龙西小区门口的垃圾已经清理干净了",
        "未解决",
        "龙西小区停电一上午了，现在来电了",
        "龙西小区停水，刚刚来水了",
    ],
)
def test_replies(text: str) -> None:
    assert example_reader().read(text).kind is Kind.REPLY


@pytest.mark.parametrize("text", ["/start", "/done 修好了", " /todo", "／help"])
def test_commands(text: str) -> None:
    assert example_reader().read(text).kind is Kind.COMMAND


def test_a_photo_stands_for_the_fault() -> None:
    text = "龙西小区12栋井盖"
    assert example_reader().read(text).kind is Kind.CHATTER
    assert example_reader().read(text, ReadingContext(has_photo=True)).kind is Kind.REPORT


def test_a_photo_makes_no_report_of_talk() -> None:
    context = ReadingContext(has_photo=True)
    assert example_reader().read("3栋的外卖到了，放门口了", context).kind is Kind.CHATTER
    assert example_reader().read("今天的晚饭", context).kind is Kind.CHATTER
