"""What an area is made of: units in a tree, places, categories, routes, people and chats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.domain.durations import DurationText
from bot.domain.stages import Stages


class Frozen(BaseModel):
    """A value: never edited, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """pydantic copies what was worked out and remembered, too: an index of the units before would be kept."""
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(copied).model_fields.keys():
            del copied.__dict__[name]
        return copied


class UnitKind(StrEnum):
    AREA = "area"
    COMMUNITY = "community"
    STREET = "street"
    DEPARTMENT = "department"


class TimeClass(StrEnum):
    """How long the responsible unit has: 急 by the emergency limit, A, B and C by the config."""

    URGENT = "urgent"
    A = "A"
    B = "B"
    C = "C"

    def on_screen(self) -> str:
        return "急" if self is TimeClass.URGENT else f"{self.value}类"


class Role(StrEnum):
    COURIER = "courier"
    SECRETARY = "secretary"
    OFFICER = "officer"
    GRID = "grid"
    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"
    ADMIN = "admin"


class ChatKind(StrEnum):
    REPORT = "report"
    UNIT = "unit"
    COORDINATORS = "coordinators"


class Unit(Frozen):
    """`boundary` is the name of a GeoJSON file, relative to the book."""

    code: str
    name: str
    kind: UnitKind
    parent: str | None = None
    keywords: tuple[str, ...] = ()
    boundary: str | None = None


class Boundary(Frozen):
    """The file of a unit's boundary and what it holds: a GeoJSON geometry, Polygon or MultiPolygon, WGS-84."""

    file: str
    polygon: str


PLACE_KINDS = ("estate", "road", "landmark", "building")
"""What a book may say of a place. A database of before may hold others: they are read as they are."""


class Place(Frozen):
    name: str
    unit: str
    aliases: tuple[str, ...] = ()
    kind: str = "estate"
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)


class Subcategory(Frozen):
    """A 小类. Its own `limit` goes before its own `time_class`, and both before the 大类's class.

    Where a problem is put right in `stages`, the last of them is the limit: a book does not write both.
    """

    code: str
    name: str
    time_class: TimeClass | None = Field(default=None, alias="class")
    limit: DurationText | None = None
    stages: Stages | None = None
    keywords: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _limit_of_stages(cls, values: Any) -> Any:
        if not isinstance(values, dict) or not values.get("stages") or values.get("limit") is not None:
            return values
        try:
            return values | {"limit": Stages.model_validate(values["stages"]).restore}
        except ValidationError:  # which is told of the stages
            return values


class Category(Frozen):
    """A 大类. `unit` names a department that handles the category everywhere."""

    code: str
    name: str
    time_class: TimeClass = Field(alias="class")
    keywords: tuple[str, ...] = ()
    unit: str | None = None
    sub: tuple[Subcategory, ...] = ()


class Route(Frozen):
    """One ordered routing rule: `when` is written `category=lighting unit=longxi` (all must hold)."""

    when: str
    to: str


class PersonEntry(Frozen):
    telegram_id: int
    name: str
    role: Role
    unit: str | None = None


class ChatEntry(Frozen):
    id: int
    kind: ChatKind
    unit: str | None = None
    topic: int | None = None


class Area(Frozen):
    """The whole that one installation serves. Built from a checked area book: references hold."""

    name: str
    units: tuple[Unit, ...]
    places: tuple[Place, ...] = ()
    categories: tuple[Category, ...]
    routes: tuple[Route, ...] = ()
    people: tuple[PersonEntry, ...] = ()
    chats: tuple[ChatEntry, ...] = ()
    boundaries: tuple[Boundary, ...] = ()

    @cached_property
    def unit_by_code(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in self.units}

    @cached_property
    def category_by_code(self) -> dict[str, Category]:
        return {category.code: category for category in self.categories}

    @cached_property
    def _subcategories(self) -> dict[tuple[str, str], Subcategory]:
        return {(big.code, small.code): small for big in self.categories for small in big.sub}

    def subcategory(self, category: str | None, code: str | None) -> Subcategory | None:
        if category is None or code is None:
            return None
        return self._subcategories.get((category, code))

    def unit_name(self, code: str | None) -> str | None:
        unit = self.unit_by_code.get(code) if code is not None else None
        return unit.name if unit else code

    def category_name(self, code: str | None) -> str | None:
        category = self.category_by_code.get(code) if code is not None else None
        return category.name if category else code

    def subcategory_name(self, category: str | None, code: str | None) -> str | None:
        small = self.subcategory(category, code)
        return small.name if small else code

    def ancestors(self, code: str) -> Iterator[Unit]:
        """The unit itself, its parent, and so on up to the area."""
        unit = self.unit_by_code.get(code)
        while unit is not None:
            yield unit
            unit = self.unit_by_code.get(unit.parent) if unit.parent is not None else None

    def covers(self, above: str | None, code: str | None) -> bool:
        """Whether `code` is `above` or lies below it; `above` None stands for the whole area."""
        if above is None:
            return True
        return code is not None and any(unit.code == above for unit in self.ancestors(code))

    def lowest(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Those that lie above none of the others: they say most closely where."""
        known = tuple(codes)
        return tuple(code for code in known if not any(one != code and self.covers(code, one) for one in known))

    def highest(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Those that lie below none of the others."""
        known = tuple(codes)
        return tuple(code for code in known if not any(one != code and self.covers(one, code) for one in known))
