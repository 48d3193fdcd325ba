"""Faults as couriers of several provinces tell them, hotline notes, and talk that names the same things."""

from __future__ import annotations

import pytest

from bot.domain.readings import Kind
from tests.reading.example_area import example_reader

TOLD = """
玉屏大道过了桥那一截路灯全灭，送夜单摸黑
龙西小区十二栋门口窨井盖子莫得了
文苑小区2栋电梯停摆了，爬了十八楼
太平佳苑5栋1单元电梯门合不拢
翠竹新居门口一根黑线耷拉到脑袋这么高
太平西路路中间塌下去一块
碧水湾2栋门口一层油污，溜滑
甘棠花园北门进去地砖翘起来
太平佳苑7栋前面污水井咕嘟咕嘟往外翻
时代广场外墙上的瓷砖往下掉
太平佳苑9栋楼上往下丢烟头酒瓶
玉屏大道挖了个沟半个月没人填
芙蓉社区路边水管子滋水，滋得老高
翠竹新居9栋一早起来龙头不出水
甘棠花园6栋二单元楼梯间黑黢黢的
兴村安置点2栋下水返味
芙蓉幼儿园门口一排电动车占着盲道
北海花园二期三栋对面那个变电箱门开着小孩能摸到
文苑小区门口横七竖八停满了车
碧水湾3栋楼道灯坏嘞
龙西小区8栋单元门关不拢咯
龙西嘉园9栋墙皮一块一块掉
龙西小区健身的转盘断了个脚
路灯让人砸了，龙西小区3栋
投诉酒吧低频噪音影响楼上住户休息
投诉公交候车亭无座椅无遮阳棚
反映小区电梯超期未检，多次发生夹人事件
反映安居苑电梯困人事件频发，物业置之不理
平东小区楼上掉玻璃，差点砸到人
玉河小学后面河沟里全是塑料袋子
翠竹新居路边谁家敲下来的墙渣子堆了一座小山
""".strip().splitlines()

SAID = """
我车胎漏气了，哪里有补胎的，碧水湾附近
龙西小区3栋没电梯，爬得我腿断
时代广场的电梯等了十分钟，人太多
太平西路那家烧烤味道可以
我电瓶车在龙西小区被偷了
今天平东小区停水吗
明天8点到12点翠竹新居停水，大家提前备水
龙西社区通知明天停电
雨太大了，在文苑小区楼道躲一会
昨晚龙西小区路灯下看到一对情侣吵架
我在龙西小区下水道口那儿等你
龙北路电线杆那儿左拐就到了
碧水湾护栏那边有个口子能钻过去
餐给你搁在龙西小区北门石墩上了
我的电动车停在文苑小区车棚充电
餐盒破了，芙蓉路那家包装真差
瑞景苑的奶茶店排队出不来餐
3栋301电话打不通，餐放水表箱上了
昨天我在太平西路摔了一跤，今天膝盖还青着
时代广场地下车库能停电动车吗
顾客让我帮忙扔垃圾，龙西小区3栋
看到井盖哥在时代广场转悠
时代广场三楼火锅店着火爆，排队两百桌
仙源古街那边拍电影呢，有人演着火
我被困在电梯口等了俩单
芙蓉苑等餐等到昏迷
在文苑小区门口看到一只流浪猫，好可爱
电梯里困得睡着了
""".strip().splitlines()


@pytest.mark.parametrize("text", TOLD)
def test_a_fault_in_plain_words_is_a_report(text: str) -> None:
    reading = example_reader().read(text)
    assert reading.kind is Kind.REPORT
    assert not reading.emergency


@pytest.mark.parametrize("text", SAID)
def test_talk_that_names_the_same_things_is_none(text: str) -> None:
    assert example_reader().read(text).kind is Kind.CHATTER


@pytest.mark.parametrize(
    ("text", "subcategory", "emergency"),
    [
        # The thing before it tells what leaks.
        ("龙西小区3栋楼下轮胎漏气的车堵着路", "car_parking", False),
        ("龙西小区3栋暖气漏水", "leak", False),
        ("龙西小区3栋煤气泄露", "gas", True),
        ("碧水湾2栋煤气罐漏气", "gas", True),
        ("龙西小区3栋瓦斯味", "gas", True),
        # What only says where does not say what is wrong.
        ("龙西嘉园消火栓旁边停满了车", "car_parking", False),
        ("龙西嘉园绿化带里全是垃圾", "litter", False),
        # Sparks now are a danger; sparks of many times are to be mended soon, a fire beside a habit is a fire.
        ("芙蓉苑2栋充电桩冒火花", "shed", True),
        ("芙蓉苑2栋充电桩冒火花好几回了没人管", "shed", False),
        ("龙西小区3栋电梯经常困人", "lift", False),
        ("龙西小区3栋电梯关人了", "lift", True),
        ("龙西小区3栋楼道着火了，之前经常停电", None, True),
        # Feared for somebody, or cleared away, is none.
        ("芙蓉苑外墙皮掉落，砸到人怎么办", "falling", False),
        ("芙蓉苑外墙皮掉落，砸到人了", "falling", True),
        ("平东路车祸已经清理了，护栏还倒着", "railing", False),
        ("太平西路桥边栏杆少了两根，小孩容易掉下去", "bridge", False),
        ("龙西小区村民焚烧秸秆，浓烟影响行车", "burning", False),
        # Half a road gone is a road that fell in.
        ("龙西小区门口水泥路塌了半边边", "road_collapse", True),
    ],
)
def test_what_stands_beside_a_word_decides(text: str, subcategory: str | None, emergency: bool) -> None:
    reading = example_reader().read(text)
    assert reading.kind is Kind.REPORT
    assert reading.emergency is emergency
    if subcategory is not None:
        assert reading.problems[0].subcategory == subcategory
