"""The area: what is saved is what is loaded, and every change counts the version up."""

from __future__ import annotations

from bot.domain.area_changes import AreaChange
from bot.domain.areas import Area, Boundary, Category, Place, Route, Subcategory, TimeClass, Unit, UnitKind
from bot.domain.durations import Duration
from bot.domain.stages import Stages
from storage import areas
from storage.transaction import Tx

STEPS = {"control": "1h", "restore": "3d"}
AREA = Area(
    name="黄山区",
    units=(  # a child before its parent: the order of the book is kept all the same
        Unit(code="longxi", name="龙西社区", kind=UnitKind.COMMUNITY, parent="gantang", keywords=("龙西", "西大门")),
        Unit(code="gantang", name="甘棠镇", kind=UnitKind.STREET, parent="huangshan"),
        Unit(code="huangshan", name="黄山区", kind=UnitKind.AREA),
    ),
    places=(
        Place(name="龙西小区", unit="longxi", aliases=("龙西苑",), lat=30.25, lon=118.125),
        Place(name="太平路", unit="longxi", kind="road"),
        Place(name="太平路", unit="gantang", kind="road"),
    ),
    categories=(
        Category(
            code="facilities",
            name="市政设施",
            time_class=TimeClass.A,
            keywords=("井盖",),
            unit="gantang",
            sub=(
                Subcategory(code="manhole", name="井盖", limit=Duration.parse("6h"), keywords=("窨井盖",)),
                Subcategory(code="rail", name="护栏", time_class=TimeClass.C),
                Subcategory(code="gone", name="井盖缺失", stages=Stages.model_validate(STEPS)),
            ),
        ),
        Category(code="other", name="其他", time_class=TimeClass.B),
    ),
    routes=(Route(when="category=other", to="gantang"), Route(when="unit=longxi", to="longxi")),
)


def frame(area: Area) -> Area:
    return area.model_copy(update={"places": ()})


def test_a_change_touches_few_places_and_all_that_is_no_place(tx: Tx) -> None:
    areas.save(tx, AREA)
    units = (*AREA.units, Unit(code="pingdong", name="平东社区", kind=UnitKind.COMMUNITY, parent="gantang"))
    drawn = units[0].model_copy(update={"boundary": "longxi.geojson"})
    after = AREA.model_copy(
        update={
            "name": "黄山新区",
            "units": (drawn, *units[1:]),
            "routes": (Route(when="category=other", to="pingdong"),),
            "boundaries": (Boundary(file="longxi.geojson", polygon="{}"),),
            "places": (
                AREA.places[0].model_copy(update={"aliases": ()}),
                AREA.places[2],
                Place(name="平东小区", unit="pingdong"),
            ),
        }
    )
    change = AreaChange(frame=frame(after), gone=(("longxi", "太平路"),), saved=(after.places[0], after.places[2]))
    assert areas.amend(tx, change) == 2
    assert areas.load(tx) == (2, after)
    changed = areas.changed_since(tx, 1)
    assert changed is not None
    assert (changed.version, changed.frame) == (2, frame(after))
    assert changed.touched == {("longxi", "太平路"), ("longxi", "龙西小区"), ("pingdong", "平东小区")}
    assert set(changed.now) == {after.places[0], after.places[2]}
    nothing = areas.changed_since(tx, 2)
    assert nothing is not None
    assert nothing.touched == set()


def test_what_replaced_the_whole_is_no_change(tx: Tx) -> None:
    assert areas.changed_since(tx, 0) is None
    areas.save(tx, AREA)
    assert areas.changed_since(tx, 0) is None
    areas.amend(tx, AreaChange(frame=frame(AREA)))
    areas.save(tx, AREA)
    assert areas.changed_since(tx, 2) is None
    assert areas.changed_since(tx, 3) is not None


def test_a_unit_may_go_with_its_places(tx: Tx) -> None:
    areas.save(tx, AREA)
    units = tuple(unit.model_copy(update={"parent": None}) for unit in AREA.units if unit.code != "longxi")
    after = AREA.model_copy(update={"units": units, "places": AREA.places[2:], "routes": AREA.routes[:1]})
    areas.amend(tx, AreaChange(frame=frame(after), gone=(("longxi", "龙西小区"), ("longxi", "太平路"))))
    assert areas.load(tx) == (2, after)


def test_before_the_first_import_there_is_no_area(tx: Tx) -> None:
    assert areas.version(tx) == 0
    assert areas.load(tx) is None


def test_what_is_saved_is_loaded(tx: Tx) -> None:
    assert areas.save(tx, AREA) == 1
    assert areas.load(tx) == (1, AREA)


def test_a_second_import_replaces_the_first_and_counts_up(tx: Tx) -> None:
    areas.save(tx, AREA)
    smaller = Area(name="新区", units=AREA.units[1:], categories=AREA.categories[1:])
    assert areas.save(tx, smaller) == 2
    assert areas.version(tx) == 2
    assert areas.load(tx) == (2, smaller)
