"""What a table of places would change: new ones, different ones, and names that stand in another unit already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.area_changes import PlaceKey, key_of
from bot.domain.areas import Place
from bot.domain.places_table import PlaceRow, kind_by_name


@dataclass(frozen=True, slots=True)
class Conflict:
    """`place` is what the table says; `known` is a place of another unit that is called so already.

    `moves`: the two are one place that the table puts into another unit.
    """

    place: Place
    known: Place
    moves: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """`changed` are pairs of before and after. Places that the table does not name stay as they are."""

    added: tuple[Place, ...] = ()
    changed: tuple[tuple[Place, Place], ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    same: int = 0

    @property
    def moving(self) -> tuple[Conflict, ...]:
        return tuple(conflict for conflict in self.conflicts if conflict.moves)

    def saved(self, *, moved: bool) -> tuple[Place, ...]:
        """What is written down when it is agreed to; `moved`: conflicts that are a move, too."""
        more = tuple(conflict.place for conflict in self.moving) if moved else ()
        return (*self.added, *(after for _, after in self.changed), *more)

    def gone(self, *, moved: bool) -> tuple[PlaceKey, ...]:
        return tuple(key_of(conflict.known) for conflict in self.moving) if moved else ()


def difference(rows: Sequence[PlaceRow], places: Iterable[Place]) -> Difference:
    """`places` are all of the area: those that the table's words do not touch are passed over."""
    known, called = _touched(rows, places)
    named = {(row.unit, row.name) for row in rows}
    added: list[Place] = []
    changed: list[tuple[Place, Place]] = []
    conflicts: list[Conflict] = []
    for row in rows:
        before = known.get((row.unit, row.name))
        after = _after(row, before)
        if before == after:
            continue
        other = _other(after, before, called)
        if other is not None:
            moves = before is None and other.name == row.name and key_of(other) not in named
            moved = _after(row, other).model_copy(update={"unit": row.unit}) if moves else after
            conflicts.append(Conflict(moved, other, moves))
        elif before is None:
            added.append(after)
        else:
            changed.append((before, after))
    same = len(rows) - len(added) - len(changed) - len(conflicts)
    return Difference(tuple(added), tuple(changed), tuple(conflicts), same)


def _touched(
    rows: Sequence[PlaceRow], places: Iterable[Place]
) -> tuple[dict[PlaceKey, Place], dict[str, tuple[Place, ...]]]:
    """The places by unit and name, and by everything they are called, as far as the table's words go."""
    words = {row.name for row in rows} | {alias for row in rows for alias in row.aliases or ()}
    known: dict[PlaceKey, Place] = {}
    called: dict[str, tuple[Place, ...]] = {}
    for place in places:
        for word in (place.name, *place.aliases):
            if word in words:
                known[key_of(place)] = place
                called[word] = (*called.get(word, ()), place)
    return known, called


def _after(row: PlaceRow, before: Place | None) -> Place:
    old = before or Place(name=row.name, unit=row.unit, kind=kind_by_name(row.name))
    position = {"lat": row.lat, "lon": row.lon} if row.placed else {}
    return old.model_copy(
        update={
            "aliases": row.aliases if row.aliases is not None else old.aliases,
            "kind": row.kind or old.kind,
            **position,
        }
    )


def _other(after: Place, before: Place | None, called: dict[str, tuple[Place, ...]]) -> Place | None:
    """A place of another unit, or another one of the same, that is called by what is new here."""
    old = () if before is None else (before.name, *before.aliases)
    for word in (after.name, *after.aliases):
        if word in old:
            continue
        for place in called.get(word, ()):
            if key_of(place) != key_of(after):
                return place
    return None
