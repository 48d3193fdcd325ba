"""Maps in words: the sheet that is drawn, what stands below the picture, its buttons, and why there is none."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import tzinfo
from statistics import median

from bot.domain.areas import Area, Place
from bot.domain.boundaries import corners
from bot.domain.maps import Frame, Plot, Source, Spot, Spotted, Standing, frame_of
from bot.domain.periods import CURRENT
from bot.domain.questions import Question
from bot.notices.buttons import Buttons
from bot.notices.markup import Markup, visible
from bot.notices.pictures.map import Ground, MapSheet, Name
from bot.notices.pictures.workbook import packed
from bot.notices.statistics import whose
from bot.notices.texts import Texts
from bot.notices.times import moment

_PLACES = 20_000
"""Dots of what the book places; of more they are a cloud."""


def map_sheet(texts: Texts, shown: Shown, zone: tzinfo) -> MapSheet:
    """What the picture shows: outlines and names of units, and a symbol for the tickets of each position."""

    def word(key: str, **facts: object) -> str:
        return visible(texts.say(key, **facts))  # the operator's own words may carry marks

    plot, counts = shown.plot, shown.counts
    return MapSheet(
        whose=shown.whose,
        period=word("map.sheet.title", period=plot.period.label),
        counted=visible(texts.say("stats.sheet.counted", at=moment(plot.now, zone))),
        frame=shown.frame,
        grounds=tuple(shown.grounds()),
        names=tuple(shown.names()),
        symbols=packed([*at, *(many[one] for one in Standing)] for at, many in shown.symbols.items()),
        places=packed(shown.places[:_PLACES]),
        legend=(
            (word("map.sheet.late"), counts[Standing.LATE]),
            (word("map.sheet.open"), counts[Standing.OPEN]),
            (word("map.sheet.over"), counts[Standing.OVER]),
        ),
        sizes=word("map.sheet.sizes"),
        north=word("map.sheet.north"),
        lengths=(word("map.sheet.metres"), word("map.sheet.kilometres")),
        unnamed=word("map.sheet.unnamed"),
        notes=(word("map.sheet.what"), *map(visible, _notes(texts, shown))),
    )


def map_caption(texts: Texts, shown: Shown) -> Markup:
    """What stands below the picture: whose, when, how many of each kind, and what is not on it."""
    counts = shown.counts
    told = texts.say(
        "map.shown",
        count=counts.total(),
        late=counts[Standing.LATE],
        open=counts[Standing.OPEN],
        over=counts[Standing.OVER],
    )
    head = texts.say("map.head", whose=shown.whose, period=shown.plot.period.label)
    return Markup("\n".join([head, *([told] if counts.total() else []), *_notes(texts, shown)]))


def _notes(texts: Texts, shown: Shown) -> list[Markup]:
    plot = shown.plot
    notes = [] if shown.symbols else [texts.say("map.none")]
    if plot.cut:
        notes.append(texts.say("map.cut", count=len(plot.tickets) + plot.unplaced))
    if plot.unplaced:
        notes.append(texts.say("map.unplaced", count=plot.unplaced))
    if shown.far:
        notes.append(texts.say("map.far", count=shown.far))
    return notes


def map_buttons(texts: Texts, question: Question, *, with_data: bool) -> Buttons:
    """Periods (the one shown is marked), the way back to the figures, and the file: `statsmap:PERIOD:SCOPE[:data]`."""
    periods = [
        (
            texts.plain("stats.marked", word=word) if code == question.period else word,
            f"statsmap:{replace(question, period=code).as_data()}",
        )
        for code, (_, word) in CURRENT.items()
    ]
    ways = [(texts.plain("map.back"), f"stats:{question.as_data()}")]
    if with_data:
        ways.append((texts.plain("map.data"), f"statsmap:{question.as_data()}:data"))
    return [periods[:3], periods[3:], ways]


class Shown:
    """A plot cut to its frame. `far` is how many tickets lie outside it.

    `symbols` are the tickets of each position, `places` the positions of the book's places.
    """

    def __init__(self, area: Area, plot: Plot) -> None:
        self.plot = plot
        self.whose = whose(area, plot.scope)
        self._area = area
        self._polygons = {boundary.file: boundary.polygon for boundary in area.boundaries}
        self._bounded = [unit for unit in plot.units if unit.boundary in self._polygons]
        self.frame = self._frame()
        self._spots: defaultdict[str, list[Spot]] = defaultdict(list)
        for place, spot in _located(plot):
            if self._holds(spot):
                self._spots[place.unit].append(spot)
        self.places = tuple(dict.fromkeys(spot for spots in self._spots.values() for spot in spots))
        self.symbols: defaultdict[Spot, Counter[Standing]] = defaultdict(Counter)
        self.counts: Counter[Standing] = Counter()
        self.far = 0
        self._weights: Counter[str | None] = Counter()
        for ticket, at in plot.tickets:
            self._take(ticket, (at.lat, at.lon))
        bounded = {unit.code for unit in self._bounded}
        self._outer, self._above = self._holders(bounded), self._holders(bounded | set(self._spots))

    def _frame(self) -> Frame | None:
        edges = [spot for unit in self._bounded for spot in corners(self._polygons[unit.boundary or ""])]
        located = [spot for _, spot in _located(self.plot)]
        by_source: defaultdict[Source, list[Spot]] = defaultdict(list)
        for _, at in self.plot.tickets:
            by_source[at.source].append((at.lat, at.lon))
        elsewhere = by_source[Source.PLACE]  # of a ticket that a unit has though its place lies in another
        return frame_of(edges, located or elsewhere, [*by_source[Source.PIN], *elsewhere])

    def _take(self, ticket: Spotted, spot: Spot) -> None:
        if not self._holds(spot):
            self.far += 1
            return
        standing = ticket.standing(self.plot.now)
        self.symbols[spot][standing] += 1
        self.counts[standing] += 1
        self._weights[ticket.unit_code] += 1

    def _holds(self, spot: Spot) -> bool:
        return self.frame is not None and self.frame.holds(spot)

    def _holders(self, codes: set[str]) -> set[str]:
        """The units that lie above one of these."""
        return {above.code for code in codes for above in self._area.ancestors(code) if above.code != code}

    def grounds(self) -> Iterator[Ground]:
        """Outlines, those that hold others first: what lies within is drawn over them."""
        for unit in sorted(self._bounded, key=lambda one: sum(1 for _ in self._area.ancestors(one.code))):
            name = "" if unit.code in self._above else unit.name
            polygon = self._polygons[unit.boundary or ""]
            yield Ground(name, polygon, unit.code in self._outer, self._weights[unit.code])

    def names(self) -> Iterator[Name]:
        """Of units that no boundary says the ground of, in the middle of their places."""
        bounded = {unit.code for unit in self._bounded}
        for unit in self.plot.units:
            spots = self._spots.get(unit.code)
            if spots and unit.code not in bounded and unit.code not in self._above:
                lat, lon = (median(spot[axis] for spot in spots) for axis in (0, 1))
                yield Name(unit.name, lat, lon, self._weights[unit.code])


def _located(plot: Plot) -> Iterator[tuple[Place, Spot]]:
    for place in plot.places:
        if place.lat is not None and place.lon is not None:
            yield place, (place.lat, place.lon)
