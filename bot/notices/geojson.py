"""A map as GeoJSON (RFC 7946, WGS-84) for map programs: boundaries and tickets, without anybody's name or words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, tzinfo
from io import SEEK_END, BytesIO
from itertools import chain
from typing import Any

from bot.domain.areas import Area
from bot.domain.boundaries import right_handed
from bot.domain.maps import Plot, Position, Spotted

_DECIMALS = 6
"""Of a degree: a decimetre (RFC 7946, 11.2)."""


def map_geojson(area: Area, plot: Plot, zone: tzinfo) -> bytes:
    """A FeatureCollection in UTF-8: the units that have a boundary, then the tickets that stand somewhere.

    Properties are named as in `fengshao tickets --json`. `kind` is "unit" or "ticket", `standing` "late", "open" or
    "over", `position` says whether it is that of the book's place or the one that came with the report. `place` is
    the name in the book, without building and room.
    """
    tickets = (_ticket(area, plot, one, at, zone) for one, at in plot.tickets)
    out = BytesIO(b'{"type": "FeatureCollection", "features": [')
    out.seek(0, SEEK_END)
    for number, feature in enumerate(chain(_units(area, plot), tickets)):  # tens of megabytes are never put in one go
        out.write(f"{',' if number else ''}\n{json.dumps(feature, ensure_ascii=False)}".encode())
    out.write(b"\n]}\n")
    return out.getvalue()


def _units(area: Area, plot: Plot) -> Iterator[dict[str, Any]]:
    polygons = {boundary.file: boundary.polygon for boundary in area.boundaries}
    for unit in plot.units:
        if (polygon := polygons.get(unit.boundary or "")) is not None:
            properties = {"kind": "unit", "unit_code": unit.code, "unit": unit.name, "parent": unit.parent}
            yield {
                "type": "Feature",
                "id": f"unit:{unit.code}",
                "geometry": right_handed(polygon),
                "properties": properties,
            }


def _ticket(area: Area, plot: Plot, ticket: Spotted, at: Position, zone: tzinfo) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": f"ticket:{ticket.id}",
        "geometry": {"type": "Point", "coordinates": [round(at.lon, _DECIMALS), round(at.lat, _DECIMALS)]},
        "properties": {
            "kind": "ticket",
            "no": f"T{ticket.id}",
            "state": ticket.state.value,
            "standing": ticket.standing(plot.now).value,
            "unit_code": ticket.unit_code,
            "unit": area.unit_name(ticket.unit_code),
            "category": area.category_name(ticket.category),
            "subcategory": area.subcategory_name(ticket.category, ticket.subcategory),
            "class": ticket.time_class.value,
            "place": ticket.place_name,
            "position": at.source.value,
            "created_at": _iso(ticket.created_at, zone),
            "due_at": _iso(ticket.due_at, zone),
            "resolved_at": _iso(ticket.resolved_at, zone),
            "closed_at": _iso(ticket.closed_at, zone),
        },
    }


def _iso(at: datetime | None, zone: tzinfo) -> str | None:
    return None if at is None else at.astimezone(zone).isoformat(timespec="seconds")
