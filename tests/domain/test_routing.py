"""Which unit is responsible: the routes first, then the ground, then what else is known."""

from __future__ import annotations

import pytest

from bot.domain.areas import Area, Category, Place, Route, TimeClass, Unit, UnitKind
from bot.domain.readings import ReadingContext
from bot.domain.routing import ProblemFacts, Routed, Router, route, route_faults

UNITS = (
    Unit(code="district", name="东湖区", kind=UnitKind.AREA),
    Unit(code="town", name="湖滨街道", kind=UnitKind.STREET, parent="district"),
    Unit(code="north", name="湖北社区", kind=UnitKind.COMMUNITY, parent="town"),
    Unit(code="south", name="湖南社区", kind=UnitKind.COMMUNITY, parent="town"),
    Unit(code="power", name="供电所", kind=UnitKind.DEPARTMENT, parent="district"),
    Unit(code="traffic", name="交警中队", kind=UnitKind.DEPARTMENT, parent="district"),
)
CATEGORIES = (
    Category(code="lighting", name="照明", time_class=TimeClass.A, keywords=("路灯",)),
    Category(code="signals", name="信号", time_class=TimeClass.B, keywords=("红绿灯",), unit="traffic"),
    Category(code="waste", name="垃圾", time_class=TimeClass.A, keywords=("垃圾",)),
)
NOWHERE = ReadingContext()


def area(*routes: Route) -> Area:
    places = (Place(name="柳苑", unit="north"), Place(name="桃苑", unit="north"), Place(name="桃苑", unit="south"))
    return Area(name="东湖区", units=UNITS, places=places, categories=CATEGORIES, routes=routes)


def facts(
    category: str = "waste",
    place: str | None = None,
    units: tuple[str, ...] = (),
    named: tuple[str, ...] = (),
    time_class: TimeClass = TimeClass.A,
) -> ProblemFacts:
    return ProblemFacts(category=category, time_class=time_class, place=place, place_units=units, named_units=named)


AMBIGUOUS = facts(place="桃苑", units=("north", "south"))


@pytest.mark.parametrize(
    ("known", "context", "routed"),
    [
        (facts(place="柳苑", units=("north",)), NOWHERE, Routed("north", (), "place")),
        (facts(place="柳苑", units=("north",)), ReadingContext(chat_unit="south"), Routed("north", (), "place")),
        (facts(named=("town",)), NOWHERE, Routed("town", (), "unit name")),
        (facts(named=("south",)), ReadingContext(chat_unit="north"), Routed("south", (), "unit name")),
        (AMBIGUOUS, NOWHERE, Routed(None, ("north", "south"), "ambiguous")),
        (AMBIGUOUS, ReadingContext(chat_unit="south"), Routed("south", (), "chat unit")),
        (AMBIGUOUS, ReadingContext(chat_unit="town"), Routed(None, ("north", "south"), "ambiguous")),
        (AMBIGUOUS, ReadingContext(sender_unit="north"), Routed("north", (), "sender unit")),
        (AMBIGUOUS, ReadingContext(chat_unit="south", sender_unit="north"), Routed("south", (), "chat unit")),
        (
            facts(place="桃苑", units=("north", "south"), named=("north",)),
            ReadingContext(chat_unit="south"),
            Routed("north", (), "unit name"),
        ),
        (facts(), NOWHERE, Routed(None)),
        (facts(), ReadingContext(chat_unit="north"), Routed("north", (), "chat unit")),
        (facts(), ReadingContext(chat_unit="district"), Routed(None)),
        (facts(), ReadingContext(sender_unit="north"), Routed(None)),
        (facts("signals", "柳苑", ("north",)), NOWHERE, Routed("traffic", (), "category unit")),
    ],
)
def test_the_ground_and_what_settles_it(known: ProblemFacts, context: ReadingContext, routed: Routed) -> None:
    assert route(area(), known, context) == routed


def test_the_first_route_that_holds_decides_and_is_named() -> None:
    router = Router(
        area(
            Route(when="category=lighting class=C", to="traffic"),
            Route(when="category=lighting unit=town", to="power"),
            Route(when="category=lighting", to="south"),
        )
    )
    assert router.route(facts("lighting", "柳苑", ("north",)), NOWHERE) == Routed("power", (), "route 2")
    assert router.route(facts("lighting"), NOWHERE) == Routed("south", (), "route 3")
    assert router.route(facts("waste", "柳苑", ("north",)), NOWHERE).rule == "place"


def test_a_route_goes_before_the_category_unit() -> None:
    router = Router(area(Route(when="category=signals place=柳苑", to="north")))
    assert router.route(facts("signals", "柳苑", ("north",)), NOWHERE).unit_code == "north"
    assert router.route(facts("signals", "桃苑", ("south",)), NOWHERE).unit_code == "traffic"


def test_routes_by_subcategory_and_urgency() -> None:
    categories = (
        Category.model_validate({"code": "lamp", "name": "灯", "class": "A", "sub": [{"code": "wire", "name": "线"}]}),
    )
    book = Area(
        name="东湖区",
        units=UNITS,
        categories=categories,
        routes=(Route(when="subcategory=wire class=urgent", to="power"),),
    )
    urgent = ProblemFacts("lamp", "wire", TimeClass.URGENT)
    assert route(book, urgent) == Routed("power", (), "route 1")
    assert route(book, ProblemFacts("lamp", "wire", TimeClass.A)) == Routed(None)


@pytest.mark.parametrize(
    ("when", "to", "said"),
    [
        ("", "north", "no condition"),
        ("category=lighting", "nowhere", '"nowhere"'),
        ("colour=red", "north", '"colour" is not one of'),
        ("category", "north", '"category" has no value'),
        ("category=music", "north", 'no category "music"'),
        ("subcategory=music", "north", 'no subcategory "music"'),
        ("unit=mars", "north", 'no unit "mars"'),
        ("place=月球", "north", 'no place "月球"'),
        ("class=D", "north", 'no class "D"'),
        ("category=waste category=lighting", "north", "given twice"),
    ],
)
def test_a_route_that_cannot_apply_is_reported(when: str, to: str, said: str) -> None:
    book = area(Route(when="category=waste", to="south"), Route(when=when, to=to))
    (fault,) = route_faults(book)
    assert fault.startswith("route 2 ")
    assert said in fault
    assert Router(book).route(facts("waste"), NOWHERE).rule == "route 1"


def test_a_sound_book_has_no_faults() -> None:
    assert route_faults(area(Route(when="category=waste place=柳苑 unit=town class=A", to="south"))) == []
