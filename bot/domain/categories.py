"""The built-in category book: eight 大类 that couriers see, used when an area book brings none.

What kinds a city distinguishes and how long it allows for each follow the published standards of
Chinese grid management (网格化管理): a missing manhole cover is a matter of hours, a cracked pavement
of days. The words are ours. `examples/huangshan/area.toml` spells the same list out for operators.
"""

from __future__ import annotations

from bot.domain.areas import Category, Subcategory, TimeClass
from bot.domain.durations import Duration


def _small(code: str, name: str, allowed: str, keywords: str) -> Subcategory:
    """A 小类; `allowed` is a class ("A") or a limit ("2h")."""
    words = tuple(keywords.split())
    if allowed in {"A", "B", "C"}:
        return Subcategory(code=code, name=name, time_class=TimeClass(allowed), keywords=words)
    return Subcategory(code=code, name=name, limit=Duration.parse(allowed), keywords=words)


def _big(code: str, name: str, time_class: TimeClass, keywords: str, *sub: Subcategory) -> Category:
    return Category(code=code, name=name, time_class=time_class, keywords=tuple(keywords.split()), sub=sub)


_FACILITIES = _big(
    "facilities",
    "市政设施",
    TimeClass.B,
    "市政设施 公共设施 盖板",
    _small(
        "manhole_missing",
        "井盖缺失",
        "2h",
        "井盖缺失 井盖没了 井盖没有了 井盖不见 井盖丢 井盖被偷 井盖被搬 井盖被人搬 井盖被人偷 "
        "井盖移位 井盖移开 井盖开着 井盖敞开 "
        "井盖掀开 没有井盖 "
        "没井盖 缺井盖 少井盖 少了井盖 少个井盖 井没盖 井没有盖 井口敞开 井口没盖 无盖井 井盖掉下去 "
        "井盖掉进",
    ),
    _small(
        "manhole",
        "井盖",
        "4h",
        "井盖 窨井盖 窨井 下水井 井盖破损 井盖坏 井盖裂 井盖松动 井盖下沉 雨水箅子 雨篦子 沟盖板",
    ),
    _small("streetlamp", "路灯", "A", "路灯 路灯不亮 街灯 灯杆 路灯杆 景观灯 没有路灯 路上没灯"),
    _small(
        "road_collapse",
        "路面塌陷",
        "2h",
        "路面塌陷 地面塌陷 道路塌陷 路面下陷 路塌了 地陷 塌了个坑 塌了一个坑",
    ),
    _small(
        "road_surface",
        "路面破损",
        "C",
        "路面 石板 路面破损 路面坑洼 坑洼 大坑 路坑 地砖 路面开裂 人行道 人行道板 盲道 路沿石 台阶 "
        "道路破损 坑坑洼洼 路烂",
    ),
    _small("railing", "护栏", "A", "护栏 栏杆 隔离栏 围栏 防护栏 挡车桩 隔离桩 石墩"),
    _small("flooding", "道路积水", "2h", "积水 路面积水 道路积水 水淹 淹水 水漫 积水严重"),
    _small(
        "drainage",
        "排水管道",
        "4h",
        "下水道 排水 排水沟 排水管 管道堵塞 下水道堵 管道破裂 水管爆 爆管 污水管 雨水管 水管漏水",
    ),
    _small("water_supply", "供水", "4h", "自来水 停水 消防栓漏水 水表 供水 水管破裂 自来水管"),
    _small("bus_stop", "站亭座椅", "C", "公交站 公交站牌 候车亭 站牌 座椅 长椅 健身器材 健身设施 宣传栏"),
)

