"""Positions: what a pin adds to a reading whose words name no place."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.pins import Pin
from bot.domain.readings import Spot
from bot.domain.routing import Routed, Rule
from bot.reading.atlas import Atlas, Found
from bot.reading.normalise import normalise
from bot.reading.places import Gazetteer
from bot.reading.spots import Located, locate

_BESIDE = 30.0
"""Metres from a place's own position within which a pin is that place; farther off it is near it."""


class Positions:
    """Reads pins against one area: the title of a venue first, then boundaries and the nearest place."""

    def __init__(self, gazetteer: Gazetteer, atlas: Atlas) -> None:
        self._gazetteer = gazetteer
        self._atlas = atlas

    def find(self, pin: Pin) -> Found | None:
        """What the pin means; None where nothing is within reach."""
        if pin.title:
            title = normalise(pin.title).text
            names = [name for name in self._gazetteer.find(title) if name.kind != "department"]
            named = locate(title, names, ())[0]
            if named.spot is not None and named.spot.name is not None:
                return Found((named.spot.name,), named.units, Rule.VENUE)
        return self._atlas.at(pin)


def placed(located: Located, found: Found, pin: Pin) -> Located:
    """The spot with what the pin says of it. A tail that was written stays."""
    spot = located.spot or Spot()
    name = found.names[0] if found.names and (len(found.units) == 1 or len(found.names) == 1) else None
    landmark = spot.landmark
    if name is None:
        landmark = landmark or f"定位{pin.on_screen()}"
    elif located.spot is None and found.metres is not None and found.metres > _BESIDE:
        landmark = "附近"
    unit = found.units[0] if len(found.units) == 1 else None
    return located._replace(
        spot=replace(spot, name=name, unit_code=unit, landmark=landmark),
        units=found.units,
        is_place=name is not None or len(found.units) > 1,
    )


def by_rule(routed: Routed, found: Found) -> Routed:
    """The rule is the pin's where it was the ground that decided."""
    return replace(routed, rule=found.rule) if routed.rule in {Rule.PLACE, Rule.UNIT_NAME} else routed
