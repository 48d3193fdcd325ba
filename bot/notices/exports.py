"""Exports: the places as a table that spreadsheets open, and that an import reads again."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable

from bot.domain.areas import Area, Place
from bot.domain.formulas import guarded
from bot.domain.places_table import BETWEEN_ALIASES, HEAD, KIND_NAMES


def places_csv(area: Area, places: Iterable[Place]) -> bytes:
    """UTF-8 with the mark by which Excel knows it. What would be a formula stands behind an apostrophe.

    Units stand by their names; one whose name another bears too by its code.
    """
    bearers = Counter(unit.name for unit in area.units)
    written = {unit.code: unit.name if bearers[unit.name] == 1 else unit.code for unit in area.units}
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(HEAD)
    table.writerows(
        [
            guarded(place.name),
            guarded(written.get(place.unit, place.unit)),
            guarded(BETWEEN_ALIASES.join(place.aliases)),
            KIND_NAMES.get(place.kind, guarded(place.kind)),
            "" if place.lat is None else repr(place.lat),
            "" if place.lon is None else repr(place.lon),
        ]
        for place in places
    )
    return out.getvalue().encode("utf-8-sig")
