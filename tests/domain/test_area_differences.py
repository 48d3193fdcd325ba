"""What differs between two areas, kind by kind."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.area_differences import Changes, compare, lines
from bot.domain.areas import (
    Area,
    Category,
    ChatEntry,
    ChatKind,
    PersonEntry,
    Place,
    Role,
    Route,
    Subcategory,
    TimeClass,
    Unit,
    UnitKind,
)
from bot.domain.stages import Stages

LONGXI = Unit(code="longxi", name="龙西社区", kind=UnitKind.COMMUNITY)
PINGDONG = Unit(code="pingdong", name="平东社区", kind=UnitKind.COMMUNITY)
SQUARE = Place(name="广场花苑小区", unit="pingdong")
GARDEN = Place(name="龙西小区", unit="longxi")
BIN, TOILET = Subcategory(code="bin", name="垃圾桶"), Subcategory(code="toilet", name="公厕")
STAGED = BIN.model_copy(update={"stages": Stages.model_validate({"control": "1h", "restore": "3d"})})
SANITATION = Category(code="sanitation", name="环境卫生", time_class=TimeClass.A, sub=(BIN, TOILET))
LI = PersonEntry(telegram_id=7, name="李书记", role=Role.SECRETARY, unit="longxi")
GROUP = ChatEntry(id=-100, kind=ChatKind.UNIT, unit="longxi")
AREA = Area(
    name="黄山区",
    units=(LONGXI, PINGDONG),
    places=(SQUARE, GARDEN),
    categories=(SANITATION,),
    routes=(Route(when="category=sanitation", to="longxi"), Route(when="unit=longxi", to="pingdong")),
    people=(LI,),
    chats=(GROUP,),
)


def other(**facts: Any) -> Area:
    """Built anew: a copy would carry along what the first has looked up."""
    return Area(**{name: getattr(AREA, name) for name in Area.model_fields} | facts)


def changed(**facts: Any) -> tuple[Changes, ...]:
    return compare(AREA, other(**facts))


def test_the_same_is_no_difference() -> None:
    assert compare(AREA, other()) == ()
    assert compare(AREA, AREA) == ()


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"name": "黄山市"}, Changes("辖区", changed=("黄山区 → 黄山市",))),
        (
            {"units": (LONGXI, PINGDONG, Unit(code="xin", name="新社区", kind=UnitKind.COMMUNITY))},
            Changes("单位", added=("新社区 (xin)",)),
        ),
        (
            {"units": (LONGXI, PINGDONG.model_copy(update={"keywords": ("平东",)}))},
            Changes("单位", changed=("平东社区 (pingdong)",)),
        ),
        ({"units": (PINGDONG, LONGXI)}, Changes("单位", reordered=True)),
        (
            {"places": (SQUARE, GARDEN.model_copy(update={"aliases": ("龙西",)}))},
            Changes("点位", changed=("龙西小区 → 龙西社区",)),
        ),
        (
            {"places": (SQUARE, GARDEN.model_copy(update={"unit": "pingdong"}))},
            Changes("点位", added=("龙西小区 → 平东社区",), removed=("龙西小区 → 龙西社区",)),
        ),
        (
            {"categories": (SANITATION.model_copy(update={"time_class": TimeClass.B}),)},
            Changes("大类", changed=("环境卫生 (sanitation)",)),
        ),
        (
            {"categories": (SANITATION.model_copy(update={"sub": (STAGED, TOILET)}),)},
            Changes("小类", changed=("垃圾桶 (sanitation/bin)",)),
        ),
        (
            {"categories": (SANITATION.model_copy(update={"sub": (BIN,)}),)},
            Changes("小类", removed=("公厕 (sanitation/toilet)",)),
        ),
        (
            {"routes": (AREA.routes[1], AREA.routes[0])},
            Changes("路由", reordered=True),
        ),
        ({"routes": AREA.routes[:1]}, Changes("路由", removed=("unit=longxi → 平东社区",))),
        (
            {"people": (PersonEntry(telegram_id=9, name="陈主任", role=Role.COORDINATOR),)},
            Changes("人员", added=("陈主任 协调员",)),
        ),
        (
            {"chats": (GROUP.model_copy(update={"unit": "pingdong"}),)},
            Changes("群", changed=("-100 工作群 平东社区",)),
        ),
        ({"chats": (GROUP, ChatEntry(id=-1, kind=ChatKind.REPORT))}, Changes("群", added=("-1 上报群",))),
    ],
)
def test_one_difference(facts: dict[str, Any], expected: Changes) -> None:
    assert changed(**facts) == (expected,)


def test_who_and_what_the_book_does_not_name_stays() -> None:
    assert changed(people=(), chats=()) == ()


def test_the_roles_of_a_removed_unit_end() -> None:
    differences = compare(AREA, other(units=(PINGDONG,)))
    assert [(changes.what, changes.removed) for changes in differences] == [
        ("单位", ("龙西社区 (longxi)",)),
        ("人员", ("李书记 龙西社区书记",)),
    ]


def test_lines_are_counted_and_cut() -> None:
    changes = Changes("点位", added=tuple("甲乙丙丁"), removed=("戊",), reordered=True)
    assert list(lines(changes, 2)) == [
        "点位：新增 4，删除 1，顺序有变",
        "  + 甲",
        "  + 乙",
        "  + ……另有 2 个",
        "  - 戊",
    ]
