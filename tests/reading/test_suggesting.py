"""Suggestions: what the history knows and the book does not."""

from __future__ import annotations

from bot.domain.areas import Area, Place, Unit, UnitKind
from bot.reading.suggesting import suggestions
from tests.reading.models import a_model, an_alias

AREA = Area(
    name="试验区",
    units=(
        Unit(code="longxi", name="龙西社区", kind=UnitKind.COMMUNITY),
        Unit(code="pingdong", name="平东社区", kind=UnitKind.COMMUNITY),
    ),
    places=(
        Place(name="逸家花苑", unit="longxi"),
        Place(name="春晖园", unit="pingdong", aliases=("春晖",)),
    ),
    categories=(),
)


def found(word: str, unit: str = "longxi", confidence: float = 0.99) -> tuple[str | None, str | None] | None:
    listed = suggestions(a_model(aliases=[an_alias(word, unit, confidence=confidence)]), AREA)
    return (listed[0].place, listed[0].contradicts) if listed else None


def test_a_name_that_the_book_lacks_is_a_new_place() -> None:
    assert found("锦绣坊") == (None, None)


def test_a_short_form_is_an_alias_of_its_place() -> None:
    assert found("逸家") == ("逸家花苑", None)


def test_what_the_book_says_is_left_out() -> None:
    assert found("逸家花苑") is None
    assert found("龙西社区") is None
    assert found("春晖园北门", "pingdong") is None


def test_what_contradicts_the_book_is_listed() -> None:
    assert found("春晖") == (None, "pingdong")


def test_what_is_not_sure_or_of_no_unit_is_left_out() -> None:
    assert found("锦绣坊", confidence=0.8) is None
    assert found("锦绣坊", "gone") is None
