"""Lessons: what a learned model adds to a reading by words, told apart from it and never against a name in the book."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.domain.areas import Area
from bot.domain.readings import Spot
from bot.domain.routing import Routed, Rule
from bot.reading.categories import Categoriser, Kindred
from bot.reading.findings import Findings
from bot.reading.spots import Located

if TYPE_CHECKING:  # numpy comes with a model, not with every start
    from bot.reading.learned import LearnedModel

_MOST = 400
"""Characters of a problem that a model looks at: what comes after them is told again."""
_NOTE = 50
"""Characters from which the middle text of a history is a hotline's note and no courier's line."""
_SURER = 0.5
"""A learned category that is surer than this goes before words that say another one that it was taught, too."""


class Lessons:
    """A learned model, held against the area that is read now. What the area does not have any more is left out."""

    def __init__(self, model: LearnedModel, area: Area, categoriser: Categoriser) -> None:
        self.model = model
        self._area = area
        self._categoriser = categoriser
        self._taught, _ = model.codes
        self._words = model.words
        self._unit_of = lru_cache(maxsize=4)(model.unit_of)  # asked again for each of twenty buildings

    def kindred(self, text: str, group: Findings, by_words: Kindred, *, first: bool, alone: bool) -> Kindred:
        """The category of a problem: the learned one, unless words speak for what no history could teach.

        A problem that stands `alone` is judged by the whole post, as those of the history were; one of several by its
        own stretch, save the `first` of a note as long as the history's: that tells one matter in many clauses. The
        subcategory is that of the words that lie in the learned category.
        """
        start, end = (0, len(text)) if alone or (first and self._is_note(text)) else (group.start, group.end)
        guess = self.model.category_of(text[start : min(end, start + _MOST)])
        if guess is None or guess.code not in self._area.category_by_code:
            return by_words
        if by_words.category is not None and guess.code != by_words.category:
            surest = _SURER if by_words.category in self._taught else 1.0
            if guess.confidence < min(surest, by_words.confidence):
                return by_words
        inside = [
            hit._replace(meanings=meant)
            for hit in group.things
            if (meant := tuple(sense for sense in hit.meanings if sense.category == guess.code))
        ]
        words = self._categoriser.judge(inside)
        told = ((start + guess.start, start + guess.end),)
        return Kindred(guess.code, words.subcategory, round(guess.confidence, 2), words.hits, told)

    def _is_note(self, text: str) -> bool:
        return self.model.usual >= _NOTE and 2 * len(text) >= self.model.usual

    def is_report(self, text: str, *, doubtful: bool) -> bool:
        """Whether a text in which words tell no report is like those of the history all the same."""
        judge = self.model.judge
        return judge is not None and judge.is_report(text, doubtful=doubtful)

    def names_place(self, text: str) -> bool:
        """Whether a learned alias says where to go and look."""
        return any(len(hit.meanings) == 1 for hit in self.model.lexicon.longest(text))

    def ground(self, text: str, group: Findings, located: Located) -> Located:
        """Where a problem is, when no name of the book says it closely.

        A unit that is named keeps what was learned within its ground; of an ambiguous name's units one is settled.
        """
        if len(located.units) == 1 and located.is_place:
            return located
        since = group.start
        guess = self._unit_of(text[since : min(group.end, since + _MOST)])
        if guess is None and since:  # a later problem of a post is mostly where the one before it was
            since = max(0, since - _MOST // 2)
            guess = self._unit_of(text[since : min(group.end, since + _MOST)])
        if guess is None or guess.code not in self._area.unit_by_code or not self._fits(guess.code, located):
            return located
        spot = located.spot or Spot()
        start, end = since + guess.start, since + guess.end
        if spot.name is None and text[start:end] in self._words:
            spot = replace(spot, name=text[start:end])
        spot = replace(spot, unit_code=guess.code)
        shown = spot if located.spot is not None or spot.name is not None else None
        return located._replace(spot=shown, units=(guess.code,), is_place=True, learned=((start, end),))

    def _fits(self, unit: str, located: Located) -> bool:
        """Whether the unit is one of an ambiguous name's, or lies on the ground of the unit that is named."""
        return not located.units or any(
            unit == other or (not located.is_place and self._area.covers(other, unit)) for other in located.units
        )


def by_rule(routed: Routed, located: Located) -> Routed:
    """The rule is what was learned where it was the ground that decided."""
    return replace(routed, rule=Rule.LEARNED) if located.learned and routed.rule == Rule.PLACE else routed
