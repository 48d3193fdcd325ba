"""Questions in buttons: what was asked is read back, and what no button said is stale."""

from __future__ import annotations

import pytest

from bot.domain.areas import Area, Category, Place, TimeClass, Unit, UnitKind
from bot.domain.questions import Question, View, digest, read_question
from bot.domain.refusals import Refusal, Refused
from bot.domain.statistics import Scope

AREA = Area(
    name="柳江区",
    units=(Unit(code="longxi", name="龙西社区", kind=UnitKind.COMMUNITY),),
    places=(Place(name="桃源小区", unit="longxi"), Place(name="桃源小区", unit="longxi", aliases=("桃源",))),
    categories=(Category(code="sanitation", name="环境卫生", time_class=TimeClass.B),),
)
SCOPES = [
    Scope(),
    Scope("longxi"),
    Scope(category="sanitation"),
    Scope(place="桃源小区"),
    Scope("longxi", "sanitation", "桃源小区"),
]


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("period", ["week", "2026-11-21"])
def test_a_question_is_read_back(scope: Scope, period: str) -> None:
    question = Question(period, scope)
    assert read_question(question.as_data().split(":"), AREA) == question


def test_the_longest_question_leaves_room_for_its_verb_and_view() -> None:
    longest = Question("2026-11-21", SCOPES[-1]).as_data()
    assert len(longest) == 40
    assert all(len(f"statsview:{longest}:{view.value}:1000") <= 64 for view in View)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "week",
        "week:",
        "week:x12345678",
        "week:u",
        "２０２６－Ｗ４６:-",
        "2026     - 11:-",
        "week:longxi",
        f"week:u{digest('longxi')}~u{digest('longxi')}",
        f"week:u{digest('sanitation')}",
        f"week:p{digest('拆掉的小区')}",
    ],
)
def test_what_no_button_said_is_stale(written: str) -> None:
    with pytest.raises(Refused) as caught:
        read_question(written.split(":"), AREA)
    assert caught.value.reason is Refusal.STALE_BUTTON


def test_another_area_has_other_places() -> None:
    data = Question("week", Scope(place="桃源小区")).as_data().split(":")
    assert read_question(data, AREA).scope.place == "桃源小区"
    with pytest.raises(Refused):
        read_question(data, AREA.model_copy(update={"places": ()}))
    assert read_question(data, AREA).scope.place == "桃源小区"