_SANITATION = _big(
    "sanitation",
    "环境卫生",
    TimeClass.A,
    "卫生 环境卫生 脏乱差 保洁 异味 恶臭 臭气",
    _small("bin", "垃圾桶", "A", "垃圾桶 垃圾箱 果皮箱 分类桶 垃圾桶破损 垃圾桶坏 垃圾桶倒 垃圾亭"),
    _small(
        "bin_full",
        "垃圾满溢",
        "4h",
        "垃圾满溢 垃圾桶满 垃圾桶爆 垃圾满了 垃圾箱满 垃圾溢出 桶满了 垃圾满出来 垃圾没人收 垃圾未清运",
    ),
    _small(
        "litter",
        "垃圾堆放",
        "4h",
        "垃圾 垃圾堆 垃圾成堆 垃圾堆成山 垃圾成山 乱扔垃圾 乱倒垃圾 垃圾遍地 垃圾无人 "
        "一堆垃圾 生活垃圾 厨余垃圾 餐厨垃圾 乱丢垃圾 垃圾袋",
    ),
    _small("rubble", "建筑垃圾", "2d", "建筑垃圾 装修垃圾 渣土 废旧家具 旧沙发 旧床垫 大件垃圾 废弃家具 砖块"),
    _small("sewage", "污水", "4h", "污水 污水横流 污水外溢 粪水 化粪池 脏水 臭水 臭水沟 污水冒 粪便外溢 泔水"),
    _small(
        "dirty_road",
        "道路不洁",
        "2h",
        "路面脏 油污 路面油污 玻璃渣 碎玻璃 呕吐物 狗屎 狗粪 道路不洁 满地烟头 扬尘路面",
    ),
    _small("toilet", "公厕", "3d", "公厕 公共厕所 厕所 卫生间堵"),
    _small("carcass", "动物尸体", "4h", "动物尸体 死猫 死狗 死老鼠 死鸡 死猪"),
    _small("pests", "蚊蝇鼠害", "3d", "老鼠 蟑螂 苍蝇 蚊虫 白蚁 马蜂窝 蜂窝"),
    _small("water_body", "河道水面", "2d", "河道 水面漂浮 河里 池塘 河水发黑 湖面 水沟发臭"),
    _small("burning", "焚烧垃圾", "2h", "焚烧垃圾 烧垃圾 烧树叶 露天焚烧 烧秸秆"),
)

_GREENERY = _big(
    "greenery",
    "园林绿化",
    TimeClass.B,
    "绿化 园林 绿化带 绿植",
    _small(
        "fallen_tree",
        "树木倒伏",
        "4h",
        "树倒 大树倒 倒了一棵树 树木倒伏 树干断 断枝 树枝掉 树枝断 树枝折断 树快倒",
    ),
    _small("tree", "树木修剪", "B", "树枝 行道树 树木 枯树 树枝太长 树枝遮挡 树挡住 枝叶 树池 枯枝 树根"),
    _small("lawn", "绿地毁损", "B", "草坪 绿地 花坛 花池 毁绿 占绿 绿地种菜 花草 草坪踩 灌木 杂草 荒草 毁绿种菜"),
)

_TRAFFIC = _big(
    "traffic",
    "道路交通",
    TimeClass.B,
    "交通 道路交通",
    _small(
        "bike_parking",
        "非机动车乱停",
        "2h",
        "共享单车 电动车乱停 电瓶车乱停 单车乱停 自行车乱停 非机动车乱停 非机动车 共享单车乱停 单车堆 僵尸单车",
    ),
    _small(
        "car_parking",
        "机动车乱停",
        "2h",
        "乱停 乱停车 违停 车辆乱停 占道停车 汽车乱停 违规停车 僵尸车 堵住出口 停在人行道 乱停乱放 "
        "车停在路中间 堵路 挡路",
    ),
    _small("signal", "信号灯", "4h", "红绿灯 信号灯 交通灯 红绿灯坏 红绿灯不亮 信号灯不亮"),
    _small("marking", "标志标线", "C", "标线 斑马线 交通标志 路牌 指示牌 限速牌 反光镜 减速带 停车线 路名牌"),
    _small("ground_lock", "私设地锁", "2d", "地锁 私设地锁 私装地锁 地桩 占车位"),
)

_SAFETY = _big(
    "safety",
    "公共安全",
    TimeClass.A,
    "安全隐患 消防隐患",
    _small("fire", "火情", "1h", "着火 起火 失火 火灾 冒烟 爆炸 明火"),
    _small("gas", "燃气泄漏", "1h", "燃气泄漏 煤气泄漏 天然气泄漏 煤气味 燃气味 漏煤气 燃气管道 煤气管 漏气"),
    _small("collapse", "房屋坍塌", "2h", "坍塌 倒塌 墙倒 围墙倒 墙要倒 墙体开裂 危房 塌方 山体滑坡"),
    _small("person", "人员遇险", "1h", "被困 掉河里 掉进河 掉进井 掉井里 落水 溺水 触电 晕倒 有人受伤 跳楼 轻生"),
    _small(
        "fire_lane",
        "占用消防通道",
        "2h",
        "消防通道 堵消防通道 占用消防通道 消防通道被堵 消防通道被占 消防车道 生命通道 安全出口 疏散通道",
    ),
    _small(
        "ebike_charging",
        "飞线充电",
        "A",
        "飞线充电 飞线 私拉电线 私拉乱接 电动车充电 电瓶车充电 楼道充电 电瓶车进楼 电动车进电梯 "
        "电瓶车进电梯 电动车上楼",
    ),
    _small(
        "wire",
        "线缆垂落",
        "2h",
        "电线垂落 电线掉 电线断 线缆脱落 线缆垂落 电线 电缆 网线垂 光缆 线掉下来 电线杆 电杆倾斜 "
        "电线杆歪 裸露电线 电线裸露",
    ),
    _small("power_box", "电力设施", "4h", "配电箱 电箱 变压器 漏电 电箱门 配电柜 停电 跳闸"),
    _small(
        "falling",
        "高空坠物",
        "2h",
        "高空坠物 高空抛物 外墙脱落 墙皮脱落 瓷砖脱落 外墙皮 玻璃掉 空调外机松动 瓷砖掉 墙皮掉 广告牌松动",
    ),
    _small("fire_gear", "消防设施", "A", "消防栓 灭火器 消火栓 消防设施 烟感"),
    _small("dog", "犬只扰民", "A", "流浪狗 野狗 没拴绳 不拴绳 遛狗不牵绳 恶犬 狗咬人 流浪犬"),
)

