"""The area in the database: written whole at an import, read whole into memory, versioned."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from bot.domain.area_changes import AreaChange, PlaceKey, key_of
from bot.domain.areas import Area, Boundary, Category, Place, Route, Unit
from storage.patterns import like
from storage.transaction import Row, Tx


def version(tx: Tx) -> int:
    """The number of the last change; 0 when no area was imported yet."""
    return int(tx.value("SELECT version FROM area WHERE id = 1") or 0)


def save(tx: Tx, area: Area) -> int:
    """Replace the area's units, places, categories and routes. Returns the new version."""
    number = version(tx) + 1
    for table in ("routes", "places", "place_changes"):
        tx.run(f"DELETE FROM {table}")
    tx.run(
        "INSERT INTO area (id, name, version, whole_version) VALUES (1, :name, :version, :version)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name, version = excluded.version,"
        " whole_version = excluded.whole_version",
        name=area.name,
        version=number,
    )
    _save_units(tx, area.units)
    _drop_other_units(tx, area.units)
    _save_places(tx, area.places)
    _save_rules(tx, area)
    return number


def amend(tx: Tx, change: AreaChange) -> int:
    """Make a change of a few places, and of all that is no place. Returns the new version."""
    number = version(tx) + 1
    tx.run("DELETE FROM routes")
    tx.run_many(
        "DELETE FROM places WHERE unit_code = :unit AND name = :name",
        [{"unit": unit, "name": name} for unit, name in change.gone],
    )
    _save_units(tx, change.frame.units)
    _save_places(tx, change.saved)
    _drop_other_units(tx, change.frame.units)
    _save_rules(tx, change.frame)
    touched = (*change.gone, *(key_of(place) for place in change.saved))
    tx.run_many(
        "INSERT INTO place_changes (version, unit_code, name) VALUES (:version, :unit, :name)",
        [{"version": number, "unit": unit, "name": name} for unit, name in touched],
    )
    tx.run("UPDATE area SET name = :name, version = :version WHERE id = 1", name=change.frame.name, version=number)
    return number


def _save_places(tx: Tx, places: Sequence[Place]) -> None:
    """Those that are there already are changed, and keep their order."""
    tx.run_many(
        "INSERT INTO places (name, unit_code, aliases, kind, lat, lon)"
        " VALUES (:name, :unit, :aliases, :kind, :lat, :lon)"
        " ON CONFLICT (name, unit_code) DO UPDATE SET aliases = excluded.aliases, kind = excluded.kind,"
        " lat = excluded.lat, lon = excluded.lon",
        [
            {
                "name": place.name,
                "unit": place.unit,
                "aliases": json.dumps(place.aliases, ensure_ascii=False) if place.aliases else "[]",
                "kind": place.kind,
                "lat": place.lat,
                "lon": place.lon,
            }
            for place in places
        ],
    )


def _save_rules(tx: Tx, area: Area) -> None:
    """Categories, routes and boundaries: few, and replaced."""
    for table in ("routes", "categories", "boundaries"):
        tx.run(f"DELETE FROM {table}")
    tx.run_many(
        "INSERT INTO categories (code, position, body) VALUES (:code, :position, :body)",
        [
            {"code": category.code, "position": position, "body": category.model_dump_json(by_alias=True)}
            for position, category in enumerate(area.categories)
        ],
    )
    tx.run_many(
        "INSERT INTO routes (position, condition, unit_code) VALUES (:position, :condition, :unit)",
        [
            {"position": position, "condition": route.when, "unit": route.to}
            for position, route in enumerate(area.routes)
        ],
    )
    tx.run_many(
        "INSERT INTO boundaries (file, polygon) VALUES (:file, :polygon)",
        [{"file": boundary.file, "polygon": boundary.polygon} for boundary in area.boundaries],
    )


def _drop_other_units(tx: Tx, units: Sequence[Unit]) -> None:
    """Units that are no more. Nothing may refer to them."""
    known = {unit.code for unit in units}
    others = [row["code"] for row in tx.rows("SELECT code FROM units") if row["code"] not in known]
    tx.run_many("DELETE FROM units WHERE code = :code", [{"code": code} for code in others])


def _save_units(tx: Tx, units: Sequence[Unit]) -> None:
    """Parents are set in a second pass: a book may name a child first."""
    tx.run("UPDATE units SET parent = NULL")
    tx.run_many(
        "INSERT INTO units (code, position, name, kind, keywords, boundary)"
        " VALUES (:code, :position, :name, :kind, :keywords, :boundary)"
        " ON CONFLICT (code) DO UPDATE SET position = excluded.position, name = excluded.name, kind = excluded.kind,"
        " keywords = excluded.keywords, boundary = excluded.boundary",
        [
            {
                "code": unit.code,
                "position": position,
                "name": unit.name,
                "kind": unit.kind.value,
                "keywords": json.dumps(unit.keywords, ensure_ascii=False),
                "boundary": unit.boundary,
            }
            for position, unit in enumerate(units)
        ],
    )
    tx.run_many(
        "UPDATE units SET parent = :parent WHERE code = :code",
        [{"code": unit.code, "parent": unit.parent} for unit in units if unit.parent is not None],
    )


