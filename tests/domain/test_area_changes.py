"""A change between two areas: what it holds, and that it makes the one of the other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.area_changes import MOST, amended, change_between, key_of
from bot.domain.areas import Area, Category, Place, TimeClass, Unit, UnitKind

UNITS = (
    Unit(code="a", name="甲", kind=UnitKind.COMMUNITY),
    Unit(code="b", name="乙", kind=UnitKind.COMMUNITY),
)
CATEGORIES = (Category(code="c", name="卫生", time_class=TimeClass.B),)
PLACES = st.lists(
    st.builds(
        lambda name, unit, lat: Place(name=name, unit=unit, lat=lat, lon=lat),
        st.sampled_from(["一", "二", "三", "四"]),
        st.sampled_from(["a", "b"]),
        st.sampled_from([None, 30.0]),
    ),
    unique_by=key_of,
)


def an_area(places: list[Place]) -> Area:
    return Area(name="区", units=UNITS, places=tuple(places), categories=CATEGORIES)


@given(PLACES, PLACES)
def test_the_change_makes_the_new_of_the_old(before: list[Place], after: list[Place]) -> None:
    change = change_between(an_area(before), an_area(after))
    assert change is not None
    assert change.frame.places == ()
    touched = {*change.gone, *map(key_of, change.saved)}
    made, gone = amended(tuple(before), touched, change.saved)
    assert gone == tuple(place for place in before if place not in after)
    assert sorted(made, key=key_of) == sorted(after, key=key_of)
    kept = [key_of(place) for place in before if place in after]
    assert [key_of(place) for place in made if key_of(place) in kept] == kept
    assert len(touched) <= len(before) + len(after)


def test_too_much_is_no_change() -> None:
    many = [Place(name=str(number), unit="a") for number in range(MOST + 1)]
    assert change_between(an_area([]), an_area(many)) is None
    assert change_between(an_area([]), an_area(many[:-1])) is not None