_CONSTRUCTION = _big(
    "construction",
    "施工噪声",
    TimeClass.A,
    "噪音 噪声 扰民 太吵",
    _small(
        "site_noise",
        "施工扰民",
        "2h",
        "施工扰民 夜间施工 深夜施工 夜里施工 晚上施工 通宵施工 施工到深夜 施工到半夜 施工噪音 "
        "工地噪音 半夜施工 凌晨施工 装修扰民 装修噪音 搅拌站",
    ),
    _small(
        "shop_noise",
        "商业噪声",
        "2h",
        "广场舞 高音喇叭 音响扰民 喇叭扰民 噪音扰民 噪声扰民 音乐太吵 大喇叭 唱歌扰民 喇叭",
    ),
    _small("dust", "工地扬尘", "2h", "扬尘 工地扬尘 灰尘漫天 尘土飞扬 渣土车"),
    _small("site", "施工管理", "A", "施工围挡 围挡 工地 施工占道 挖开没填 挖了没填 施工材料 脚手架 没有回填 施工"),
)

_STREET = _big(
    "street_order",
    "街面秩序",
    TimeClass.A,
    "街面秩序 市容 乱堆乱放 乱堆物料 堆放杂物",
    _small(
        "stall",
        "占道经营",
        "2h",
        "占道经营 流动摊贩 摆摊 占道摆摊 摊贩 出店经营 店外经营 地摊 小贩 早餐车 占道卖",
    ),
    _small("bbq", "露天烧烤", "2h", "露天烧烤 烧烤油烟 油烟扰民 油烟 烧烤摊 油烟味"),
    _small("leaflet", "小广告", "A", "小广告 牛皮癣 乱贴 乱贴广告 乱涂乱画 发传单"),
    _small("signboard", "户外广告", "B", "广告牌 招牌 店招 横幅 灯箱 广告牌掉 违规广告"),
    _small("drying", "沿街晾晒", "A", "沿街晾晒 晾晒 晾衣服 乱拉绳子"),
    _small(
        "illegal_building",
        "私搭乱建",
        "2d",
        "私搭乱建 违建 违章建筑 违法建设 搭建 私搭棚子 违规搭建 乱搭乱建 违章搭建",
    ),
)

_HOUSING = _big(
    "housing",
    "房屋与小区设施",
    TimeClass.B,
    "小区设施 物业不管 楼道",
    _small("lift", "电梯", "4h", "电梯 电梯故障 电梯坏 电梯停运 电梯停了 升降机"),
    _small("door", "门禁单元门", "A", "门禁 单元门 单元门坏 道闸 门锁 大铁门 防盗门 大门坏 闸机 对讲 铁门"),
    _small("stair_light", "楼道灯", "A", "楼道灯 声控灯 楼道没灯 感应灯 楼梯灯 车库灯 路灯小区"),
    _small(
        "stairwell",
        "楼道堆物",
        "A",
        "楼道堆 楼道堆放 楼道杂物 堆放在楼道 楼道堵 楼道被占 楼梯间堆 杂物 公共通道",
    ),
    _small("leak", "房屋漏水", "B", "漏水 渗水 屋顶漏 天花板漏 墙面渗水 房屋漏水 漏雨"),
    _small("parcel_locker", "快递柜与驿站", "B", "快递柜 外卖柜 驿站 取餐柜 外卖架 智能柜"),
    _small("shed", "车棚充电桩", "B", "车棚 充电桩 充电站 充电桩坏"),
    _small("mailbox", "信箱牌号", "C", "信报箱 信箱 楼栋牌 门牌 楼号牌 单元牌"),
)

BUILT_IN: tuple[Category, ...] = (
    _FACILITIES,
    _SANITATION,
    _GREENERY,
    _TRAFFIC,
    _SAFETY,
    _CONSTRUCTION,
    _STREET,
    _HOUSING,
)