def called(tx: Tx, word: str) -> tuple[Place, ...]:
    """The places that have this name, or this alias: looks at every place."""
    rows = tx.rows(
        "SELECT * FROM places WHERE name = :word OR aliases LIKE :alias ESCAPE '!' ORDER BY id",
        word=word,
        alias=like(json.dumps(word, ensure_ascii=False)),
    )
    return tuple(place for place in _places(rows) if word == place.name or word in place.aliases)


def of_unit(tx: Tx, code: str, limit: int, offset: int = 0) -> tuple[Place, ...]:
    """The places of one unit, in the order of the book."""
    sql = "SELECT * FROM places WHERE unit_code = :unit ORDER BY id LIMIT :limit OFFSET :offset"
    return tuple(_places(tx.rows(sql, unit=code, limit=limit, offset=offset)))


def count_by_unit(tx: Tx) -> dict[str, int]:
    """How many places each unit has; units without any are left out."""
    rows = tx.rows("SELECT unit_code, count(*) AS number FROM places GROUP BY unit_code")
    return {row["unit_code"]: row["number"] for row in rows}


def named(tx: Tx, name: str) -> tuple[Place, ...]:
    """The places of exactly this name, in whichever units. Aliases are not looked through."""
    return tuple(_places(tx.rows("SELECT * FROM places WHERE name = :name ORDER BY id", name=name)))


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of an area since some version: the area without its places, and those that were touched."""

    version: int
    frame: Area
    touched: frozenset[PlaceKey]
    now: tuple[Place, ...]
    """The touched places that are still there."""


def changed_since(tx: Tx, seen: int) -> Changed | None:
    """None where the area was replaced as a whole since then, or is none yet."""
    whole = tx.value("SELECT whole_version FROM area WHERE id = 1")
    loaded = load(tx, with_places=False)
    if loaded is None or whole > seen:
        return None
    rows = tx.rows("SELECT DISTINCT unit_code, name FROM place_changes WHERE version > :seen", seen=seen)
    touched = [(row["unit_code"], row["name"]) for row in rows]
    found = (
        tx.row("SELECT * FROM places WHERE name = :name AND unit_code = :unit", unit=unit, name=name)
        for unit, name in touched
    )
    return Changed(*loaded, frozenset(touched), tuple(_places([row for row in found if row is not None])))


_AT_ONCE = 1000
"""Places that are made in one go: 2 ms in which nothing else runs. One by one each takes four times as long."""
_PLACES = TypeAdapter(tuple[Place, ...])


def _places(rows: Sequence[Row]) -> Iterator[Place]:
    for start in range(0, len(rows), _AT_ONCE):
        yield from _PLACES.validate_python(
            [
                {
                    "name": row["name"],
                    "unit": row["unit_code"],
                    "aliases": json.loads(row["aliases"]) if row["aliases"] != "[]" else (),
                    "kind": row["kind"],
                    "lat": row["lat"],
                    "lon": row["lon"],
                }
                for row in rows[start : start + _AT_ONCE]
            ]
        )


def load(tx: Tx, *, with_places: bool = True) -> tuple[int, Area] | None:
    """The version and the area; None before the first import."""
    row = tx.row("SELECT name, version FROM area WHERE id = 1")
    if row is None:
        return None
    area = Area(
        name=row["name"],
        units=tuple(
            Unit(
                code=unit["code"],
                name=unit["name"],
                kind=unit["kind"],
                parent=unit["parent"],
                keywords=tuple(json.loads(unit["keywords"])),
                boundary=unit["boundary"],
            )
            for unit in tx.rows("SELECT * FROM units ORDER BY position")
        ),
        places=tuple(_places(tx.rows("SELECT * FROM places ORDER BY id"))) if with_places else (),
        categories=tuple(
            Category.model_validate_json(category["body"])
            for category in tx.rows("SELECT body FROM categories ORDER BY position")
        ),
        routes=tuple(
            Route(when=route["condition"], to=route["unit_code"])
            for route in tx.rows("SELECT condition, unit_code FROM routes ORDER BY position")
        ),
        boundaries=tuple(
            Boundary(file=row["file"], polygon=row["polygon"])
            for row in tx.rows("SELECT file, polygon FROM boundaries ORDER BY rowid")
        ),
    )
    return row["version"], area
