"""Text and context → Reading: what a post says, where, of which kind, for whom, and why it was read so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.areas import Area, Place
from bot.domain.pins import Pin
from bot.domain.readings import Kind, Reading, ReadingContext
from bot.reading.atlas import REACH, Atlas, Found
from bot.reading.categories import Categoriser
from bot.reading.emergencies import Emergencies
from bot.reading.evidence import Witness, answers, is_placed
from bot.reading.findings import Finder
from bot.reading.follow_ups import Follower, opening
from bot.reading.lessons import Lessons
from bot.reading.near_misses import name_ends
from bot.reading.normalise import normalise
from bot.reading.places import Gazetteer
from bot.reading.positions import Positions
from bot.reading.problems import Problems
from bot.reading.records import maker

if TYPE_CHECKING:
    from bot.reading.learned import LearnedModel

_EMPTY = ReadingContext()
# Looked up once: Python 3.11 takes 0.2 µs for an enum's member, and every post asks for one.
_REPORT, _REPLY, _COMMAND, _CHATTER = Kind.REPORT, Kind.REPLY, Kind.COMMAND, Kind.CHATTER
_reading = maker(Reading)


class Reader:
    """Reads posts against one area. Pure and reusable: everything costly is built here, once."""

    def __init__(
        self,
        area: Area,
        model: LearnedModel | None = None,
        *,
        reach: float = REACH,
        gazetteer: Gazetteer | None = None,
        categoriser: Categoriser | None = None,
    ) -> None:
        """`reach` is how far, in metres, a place may lie from a pin that means it.

        `gazetteer` and `categoriser`, where they are known already, must be those of the area.
        """
        self.area = area
        self.model = model
        self._reach = reach
        self._gazetteer = gazetteer or Gazetteer(area)
        self._positions = Positions(self._gazetteer, Atlas(area, reach))
        self._emergencies = Emergencies()
        self._categoriser = categoriser or Categoriser(area.categories)
        lessons = Lessons(model, area, self._categoriser) if model is not None else None
        self._finder = Finder(self._gazetteer, self._categoriser)
        self._witness = Witness(lessons)
        self._problems = Problems(area, self._categoriser, self._positions, Follower(self._gazetteer), lessons)

    def read(self, text: str, context: ReadingContext = _EMPTY) -> Reading:
        """What the text says, with what came along. Linear in its length; nothing is remembered between calls."""
        normal = normalise(text)
        plain = normal.text
        bare = plain.strip()
        if not bare:
            return Reading(text, _CHATTER)
        if bare[0] == "/":
            return Reading(text, _COMMAND)
        found = self._finder.find(plain, context.chat_unit)
        if context.earlier is not None and (found.is_named or opening(plain) is None):
            context = replace(context, earlier=None)
        located = bool(found.names or found.tails or context.has_photo or context.pin or context.earlier)
        words = self._emergencies.find(plain, located)
        dangers = words.here
        whole = found
        if words.elsewhere:
            found = found.without((hit.start, hit.end) for hit in words.elsewhere)
        if not dangers and answers(bare, found) and self._witness.disputes(bare):
            return _reading(text, _REPLY, False, ())
        if not dangers and not self._witness.is_report(plain, found, context):
            if not words.doubted or not is_placed(found, context):
                return _reading(text, _CHATTER, False, ())
            found = whole  # a danger that is only feared or asked about is no urgent case, yet never silence
        return _reading(text, _REPORT, bool(dangers), self._problems.told(normal, found, dangers, context))

    def renewed(self, area: Area, gone: Sequence[Place], come: Sequence[Place]) -> Reader:
        """A reader for the area as it is after a change of these places, without building all names anew.

        Where very much is changed they are, which holds the interpreter: 7 µs for each name.
        """
        gazetteer = self._gazetteer.renewed(area, gone, come)
        categoriser = self._categoriser if area.categories == self.area.categories else None
        return Reader(area, self.model, reach=self._reach, gazetteer=gazetteer, categoriser=categoriser)

    def taught(self, model: LearnedModel) -> Reader:
        """A reader for the same area that knows another model; names and places are not built anew."""
        return Reader(self.area, model, reach=self._reach, gazetteer=self._gazetteer, categoriser=self._categoriser)

    def where(self, pin: Pin) -> Found | None:
        """What a position alone means."""
        return self._positions.find(pin)

    def warm(self) -> None:
        """Build the index of near misses now and not at the first need. Other threads go on meanwhile."""
        self._gazetteer.near_misses("", ())

    def near_misses(self, text: str) -> tuple[str, ...]:
        """Known names that one in the text was most likely meant to be, at most three. Slow: ask it seldom."""
        normal = normalise(text).text
        found = self._finder.find(normal, None)
        starts = {tail.start for tail in found.tails} | {hit.start for hit in found.things + found.faults}
        return self._gazetteer.near_misses(normal, name_ends(normal, starts))
