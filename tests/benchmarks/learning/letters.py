"""Letters to a county that are made up: pay, schools, health and trade, of which the built-in words know nothing."""

from __future__ import annotations

import random
from collections.abc import Sequence

from bot.demo.example import example_area
from bot.domain.areas import Area, Category, TimeClass
from bot.reading.vocabulary import words
from tests.benchmarks.learning.history import Row

_WHO: dict[str, tuple[str, ...]] = {
    "labour": words("建材厂 物流公司 保安公司 某酒楼 服装厂 装饰公司 劳务队 某超市 电子厂 外包公司 家政公司 施工队"),
    "schools": words("向阳中学 实验小学 第二幼儿园 职业学校 某培训机构 城关小学 外国语学校 镇中心校 高级中学 附属小学"),
    "health": words("县人民医院 中医院 社区卫生站 妇幼保健院 某诊所 牙科门诊 镇卫生院 连锁药店 体检中心 疾控门诊"),
    "trade": words("某商场 手机专卖店 健身房 网络商家 二手车行 房产中介 美容院 旅行社 家具城 加油站 驾校 装修公司"),
    "traffic_lines": words("公交公司 客运站 出租车公司 轨道公司 12路公交 城际班线 高速收费站 网约车平台 长途车站"),
    "land": words("村委会 征地办 开发公司 安置办 某楼盘 拆迁指挥部 国土所 合作社 自来水厂 不动产中心"),
}
_WHAT: dict[str, tuple[str, ...]] = {
    "labour": words(
        "拖欠工人工资三个月 不给员工缴纳社会保险 强制加班不付加班费 无故辞退不给补偿 克扣押金不退 高温补贴从未发放 "
        "不签劳动合同 工伤后不予认定 拖欠农民工血汗钱 退休待遇核算有误 压低最低工资标准"
    ),
    "schools": words(
        "周末收费补课 强制购买教辅资料 学位分配不合理 食堂饭菜质量差 违规收取择校费 教师体罚学生 校车超载 "
        "招生政策不公开 转学手续办理困难 作业过多影响睡眠 拒收外来务工子女"
    ),
    "health": words(
        "看病报销比例过低 重复收取检查费用 医生态度恶劣延误治疗 疫苗接种排期过长 药品价格虚高 无证行医 "
        "异地就医无法结算 过度医疗 病历不予复印 生育补助迟迟没有发放"
    ),
    "trade": words(
        "预付卡不退款 销售假冒商品 虚假宣传误导消费者 价格欺诈 拒绝开具发票 霸王条款 售后推诿不予维修 "
        "卷款跑路 定金不予退还 强制捆绑销售 短斤少两"
    ),
    "traffic_lines": words(
        "班次过少等候时间长 司机拒载乱收费 线路调整不合理 老年卡无法使用 站点设置偏远 末班车收班过早 "
        "票价上涨没有听证 开通直达线路的建议 司机态度恶劣甩客 充值点太少"
    ),
    "land": words(
        "征地补偿款没有到位 安置房迟迟不交付 拆迁标准不统一 产权证办理拖延 强占耕地 延期交房 土地流转费拖欠 "
        "村务账目不公开 宅基地审批困难 承包合同违法 公摊面积计算不清"
    ),
}
_SHAPES = (
    "{who}{what}",
    "反映{who}{what}的问题",
    "投诉{who}{what}",
    "{place}{who}{what}，请求查处",
    "关于{who}{what}的情况反映",
    "{place}{who}{what}，希望有关部门重视",
    "举报{place}{who}{what}",
    "请有关部门关注{who}{what}",
    "{who}{what}，{end}",
)
_PLACES = words("城东 城西 开发区 高新区 河口镇 北街 老城区 江南片区 新城")
_ENDS = words("群众意见很大 至今没有解决 多次反映无果 严重损害群众利益 何时能够解决 请给予答复 家长意见很大")


def made_up(rows: int, seed: int = 1) -> list[Row]:
    """So many letters of six categories; the same seed gives the same ones."""
    chance = random.Random(seed)
    return [_letter(chance, chance.choice(list(_WHO))) for _ in range(rows)]


def area() -> Area:
    """The example area with the categories of the letters, which have no words but their names."""
    base = example_area()
    return Area(name=base.name, units=base.units, places=base.places, categories=_categories(tuple(_WHO)))


def _categories(codes: Sequence[str]) -> tuple[Category, ...]:
    return tuple(Category(code=code, name=code, time_class=TimeClass.B) for code in codes)


def _letter(chance: random.Random, code: str) -> Row:
    said = {"who": chance.choice(_WHO[code]), "what": chance.choice(_WHAT[code])}
    told = chance.choice(_SHAPES).format(place=chance.choice(_PLACES), end=chance.choice(_ENDS), **said)
    return Row(told, code)
