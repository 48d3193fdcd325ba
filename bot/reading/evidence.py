"""What speaks for a report in the findings of a text, and for an answer to one."""

from __future__ import annotations

from functools import cache

from bot.domain.readings import OrderWord, ReadingContext
from bot.reading.findings import Findings
from bot.reading.kinds import PLEA, Evidence, Where, is_asked, is_no_matter, is_report, whereabouts
from bot.reading.lessons import Lessons
from bot.reading.lexicon import Lexicon
from bot.reading.orders import is_done, word_of
from bot.reading.vocabulary import ADVERTS, GRAVE, OTHER_BUSINESS, PERSONAL

_NOWHERE, _VAGUE = Where.NOWHERE, Where.VAGUE  # see kinds
_OF_REPLIES = frozenset({OrderWord.DISPUTE, OrderWord.NOT_OURS})
_SHORT = 16
"""Characters of a post that may be a reply by itself: 好的，收到，马上安排."""
_LETTER = 10
"""Characters from which a dispute may be a letter's."""
_SAYS_NOTHING = 3
"""Characters beside names, address and things that tell nothing of them: 龙西小区12栋井盖旁边."""


class Witness:
    """Gathers the evidence, with the words of other matters and, where a model was learned, its place words."""

    def __init__(self, lessons: Lessons | None) -> None:
        self._lessons = lessons
        self._asides = _asides()

    def is_report(self, plain: str, found: Findings, context: ReadingContext) -> bool:
        """Whether a text without danger is a report: by its words, or because it is like those of a learned history.

        Most chatter has neither a thing nor a fault, and costs nothing where no history was learned.
        """
        clear = found.clear
        told = (clear or bool(found.things)) and is_report(plain.strip(), self._evidence(plain, found, clear, context))
        return told or (self._lessons is not None and self._resembles(self._lessons, plain, found))

    def disputes(self, plain: str) -> bool:
        """Whether words that dispute a reply (至今没有解决) only do so: a letter to the county may say them, too."""
        if len(plain) < _LETTER or self._lessons is None or is_done(plain) or word_of(plain) not in _OF_REPLIES:
            return True
        return not self._lessons.is_report(plain, doubtful=True)

    def _resembles(self, lessons: Lessons, plain: str, found: Findings) -> bool:
        """By what was learned; what speaks for talk (an order, an advert, a question) only asks for more likeness.

        A county's letters tell of pay and ask questions, too.
        """
        bare = plain.strip()
        if _is_bare(bare, found):
            return False
        doubtful = bool(self._asides_of(plain)) or is_asked(bare) or is_no_matter(bare)
        return lessons.is_report(bare, doubtful=doubtful)

    def _asides_of(self, plain: str) -> set[str]:
        return {meaning for hit in self._asides.longest(plain) for meaning in hit.meanings}

    def _evidence(self, plain: str, found: Findings, clear: bool, context: ReadingContext) -> Evidence:
        asides = self._asides_of(plain)
        firm = is_placed(found, context) or (self._lessons is not None and self._lessons.names_place(plain))
        where = whereabouts(plain, firm)
        if where is _NOWHERE and context.earlier is not None:
            where = _VAGUE  # less than a place of its own: who reported something a moment ago chats on, too
        pleading = grave = apart = False
        if not firm:  # only asked where nothing says a spot
            pleading = PLEA in [hit[3][0] for hit in found.faults]
            grave = not GRAVE.isdisjoint([hit[2] for hit in found.faults])
            apart = found.apart
        return Evidence(
            bool(found.things),
            found.telling,
            clear,
            bool(found.faults),
            pleading,
            apart,
            where,
            context.has_photo,
            "business" in asides,
            "personal" in asides,
            "advert" in asides,
            grave,
        )


@cache
def _asides() -> Lexicon[str]:
    listed = {"business": OTHER_BUSINESS, "personal": PERSONAL, "advert": ADVERTS}
    return Lexicon((word, matter) for matter, words in listed.items() for word in words)


def is_placed(found: Findings, context: ReadingContext) -> bool:
    """Whether a place is named, or a building, or there is a position: enough for somebody to go and look."""
    return context.pin is not None or found.is_named or True in [tail.firm for tail in found.tails]


def _is_bare(plain: str, found: Findings) -> bool:
    """Whether a post only says where, and perhaps what stands there."""
    told = sum(hit.end - hit.start for hits in (found.names, found.tails, found.things) for hit in hits)
    return not found.faults and len(plain) - told <= _SAYS_NOTHING


def answers(plain: str, found: Findings) -> bool:
    """Whether a post is an answer: it tells what was done, or says in few words what a reply would say.

    没人管 disputes a reply, but beside a thing it tells of a fault.
    """
    if len(plain) > _SHORT:
        return is_done(plain)
    word = word_of(plain)
    return word is not None and not (word in _OF_REPLIES and (found.things or found.located))
