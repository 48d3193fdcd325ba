"""Duplicates, as a table: which two reports are one thing, and which only look alike."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.areas import Place, TimeClass
from bot.domain.duplicates import JOINABLE, address_of, is_same
from bot.domain.readings import Spot
from bot.domain.tickets import State, Ticket
from tests.notices.samples import DAY, NOON, a_ticket

WINDOW = timedelta(days=3)
ESTATE = (Place(name="东湖花园", unit="donghu"),)
ROAD = (Place(name="东湖路", unit="donghu", kind="road"),)
SCHOOL = (Place(name="东湖小学", unit="donghu", kind="landmark"),)
TWO = (Place(name="幸福里", unit="donghu"), Place(name="幸福里", unit="xiyuan"))


@pytest.mark.parametrize(
    ("spot", "address"),
    [
        (None, ""),
        (Spot(name="东湖花园"), ""),
        (Spot(building="3栋"), "3栋"),
        (Spot(building="3幢"), "3栋"),
        (Spot(building="3号楼"), "3栋"),
        (Spot(building="3#"), "3栋"),
        (Spot(building="47", entrance="6", room="746"), "47栋6单元746室"),
        (Spot(building="a座"), "A栋"),
        (Spot(building="3栋", entrance="2单元", landmark="门口"), "3栋2单元"),
        (Spot(building="3栋", floor="5楼"), "3栋5层"),
        (Spot(number="81号"), "81号"),
        (Spot(number="81号", building="2栋"), "81号2栋"),
        (Spot(gate="东门", landmark="旁边"), "东门"),
        (Spot(landmark="银行门口"), "银行门口"),
    ],
)
def test_an_address_is_written_one_way(spot: Spot | None, address: str) -> None:
    assert address_of(spot) == address


def thing(address: str = "3栋", **facts: Any) -> Ticket:
    return a_ticket(id=0, post_id=2, address=address, created_at=NOON, **facts)


def there(address: str = "3栋", **facts: Any) -> Ticket:
    return a_ticket(address=address, **({"created_at": NOON - DAY} | facts))


EMERGENCY: dict[str, Any] = {"emergency": True, "time_class": TimeClass.URGENT}
FIRE: dict[str, Any] = {"category": None, "subcategory": None, "summary": "着火了", **EMERGENCY}


@pytest.mark.parametrize(
    ("fresh", "old", "named", "same"),
    [
        # one building
        (thing(), there(), ESTATE, True),
        (thing("5栋"), there("3栋"), ESTATE, False),
        (thing("1栋"), there("12栋"), ESTATE, False),
        (thing("3栋2单元"), there("3栋"), ESTATE, True),
        (thing("3栋"), there("3栋2单元"), ESTATE, True),
        (thing("3栋1单元"), there("3栋2单元"), ESTATE, False),
        (thing("3栋3层"), there("3栋5层"), ESTATE, False),
        (thing(place_name="西苑小区"), there(), ESTATE, False),
        # one category
        (thing(category="lighting", subcategory=None), there(), ESTATE, False),
        (thing(subcategory="litter"), there(), ESTATE, False),
        (thing(subcategory=None), there(), ESTATE, False),
        (thing(subcategory=None), there(subcategory=None), ESTATE, True),
        (thing(category=None, subcategory=None), there(category=None, subcategory=None), ESTATE, False),
        # without a building
        (thing(""), there(""), ESTATE, True),
        (thing(""), there("3栋"), ESTATE, False),
        (thing("3栋"), there(""), ESTATE, False),
        (thing("", subcategory=None), there("", subcategory=None), ESTATE, False),
        (thing("", summary="两个垃圾桶都坏了"), there(""), ESTATE, False),
        (thing("东门"), there("东门"), ESTATE, True),
        (thing("东门"), there("西门"), ESTATE, False),
        (thing("门口", place_name="东湖小学"), there("门口", place_name="东湖小学"), SCHOOL, True),
        (thing("对面", place_name="东湖小学"), there("门口", place_name="东湖小学"), SCHOOL, False),
        # along a road
        (thing("", place_name="东湖路"), there("", place_name="东湖路"), ROAD, False),
        (thing("路口", place_name="东湖路"), there("路口", place_name="东湖路"), ROAD, False),
        (thing("公交站旁", place_name="东湖路"), there("公交站旁", place_name="东湖路"), ROAD, True),
        (thing("与西苑路交叉口", place_name="东湖路"), there("与西苑路交叉口", place_name="东湖路"), ROAD, True),
        (thing("81号", place_name="东湖路"), there("81号", place_name="东湖路"), ROAD, True),
        (thing("81号", place_name="东湖路"), there("83号", place_name="东湖路"), ROAD, False),
        # one name in two communities
        (thing(place_name="幸福里"), there(place_name="幸福里"), TWO, True),
        (thing(place_name="幸福里", unit_code="xiyuan"), there(place_name="幸福里"), TWO, False),
        (thing(place_name="幸福里", unit_code=None), there(place_name="幸福里"), TWO, False),
        (thing(place_name="幸福里", unit_code=None), there(place_name="幸福里", unit_code=None), TWO, True),
        (thing(place_name="幸福里", unit_code="luminju"), there(place_name="幸福里", unit_code="luminju"), TWO, False),
        # a place that no book knows
        (thing(place_name=None, place="南山苑3栋"), there(place_name=None, place="南山苑3栋"), (), True),
        (thing(place_name=None, place="南山苑3栋"), there(place_name=None, place="北山苑3栋"), (), False),
        (thing(place_name=None, place="3栋"), there(place_name=None, place="3栋"), (), False),
        (thing("", place_name=None, place=None), there("", place_name=None, place=None), (), False),
        # emergencies
        (thing(**EMERGENCY), there(), ESTATE, False),
        (thing(), there(**EMERGENCY), ESTATE, False),
        (thing(**EMERGENCY), there(**EMERGENCY), ESTATE, True),
        (thing(**FIRE), there(**FIRE), ESTATE, True),
        (thing(**(FIRE | {"summary": "有人晕倒"})), there(**FIRE), ESTATE, False),
        # when
        (thing(), there(created_at=NOON - WINDOW), ESTATE, True),
        (thing(), there(created_at=NOON - WINDOW - timedelta(seconds=1)), ESTATE, False),
        # one post names two things of a kind
        (thing(), there(post_id=2), ESTATE, False),
        # help for another ticket is nobody's report
        (thing(), there(lead_unit="donghu"), ESTATE, False),
    ],
)
def test_which_reports_are_one(fresh: Ticket, old: Ticket, named: tuple[Place, ...], same: bool) -> None:
    assert is_same(fresh, old, named, NOON, WINDOW) is same


@pytest.mark.parametrize("state", State)
def test_what_is_resolved_or_over_is_not_joined(state: State) -> None:
    """Whoever reports what was resolved tells that it is not, or of something new: it gets a look of its own."""
    assert is_same(thing(), there(state=state), ESTATE, NOON, WINDOW) is (state in JOINABLE)
    assert (state in JOINABLE) is not (state.is_over or state is State.RESOLVED)
