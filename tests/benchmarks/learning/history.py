"""A labelled history that is made up: sentences of our own, with noise, so that no installation's data is needed.

It says how two ways of learning compare and whether confidence is honest; not how good either is on a city's tickets.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.domain.categories import BUILT_IN
from bot.reading.vocabulary import words

_MISLABELLED = 0.02
_ASIDE = 0.25
"""The share of rows that name a thing of another category beside the matter: 路灯旁边的垃圾桶."""
_SLIP = 0.3
"""The share of rows in which a character is missing or wrong."""

_THINGS: dict[str, tuple[str, ...]] = {
    "facilities": words(
        "窨井盖 雨水箅子 路灯杆 景观灯 人行道地砖 盲道 路沿石 桥栏杆 下水管 排水沟 公交站牌 休息椅 "
        "健身器材 自来水管 消火栓盖 路面大坑 柏油路 涵洞 隔离桩 水表井 化粪池 雨棚立柱 观景平台 "
        "台阶 坡道"
    ),
    "sanitation": words(
        "垃圾桶 分类亭 果皮箱 公共厕所 厨余桶 菜叶子 剩饭 旧沙发 破床垫 砖头瓦块 狗粪 死老鼠 污水 "
        "绿藻 落叶堆 纸箱子 泡沫箱 蚊虫 臭水沟 垃圾车 保洁车 塑料袋 呕吐物 烟头 河面漂浮物"
    ),
    "greenery": words(
        "香樟树 行道树 冬青 草皮 灌木丛 枯枝 花坛 绿篱 月季 梧桐 竹子 花箱 树坑 树桩 爬藤 银杏 草坪 "
        "护树架 喷淋头 白蚁 毛毛虫 杂草 树杈 盆景 绿化带"
    ),
    "traffic": words(
        "共享单车 小轿车 面包车 电动车 三轮车 红绿灯 停车线 限速牌 斑马线 减速带 地锁 大货车 导流线 "
        "反光镜 路名牌 道闸 隔离护栏 网约车 校车 摩托车 僵尸车 停车位 禁停牌 单行道标志 公交车道"
    ),
    "safety": words(
        "消防通道 灭火器 应急灯 电线 配电箱 变压器 燃气表 电瓶 充电线 空调外机 外墙瓷砖 玻璃窗 大狗 "
        "高压线 烟感 防火门 楼顶水箱 花盆 井口 深坑 电缆 安全出口 消火栓 广告灯箱线路 围墙"
    ),
    "construction": words(
        "工地 打桩机 渣土车 装修电钻 搅拌车 塔吊 围挡 切割机 广场舞音响 空压机 夜间施工 扬尘 混凝土 "
        "歌厅 冷却塔 挖掘机 拆墙 发电机 喇叭叫卖 烧烤店音乐 脚手架 泥浆 洒水 施工便道 卸货"
    ),
    "street_order": words(
        "水果摊 早餐车 烧烤炉 小广告 横幅 晾衣绳 流动摊贩 店外桌椅 灯箱招牌 传单 违章棚子 铁皮房 "
        "遮阳伞 占道货架 废品收购点 修鞋摊 流浪汉 卡拉OK摊 充气拱门 牛皮癣 地摊 夜市 露天餐桌 "
        "宣传展板 搭建的阳光房"
    ),
    "housing": words(
        "电梯 单元门 楼道灯 信报箱 快递柜 屋顶 天花板 车棚 充电桩 门禁卡 楼梯扶手 地下室 水泵房 "
        "对讲机 走廊杂物 厨房顶 卫生间顶 外墙 宣传栏 门厅 车库卷帘门 楼顶防水 鞋柜 纸板 旧自行车"
    ),
}
_FAULTS: dict[str, tuple[str, ...]] = {
    "facilities": words(
        "坏了 断裂 松动 塌了一块 不亮 堵了 缺了一块 歪了 漏水 高低不平 没人修 锈穿了 踩上去会响 晃得厉害"
    ),
    "sanitation": words(
        "满了 没人清 臭得很 堆成山 到处都是 招苍蝇 流了一地 好几天没动 扔得乱七八糟 坏了 倒了 "
        "溢出来 没人收 脏得下不了脚"
    ),
    "greenery": words("倒了 枯死 太长了 挡住路 断了 没人剪 长满了 被踩秃 伸进窗户 歪了 掉下来 缺水 被人挖走 挡光"),
    "traffic": words(
        "乱停 占了人行道 挡住出口 不亮 磨没了 停了半年 倒了一片 堵死路口 被撞歪 逆行 看不清 坏了 横在路中间 没人管"
    ),
    "safety": words("被堵 掉下来 冒火星 过期了 裸露 垂到地上 没盖 松动 拉到楼下 要掉 追人 打不开 缺了 歪了 坏了"),
    "construction": words(
        "吵到半夜 没有围挡 灰大得睁不开眼 震得窗户响 凌晨还在响 没人管 洒了一路 天天响 不停 没洒水 占了路 声音太大"
    ),
    "street_order": words(
        "占了人行道 贴满了 挂在树上 油烟呛人 天天来 挡住门口 没人管 堵着路 搭到路边 吵得很 地上全是油 收了又来"
    ),
    "housing": words("坏了 不亮 漏水 打不开 关不上 困过人 堆满了 掉皮 发霉 停运 没电 刷不开 异响 挡着路 渗水"),
}
_BESIDE = ["旁边的", "边上的", "下面", "对面", "后面有"]
_VERBS = words("把路占了 影响走路 老人摔了一跤 孩子不敢过 晚上看不见 说了好几次 物业不管 一直没人来 谁来管管 很危险")
_OPENERS = [
    "",
    "",
    "",
    "您好，",
    "反映一下，",
    "居民说",
    "今天路过发现",
    "麻烦看下，",
    "书记好，",
    "又来了，",
    "送件时看到",
    "请问",
]
_PLACES = words("{} {}{}栋 {}门口 {}东门外 {}{}号楼下 {}里面 {}后面 {}旁边的路上 {}地下车库")
_NAMES = words(
    "春晖苑 梧桐里 望湖小区 金石湾 锦绣坊 四季园 河滨路 中兴街 青年巷 文昌路 桃源居 向阳院 水岸花园 "
    "老纺织厂宿舍 菜市场 幼儿园"
)
_ENDS = ["", "", "", "，请处理", "，谢谢", "，麻烦派人", "，希望尽快解决", "，图片为证", "！", "。"]


@dataclass(frozen=True, slots=True)
class Row:
    text: str
    category: str


def made_up(rows: int, seed: int = 1) -> list[Row]:
    """So many rows; the same seed gives the same history. Common things come often, rare ones once or never."""
    chance = random.Random(seed)
    codes = list(_THINGS)
    return [_row(chance, chance.choices(codes, [9, 10, 4, 8, 5, 6, 6, 7])[0], codes) for _ in range(rows)]


def _row(chance: random.Random, code: str, codes: Sequence[str]) -> Row:
    told = _clause(chance, code)
    if chance.random() < _ASIDE:
        told = f"{_thing(chance, chance.choice(codes))}{chance.choice(_BESIDE)}{told}"
    place = chance.choice(_PLACES).format(chance.choice(_NAMES), chance.randrange(1, 40))
    text = chance.choice(_OPENERS) + place + told + chance.choice(_ENDS)
    if chance.random() < _SLIP:
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice(("", "的", "了", chance.choice(text))) + text[at + 1 :]
    return Row(text, chance.choice(codes) if chance.random() < _MISLABELLED else code)


def _clause(chance: random.Random, code: str) -> str:
    fault = chance.choice(_VERBS if chance.random() < 0.4 else _FAULTS[code])
    return chance.choice(["{}{}", "{}{}", "有{}{}", "{}又{}", "{}都{}", "{}，{}"]).format(_thing(chance, code), fault)


def _thing(chance: random.Random, code: str) -> str:
    """Few things come often, most seldom: what is new in new texts is mostly a rare thing."""
    things = _things(code)
    thing = chance.choices(things, [1 / (rank + 8) for rank in range(len(things))])[0]
    return thing[-2:] if chance.random() < 0.25 else thing


@cache
def _things(code: str) -> tuple[str, ...]:
    """Ours and those of the built-in book, in an order that is always the same."""
    subs = [small for big in BUILT_IN if big.code == code for small in big.sub]
    told = [word for small in subs for word in (small.name, *small.keywords)]
    things = sorted({*_THINGS[code], *told})
    random.Random(code).shuffle(things)
    return tuple(things)
