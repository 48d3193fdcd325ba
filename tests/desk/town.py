"""A small town to test in: its units, places, people and chats."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.areas import (
    Area,
    Category,
    ChatEntry,
    ChatKind,
    PersonEntry,
    Place,
    Role,
    Subcategory,
    TimeClass,
    Unit,
    UnitKind,
)
from bot.domain.posts import Sender

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 2, 4, tzinfo=UTC)
"""12:00 in the town."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

RIDERS, OFFICE, DEPOT, HALL = -1001, -1002, -1003, -1004
WANG, HE = Sender(401, "王骑手"), Sender(402, "何骑手")
LI, SUN, ZHOU, CHEN = Sender(201, "李书记"), Sender(202, "孙书记"), Sender(203, "周复核"), Sender(301, "陈协调")

AREA = Area(
    name="青石市",
    units=(
        Unit(code="qingshi", name="青石市", kind=UnitKind.AREA),
        Unit(code="jiedao", name="青石街道", kind=UnitKind.STREET, parent="qingshi"),
        Unit(code="donghu", name="东湖社区", kind=UnitKind.COMMUNITY, parent="jiedao"),
        Unit(code="xiyuan", name="西苑社区", kind=UnitKind.COMMUNITY, parent="jiedao"),
        Unit(code="beishan", name="北山社区", kind=UnitKind.COMMUNITY, parent="jiedao"),
        Unit(code="luminju", name="市路灯所", kind=UnitKind.DEPARTMENT, parent="qingshi"),
    ),
    places=(
        Place(name="东湖花园", unit="donghu"),
        Place(name="西苑小区", unit="xiyuan"),
        Place(name="北山新村", unit="beishan"),
        Place(name="幸福里", unit="donghu"),
        Place(name="幸福里", unit="xiyuan"),
    ),
    categories=(
        Category(
            code="sanitation",
            name="环境卫生",
            time_class=TimeClass.B,
            keywords=("垃圾", "垃圾桶"),
            sub=(Subcategory(code="bin", name="垃圾桶", keywords=("垃圾桶",)),),
        ),
        Category(code="lighting", name="照明", time_class=TimeClass.A, unit="luminju", keywords=("路灯",)),
    ),
    people=(
        PersonEntry(telegram_id=LI.id, name=LI.name, role=Role.SECRETARY, unit="donghu"),
        PersonEntry(telegram_id=SUN.id, name=SUN.name, role=Role.SECRETARY, unit="xiyuan"),
        PersonEntry(telegram_id=ZHOU.id, name=ZHOU.name, role=Role.REVIEWER, unit="jiedao"),
        PersonEntry(telegram_id=CHEN.id, name=CHEN.name, role=Role.COORDINATOR),
    ),
    chats=(
        ChatEntry(id=RIDERS, kind=ChatKind.REPORT),
        ChatEntry(id=OFFICE, kind=ChatKind.UNIT, unit="donghu"),
        ChatEntry(id=DEPOT, kind=ChatKind.UNIT, unit="luminju"),
        ChatEntry(id=HALL, kind=ChatKind.COORDINATORS),
    ),
)
"""东湖社区 and 市路灯所 have chats, 西苑社区 only a secretary, 北山社区 nobody; 幸福里 lies in two communities."""
