"""The area in the database: written whole at an import, read whole into memory, versioned."""

from __future__ import annotations

import json

from bot.domain.areas import Area, Boundary, Category, Place, Route, Unit
from storage.transaction import Tx


def version(tx: Tx) -> int:
    """The number of the last change; 0 when no area was imported yet."""
    return int(tx.value("SELECT version FROM area WHERE id = 1") or 0)


def save(tx: Tx, area: Area) -> int:
    """Replace the area's units, places, categories and routes. Returns the new version."""
    number = version(tx) + 1
    for table in ("routes", "places", "categories", "boundaries"):
        tx.run(f"DELETE FROM {table}")
    tx.run("UPDATE units SET parent = NULL")
    tx.run("DELETE FROM units")
    tx.run(
        "INSERT INTO area (id, name, version) VALUES (1, :name, :version)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name, version = excluded.version",
        name=area.name,
        version=number,
    )
    _save_units(tx, area.units)
    tx.run_many(
        "INSERT INTO places (name, unit_code, aliases, kind, lat, lon)"
        " VALUES (:name, :unit, :aliases, :kind, :lat, :lon)",
        [
            {
                "name": place.name,
                "unit": place.unit,
                "aliases": json.dumps(place.aliases, ensure_ascii=False),
                "kind": place.kind,
                "lat": place.lat,
                "lon": place.lon,
            }
            for place in area.places
        ],
    )
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
    return number


def _save_units(tx: Tx, units: tuple[Unit, ...]) -> None:
    """Parents are set in a second pass: a book may name a child first."""
    tx.run_many(
        "INSERT INTO units (code, position, name, kind, keywords, boundary)"
        " VALUES (:code, :position, :name, :kind, :keywords, :boundary)",
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


def load(tx: Tx) -> tuple[int, Area] | None:
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
        places=tuple(
            Place.model_construct(
                name=place["name"],
                unit=place["unit_code"],
                aliases=tuple(json.loads(place["aliases"])),
                kind=place["kind"],
                lat=place["lat"],
                lon=place["lon"],
            )
            for place in tx.rows("SELECT * FROM places ORDER BY id")
        ),
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
